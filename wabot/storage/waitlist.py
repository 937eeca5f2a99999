"""The waiting list on disk: who waits for what, in order."""

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import datetime

from wabot.domain.conversation.facts import EndWait, JoinWaitlist, SettleOffer, WaitlistChange
from wabot.domain.waitlist import OfferState, Stretch, Waiting, WaitState
from wabot.domain.walltime import from_ms, to_ms
from wabot.domain.wishes import Wish
from wabot.storage.offers import WISH, find_open_offer, settle_offer
from wabot.types import CustomerId, WaitId

_COLUMNS = f"""SELECT id, customer_id, wish, since, rests_until, (SELECT count(*) FROM waitlist_offers
    WHERE waitlist_id = waitlist.id AND waitlist_offers.state = '{OfferState.IGNORED}') AS ignored FROM waitlist"""


def find_line(db: sqlite3.Connection) -> list[Waiting]:
    """All that is waited for, in the order in which it is served."""
    rows = db.execute(f"{_COLUMNS} INDEXED BY waitlist_line WHERE state = 'waiting' ORDER BY since, id").fetchall()
    return list(_waiting(db, rows))


def find_cut_short(db: sqlite3.Connection, now: datetime) -> list[Waiting]:
    """Wishes whose time was over by a clock that was ahead: they ended later than `now`."""
    rows = db.execute(f"{_COLUMNS} WHERE state = 'expired' AND ended_at > ? ORDER BY since, id", (to_ms(now),))
    return list(_waiting(db, rows.fetchall()))


def waits_of(db: sqlite3.Connection, customer: CustomerId) -> tuple[Waiting, ...]:
    """What the customer waits for, in the order in which it was said."""
    rows = db.execute(f"{_COLUMNS} WHERE customer_id = ? AND state = 'waiting' ORDER BY since, id", (customer,))
    return tuple(_waiting(db, rows.fetchall()))


def find_waiting(db: sqlite3.Connection, wait: WaitId) -> Waiting | None:
    """One place in the line; None when nobody waits there any more."""
    rows = db.execute(f"{_COLUMNS} WHERE id = ? AND state = 'waiting'", (wait,)).fetchall()
    return next(_waiting(db, rows), None)


def change_waitlist(db: sqlite3.Connection, customer: CustomerId, change: WaitlistChange, now: datetime) -> None:
    """Do what a turn decided."""
    match change:
        case JoinWaitlist(wish, passed, again):
            wait = again if again is not None else _join(db, customer, wish, now)
            db.execute("UPDATE waitlist SET wish = ? WHERE id = ?", (_to_json(wish), wait))
            for stretch in passed:
                pass_over(db, wait, stretch)
        case SettleOffer(offer, state, wait, passed):
            settle_offer(db, offer, state, now)
            if wait is not None and passed is not None:
                pass_over(db, wait, passed)
        case EndWait(wait, ended):
            end_wait(db, wait, ended, now)


def _join(db: sqlite3.Connection, customer: CustomerId, wish: Wish, now: datetime) -> WaitId:
    """To the end of the line."""
    row = db.execute(
        "INSERT INTO waitlist (customer_id, wish, state, since) VALUES (?, ?, 'waiting', ?) RETURNING id",
        (customer, _to_json(wish), to_ms(now)),
    ).fetchone()
    return WaitId(row["id"])


def pass_over(db: sqlite3.Connection, wait: WaitId, stretch: Stretch) -> None:
    """The customer does not want these starts."""
    db.execute(
        "INSERT INTO waitlist_passed VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        (wait, to_ms(stretch.first_at), to_ms(stretch.last_at)),
    )


def end_wait(db: sqlite3.Connection, wait: WaitId, state: WaitState, now: datetime) -> None:
    """The wish is on the list no more; what is held for it is free."""
    db.execute(
        "UPDATE waitlist SET state = ?, ended_at = ? WHERE id = ? AND state = 'waiting'", (state, to_ms(now), wait)
    )


def resume_wait(db: sqlite3.Connection, wait: WaitId) -> None:
    """The wish is on the list again, at its old place."""
    db.execute("UPDATE waitlist SET state = 'waiting', ended_at = NULL WHERE id = ?", (wait,))


def end_waits(db: sqlite3.Connection, customer: CustomerId, state: WaitState, now: datetime) -> None:
    """The customer waits for nothing any more."""
    for waiting in waits_of(db, customer):
        end_wait(db, waiting.id, state, now)


def let_rest(db: sqlite3.Connection, wait: WaitId, until: datetime) -> None:
    """No offer for this wish before then."""
    db.execute("UPDATE waitlist SET rests_until = ? WHERE id = ?", (to_ms(until), wait))


def _to_json(wish: Wish) -> str:
    return WISH.dump_json(wish, exclude_defaults=True).decode()


def _waiting(db: sqlite3.Connection, rows: Iterable[sqlite3.Row]) -> Iterator[Waiting]:
    for row in rows:
        passed = db.execute("SELECT first_at, last_at FROM waitlist_passed WHERE waitlist_id = ?", (row["id"],))
        yield Waiting(
            id=WaitId(row["id"]),
            customer=CustomerId(row["customer_id"]),
            wish=WISH.validate_json(row["wish"]),
            since=from_ms(row["since"]),
            rests_until=from_ms(row["rests_until"]) if row["rests_until"] is not None else None,
            passed=tuple(Stretch(from_ms(one["first_at"]), from_ms(one["last_at"])) for one in passed),
            ignored=row["ignored"],
            offer=find_open_offer(db, WaitId(row["id"])),
        )
