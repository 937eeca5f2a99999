"""Closed time: when a staff member takes nobody, whatever their hours say."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from wabot.domain.book import Hold, staff_resource
from wabot.domain.walltime import DAY
from wabot.types import BlockId, StaffId

LONGEST = 366 * DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Time of one staff member that is closed, half-open. `reason` may be empty; customers never read it."""

    id: BlockId
    staff: StaffId
    start_at: datetime
    end_at: datetime
    reason: str
    created_at: datetime


def block_holds(staff: StaffId, start_at: datetime, end_at: datetime) -> Iterator[Hold]:
    """The time as holds of a day at most: who looks for what is held on a day looks no further back than that."""
    while start_at < end_at:
        until = min(start_at + DAY, end_at)
        yield Hold(staff_resource(staff), start_at, until)
        start_at = until
