"""Stretches of whole days that somebody looks back on: a month, or any other."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from wabot.domain.walltime import DAY, boundary

LONGEST = 366


@dataclass(frozen=True, slots=True)
class Period:
    """Days of the salon's calendar, both ends included, LONGEST at most."""

    first: date
    last: date

    @property
    def days(self) -> tuple[date, ...]:
        """All of them, in order."""
        return tuple(self.first + number * DAY for number in range((self.last - self.first).days + 1))

    @property
    def is_month(self) -> bool:
        """Whether it is one whole month of the calendar."""
        return self == month_of(self.first)

    def begins_at(self, zone: ZoneInfo) -> datetime:
        """The instant of its first midnight."""
        return boundary(self.first, timedelta(), zone)

    def ends_at(self, zone: ZoneInfo) -> datetime:
        """The instant at which the day after it begins."""
        return boundary(self.last + DAY, timedelta(), zone)

    def before(self) -> "Period":
        """The one that ends where this begins: of a month the month before, else as many days."""
        if self.is_month:
            return month_of(self.first - DAY)
        return Period(self.first - (self.last - self.first) - DAY, self.first - DAY)

    def after(self) -> "Period":
        """The one that begins where this ends."""
        if self.is_month:
            return month_of(self.last + DAY)
        return Period(self.last + DAY, self.last + (self.last - self.first) + DAY)


def month_of(day: date) -> Period:
    """The month of the calendar in which the day lies."""
    first = day.replace(day=1)
    return Period(first, (first + 31 * DAY).replace(day=1) - DAY)
