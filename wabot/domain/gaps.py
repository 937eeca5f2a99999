"""Gaps: what is free beside what is held. Instants are Unix milliseconds, as the book holds them."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import timedelta
from functools import lru_cache

from wabot.domain.book import Busy, Resource, Stretches, room_resource
from wabot.domain.salon import Break, Salon, Service
from wabot.types import RoomId

_MS = timedelta(milliseconds=1)


def starts_outside(held: Stretches, grid: Sequence[int], lower: int, upper: int, length: int) -> list[int]:
    """Starts on the grid from `lower` to `upper`, both included, at which `length` touches nothing held."""
    if grid and upper < grid[-1]:
        grid = grid[: bisect_right(grid, upper)]
    found: list[int] = []
    free = lower
    for begins, ends in held:
        if begins - free >= length:
            found += grid[bisect_left(grid, free) : bisect_right(grid, begins - length)]
        if ends > free:  # noqa: PLR1730 - max() would take a quarter of the whole search
            free = ends
    if grid and free <= grid[-1]:
        found += grid[bisect_left(grid, free) :]
    return found


def room_units(salon: Salon, room_id: RoomId) -> tuple[Resource, ...]:
    """The chairs or basins of a kind."""
    return tuple(room_resource(room_id, unit) for unit in range(salon.room(room_id).count))


def free_rooms(salon: Salon, busy: Busy, service: Service, start: int, end: int) -> tuple[Resource, ...] | None:
    """A free unit of every room the service needs, or None."""
    found: list[Resource] = []
    for room_id in service.rooms:
        units = (unit for unit in room_units(salon, room_id) if unit not in found)
        unit = next((unit for unit in units if is_free(busy.get(unit, ()), start, end)), None)
        if unit is None:
            return None
        found.append(unit)
    return tuple(found)


@lru_cache(maxsize=256)
def _stretches(length: timedelta, buffer: timedelta, free: Break | None) -> tuple[tuple[int, int], ...]:
    end = (length + buffer) // _MS
    if free is None:
        return ((0, end),)
    before, after = (0, free.begins // _MS), (free.ends // _MS, end)
    return (before, after) if after[0] < end else (before,)


def staff_stretches(service: Service) -> tuple[tuple[int, int], ...]:
    """When the staff member is held, counted from the start: service and buffer, less the break when they are free."""
    return _stretches(service.length, service.buffer_after, service.staff_free)


def is_free(held: Stretches, start: int, end: int) -> bool:
    """Whether the stretch touches nothing of what one resource is held for (in order, without overlaps)."""
    following = bisect_left(held, (start,))
    return (following == len(held) or held[following][0] >= end) and (following == 0 or held[following - 1][1] <= start)


def free_again(held: Stretches, start: int, end: int) -> int | None:
    """When the first of what the stretch touches ends; None when it touches nothing."""
    following = bisect_left(held, (start,))
    if following > 0 and held[following - 1][1] > start:
        return held[following - 1][1]
    return held[following][1] if following < len(held) and held[following][0] < end else None
