"""Offers of the waiting list on disk: times that became free, each held for one customer."""

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime

from pydantic import TypeAdapter

from wabot.domain.appointments import BookedService
from wabot.domain.arrangements import Arrangement
from wabot.domain.book import Hold, guest_resource
from wabot.domain.waitlist import HeldOffer, OfferState
from wabot.domain.walltime import from_ms, to_ms
from wabot.domain.wishes import Wish
from wabot.types import CustomerId, MessageId, OfferId, OutboxId, ServiceId, StaffId, WaitId

WISH = TypeAdapter(Wish)
_COLUMNS = """SELECT id, waitlist_id, parts, ask_at, until, asked_at, state,
    (SELECT wish FROM waitlist WHERE waitlist.id = waitlist_id) AS wish,
    (SELECT outbox.state NOT IN ('queued', 'dropped') FROM outbox WHERE outbox.id = outbox_id) AS is_sent
    FROM waitlist_offers"""


def find_open_offer(db: sqlite3.Connection, wait: WaitId) -> HeldOffer | None:
    """What is held for the wish."""
    row = db.execute(f"{_COLUMNS} WHERE waitlist_id = ? AND state = 'open'", (wait,)).fetchone()
    return _offer(row) if row is not None else None


def hold_offer(db: sqlite3.Connection, wait: WaitId, visit: Arrangement, ask_at: datetime, until: datetime) -> OfferId:
    """Hold the time for whom the wish is. sqlite3.IntegrityError when something it needs is held already.

    The customer's own time is not held: they may do something else then.
    """
    parts = " ".join(f"{part.service.id} {part.staff.id} {part.start_ms}" for part in visit.parts)
    row = db.execute(
        "INSERT INTO waitlist_offers (waitlist_id, parts, ask_at, until, state) VALUES (?, ?, ?, ?, 'open')"
        " RETURNING id",
        (wait, parts, to_ms(ask_at), to_ms(until)),
    ).fetchone()
    guests = {guest_resource(part.guest) for part in visit.parts if part.guest is not None}
    db.executemany(
        "INSERT INTO holds (offer_id, resource, start_at, end_at) VALUES (?, ?, ?, ?)",
        [
            (row["id"], hold.resource, to_ms(hold.start_at), to_ms(hold.end_at))
            for part in visit.parts
            for hold in part.holds
            if hold.resource not in guests
        ],
    )
    return OfferId(row["id"])


def note_asked(db: sqlite3.Connection, offer: OfferId, message: OutboxId | None, now: datetime) -> None:
    """The message that asks stands in the outbox."""
    db.execute("UPDATE waitlist_offers SET asked_at = ?, outbox_id = ? WHERE id = ?", (to_ms(now), message, offer))


def settle_offer(db: sqlite3.Connection, offer: OfferId, state: OfferState, now: datetime) -> None:
    """It holds nothing any more."""
    db.execute(
        "UPDATE waitlist_offers SET state = ?, settled_at = ? WHERE id = ? AND state = 'open'",
        (state, to_ms(now), offer),
    )


def make_way(db: sqlite3.Connection, holds: Iterable[Hold], now: datetime, *, of: CustomerId | None = None) -> None:
    """These times are given to somebody: offers that hold any of it are withdrawn, or only those of one customer."""
    for hold in holds:
        rows = db.execute(
            "SELECT DISTINCT offer_id FROM holds JOIN waitlist_offers ON waitlist_offers.id = offer_id"
            " JOIN waitlist ON waitlist.id = waitlist_id WHERE resource = :resource"
            " AND holds.end_at > :begins AND holds.start_at < :ends AND (:of IS NULL OR customer_id = :of)",
            {"resource": hold.resource, "begins": to_ms(hold.start_at), "ends": to_ms(hold.end_at), "of": of},
        ).fetchall()
        for row in rows:
            settle_offer(db, OfferId(row["offer_id"]), OfferState.WITHDRAWN, now)


def offered_by(
    db: sqlite3.Connection, customer: CustomerId, messages: Collection[MessageId]
) -> dict[MessageId, HeldOffer]:
    """Of messages to the customer those that offered a time, with the offer."""
    found: dict[MessageId, HeldOffer] = {}
    for message in messages:
        row = db.execute(
            f"{_COLUMNS} WHERE outbox_id = (SELECT id FROM outbox WHERE message_id = ? AND customer_id = ?)",
            (message, customer),
        ).fetchone()
        if row is not None:
            found[message] = _offer(row)
    return found


def find_last_offer(db: sqlite3.Connection, customer: CustomerId, since: datetime) -> HeldOffer | None:
    """The offer that is the latest we wrote to the customer, if it was made since then; whatever became of it."""
    row = db.execute(
        f"{_COLUMNS} WHERE asked_at >= ? AND outbox_id ="
        " (SELECT id FROM outbox WHERE customer_id = ? ORDER BY id DESC LIMIT 1)",
        (to_ms(since), customer),
    ).fetchone()
    return _offer(row) if row is not None else None


def _offer(row: sqlite3.Row) -> HeldOffer:
    return HeldOffer(
        id=OfferId(row["id"]),
        wait=WaitId(row["waitlist_id"]),
        wish=WISH.validate_json(row["wish"]),
        parts=tuple(_parts(row["parts"].split())),
        ask_at=from_ms(row["ask_at"]),
        until=from_ms(row["until"]),
        state=OfferState(row["state"]),
        is_asked=row["asked_at"] is not None,
        is_sent=bool(row["is_sent"]),
    )


def _parts(words: Sequence[str]) -> Iterator[BookedService]:
    for service, staff, start in zip(words[::3], words[1::3], words[2::3], strict=True):
        yield BookedService(ServiceId(service), StaffId(staff), from_ms(int(start)))
