"""Grids: the starts that a salon's step and somebody's hours allow on a day, in Unix milliseconds."""

from datetime import date, timedelta
from functools import lru_cache

from wabot.domain.salon import Salon, Service, Staff
from wabot.domain.walltime import boundary, to_ms, wall_clock
from wabot.types import StaffId

_MINUTE = timedelta(minutes=1)
_MS = timedelta(milliseconds=1)


@lru_cache(maxsize=1024)
def grids(salon: Salon, people: tuple[StaffId, ...], day: date, length: timedelta) -> tuple[tuple[int, ...], ...]:
    """Starts on the salon's grid at which `length` fits into the hours of each person on that day, in order."""
    return tuple(_grid(salon, person, day, length) for person in people)


@lru_cache(maxsize=4096)
def _grid(salon: Salon, staff: StaffId, day: date, length: timedelta) -> tuple[int, ...]:
    """Starts on the salon's grid at which `length` fits into the person's hours of the day, in order."""
    person = salon.find_staff(staff)
    step = salon.rules.step // _MINUTE
    at = wall_clock(day, salon.timezone)
    starts: list[int] = []
    for opening in salon.openings(day, person):
        first = -(-(opening.opens // _MINUTE) // step) * step
        closes = to_ms(boundary(day, opening.closes, salon.timezone))
        for minutes in range(first, opening.closes // _MINUTE, step):
            start = at(minutes)
            if start is not None and start + length // _MS <= closes:
                starts.append(start)
    return tuple(sorted(starts))


@lru_cache(maxsize=4096)
def hours_on(salon: Salon, staff: StaffId, day: date) -> tuple[tuple[int, int], ...]:
    """The person's hours of the day in Unix milliseconds."""
    zone = salon.timezone
    return tuple(
        (to_ms(boundary(day, opening.opens, zone)), to_ms(boundary(day, opening.closes, zone)))
        for opening in salon.openings(day, salon.find_staff(staff))
    )


def fits_hours(salon: Salon, service: Service, person: Staff, day: date, start: int) -> bool:
    """Whether the customer's time lies within one opening; the buffer need not."""
    end = start + service.length // _MS
    return any(opens <= start and end <= closes for opens, closes in hours_on(salon, person.id, day))
