"""Calendars that read the book at a secret address, and what they read."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from wabot.domain.calendars import Entry
from wabot.domain.walltime import from_ms, to_ms
from wabot.storage.appointments import find_appointment
from wabot.types import AppointmentId, StaffId


@dataclass(frozen=True, slots=True)
class Calendar:
    """An address; `staff` None when it shows the whole salon."""

    secret: str
    staff: StaffId | None
    created_at: datetime


def add_calendar(db: sqlite3.Connection, calendar: Calendar) -> None:
    """A new address."""
    row = (calendar.secret, calendar.staff, to_ms(calendar.created_at))
    db.execute("INSERT INTO calendars (secret, staff, created_at) VALUES (?, ?, ?)", row)


def all_calendars(db: sqlite3.Connection) -> list[Calendar]:
    """Every address that is not revoked, oldest first."""
    rows = db.execute("SELECT secret, staff, created_at FROM calendars ORDER BY created_at, secret")
    return [
        Calendar(row["secret"], StaffId(row["staff"]) if row["staff"] else None, from_ms(row["created_at"]))
        for row in rows
    ]


def revoke_calendar(db: sqlite3.Connection, calendar: Calendar) -> None:
    """From now on nothing is to be read there."""
    db.execute("DELETE FROM calendars WHERE secret = ?", (calendar.secret,))


def calendar_entries(
    db: sqlite3.Connection, staff: StaffId | None, since: datetime, *, cancelled_since: datetime
) -> list[Entry]:
    """Visits that were not over at `since`; cancelled ones only when that happened after `cancelled_since`."""
    rows = db.execute(
        "SELECT id FROM appointments WHERE end_at > ? AND (? IS NULL OR staff = ?)"
        " AND (status <> 'cancelled' OR changed_at > ?) ORDER BY start_at, id",
        (to_ms(since), staff, staff, to_ms(cancelled_since)),
    ).fetchall()
    return [entry_of(db, AppointmentId(row["id"])) for row in rows]


def entry_of(db: sqlite3.Connection, appointment: AppointmentId) -> Entry:
    """An appointment that exists."""
    found = find_appointment(db, appointment)
    assert found is not None
    row = db.execute(
        "SELECT revision, created_at, changed_at FROM appointments WHERE id = ?", (appointment,)
    ).fetchone()
    return Entry(*found, row["revision"], from_ms(row["created_at"]), from_ms(row["changed_at"]))
