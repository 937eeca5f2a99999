"""The appointment book on disk. No two appointments can hold the same resource: a trigger refuses it."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from wabot.domain.appointments import Appointment, BookedVisit, Status
from wabot.domain.arrangements import Arrangement
from wabot.domain.conversation.facts import CancelAppointment, Change, MakeAppointment, MoveAppointment
from wabot.domain.customers import Customer
from wabot.domain.salon import Staff
from wabot.domain.slots import Slot
from wabot.domain.walltime import from_ms, to_ms
from wabot.storage.customers import get_customer
from wabot.types import AppointmentId, CustomerId, ServiceId, StaffId

_COLUMNS = """SELECT id, customer_id, staff, start_at, end_at, status, coalesce(visit_id, id) AS visit,
    (SELECT group_concat(service || ' ' || coalesce(begins, start_at), ' ') FROM
        (SELECT service, appointment_services.start_at AS begins FROM appointment_services
            WHERE appointment_id = id ORDER BY position)) AS services
    FROM appointments"""


def apply_changes(db: sqlite3.Connection, customer: CustomerId, changes: Iterable[Change], now: datetime) -> None:
    """Do what a turn decided. sqlite3.IntegrityError when a resource is held already: nothing is changed then."""
    for change in changes:
        match change:
            case MakeAppointment(visit):
                _make(db, customer, visit, now)
            case MoveAppointment(appointment, visit):
                _move(db, appointment, customer, visit, now)
            case CancelAppointment(appointment):
                _cancel(db, [number for number, _ in _of_visit(db, appointment)], now)


def upcoming_visits(db: sqlite3.Connection, customer: CustomerId, now: datetime) -> tuple[BookedVisit, ...]:
    """The customer's booked or confirmed visits that have not ended, earliest first, each whole."""
    rows = db.execute(
        f"{_COLUMNS} WHERE coalesce(visit_id, id) IN (SELECT coalesce(visit_id, id) FROM appointments"
        " WHERE customer_id = ? AND end_at > ? AND status IN ('booked', 'confirmed'))"
        " AND customer_id = ? AND status IN ('booked', 'confirmed') ORDER BY start_at, id",
        (customer, to_ms(now), customer),
    )
    visits: dict[AppointmentId, list[Appointment]] = {}
    for appointment in _appointments(rows):
        visits.setdefault(appointment.visit, []).append(appointment)
    return tuple(BookedVisit(tuple(appointments)) for appointments in visits.values())


def appointments_between(
    db: sqlite3.Connection, begins: datetime, ends: datetime | None = None
) -> list[tuple[Appointment, Customer]]:
    """All appointments, cancelled ones too, that touch the half-open stretch, with who they are for.

    Without an end: all that are not over at `begins`.
    """
    rows = db.execute(
        f"{_COLUMNS} WHERE end_at > ? AND start_at < ? ORDER BY start_at, id",
        (to_ms(begins), to_ms(ends) if ends is not None else 2**62),
    ).fetchall()
    customers = {row["customer_id"]: get_customer(db, row["customer_id"]) for row in rows}
    return [(visit, customers[visit.customer]) for visit in _appointments(rows)]


def _make(db: sqlite3.Connection, customer: CustomerId, visit: Arrangement, now: datetime) -> None:
    first: AppointmentId | None = None
    for staff in visit.staff:
        added = _add(db, customer, _done_by(visit, staff), first, now)
        first = first or added


