"""Closed time held: whatever of a block no visit stands in is held by the block itself."""

import sqlite3
from collections.abc import Iterator
from datetime import datetime

from wabot.domain.blocks import block_holds
from wabot.domain.book import Hold, staff_resource
from wabot.domain.walltime import from_ms, to_ms
from wabot.types import StaffId


def keep_closed(db: sqlite3.Connection, now: datetime) -> None:
    """Hold all closed time to come that is not held: a visit that stood in it has been moved or cancelled, or other
    closed time was opened.
    """
    rows = db.execute("SELECT staff, start_at, end_at FROM blocks WHERE end_at > ?", (to_ms(now),)).fetchall()
    for row in rows:
        hold_closed(db, StaffId(row["staff"]), from_ms(row["start_at"]), from_ms(row["end_at"]))


def hold_closed(db: sqlite3.Connection, staff: StaffId, start_at: datetime, end_at: datetime) -> None:
    """Hold what is free of that time."""
    holds = [hold for gap in _gaps(db, staff, to_ms(start_at), to_ms(end_at)) for hold in _pieces(staff, *gap)]
    db.executemany(
        "INSERT INTO holds (resource, start_at, end_at) VALUES (?, ?, ?)",
        [(hold.resource, to_ms(hold.start_at), to_ms(hold.end_at)) for hold in holds],
    )


def _gaps(db: sqlite3.Connection, staff: StaffId, begins: int, ends: int) -> Iterator[tuple[int, int]]:
    held = db.execute(
        "SELECT start_at, end_at FROM holds WHERE resource = ? AND end_at > ? AND start_at < ? ORDER BY start_at",
        (staff_resource(staff), begins, ends),
    ).fetchall()
    for row in held:
        if row["start_at"] > begins:
            yield begins, row["start_at"]
        begins = row["end_at"]
    if begins < ends:
        yield begins, ends


def _pieces(staff: StaffId, begins: int, ends: int) -> Iterator[Hold]:
    return block_holds(staff, from_ms(begins), from_ms(ends))
