"""Who changed which appointment, when, and what it was before."""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from wabot.domain.appointments import Status
from wabot.domain.walltime import from_ms, to_ms
from wabot.storage.health import Counter, count
from wabot.types import AppointmentId

Facts = dict[str, Any]
"""An appointment as JSON: services, staff, start and end (ISO 8601, UTC), status, note."""


_COUNTED: Mapping[str, Counter] = {"moved": "moved", "cancelled": "cancelled"}


class Author(StrEnum):
    """On whose word an appointment changed."""

    CUSTOMER = "customer"
    API = "api"
    PAGE = "page"
    OWNER = "owner"
    IMPORT = "import"


@dataclass(frozen=True, slots=True)
class RecordedChange:
    """One change; `before` None when the appointment was made by it."""

    at: datetime
    author: str
    what: str
    before: Facts | None
    after: Facts


@contextmanager
def recorded(db: sqlite3.Connection, appointment: AppointmentId, author: Author, now: datetime) -> Iterator[None]:
    """Write down what the block does to the appointment; a block that changes nothing leaves no trace."""
    before = _facts(db, appointment)
    yield
    after = _facts(db, appointment)
    if after != before:
        what = _what(before, after)
        _insert(db, appointment, author, what, before, after, now)
        if what in _COUNTED:
            count(db, _COUNTED[what])


def record_making(db: sqlite3.Connection, appointment: AppointmentId, author: Author, now: datetime) -> None:
    """Write down that the appointment was made just now."""
    _insert(db, appointment, author, "made", None, _facts(db, appointment), now)
    count(db, "booked")


def changes_of(db: sqlite3.Connection, appointment: AppointmentId) -> list[RecordedChange]:
    """All changes of an appointment, oldest first."""
    rows = db.execute(
        "SELECT at, author, what, before, after FROM appointment_changes WHERE appointment_id = ? ORDER BY id",
        (appointment,),
    )
    return [
        RecordedChange(
            at=from_ms(row["at"]),
            author=row["author"],
            what=row["what"],
            before=json.loads(row["before"]) if row["before"] is not None else None,
            after=json.loads(row["after"]),
        )
        for row in rows
    ]


def _facts(db: sqlite3.Connection, appointment: AppointmentId) -> Facts:
    row = db.execute(
        "SELECT staff, start_at, end_at, status, note FROM appointments WHERE id = ?", (appointment,)
    ).fetchone()
    services = db.execute(
        "SELECT service FROM appointment_services WHERE appointment_id = ? ORDER BY position", (appointment,)
    )
    return {
        "services": [service["service"] for service in services],
        "staff": row["staff"],
        "start": from_ms(row["start_at"]).isoformat(),
        "end": from_ms(row["end_at"]).isoformat(),
        "status": row["status"],
        "note": row["note"],
    }


def _what(before: Facts, after: Facts) -> str:
    """The change in one word."""
    if before["status"] != after["status"] and Status.CANCELLED in {before["status"], after["status"]}:
        return "cancelled" if after["status"] == Status.CANCELLED else "restored"
    is_moved = (before["staff"], before["start"]) != (after["staff"], after["start"])
    return "moved" if is_moved else "changed"


def _insert(
    db: sqlite3.Connection,
    appointment: AppointmentId,
    author: Author,
    what: str,
    before: Facts | None,
    after: Facts,
    now: datetime,
) -> None:
    db.execute(
        "INSERT INTO appointment_changes (appointment_id, at, author, what, before, after) VALUES (?, ?, ?, ?, ?, ?)",
        (appointment, to_ms(now), author, what, json.dumps(before) if before else None, json.dumps(after)),
    )
