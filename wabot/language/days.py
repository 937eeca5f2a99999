"""Days as said, and the dates they come to, always forward from today."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta


@dataclass(frozen=True, slots=True)
class Day:
    """A day or days as said, before it is known what surrounds them.

    `first` and `last` (None for a single day) are set when the words name dates by themselves. Otherwise
    `weekday` (0-6) waits for its week: `which` is "next", "this" or None, `week` the calendar week (0 this,
    1 next), `weeks` a number of weeks to add; the latter two may stand alone. `span` are the days of a week
    meant by that week ("workdays"). `guess` marks a date that may yet be a clock time ("5.10"), `impossible`
    one that does not exist.
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

    @property
    def is_week(self) -> bool:
        """Whether it names a week that a weekday beside it may belong to."""
        return self.weekday is None and (self.week is not None or self.weeks is not None)

    @property
    def is_weekday(self) -> bool:
        """Whether it is a weekday of no week in particular."""
        return self.weekday is not None and self.which is None and self.week is None and self.weeks is None

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

    def month(self, month: int) -> Day:
        """A whole month, the current one from today."""
        return self._rest(self.today.year + (month < self.today.month), month)

    def month_ahead(self, ahead: int) -> Day:
        """This (0) or the next (1) month, the current one from today."""
        return self._rest(*self._month(ahead))

    def in_months(self, months: int) -> Day:
        """The same day so many months from now, or the last one of a shorter month."""
        year, month = self._month(months)
        return Day(first=date(year, month, min(self.today.day, monthrange(year, month)[1])))

    def bit_of_month(self, month: Day, bit: str) -> Day:
        """The beginning, middle, end or half of a month."""
        assert month.first is not None
        length = monthrange(month.first.year, month.first.month)[1]
        first, last = _BITS_OF_MONTH.get(bit, (21, 31))
        start = max(month.first.replace(day=first), self.today)
        end = max(month.first.replace(day=min(last, length)), start)
        return Day(first=start, last=end if end > start else None)

    def bit_of_week(self, week: int, bit: str) -> Day:
        """The beginning, middle or end of a week."""
        return Day(week=week, span=_BITS_OF_WEEK.get(bit, (4, 6)))

    def weekday_of_month(self, month: Day, weekday: int, number: int) -> Day:
        """The first, second, ... or (-1) last such weekday of a month."""
        assert month.first is not None
        year, length = month.first.year, monthrange(month.first.year, month.first.month)[1]
        days = [date(year, month.first.month, day) for day in range(1, length + 1)]
        matching = [day for day in days if day.weekday() == weekday]
        return (
            Day(first=matching[number - 1 if number > 0 else -1]) if number <= len(matching) else Day(impossible=True)
        )

    def _month(self, ahead: int) -> tuple[int, int]:
        month = self.today.month - 1 + ahead
        return self.today.year + month // 12, month % 12 + 1

    def _rest(self, year: int, month: int) -> Day:
        first, last = max(date(year, month, 1), self.today), date(year, month, monthrange(year, month)[1])
        return Day(first=first, last=last if last > first else None)


_BITS_OF_MONTH = {"start": (1, 10), "middle": (11, 20), "half1": (1, 15), "half2": (16, 31)}
_BITS_OF_WEEK = {"start": (0, 1), "middle": (2, 3), "half1": (0, 2), "half2": (3, 6)}


def make_date(year: int, month: int, day: int) -> date | None:
    """The date, or None if there is no such day."""
    if not (MINYEAR <= year < MAXYEAR and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]):
        return None
    return date(year, month, day)
