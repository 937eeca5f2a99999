"""Days as said, and the dates they come to, always forward from today."""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import MAXYEAR, MINYEAR, date, timedelta


@dataclass(frozen=True, slots=True)
class Day:
    """A day or days as said, before it is known what surrounds them.

    `first` and `last` (None for a single day) are set when the words name dates by themselves. Otherwise
    `weekday` (0-6) waits for its week: `which` is "next", "this" or None, `week` the calendar week (0 this,
    1 next), `weeks` a number of weeks to add; the latter two may stand alone. `span` are the days of a week
    meant by that week ("workdays"). `guess` marks a date that may yet be a clock time ("5.10"), `impossible`
    one that does not exist. `is_number` marks a number without its month, `is_month` a whole month or a
    day in so many months, which may yet be that of such a number.
    """

    first: date | None = None
    last: date | None = None
    weekday: int | None = None
    which: str | None = None
    week: int | None = None
    weeks: int | None = None
    span: tuple[int, int] = (0, 6)
    guess: bool = False
    impossible: bool = False
    is_number: bool = False
    is_month: bool = False

    @property
    def is_week(self) -> bool:
        """Whether it names a week that a weekday beside it may belong to."""
        return self.weekday is None and (self.week is not None or self.weeks is not None)

    @property
    def is_weekday(self) -> bool:
        """Whether it is a weekday of no week in particular."""
        return self.weekday is not None and self.which is None and self.week is None and self.weeks is None

    def in_month(self, month: "Day") -> "Day":
        """The same day numbers in the month that the other names; the day itself if it has none of them."""
        if self.first is None or month.first is None:
            return self
        first = make_date(month.first.year, month.first.month, self.first.day)
        last = make_date(month.first.year, month.first.month, self.last.day) if self.last is not None else None
        return replace(self, first=first, last=last, is_number=False) if first is not None else self

    def resolve(self, today: date) -> tuple[date, date | None] | None:
        """First and last day (None when it is one day); None for a day that does not exist."""
        if self.first is not None:
            return self.first, self.last
        monday = today - timedelta(today.weekday())
        if self.weekday is not None:
            return self._weekday(today, monday), None
        if self.week is not None:
            start = monday + timedelta(7 * self.week)
            first, last = max(start + timedelta(self.span[0]), today), start + timedelta(self.span[1])
            return (first, last if last > first else None) if last >= today else None
        if self.weeks is not None:
            return today + timedelta(7 * self.weeks), None
        return None

    def _weekday(self, today: date, monday: date) -> date:
        assert self.weekday is not None
        coming = today + timedelta((self.weekday - today.weekday() - 1) % 7 + 1)
        if self.weeks is not None:
            return coming + timedelta(7 * self.weeks)
        week = 1 if self.which == "next" else self.week
        if week is None:
            return coming
        day = monday + timedelta(7 * week + self.weekday)
        return day if day >= today else coming


