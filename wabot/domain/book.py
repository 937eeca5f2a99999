"""The appointment book as the rules see it: who and what is held when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from typing import NewType, Protocol

from wabot.types import AppointmentId, CustomerId, RoomId, StaffId

Resource = NewType("Resource", str)  # "staff:anna", "room:washbasin:0", "guest:17": what one visit at a time may hold

Stretches = Sequence[tuple[int, int]]
"""When one resource is held: half-open, in Unix milliseconds, in order and apart."""

Busy = Mapping[Resource, Stretches]
"""What is held when. Nobody changes it: it may be shared."""


@cache
def staff_resource(staff: StaffId) -> Resource:
    """The staff member's own time."""
    return Resource(f"staff:{staff}")


def room_resource(room: RoomId, unit: int) -> Resource:
    """One of the chairs or basins of a kind, counted from 0."""
    return Resource(f"room:{room}:{unit}")


def room_of(resource: Resource) -> RoomId | None:
    """The kind of room of which the resource is one; None when it is none."""
    kind, _, rest = resource.partition(":")
    return RoomId(rest.rpartition(":")[0]) if kind == "room" else None


@lru_cache(maxsize=4096)
def guest_resource(customer: CustomerId) -> Resource:
    """The customer, who cannot be in two places either."""
    return Resource(f"guest:{customer}")


@dataclass(frozen=True, slots=True)
class Hold:
    """A resource held by an appointment from `start_at` up to `end_at`."""

    resource: Resource
    start_at: datetime
    end_at: datetime


class Book(Protocol):
    """What is held, day by day."""

    def busy(self, day: date, *, ignoring: AppointmentId | None = None) -> Busy:
        """Everything held during the salon's local day, and past its midnight as far as a buffer can reach,
        as if the visit that goes by the id `ignoring` did not exist.
        """
        ...
