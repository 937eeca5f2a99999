"""Closed time of staff members, which every search for a free time meets as held."""

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from wabot.domain.appointments import Appointment
from wabot.domain.blocks import Block
from wabot.domain.book import Hold, staff_resource
from wabot.domain.walltime import from_ms, to_ms
from wabot.storage.appointments import find_appointment
from wabot.storage.closed import hold_closed
from wabot.storage.offers import make_way
from wabot.types import AppointmentId, BlockId, StaffId

_COLUMNS = "SELECT id, staff, start_at, end_at, reason, created_at FROM blocks"


def add_block(
    db: sqlite3.Connection, staff: StaffId, start_at: datetime, end_at: datetime, reason: str, now: datetime
) -> Block:
    """Close that time; visits that stand in it stay, and once they go their time is closed, too. What is only held for
    somebody of the waiting list gives way.
    """
    make_way(db, [Hold(staff_resource(staff), start_at, end_at)], now)
    row = db.execute(
        "INSERT INTO blocks (staff, start_at, end_at, reason, created_at) VALUES (?, ?, ?, ?, ?) RETURNING id",
        (staff, to_ms(start_at), to_ms(end_at), reason, to_ms(now)),
    ).fetchone()
    hold_closed(db, staff, start_at, end_at)
    return Block(id=BlockId(row["id"]), staff=staff, start_at=start_at, end_at=end_at, reason=reason, created_at=now)


def remove_block(db: sqlite3.Connection, block: BlockId) -> Block | None:
    """Open that time again, as far as no other block closes it; None when there is no such block."""
    found = find_block(db, block)
    if found is None:
        return None
    db.execute(
        "DELETE FROM holds WHERE resource = ? AND end_at > ? AND end_at <= ? AND appointment_id IS NULL"
        " AND offer_id IS NULL",
        (staff_resource(found.staff), to_ms(found.start_at), to_ms(found.end_at)),
    )
    db.execute("DELETE FROM blocks WHERE id = ?", (block,))
    for other in blocks_between(db, found.start_at, found.end_at, found.staff):
        hold_closed(db, other.staff, other.start_at, other.end_at)
    return found


def find_block(db: sqlite3.Connection, block: BlockId) -> Block | None:
    """A block, None when there is none of that id."""
    return next(_blocks(db.execute(f"{_COLUMNS} WHERE id = ?", (block,))), None)


def open_time(
    db: sqlite3.Connection, staff: StaffId, start_at: datetime, end_at: datetime, now: datetime
) -> list[Block]:
    """Open what is closed of that time; what the same blocks close around it stays closed. Returns what was opened."""
    cuts = []
    for block in blocks_between(db, start_at, end_at, staff):
        remove_block(db, block.id)
        for begins, ends in ((block.start_at, start_at), (end_at, block.end_at)):
            if begins < ends:
                add_block(db, staff, begins, ends, block.reason, now)
        cuts.append(replace(block, start_at=max(block.start_at, start_at), end_at=min(block.end_at, end_at)))
    return cuts


def blocks_between(
    db: sqlite3.Connection, begins: datetime, ends: datetime | None = None, staff: StaffId | None = None
) -> list[Block]:
    """All closed time that touches the half-open stretch, earliest first; without an end: from then on."""
    until = to_ms(ends) if ends is not None else 2**62
    if staff is None:
        rows = db.execute(f"{_COLUMNS} WHERE end_at > ? AND start_at < ? ORDER BY start_at", (to_ms(begins), until))
    else:
        rows = db.execute(
            f"{_COLUMNS} WHERE staff = ? AND end_at > ? AND start_at < ? ORDER BY start_at",
            (staff, to_ms(begins), until),
        )
    return list(_blocks(rows))


def find_clashes(
    db: sqlite3.Connection,
    staff: StaffId,
    begins: datetime,
    ends: datetime,
    ignoring: AppointmentId | None = None,
) -> list[Appointment | Block]:
    """What holds the staff member's time in that stretch: their closed time, and visits with their buffers."""
    rows = db.execute(
        "SELECT DISTINCT appointment_id FROM holds WHERE resource = ? AND end_at > ? AND start_at < ?",
        (staff_resource(staff), to_ms(begins), to_ms(ends)),
    ).fetchall()
    ids = {row["appointment_id"] for row in rows} - {None, ignoring}
    visits = [found[0] for number in sorted(ids) if (found := find_appointment(db, AppointmentId(number)))]
    return [*visits, *blocks_between(db, begins, ends, staff)]


def _blocks(rows: Iterable[sqlite3.Row]) -> Iterator[Block]:
    for row in rows:
        yield Block(
            id=BlockId(row["id"]),
            staff=StaffId(row["staff"]),
            start_at=from_ms(row["start_at"]),
            end_at=from_ms(row["end_at"]),
            reason=row["reason"],
            created_at=from_ms(row["created_at"]),
        )
