"""The salon's own orders carried out: judged by the rules and written down in the same transaction."""

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from wabot.domain.appointments import Appointment, Status
from wabot.domain.book import Hold, guest_resource
from wabot.domain.customers import Contact
from wabot.domain.orders import (
    Amendment,
    Order,
    OrderRefusal,
    check_amendment,
    check_order,
    moment_of,
    order_for,
    starts_in_a_row,
    starts_of,
)
from wabot.domain.salon import Salon
from wabot.domain.slots import Slot
from wabot.domain.walltime import from_ms
from wabot.storage.appointments import (
    Begins,
    holds_of,
    make_appointment,
    move_appointment,
    set_note,
    set_status,
)
from wabot.storage.book import StoredBook
from wabot.storage.changes import Author, record_making, recorded
from wabot.storage.closed import keep_closed
from wabot.storage.customers import find_customer_id, meet_customer, name_customer
from wabot.types import AppointmentId


def place_order(
    db: sqlite3.Connection,
    salon: Salon,
    order: Order,
    contact: Contact,
    name: str | None,
    note: str,
    author: Author,
    now: datetime,
) -> AppointmentId | OrderRefusal:
    """Book a visit for somebody, met now if need be; refused, nothing is changed."""
    order = replace(order, guest=find_customer_id(db, contact))
    slot = check_order(salon, StoredBook(db, salon), order, now)
    if not isinstance(slot, Slot):
        return slot
    customer = meet_customer(db, contact, name, now)
    if name:
        name_customer(db, customer, name)
    slot = replace(slot, guest=customer)
    services = starts_in_a_row(order.services, slot.start_at)
    appointment = make_appointment(db, customer, [slot], services, now, note=note)
    record_making(db, appointment, author, now)
    return appointment


def amend_visit(
    db: sqlite3.Connection, salon: Salon, visit: Appointment, amendment: Amendment, author: Author, now: datetime
) -> OrderRefusal | None:
    """Change an appointment in one step, its own old time not counting; refused, nothing is changed.

    Of a visit to several staff members it is this appointment alone: the others stay, and their time counts.
    """
    refusal = check_amendment(visit, amendment, now)
    if refusal is not None:
        return refusal
    moved = None
    held = holds_of(db, visit.id)
    order = order_for(salon, visit, held, amendment)
    if order is not None:
        if _is_for_companion(db, visit, held):
            order = replace(order, guest=None)
        book = StoredBook(db, salon, ignores_visits=False)
        found = check_order(salon, book, order, moment_of(visit, order, now))
        if not isinstance(found, Slot):
            return found
        moved = found, starts_of(visit, order)
    with recorded(db, visit.id, author, now):
        _write(db, visit, moved, amendment, now)
    keep_closed(db, now)
    return None


def _is_for_companion(db: sqlite3.Connection, visit: Appointment, held: Sequence[Hold]) -> bool:
    """Whether it is for somebody who comes along with the customer, whose own time another of the visit holds.

    Of a cancelled one, which holds nothing, it is known by the time they were to begin together.
    """
    if guest_resource(visit.customer) in {hold.resource for hold in held}:
        return False
    others = db.execute(
        "SELECT start_at FROM appointments WHERE (id = :visit OR visit_id = :visit) AND id <> :id"
        " AND status IN ('booked', 'confirmed')",
        {"visit": visit.visit, "id": visit.id},
    ).fetchall()
    return any(held or from_ms(other["start_at"]) == visit.start_at for other in others)


def _write(
    db: sqlite3.Connection,
    visit: Appointment,
    moved: tuple[Slot, list[Begins]] | None,
    amendment: Amendment,
    now: datetime,
) -> None:
    status, wanted = visit.status, amendment.status or visit.status
    if moved is not None:
        slot, services = moved
        move_appointment(db, visit.id, [slot], services, now)
        status = Status.BOOKED
        is_moved = (slot.start_at, slot.staff.id) != (visit.start_at, visit.staff)
        wanted = amendment.status or (status if is_moved else visit.status)
    if wanted is not status:
        set_status(db, visit.id, wanted, now)
    if amendment.note is not None and amendment.note != visit.note:
        set_note(db, visit.id, amendment.note, now)
