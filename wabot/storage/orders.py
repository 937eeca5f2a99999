"""The salon's own orders carried out: judged by the rules and written down in the same transaction."""

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime

from wabot.domain.amendments import (
    Amendment,
    check_amendment,
    moment_of,
    order_for,
    services_of,
    staff_of,
    with_all_services,
)
from wabot.domain.appointments import Appointment, Status
from wabot.domain.book import Hold
from wabot.domain.customers import Contact
from wabot.domain.orders import Order, OrderRefusal, Placed, check_order, find_starts
from wabot.domain.salon import Salon
from wabot.domain.slots import Slot
from wabot.storage.appointments import (
    LONGEST_HOLD,
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
from wabot.storage.offers import make_way
from wabot.storage.openings import read_opened
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
    book = StoredBook(db, salon, reach=LONGEST_HOLD, over_offers=True)
    placed = check_order(_opened(db, salon, order), book, order, now)
    if not isinstance(placed, Placed):
        return placed
    customer = meet_customer(db, contact, name, now)
    if name:
        name_customer(db, customer, name)
    slots = [replace(slot, guest=customer) for slot in placed.slots]
    make_way(db, _holds(slots), now)
    appointment = make_appointment(db, customer, slots, placed.services, now, note=note)
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
        if not visit.takes_customer:
            order = replace(order, guest=None)
        book = StoredBook(db, salon, ignores_visits=False, reach=LONGEST_HOLD, over_offers=True)
        placed = check_order(_opened(db, salon, order), book, order, moment_of(visit, order, now))
        if not isinstance(placed, Placed):
            return placed
        moved = with_all_services(visit, order, placed)
        make_way(db, _holds(moved.slots), now)
    with recorded(db, visit.id, author, now):
        _write(db, visit, moved, amendment, now)
    keep_closed(db, now)
    return None


def _holds(slots: Iterable[Slot]) -> Iterator[Hold]:
    return (hold for slot in slots for hold in slot.holds)


def free_starts(
    db: sqlite3.Connection, salon: Salon, order: Order, last: date, now: datetime, moving: Appointment | None = None
) -> list[Slot]:
    """Every start that such an order can have without force, from its day to `last`, both included; `salon` with its
    openings. Of a visit that is moved, `moving`, the own time does not count, and without other services it keeps its.
    """
    if moving is not None:
        held = holds_of(db, moving.id)
        staff = order.staff or staff_of(salon, moving)
        order = replace(
            order,
            services=order.services or services_of(salon, moving, held),
            staff=staff,
            guest=moving.customer if moving.takes_customer else None,
            moving=moving.id,
            has_visit=not order.services and staff.id == moving.staff,
        )
    reach = LONGEST_HOLD if moving is not None else None
    book = StoredBook(db, salon, over_offers=True, ignores_visits=False, reach=reach)
    return list(find_starts(salon, book, order, last, now))


def _opened(db: sqlite3.Connection, salon: Salon, order: Order) -> Salon:
    """The salon with the openings of that day."""
    return read_opened(db, salon, order.start_at, order.start_at)


def _write(
    db: sqlite3.Connection,
    visit: Appointment,
    moved: Placed | None,
    amendment: Amendment,
    now: datetime,
) -> None:
    status, wanted = visit.status, amendment.status or visit.status
    if moved is not None:
        move_appointment(db, visit.id, moved.slots, moved.services, now)
        status = Status.BOOKED
        is_moved = (moved.start_at, moved.staff.id) != (visit.start_at, visit.staff)
        wanted = amendment.status or (status if is_moved else visit.status)
    if wanted is not status:
        set_status(db, visit.id, wanted, now)
    if amendment.note is not None and amendment.note != visit.note:
        set_note(db, visit.id, amendment.note, now)
