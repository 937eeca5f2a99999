"""Customers and visits of the program a salon used before, written into the book by the rules of the book."""

import sqlite3
from collections.abc import Sequence
from datetime import datetime, timedelta

from wabot.domain.appointments import SlotTaken, Status
from wabot.domain.customers import Contact
from wabot.domain.moving_in import Added, AlreadyThere, Entry, FormerVisit, Taken
from wabot.domain.orders import Order
from wabot.domain.salon import Salon
from wabot.domain.walltime import to_ms
from wabot.storage.appointments import set_status
from wabot.storage.changes import Author
from wabot.storage.customers import find_customer_id, meet_customer
from wabot.storage.orders import place_order
from wabot.types import AppointmentId

_MOMENT = timedelta(milliseconds=1)


def move_in(db: sqlite3.Connection, salon: Salon, entries: Sequence[Entry], now: datetime) -> list[Taken]:
    """Write all of it down, within the caller's transaction, and say what became of each entry.

    One that is refused changes nothing and stops none of the others. A name that is known already stays.
    """
    return [_take(db, salon, entry, now) for entry in entries]


def _take(db: sqlite3.Connection, salon: Salon, entry: Entry, now: datetime) -> Taken:
    contact = Contact(phone=entry.phone)
    if entry.visit is None:
        is_known = find_customer_id(db, contact) is not None
        meet_customer(db, contact, entry.name or None, now)
        return AlreadyThere() if is_known else Added(None)
    visit = entry.visit.told_by(now)
    if _is_there(db, visit, contact):
        return AlreadyThere()
    db.execute("SAVEPOINT entry")
    try:
        # Of the past, the book is asked as it would have been just before the visit.
        made = place_order(db, salon, visit.order, contact, None, visit.note, Author.IMPORT, _as_of(visit.order, now))
    except sqlite3.IntegrityError:  # a buffer of a service no longer offered may reach further than is looked at
        db.execute("ROLLBACK TO entry")
        made = SlotTaken(visit.order.start_at)
    db.execute("RELEASE entry")
    if not isinstance(made, int):
        return made
    meet_customer(db, contact, entry.name or None, now)
    _remember(db, visit, made, now)
    return Added(made)


def _as_of(order: Order, now: datetime) -> datetime:
    return min(now, order.start_at - _MOMENT)


def _is_there(db: sqlite3.Connection, visit: FormerVisit, contact: Contact) -> bool:
    """Whether an earlier run took it over, whatever became of it since; or the customer has such a visit anyway."""
    if db.execute("SELECT 1 FROM imported WHERE key = ?", (visit.key,)).fetchone() is not None:
        return True
    staff = visit.order.staff
    found = db.execute(
        "SELECT 1 FROM appointments JOIN customers ON customers.id = customer_id"
        " WHERE phone = ? AND start_at = ? AND staff = coalesce(?, staff) AND status <> 'cancelled'",
        (contact.phone, to_ms(visit.order.start_at), staff.id if staff is not None else None),
    ).fetchone()
    return found is not None


def _remember(db: sqlite3.Connection, visit: FormerVisit, made: AppointmentId, now: datetime) -> None:
    db.execute("INSERT INTO imported (key, appointment_id) VALUES (?, ?)", (visit.key, made))
    if visit.status is not Status.BOOKED:
        set_status(db, made, visit.status, now)