Found = tuple[Day, int]
"""A day and the place after its words."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Dates counted from `today`."""

    today: date

    def in_days(self, days: int) -> Day:
        """The day so many days from today."""
        return Day(first=self.today + timedelta(days))

    def next_days(self, days: int) -> Day:
        """So many days, beginning tomorrow."""
        return Day(first=self.today + timedelta(1), last=self.today + timedelta(days) if days > 1 else None)

    def full_date(self, year: int, month: int, day: int) -> Day:
        """A date said in full."""
        found = make_date(year, month, day)
        return Day(first=found) if found is not None else Day(impossible=True)

    def next_date(self, month: int, day: int, year: int | None = None) -> date | None:
        """The next such date, today included; None if there is none (31 November)."""
        if year is not None:
            return make_date(year, month, day)
        for ahead in range(9):
            found = make_date(self.today.year + ahead, month, day)
            if found is not None and found >= self.today:
                return found
        return None

    def next_number(self, day: int) -> date | None:
        """The next day of that number in a month, today included."""
        if not 1 <= day <= 31:
            return None
        for ahead in range(12):
            year, month = self._month(ahead)
            found = make_date(year, month, day)
            if found is not None and found >= self.today:
                return found
        return None

    def weekend(self, week: int) -> Day:
        """The weekend of this (0) or the next (1) calendar week; on a Sunday this one is the Sunday."""
        sunday = self.today - timedelta(self.today.weekday()) + timedelta(7 * week + 6)
        first = max(sunday - timedelta(1), self.today)
        return Day(first=first, last=sunday if sunday > first else None)

    def month(self, month: int, year: int | None = None) -> Day:
        """A whole month, the current one from today; without a year the next one, this one included."""
        if year is not None and (year, month) < (self.today.year, self.today.month):
            return Day(first=date(year, month, 1), last=date(year, month, monthrange(year, month)[1]))
        return self._rest(year or self.today.year + (month < self.today.month), month)

    def month_ahead(self, ahead: int) -> Day:
        """This (0) or the next (1) month, the current one from today."""
        return self._rest(*self._month(ahead))

    def in_a_year(self, month: Day) -> Day:
        """The same month a year later."""
        assert month.first is not None
        return self.month(month.first.month, month.first.year + 1)

    def in_months(self, months: int) -> Day:
        """The same day so many months from now, or the last one of a shorter month."""
        year, month = self._month(months)
        return Day(first=date(year, month, min(self.today.day, monthrange(year, month)[1])), is_month=True)

    def bit_of_month(self, month: Day, bit: str) -> Day | None:
        """The beginning, middle, end or half of a month; None if it is over."""
        assert month.first is not None
        length = monthrange(month.first.year, month.first.month)[1]
        first, last = _BITS_OF_MONTH[bit]
        end = month.first.replace(day=min(last, length))
        start = max(month.first.replace(day=first), self.today)
        return Day(first=start, last=end if end > start else None) if end >= start else None

    def bit_of_week(self, week: int, bit: str) -> Day:
        """The beginning, middle, end or half of a week."""
        return Day(week=week, span=_BITS_OF_WEEK[bit])

    def weekday_of_month(self, month: Day, weekday: int, number: int) -> Day:
        """The first, second, ... or (-1) last such weekday of a month."""
        matching = [day for day in _days_of(month) if day.weekday() == weekday]
        return (
            Day(first=matching[number - 1 if number > 0 else number])
            if number <= len(matching)
            else Day(impossible=True)
        )

    def day_of_month(self, month: Day, number: int) -> Day:
        """The first, second, ... or (-1) last day of a month."""
        days = _days_of(month)
        return Day(first=days[number - 1 if number > 0 else number]) if number <= len(days) else Day(impossible=True)

    def week_of_month(self, month: Day, number: int) -> Day:
        """So many times seven days of a month; the last (-1) week are its last seven days."""
        days = _days_of(month)
        week = days[-7:] if number < 0 else days[7 * number - 7 : 7 * number]
        return Day(first=week[0], last=week[-1]) if week else Day(impossible=True)

    def _month(self, ahead: int) -> tuple[int, int]:
        month = self.today.month - 1 + ahead
        return self.today.year + month // 12, month % 12 + 1

    def _rest(self, year: int, month: int) -> Day:
        first, last = max(date(year, month, 1), self.today), date(year, month, monthrange(year, month)[1])
        return Day(first=first, last=last if last > first else None, is_month=True)


_BITS_OF_MONTH = {
    "start": (1, 10),
    "middle": (11, 20),
    "end": (21, 31),
    "half1": (1, 15),
    "half2": (16, 31),
    "rest": (1, 31),
    "numbers1": (1, 10),
    "numbers10": (10, 19),
    "numbers20": (20, 29),
    "numbers21": (21, 31),
}
_BITS_OF_WEEK = {"start": (0, 1), "middle": (2, 3), "end": (4, 6), "half1": (0, 2), "half2": (3, 6), "rest": (0, 6)}


def _days_of(month: Day) -> list[date]:
    """All days of the month that the day is of."""
    assert month.first is not None
    year, number = month.first.year, month.first.month
    return [date(year, number, day) for day in range(1, monthrange(year, number)[1] + 1)]


def make_date(year: int, month: int, day: int) -> date | None:
    """The date, or None if there is no such day."""
    if not (MINYEAR <= year < MAXYEAR and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]):
        return None
    return date(year, month, day)
