"""One-off openings: time at which the salon, or one of its staff, works although the usual hours say otherwise.

An opening comes on top of the day's hours and runs into them where they touch. It counts whatever closes the day: a day
off, a closed period, a public holiday. One of a staff member is that person's alone. One of the whole salon is for
those who follow the salon's hours on that weekday; who has hours of their own then is opened by name, for nobody is
booked whose coming is not known. Closed time (blocks.py: sick days, an hour at the doctor's) wins over openings as
over all hours.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from wabot.domain.salon import OneOffs, Opening, Salon, Staff
from wabot.domain.walltime import DAY, boundary
from wabot.types import OpeningId, StaffId


@dataclass(frozen=True, slots=True, kw_only=True)
class OneOffOpening:
    """Time of one staff member, or of the salon if None, within one of its days; half-open. `reason` may be empty;
    customers never read it.
    """

    id: OpeningId
    staff: StaffId | None
    start_at: datetime
    end_at: datetime
    reason: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class OpenAlready:
    """An opening that would open nothing: `openings` are the hours of that day. `staff` None is the whole salon."""

    staff: Staff | None
    openings: tuple[Opening, ...]


def opened(salon: Salon, openings: Iterable[OneOffOpening]) -> Salon:
    """The salon as it is with these openings and no others."""
    found: OneOffs = {}
    for opening in openings:
        if opening.staff is not None and salon.find_staff(opening.staff) is None:
            continue  # they have left
        day = opening.start_at.astimezone(salon.timezone).date()
        theirs = found.setdefault(day, {})
        theirs[opening.staff] = (*theirs.get(opening.staff, ()), _stretch(salon, opening))
    return replace(salon, one_offs=found)


def is_within_a_day(salon: Salon, start_at: datetime, end_at: datetime) -> bool:
    """Whether an opening may last from then to then: midnight ends the day."""
    day = start_at.astimezone(salon.timezone).date()
    return start_at < end_at <= boundary(day + DAY, timedelta(), salon.timezone)


def check_opening(salon: Salon, staff: Staff | None, start_at: datetime, end_at: datetime) -> OpenAlready | None:
    """Whether it opens anything, to that person or to those who follow the salon's hours."""
    day, zone = start_at.astimezone(salon.timezone).date(), salon.timezone
    hours = salon.hours_on(day, staff)
    if any(boundary(day, o.opens, zone) <= start_at and end_at <= boundary(day, o.closes, zone) for o in hours):
        return OpenAlready(staff, hours)
    return None


def _stretch(salon: Salon, opening: OneOffOpening) -> Opening:
    """From when to when by the wall clock; midnight is the end of its day."""
    begins, ends = (at.astimezone(salon.timezone).replace(tzinfo=None) for at in (opening.start_at, opening.end_at))
    midnight = datetime.combine(begins.date(), datetime.min.time())
    return Opening(begins - midnight, ends - midnight)
