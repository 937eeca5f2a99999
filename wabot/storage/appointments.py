"""The appointment book on disk. No two appointments can hold the same resource: a trigger refuses it."""

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import datetime

from wabot.domain.appointments import Appointment, Status
from wabot.domain.conversation.facts import CancelAppointment, Change, MakeAppointment, MoveAppointment
from wabot.domain.customers import Customer
from wabot.domain.slots import Slot
from wabot.domain.walltime import from_ms, to_ms
from wabot.storage.customers import get_customer
from wabot.types import AppointmentId, CustomerId, ServiceId, StaffId

_COLUMNS = """SELECT id, customer_id, staff, start_at, end_at, status,
    (SELECT group_concat(service, ' ') FROM
        (SELECT service FROM appointment_services WHERE appointment_id = id ORDER BY position)) AS services
    FROM appointments"""


def apply_changes(db: sqlite3.Connection, customer: CustomerId, changes: Iterable[Change], now: datetime) -> None:
    """Do what a turn decided. sqlite3.IntegrityError when a resource is held already: nothing is changed then."""
    for change in changes:
        match change:
            case MakeAppointment(slot):
                _make(db, customer, slot, now)
            case MoveAppointment(appointment, slot):
                _move(db, appointment, slot, now)
            case CancelAppointment(appointment):
                _set_status(db, appointment, Status.CANCELLED, now)
                db.execute("DELETE FROM holds WHERE appointment_id = ?", (appointment,))


def upcoming_visits(db: sqlite3.Connection, customer: CustomerId, now: datetime) -> tuple[Appointment, ...]:
    """The customer's booked or confirmed appointments that have not ended, earliest first."""
    rows = db.execute(
        f"{_COLUMNS} WHERE customer_id = ? AND end_at > ? AND status IN ('booked', 'confirmed') ORDER BY start_at",
        (customer, to_ms(now)),
    )
    return tuple(_appointments(rows))


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


def _make(db: sqlite3.Connection, customer: CustomerId, slot: Slot, now: datetime) -> None:
    cursor = db.execute(
        "INSERT INTO appointments (customer_id, staff, start_at, end_at, status, created_at, changed_at)"
        " VALUES (?, ?, ?, ?, 'booked', ?, ?)",
        (customer, slot.staff.id, to_ms(slot.start_at), to_ms(slot.end_at), to_ms(now), to_ms(now)),
    )
    assert cursor.lastrowid is not None
    appointment = AppointmentId(cursor.lastrowid)
    db.execute("INSERT INTO appointment_services VALUES (?, 0, ?)", (appointment, slot.service.id))
    _hold(db, appointment, slot)


def _move(db: sqlite3.Connection, appointment: AppointmentId, slot: Slot, now: datetime) -> None:
    db.execute("DELETE FROM holds WHERE appointment_id = ?", (appointment,))
    db.execute(
        "UPDATE appointments SET staff = ?, start_at = ?, end_at = ?, status = 'booked', changed_at = ? WHERE id = ?",
        (slot.staff.id, to_ms(slot.start_at), to_ms(slot.end_at), to_ms(now), appointment),
    )
    _hold(db, appointment, slot)


def _hold(db: sqlite3.Connection, appointment: AppointmentId, slot: Slot) -> None:
    db.executemany(
        "INSERT INTO holds VALUES (?, ?, ?, ?)",
        [(appointment, hold.resource, to_ms(hold.start_at), to_ms(hold.end_at)) for hold in slot.holds],
    )


def _set_status(db: sqlite3.Connection, appointment: AppointmentId, status: Status, now: datetime) -> None:
    db.execute("UPDATE appointments SET status = ?, changed_at = ? WHERE id = ?", (status, to_ms(now), appointment))


def _appointments(rows: Iterable[sqlite3.Row]) -> Iterator[Appointment]:
    for row in rows:
        yield Appointment(
            id=AppointmentId(row["id"]),
            customer=CustomerId(row["customer_id"]),
            services=tuple(ServiceId(service) for service in (row["services"] or "").split()),
            staff=StaffId(row["staff"]),
            start_at=from_ms(row["start_at"]),
            end_at=from_ms(row["end_at"]),
            status=Status(row["status"]),
        )
