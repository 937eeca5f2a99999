"""The salon's own orders carried out: judged by the rules and written down in the same transaction."""

import sqlite3
from dataclasses import replace
from datetime import datetime

from wabot.domain.appointments import Appointment, Status
from wabot.domain.customers import Contact
from wabot.domain.orders import Amendment, Order, OrderRefusal, check_amendment, check_order, moment_of, order_for
from wabot.domain.salon import Salon
from wabot.domain.slots import Slot
from wabot.storage.appointments import (
    StoredBook,
    holds_of,
    make_appointment,
    move_appointment,
    set_note,
    set_services,
    set_status,
)
from wabot.storage.changes import Author, record_making, recorded
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
    services = [service.id for service in order.services]
    appointment = make_appointment(db, customer, slot, services, now, note=note)
    record_making(db, appointment, author, now)
    return appointment


def amend_visit(
    db: sqlite3.Connection, salon: Salon, visit: Appointment, amendment: Amendment, author: Author, now: datetime
) -> OrderRefusal | None:
    """Change a visit in one step, its own old time not counting; refused, nothing is changed."""
    refusal = check_amendment(visit, amendment, now)
    if refusal is not None:
        return refusal
    slot = None
    order = order_for(salon, visit, holds_of(db, visit.id), amendment)
    if order is not None:
        found = check_order(salon, StoredBook(db, salon), order, moment_of(visit, order, now))
        if not isinstance(found, Slot):
            return found
        slot = found
    with recorded(db, visit.id, author, now):
        _write(db, visit, slot, amendment, now)
    return None


def _write(db: sqlite3.Connection, visit: Appointment, slot: Slot | None, amendment: Amendment, now: datetime) -> None:
    status, wanted = visit.status, amendment.status or visit.status
    if slot is not None:
        move_appointment(db, visit.id, slot, now)
        status = Status.BOOKED
        is_moved = (slot.start_at, slot.staff.id) != (visit.start_at, visit.staff)
        wanted = amendment.status or (status if is_moved else visit.status)
    if amendment.services is not None:
        set_services(db, visit.id, [service.id for service in amendment.services])
    if wanted is not status:
        set_status(db, visit.id, wanted, now)
    if amendment.note is not None and amendment.note != visit.note:
        set_note(db, visit.id, amendment.note, now)
