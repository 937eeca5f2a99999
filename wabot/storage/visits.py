"""Visits of customers in the book: each an appointment with every staff member who serves, made and moved as one."""

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import datetime

from wabot.domain.appointments import Appointment, Begins, BookedVisit, Status
from wabot.domain.arrangements import Arrangement
from wabot.domain.book import Hold
from wabot.domain.conversation.facts import (
    CancelAppointment,
    Change,
    ConfirmAppointment,
    EndWait,
    GiveVisit,
    JoinWaitlist,
    MakeAppointment,
    MoveAppointment,
    NameCustomer,
    NoteConsent,
    SettleOffer,
)
from wabot.domain.salon import Staff
from wabot.domain.slots import Slot
from wabot.domain.walltime import to_ms
from wabot.storage.appointments import (
    COLUMNS,
    as_appointments,
    free_holds,
    give_appointment,
    make_appointment,
    move_appointment,
    set_status,
)
from wabot.storage.changes import Author, record_making, recorded
from wabot.storage.closed import keep_closed
from wabot.storage.consents import record_consent
from wabot.storage.customers import name_customer
from wabot.storage.offers import make_way
from wabot.storage.waitlist import change_waitlist
from wabot.types import AppointmentId, CustomerId


def apply_changes(db: sqlite3.Connection, customer: CustomerId, changes: Iterable[Change], now: datetime) -> None:
    """Do what a turn decided. sqlite3.IntegrityError when a resource is held already: nothing is changed then."""
    for change in changes:
        match change:
            case MakeAppointment(visit, note):
                make_way(db, _holds(visit), now, of=customer)
                _make(db, customer, visit, note, now)
            case MoveAppointment(appointment, visit):
                make_way(db, _holds(visit), now, of=customer)
                _move(db, appointment, customer, visit, now)
            case CancelAppointment(appointment, only):
                _cancel(db, [appointment] if only else [one.id for one in appointments_of(db, appointment)], now)
            case NameCustomer(name):
                name_customer(db, customer, name)
            case ConfirmAppointment(appointment):
                with recorded(db, appointment, Author.CUSTOMER, now):
                    set_status(db, appointment, Status.CONFIRMED, now)
            case GiveVisit(visit_id, note):
                _give(db, [one.id for one in appointments_of(db, visit_id)], note, now)
            case NoteConsent(step):
                record_consent(db, customer, step, now)
            case JoinWaitlist() | SettleOffer() | EndWait():
                change_waitlist(db, customer, change, now)
        if isinstance(change, MoveAppointment | CancelAppointment):
            keep_closed(db, now)


def upcoming_visits(db: sqlite3.Connection, customer: CustomerId, now: datetime) -> tuple[BookedVisit, ...]:
    """The customer's booked or confirmed visits that have not ended, earliest first, each whole."""
    rows = db.execute(
        f"{COLUMNS} WHERE coalesce(visit_id, id) IN (SELECT coalesce(visit_id, id) FROM appointments"
        " WHERE customer_id = ? AND end_at > ? AND status IN ('booked', 'confirmed'))"
        " AND customer_id = ? AND status IN ('booked', 'confirmed') ORDER BY start_at, id",
        (customer, to_ms(now), customer),
    )
    visits: dict[AppointmentId, list[Appointment]] = {}
    for appointment in as_appointments(rows):
        visits.setdefault(appointment.visit, []).append(appointment)
    return tuple(BookedVisit(tuple(appointments)) for appointments in visits.values())


def customer_appointments(
    db: sqlite3.Connection, customer: CustomerId, *, since: datetime | None = None, until: datetime | None = None
) -> tuple[Appointment, ...]:
    """The customer's appointments, whatever became of them, earliest first: those that end after `since` and begin
    until then, all where one is None.
    """
    rows = db.execute(
        f"{COLUMNS} WHERE customer_id = ? AND end_at > ? AND start_at <= ? ORDER BY start_at, id",
        (customer, to_ms(since) if since is not None else 0, to_ms(until) if until is not None else 2**62),
    )
    return tuple(as_appointments(rows))


def appointments_of(db: sqlite3.Connection, visit_id: AppointmentId) -> list[Appointment]:
    """The appointments of the visit that are booked or confirmed, earliest first."""
    rows = db.execute(
        f"{COLUMNS} WHERE (id = :visit OR visit_id = :visit) AND status IN ('booked', 'confirmed')"
        " ORDER BY start_at, id",
        {"visit": visit_id},
    )
    return list(as_appointments(rows))


def _holds(visit: Arrangement) -> Iterator[Hold]:
    return (hold for part in visit.parts for hold in part.holds)


def _make(db: sqlite3.Connection, customer: CustomerId, visit: Arrangement, note: str, now: datetime) -> None:
    first: AppointmentId | None = None
    for staff in visit.staff:
        added = _add(db, customer, _done_by(visit, staff), first, now, note=note)
        first = first or added


def _give(db: sqlite3.Connection, appointments: Iterable[AppointmentId], note: str, now: datetime) -> None:
    for appointment in appointments:
        with recorded(db, appointment, Author.CUSTOMER, now):
            give_appointment(db, appointment, note, now)


def _move(
    db: sqlite3.Connection, visit_id: AppointmentId, customer: CustomerId, visit: Arrangement, now: datetime
) -> None:
    """Each staff member keeps their appointment; who is new gets that of one who is not needed any more."""
    left = {one.id: one.staff for one in appointments_of(db, visit_id)}
    for number in left:
        free_holds(db, number)
    for staff in sorted(visit.staff, key=lambda one: one.id not in left.values()):
        parts = _done_by(visit, staff)
        theirs = next((number for number, other in left.items() if other == staff.id), next(iter(left), None))
        if theirs is None:
            _add(db, customer, parts, visit_id, now)
            continue
        del left[theirs]
        with recorded(db, theirs, Author.CUSTOMER, now):
            move_appointment(db, theirs, parts, _begins(parts), now)
    _cancel(db, left, now)


def _cancel(db: sqlite3.Connection, appointments: Iterable[AppointmentId], now: datetime) -> None:
    for appointment in appointments:
        with recorded(db, appointment, Author.CUSTOMER, now):
            set_status(db, appointment, Status.CANCELLED, now)


def _add(
    db: sqlite3.Connection,
    customer: CustomerId,
    parts: list[Slot],
    visit_id: AppointmentId | None,
    now: datetime,
    *,
    note: str = "",
) -> AppointmentId:
    """What one staff member does in the visit; `visit_id` None for the first of it."""
    made = make_appointment(db, customer, parts, _begins(parts), now, note=note, visit=visit_id)
    record_making(db, made, Author.CUSTOMER, now)
    return made


def _done_by(visit: Arrangement, staff: Staff) -> list[Slot]:
    return [part for part in visit.parts if part.staff.id == staff.id]


def _begins(parts: list[Slot]) -> list[Begins]:
    return [(part.service.id, part.start_at) for part in parts]
