"""Offers of the waiting list on disk: times that became free, each held for one customer."""

import sqlite3
from collections.abc import Collection, Iterable
from datetime import datetime

from wabot.domain.arrangements import Arrangement
from wabot.domain.book import Hold, guest_resource
from wabot.domain.waitlist import HeldOffer, OfferState
from wabot.domain.walltime import from_ms, to_ms
from wabot.types import CustomerId, MessageId, OfferId, OutboxId, StaffId, WaitId

_COLUMNS = """SELECT waitlist_offers.id, waitlist_id, waitlist_offers.staff, start_at, ask_at, until, asked_at,
    waitlist_offers.state, (SELECT state <> 'queued' FROM outbox WHERE outbox.id = outbox_id) AS is_sent
    FROM waitlist_offers"""


def find_open_offer(db: sqlite3.Connection, wait: WaitId) -> HeldOffer | None:
    """What is held for the wish."""
    row = db.execute(f"{_COLUMNS} WHERE waitlist_id = ? AND state = 'open'", (wait,)).fetchone()
    return _offer(row) if row is not None else None


def find_offer(db: sqlite3.Connection, offer: OfferId) -> HeldOffer | None:
    """An offer, whatever became of it."""
    row = db.execute(f"{_COLUMNS} WHERE id = ?", (offer,)).fetchone()
    return _offer(row) if row is not None else None


def hold_offer(db: sqlite3.Connection, wait: WaitId, visit: Arrangement, ask_at: datetime, until: datetime) -> OfferId:
    """Hold the time for whom the wish is. sqlite3.IntegrityError when something it needs is held already.

    The customer's own time is not held: they may do something else then.
    """
    staff = " ".join(part.staff.id for part in visit.parts)
    row = db.execute(
        "INSERT INTO waitlist_offers (waitlist_id, staff, start_at, ask_at, until, state)"
        " VALUES (?, ?, ?, ?, ?, 'open') RETURNING id",
        (wait, staff, to_ms(visit.start_at), to_ms(ask_at), to_ms(until)),
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


def make_way(db: sqlite3.Connection, holds: Iterable[Hold], now: datetime) -> None:
    """The salon gives these times to somebody: offers that hold any of it are withdrawn."""
    for hold in holds:
        rows = db.execute(
            "SELECT DISTINCT offer_id FROM holds WHERE resource = ? AND end_at > ? AND start_at < ?"
            " AND offer_id IS NOT NULL",
            (hold.resource, to_ms(hold.start_at), to_ms(hold.end_at)),
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
        staff=tuple(StaffId(staff) for staff in row["staff"].split()),
        start_at=from_ms(row["start_at"]),
        ask_at=from_ms(row["ask_at"]),
        until=from_ms(row["until"]),
        state=OfferState(row["state"]),
        is_asked=row["asked_at"] is not None,
        is_sent=bool(row["is_sent"]),
    )