def _move(
    db: sqlite3.Connection, visit_id: AppointmentId, customer: CustomerId, visit: Arrangement, now: datetime
) -> None:
    """Each staff member keeps their appointment; who is new gets that of one who is not needed any more."""
    left = dict(_of_visit(db, visit_id))
    db.executemany("DELETE FROM holds WHERE appointment_id = ?", [(number,) for number in left])
    for staff in sorted(visit.staff, key=lambda one: one.id not in left.values()):
        parts = _done_by(visit, staff)
        theirs = next((number for number, other in left.items() if other == staff.id), next(iter(left), None))
        if theirs is None:
            _add(db, customer, parts, visit_id, now)
            continue
        del left[theirs]
        db.execute(
            "UPDATE appointments SET staff = ?, start_at = ?, end_at = ?, status = 'booked', changed_at = ?"
            " WHERE id = ?",
            (staff.id, to_ms(parts[0].start_at), to_ms(parts[-1].end_at), to_ms(now), theirs),
        )
        _write_parts(db, theirs, parts)
    _cancel(db, left, now)


def _of_visit(db: sqlite3.Connection, visit_id: AppointmentId) -> list[tuple[AppointmentId, StaffId]]:
    """The appointments of the visit that are still to be, with whose they are."""
    rows = db.execute(
        "SELECT id, staff FROM appointments WHERE (id = :visit OR visit_id = :visit)"
        " AND status IN ('booked', 'confirmed') ORDER BY start_at, id",
        {"visit": visit_id},
    )
    return [(AppointmentId(row["id"]), StaffId(row["staff"])) for row in rows]


def _done_by(visit: Arrangement, staff: Staff) -> list[Slot]:
    return [part for part in visit.parts if part.staff.id == staff.id]


def _add(
    db: sqlite3.Connection, customer: CustomerId, parts: Sequence[Slot], visit_id: AppointmentId | None, now: datetime
) -> AppointmentId:
    """What one staff member does in the visit; `visit_id` None for the first of it."""
    cursor = db.execute(
        "INSERT INTO appointments (customer_id, staff, start_at, end_at, status, created_at, changed_at, visit_id)"
        " VALUES (?, ?, ?, ?, 'booked', ?, ?, ?)",
        (
            customer,
            parts[0].staff.id,
            to_ms(parts[0].start_at),
            to_ms(parts[-1].end_at),
            to_ms(now),
            to_ms(now),
            visit_id,
        ),
    )
    assert cursor.lastrowid is not None
    appointment = AppointmentId(cursor.lastrowid)
    _write_parts(db, appointment, parts)
    return appointment


def _write_parts(db: sqlite3.Connection, appointment: AppointmentId, parts: Sequence[Slot]) -> None:
    """The services, in the order of the visit, and all that they hold."""
    db.execute("DELETE FROM appointment_services WHERE appointment_id = ?", (appointment,))
    db.executemany(
        "INSERT INTO appointment_services (appointment_id, position, service, start_at) VALUES (?, ?, ?, ?)",
        [(appointment, number, part.service.id, to_ms(part.start_at)) for number, part in enumerate(parts)],
    )
    db.executemany(
        "INSERT INTO holds (appointment_id, resource, start_at, end_at) VALUES (?, ?, ?, ?)",
        [
            (appointment, hold.resource, to_ms(hold.start_at), to_ms(hold.end_at))
            for part in parts
            for hold in part.holds
        ],
    )


def _cancel(db: sqlite3.Connection, appointments: Iterable[AppointmentId], now: datetime) -> None:
    for appointment in appointments:
        db.execute(
            "UPDATE appointments SET status = ?, changed_at = ? WHERE id = ?",
            (Status.CANCELLED, to_ms(now), appointment),
        )
        db.execute("DELETE FROM holds WHERE appointment_id = ?", (appointment,))


def _appointments(rows: Iterable[sqlite3.Row]) -> Iterator[Appointment]:
    for row in rows:
        said = (row["services"] or "").split()
        yield Appointment(
            id=AppointmentId(row["id"]),
            customer=CustomerId(row["customer_id"]),
            services=tuple(ServiceId(service) for service in said[::2]),
            starts=tuple(from_ms(int(begins)) for begins in said[1::2]),
            visit=AppointmentId(row["visit"]),
            staff=StaffId(row["staff"]),
            start_at=from_ms(row["start_at"]),
            end_at=from_ms(row["end_at"]),
            status=Status(row["status"]),
        )
