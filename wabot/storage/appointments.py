"""The appointments of the book on disk. No two can hold the same resource: a trigger refuses it."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from wabot.domain.appointments import Appointment, Begins, Status
from wabot.domain.book import Hold, Resource
from wabot.domain.customers import Customer
from wabot.domain.slots import Slot
from wabot.domain.walltime import DAY, from_ms, to_ms
from wabot.storage.customers import get_customer
from wabot.types import AppointmentId, CustomerId, ServiceId, StaffId

LONGEST_HOLD = 2 * DAY  # a service and its buffer are a day each at most (config/shape.py)
COLUMNS = """SELECT id, customer_id, staff, start_at, end_at, status, takes_customer, note,
    coalesce(visit_id, id) AS visit,
    (SELECT group_concat(service || ' ' || coalesce(begins, start_at), ' ') FROM
        (SELECT service, appointment_services.start_at AS begins FROM appointment_services
            WHERE appointment_id = id ORDER BY position)) AS services
    FROM appointments"""


def get_appointment(db: sqlite3.Connection, appointment: AppointmentId) -> Appointment:
    """An appointment that exists."""
    [found] = as_appointments(db.execute(f"{COLUMNS} WHERE id = ?", (appointment,)))
    return found


def appointments_between(
    db: sqlite3.Connection, begins: datetime, ends: datetime | None = None
) -> list[tuple[Appointment, Customer]]:
    """All appointments, cancelled ones too, that touch the half-open stretch, with who they are for.

    Without an end: all that are not over at `begins`.
    """
    rows = db.execute(
        f"{COLUMNS} WHERE end_at > ? AND start_at < ? ORDER BY start_at, id",
        (to_ms(begins), to_ms(ends) if ends is not None else 2**62),
    ).fetchall()
    customers = {row["customer_id"]: get_customer(db, row["customer_id"]) for row in rows}
    return [(visit, customers[visit.customer]) for visit in as_appointments(rows)]


def find_appointment(db: sqlite3.Connection, appointment: AppointmentId) -> tuple[Appointment, Customer] | None:
    """An appointment and who it is for; None when there is none of that id."""
    found = next(as_appointments(db.execute(f"{COLUMNS} WHERE id = ?", (appointment,))), None)
    return (found, get_customer(db, found.customer)) if found is not None else None


def holds_of(db: sqlite3.Connection, appointment: AppointmentId) -> list[Hold]:
    """All that the appointment takes; nothing once it is cancelled."""
    rows = db.execute("SELECT resource, start_at, end_at FROM holds WHERE appointment_id = ?", (appointment,))
    return [Hold(Resource(row["resource"]), from_ms(row["start_at"]), from_ms(row["end_at"])) for row in rows]


def holds_between(db: sqlite3.Connection, begins: datetime, ends: datetime) -> list[tuple[AppointmentId | None, Hold]]:
    """All that is held in the half-open stretch and by which appointment, None for closed time; earliest first."""
    rows = db.execute(
        "SELECT appointment_id, resource, start_at, end_at FROM holds"
        " WHERE end_at > ? AND end_at < ? AND start_at < ? ORDER BY start_at",
        (to_ms(begins), to_ms(ends + LONGEST_HOLD), to_ms(ends)),
    )
    return [
        (row["appointment_id"], Hold(Resource(row["resource"]), from_ms(row["start_at"]), from_ms(row["end_at"])))
        for row in rows
    ]


def get_revision(db: sqlite3.Connection, appointment: AppointmentId) -> int:
    """How often the appointment, which exists, was changed."""
    revision: int = db.execute("SELECT revision FROM appointments WHERE id = ?", (appointment,)).fetchone()[0]
    return revision


def make_appointment(
    db: sqlite3.Connection,
    customer: CustomerId,
    slots: Sequence[Slot],
    services: Iterable[Begins],
    now: datetime,
    *,
    note: str = "",
    visit: AppointmentId | None = None,
) -> AppointmentId:
    """Put these slots of one staff member into the book. sqlite3.IntegrityError when something they need is held.

    `visit` is the first appointment of a visit that this one belongs to, None when it begins a visit of its own.
    """
    begins, ends = to_ms(slots[0].start_at), to_ms(slots[-1].end_at)
    cursor = db.execute(
        "INSERT INTO appointments"
        " (customer_id, staff, start_at, end_at, status, created_at, changed_at, takes_customer, note, visit_id)"
        " VALUES (?, ?, ?, ?, 'booked', ?, ?, ?, ?, ?)",
        (customer, slots[0].staff.id, begins, ends, to_ms(now), to_ms(now), _takes_customer(slots), note, visit),
    )
    assert cursor.lastrowid is not None
    appointment = AppointmentId(cursor.lastrowid)
    _set_services(db, appointment, services)
    _hold(db, appointment, slots)
    return appointment


def move_appointment(
    db: sqlite3.Connection,
    appointment: AppointmentId,
    slots: Sequence[Slot],
    services: Iterable[Begins],
    now: datetime,
) -> None:
    """Give it these slots instead of its own; it is booked then, and no longer confirmed."""
    free_holds(db, appointment)
    db.execute(
        "UPDATE appointments SET staff = ?, start_at = ?, end_at = ?, status = 'booked', changed_at = ?,"
        " takes_customer = ? WHERE id = ?",
        (
            slots[0].staff.id,
            to_ms(slots[0].start_at),
            to_ms(slots[-1].end_at),
            to_ms(now),
            _takes_customer(slots),
            appointment,
        ),
    )
    _set_services(db, appointment, services)
    _hold(db, appointment, slots)


def set_status(db: sqlite3.Connection, appointment: AppointmentId, status: Status, now: datetime) -> None:
    """What became of it. What a cancelled one held is free."""
    db.execute("UPDATE appointments SET status = ?, changed_at = ? WHERE id = ?", (status, to_ms(now), appointment))
    if status is Status.CANCELLED:
        free_holds(db, appointment)


def set_note(db: sqlite3.Connection, appointment: AppointmentId, note: str, now: datetime) -> None:
    """The salon's own words about it."""
    db.execute("UPDATE appointments SET note = ?, changed_at = ? WHERE id = ?", (note, to_ms(now), appointment))


