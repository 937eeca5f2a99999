"""The appointment book on disk. No two appointments can hold the same resource: a trigger refuses it."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta

from wabot.domain.appointments import Appointment, Status
from wabot.domain.book import Busy, Hold, Resource
from wabot.domain.conversation.facts import (
    CancelAppointment,
    Change,
    ConfirmAppointment,
    MakeAppointment,
    MoveAppointment,
)
from wabot.domain.customers import Customer
from wabot.domain.salon import Salon
from wabot.domain.slots import Slot
from wabot.domain.walltime import DAY, from_ms, midnight_ms, to_ms
from wabot.storage.changes import Author, record_making, recorded
from wabot.storage.customers import get_customer
from wabot.types import AppointmentId, CustomerId, ServiceId, StaffId

_LONGEST_HOLD_MS = 2 * 24 * 3600 * 1000  # a service and its buffer are a day each at most (config/shape.py)
NOBODYS = AppointmentId(0)  # no row has it
_COLUMNS = """SELECT id, customer_id, staff, start_at, end_at, status, note,
    (SELECT group_concat(service, ' ') FROM
        (SELECT service FROM appointment_services WHERE appointment_id = id ORDER BY position)) AS services
    FROM appointments"""


class StoredBook:
    """The book as the booking rules read it, within one transaction."""

    def __init__(self, db: sqlite3.Connection, salon: Salon) -> None:
        self._db = db
        self._zone = salon.timezone
        self._reach = max((service.buffer_after for service in salon.services), default=timedelta())

    def busy(self, day: date, *, ignoring: AppointmentId | None = None) -> Busy:
        begins = midnight_ms(day, self._zone)
        ends = midnight_ms(day + DAY, self._zone) + self._reach // timedelta(milliseconds=1)
        found: dict[Resource, list[tuple[int, int]]] = {}
        rows = self._db.execute(
            "SELECT resource, start_at, end_at FROM holds WHERE end_at > ? AND end_at < ? AND start_at < ?"
            " AND appointment_id IS NOT ? ORDER BY start_at",
            # Not NULL: closed time has no appointment, and would be taken for what is to be ignored.
            (begins, ends + _LONGEST_HOLD_MS, ends, ignoring if ignoring is not None else NOBODYS),
        )
        for resource, start_at, end_at in rows:
            found.setdefault(resource, []).append((start_at, end_at))
        return found


def apply_changes(db: sqlite3.Connection, customer: CustomerId, changes: Iterable[Change], now: datetime) -> None:
    """Do what a turn decided. sqlite3.IntegrityError when a resource is held already: nothing is changed then."""
    for change in changes:
        match change:
            case MakeAppointment(slot):
                made = make_appointment(db, customer, slot, [slot.service.id], now)
                record_making(db, made, Author.CUSTOMER, now)
            case MoveAppointment(appointment, slot):
                with recorded(db, appointment, Author.CUSTOMER, now):
                    move_appointment(db, appointment, slot, now)
            case CancelAppointment(appointment):
                with recorded(db, appointment, Author.CUSTOMER, now):
                    set_status(db, appointment, Status.CANCELLED, now)
            case ConfirmAppointment(appointment):
                with recorded(db, appointment, Author.CUSTOMER, now):
                    set_status(db, appointment, Status.CONFIRMED, now)


def get_appointment(db: sqlite3.Connection, appointment: AppointmentId) -> Appointment:
    """An appointment that exists."""
    [found] = _appointments(db.execute(f"{_COLUMNS} WHERE id = ?", (appointment,)))
    return found


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


def find_appointment(db: sqlite3.Connection, appointment: AppointmentId) -> tuple[Appointment, Customer] | None:
    """An appointment and who it is for; None when there is none of that id."""
    found = next(_appointments(db.execute(f"{_COLUMNS} WHERE id = ?", (appointment,))), None)
    return (found, get_customer(db, found.customer)) if found is not None else None


def holds_of(db: sqlite3.Connection, appointment: AppointmentId) -> list[Hold]:
    """All that the appointment takes; nothing once it is cancelled."""
    rows = db.execute("SELECT resource, start_at, end_at FROM holds WHERE appointment_id = ?", (appointment,))
    return [Hold(Resource(row["resource"]), from_ms(row["start_at"]), from_ms(row["end_at"])) for row in rows]


def get_revision(db: sqlite3.Connection, appointment: AppointmentId) -> int:
    """How often the appointment, which exists, was changed."""
    revision: int = db.execute("SELECT revision FROM appointments WHERE id = ?", (appointment,)).fetchone()[0]
    return revision


def make_appointment(
    db: sqlite3.Connection,
    customer: CustomerId,
    slot: Slot,
    services: Sequence[ServiceId],
    now: datetime,
    *,
    note: str = "",
) -> AppointmentId:
    """Put a visit of these services into the book. sqlite3.IntegrityError when something it needs is held."""
    cursor = db.execute(
        "INSERT INTO appointments (customer_id, staff, start_at, end_at, status, created_at, changed_at, note)"
        " VALUES (?, ?, ?, ?, 'booked', ?, ?, ?)",
        (customer, slot.staff.id, to_ms(slot.start_at), to_ms(slot.end_at), to_ms(now), to_ms(now), note),
    )
    assert cursor.lastrowid is not None
    appointment = AppointmentId(cursor.lastrowid)
    set_services(db, appointment, services)
    _hold(db, appointment, slot)
    return appointment


def move_appointment(db: sqlite3.Connection, appointment: AppointmentId, slot: Slot, now: datetime) -> None:
    """Give it that time instead of its own; it is booked then, and no longer confirmed."""
    db.execute("DELETE FROM holds WHERE appointment_id = ?", (appointment,))
    db.execute(
        "UPDATE appointments SET staff = ?, start_at = ?, end_at = ?, status = 'booked', changed_at = ? WHERE id = ?",
        (slot.staff.id, to_ms(slot.start_at), to_ms(slot.end_at), to_ms(now), appointment),
    )
    _hold(db, appointment, slot)


def set_services(db: sqlite3.Connection, appointment: AppointmentId, services: Sequence[ServiceId]) -> None:
    """What the visit is for, in its order; time and holds are not touched."""
    db.execute("DELETE FROM appointment_services WHERE appointment_id = ?", (appointment,))
    db.executemany(
        "INSERT INTO appointment_services VALUES (?, ?, ?)",
        [(appointment, position, service) for position, service in enumerate(services)],
    )


def set_status(db: sqlite3.Connection, appointment: AppointmentId, status: Status, now: datetime) -> None:
    """What became of it. What a cancelled one held is free."""
    db.execute("UPDATE appointments SET status = ?, changed_at = ? WHERE id = ?", (status, to_ms(now), appointment))
    if status is Status.CANCELLED:
        db.execute("DELETE FROM holds WHERE appointment_id = ?", (appointment,))


def set_note(db: sqlite3.Connection, appointment: AppointmentId, note: str, now: datetime) -> None:
    """The salon's own words about it."""
    db.execute("UPDATE appointments SET note = ?, changed_at = ? WHERE id = ?", (note, to_ms(now), appointment))


def _hold(db: sqlite3.Connection, appointment: AppointmentId, slot: Slot) -> None:
    db.executemany(
        "INSERT INTO holds VALUES (?, ?, ?, ?)",
        [(appointment, hold.resource, to_ms(hold.start_at), to_ms(hold.end_at)) for hold in slot.holds],
    )


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
            note=row["note"],
        )
