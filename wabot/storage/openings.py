"""One-off openings on disk, and the salon as it is with them."""

import sqlite3
from collections.abc import Iterator
from datetime import datetime

from wabot.domain.openings import OneOffOpening, opened
from wabot.domain.salon import Salon
from wabot.domain.walltime import DAY, from_ms, to_ms
from wabot.types import OpeningId, StaffId

_COLUMNS = "SELECT id, staff, start_at, end_at, reason, created_at FROM openings"


class OpenedSalon:
    """The salon of the configuration with the openings that are stored, for a process that lives on.

    It is one and the same as long as the openings are: what is worked out of a salon is remembered by which it is.
    """

    def __init__(self, salon: Salon) -> None:
        self._opened = self._configured = salon
        self._version: int | None = None

    def read(self, db: sqlite3.Connection, now: datetime) -> Salon:
        """The salon from today on, as this transaction sees it."""
        (version,) = db.execute("SELECT version FROM openings_version").fetchone()
        if version != self._version:
            self._opened, self._version = read_opened(db, self._configured, now), version
        return self._opened


def read_opened(db: sqlite3.Connection, salon: Salon, begins: datetime, ends: datetime | None = None) -> Salon:
    """The salon with the openings of all days from the one moment to the other, both days whole; without an end, of
    all days from then on.
    """
    return opened(salon, openings_between(db, begins - DAY, ends + DAY if ends is not None else None))


def add_opening(
    db: sqlite3.Connection, staff: StaffId | None, start_at: datetime, end_at: datetime, reason: str, now: datetime
) -> OneOffOpening:
    """Open that time, which lies within one day of the salon."""
    cursor = db.execute(
        "INSERT INTO openings (staff, start_at, end_at, reason, created_at) VALUES (?, ?, ?, ?, ?)",
        (staff, to_ms(start_at), to_ms(end_at), reason, to_ms(now)),
    )
    assert cursor.lastrowid is not None
    return OneOffOpening(
        id=OpeningId(cursor.lastrowid), staff=staff, start_at=start_at, end_at=end_at, reason=reason, created_at=now
    )


def remove_opening(db: sqlite3.Connection, opening: OpeningId) -> OneOffOpening | None:
    """The usual hours count again; visits that are booked stay. None when there is no such opening."""
    found = find_opening(db, opening)
    db.execute("DELETE FROM openings WHERE id = ?", (opening,))
    return found


def find_opening(db: sqlite3.Connection, opening: OpeningId) -> OneOffOpening | None:
    """An opening, None when there is none of that id."""
    return next(_openings(db.execute(f"{_COLUMNS} WHERE id = ?", (opening,))), None)


def openings_between(
    db: sqlite3.Connection, begins: datetime, ends: datetime | None = None, staff: StaffId | None = None
) -> list[OneOffOpening]:
    """All openings that touch the half-open stretch, earliest first; without an end: from then on. Of one staff member,
    if given, with those of the whole salon.
    """
    rows = db.execute(
        f"{_COLUMNS} WHERE end_at > ? AND start_at < ? AND (? IS NULL OR staff IS NULL OR staff = ?)"
        " ORDER BY start_at, id",
        (to_ms(begins), to_ms(ends) if ends is not None else 2**62, staff, staff),
    )
    return list(_openings(rows))


def _openings(rows: sqlite3.Cursor) -> Iterator[OneOffOpening]:
    for row in rows:
        yield OneOffOpening(
            id=OpeningId(row["id"]),
            staff=StaffId(row["staff"]) if row["staff"] is not None else None,
            start_at=from_ms(row["start_at"]),
            end_at=from_ms(row["end_at"]),
            reason=row["reason"],
            created_at=from_ms(row["created_at"]),
        )