def give_appointment(db: sqlite3.Connection, appointment: AppointmentId, note: str, now: datetime) -> None:
    """It is for somebody else, as `note` says, and takes none of the customer's own time any more."""
    set_note(db, appointment, note, now)
    db.execute("UPDATE appointments SET takes_customer = 0 WHERE id = ?", (appointment,))
    db.execute(
        "DELETE FROM holds WHERE appointment_id = ?"
        " AND resource = (SELECT 'guest:' || customer_id FROM appointments WHERE id = appointment_id)",
        (appointment,),
    )


def free_holds(db: sqlite3.Connection, appointment: AppointmentId) -> None:
    """It takes nothing any more."""
    db.execute("DELETE FROM holds WHERE appointment_id = ?", (appointment,))


def _takes_customer(slots: Sequence[Slot]) -> bool:
    return any(slot.guest is not None for slot in slots)


def _set_services(db: sqlite3.Connection, appointment: AppointmentId, services: Iterable[Begins]) -> None:
    """What it is for, in its order."""
    db.execute("DELETE FROM appointment_services WHERE appointment_id = ?", (appointment,))
    db.executemany(
        "INSERT INTO appointment_services (appointment_id, position, service, start_at) VALUES (?, ?, ?, ?)",
        [(appointment, position, service, to_ms(begins)) for position, (service, begins) in enumerate(services)],
    )


def _hold(db: sqlite3.Connection, appointment: AppointmentId, slots: Sequence[Slot]) -> None:
    holds = [hold for slot in slots for hold in slot.holds]
    db.executemany(
        "INSERT INTO holds (appointment_id, resource, start_at, end_at) VALUES (?, ?, ?, ?)",
        [(appointment, hold.resource, to_ms(hold.start_at), to_ms(hold.end_at)) for hold in holds],
    )


def as_appointments(rows: Iterable[sqlite3.Row]) -> Iterator[Appointment]:
    """Appointments from rows of COLUMNS."""
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
            takes_customer=bool(row["takes_customer"]),
            note=row["note"],
        )
