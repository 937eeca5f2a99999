"""Days: "завтра", "в след пт", "25 ноября", "next 3 days" to dates, always forward from today."""

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta

from wabot.language.clock import read_number
from wabot.language.lexicon import Word


@dataclass(frozen=True, slots=True)
class Day:
    """A day or days as said, before it is known what surrounds them.

    `first` and `last` (None for a single day) are set when the words name dates by themselves. Otherwise `weekday`
    (0-6) waits for its week: `which` is "next", "this" or None; `weeks` alone is a number of weeks from now, `week`
    the calendar week (0 this, 1 next). `guess` marks a date that may yet be a clock time ("5.10").
    """

    first: date | None = None
    last: date | None = None
    weekday: int | None = None
    which: str | None = None
    week: int | None = None
    weeks: int | None = None
    guess: bool = False
    impossible: bool = False
    number: int | None = None

    def resolve(self, today: date) -> tuple[date, date | None] | None:
        """First and last day (None when it is one day); None for a day that does not exist."""
        if self.first is not None:
            return self.first, self.last
        monday = today - timedelta(today.weekday())
        if self.weekday is not None:
            return self._weekday(today, monday), None
        if self.week is not None:
            start = monday + timedelta(7 * self.week)
            return max(start, today), start + timedelta(6)
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


class DayReader:
    """Reads a day or days at a position of the message."""

    def __init__(self, words: list[Word], today: date) -> None:
        self._words = words
        self._today = today

    def read(self, at: int) -> tuple[Day, int] | None:
        """The day said there and where it ends, or None."""
        word = self._words[at]
        if word.kind == "iso":
            return self._iso(at)
        if word.kind == "dotted":
            return self._dotted(at)
        for tag, value in word.senses.items():
            reader = _READERS.get(tag)
            if reader is not None:
                found = reader(self, at, value)
                if found is not None:
                    return found
        if word.kind == "number" or "number" in word.senses or "ordinal" in word.senses:
            return self._numbered(at)
        return None

    def _get(self, at: int, tag: str) -> int | str | None:
        return self._words[at].senses.get(tag) if 0 <= at < len(self._words) else None

    def _skip(self, at: int, *tags: str) -> int:
        while any(self._get(at, tag) is not None for tag in tags):
            at += 1
        return at

    def _iso(self, at: int) -> tuple[Day, int]:
        year, month, day = (int(part) for part in self._words[at].form.split("-"))
        return _single(_make(year, month, day)), at + 1

    def _dotted(self, at: int) -> tuple[Day, int] | None:
        form = self._words[at].form
        american = "/" in form and not self._russian()
        numbers = [int(part) for part in form.replace("/", ".").replace(",", ".").split(".")]
        if len(form.replace("/", ".").split(".")[0]) == 4:
            return (_single(_make(*numbers)), at + 1) if len(numbers) == 3 else None
        if numbers[0] > 99 or (len(numbers) == 2 and self._get(at + 1, "unit") is not None):
            return None
        day, month = numbers[:2]
        if (american and day <= 12) or (month > 12 >= day and "/" in form):
            day, month = month, day
        if len(numbers) == 3:
            year = numbers[2] + 2000 if numbers[2] < 100 else numbers[2]
            return _single(_make(year, month, day)), at + 1
        found = self._next_date(month, day)
        if found is None:
            return None
        return Day(first=found, guess="/" not in form), at + 1

    def _russian(self) -> bool:
        return any("а" <= word.form[0] <= "я" for word in self._words if word.kind == "word")

    def _next_date(self, month: int, day: int, year: int | None = None) -> date | None:
        """The next such day, today included; None if there is none (31 November)."""
        if year is not None:
            return _make(year, month, day)
        for ahead in range(9):
            found = _make(self._today.year + ahead, month, day)
            if found is not None and found >= self._today:
                return found
        return None

    def _next_number(self, day: int) -> date | None:
        """The next day of that number in a month, today included."""
        if not 1 <= day <= 31:
            return None
        year, month = self._today.year, self._today.month
        for _ in range(12):
            found = _make(year, month, day)
            if found is not None and found >= self._today:
                return found
            year, month = (year, month + 1) if month < 12 else (year + 1, 1)
        return None

    def _offset(self, at: int, value: int | str) -> tuple[Day, int] | None:
        return _single(self._today + timedelta(int(value))), at + 1

    def _weekday(self, at: int, value: int | str) -> tuple[Day, int] | None:
        if self._get(at + 1, "unit") == "week" and self._words[at].form.isascii():
            return Day(weekday=int(value), weeks=1), at + 2
        return Day(weekday=int(value)), at + 1

    def _which(self, at: int, value: int | str) -> tuple[Day, int] | None:
        """ "next Friday", "this week", "next 3 days", "следующий месяц"."""
        after = self._skip(at + 1, "which")
        weekday = self._get(after, "weekday")
        if weekday is not None:
            return Day(weekday=int(weekday), which=str(value)), after + 1
        number = read_number(self._words, after)
        if number is not None and self._get(number[1], "unit") in ("day", "week"):
            length = number[0] * (7 if self._get(number[1], "unit") == "week" else 1)
            first = self._today + timedelta(1)
            return Day(first=first, last=first + timedelta(length - 1)), number[1] + 1
        unit = self._get(after, "unit")
        month = self._get(after, "month")
        week = 1 if value == "next" else 0
        if month is not None:
            return self._month(after, month)
        if unit == "week":
            return Day(week=week), after + 1
        if unit == "weekend":
            return self._weekend(week), after + 1
        if unit == "workdays":
            monday = self._monday(week)
            return Day(first=max(monday, self._today), last=monday + timedelta(4)), after + 1
        if unit == "month":
            return self._whole_month(week), after + 1
        return None

    def _monday(self, week: int) -> date:
        return self._today - timedelta(self._today.weekday()) + timedelta(7 * week)

    def _weekend(self, week: int) -> Day:
        sunday = self._monday(week) + timedelta(6)
        first = max(sunday - timedelta(1), self._today)
        return Day(first=first, last=sunday if sunday > first else None)

    def _whole_month(self, ahead: int) -> Day:
        month0 = self._today.month - 1 + ahead
        year, month = self._today.year + month0 // 12, month0 % 12 + 1
        first = max(date(year, month, 1), self._today)
        return Day(first=first, last=date(year, month, calendar.monthrange(year, month)[1]))

    def _unit(self, at: int, value: int | str) -> tuple[Day, int] | None:
        if value == "week":
            return self._week_from(at + 1)
        if value == "weekend":
            return self._weekend(0), at + 1
        if value == "workdays":
            week = 0 if self._today.weekday() < 4 else 1
            monday = self._monday(week)
            return Day(first=max(monday, self._today), last=monday + timedelta(4)), at + 1
        return None

    def _week_from(self, at: int) -> tuple[Day, int] | None:
        """ "a week on Tuesday", "a week from tomorrow"."""
        after = self._skip(at, "article", "prep")
        if after == at:
            return None
        weekday, offset = self._get(after, "weekday"), self._get(after, "offset")
        if weekday is not None:
            return Day(weekday=int(weekday), weeks=1), after + 1
        if offset is not None and self._words[at].form.isascii():
            return _single(self._today + timedelta(7 + int(offset))), after + 1
        return None

    def _month(self, at: int, value: int | str) -> tuple[Day, int] | None:
        """A month: "Nov 25", "November 25th to 27th", or alone the whole of it."""
        month = int(value)
        after = self._skip(at + 1, "article")
        numbers = self._numbers(after) if self._words[at].form.isascii() or self._digits(after) else None
        if numbers is not None and self._get(numbers[1], "unit") is None and numbers[0][0] <= 31:
            return self._dates(numbers[0], month, *self._year(numbers[1]))
        if self._words[at].form in ("may", "mar", "sat"):  # "may I", "may be"
            return None
        return self._part_of_month(month), at + 1

    def _digits(self, at: int) -> bool:
        return at < len(self._words) and self._words[at].kind == "number"

    def _part_of_month(self, month: int) -> Day:
        year = self._today.year + (month < self._today.month)
        first = max(date(year, month, 1), self._today)
        return Day(first=first, last=date(year, month, calendar.monthrange(year, month)[1]))

    def _bit(self, at: int, value: int | str) -> tuple[Day, int] | None:
        """The beginning, middle or end of a week or month."""
        after = self._skip(at + 1, "article")
        which = self._get(after, "which")
        after += which is not None
        week = 1 if which == "next" else 0
        month = self._get(after, "month")
        if month is not None or self._get(after, "unit") == "month":
            whole = self._part_of_month(int(month)) if month is not None else self._whole_month(week)
            assert whole.first is not None and whole.last is not None
            start, end = whole.first.replace(day=1), whole.last
            first, last = {"start": (1, 10), "middle": (11, 20), "end": (21, end.day), "half1": (1, 15)}.get(
                str(value), (16, end.day)
            )
            first_day = max(start.replace(day=first), self._today)
            return Day(first=first_day, last=max(start.replace(day=last), first_day)), after + 1
        if self._get(after, "unit") == "week":
            monday = self._monday(week)
            first, last = {"start": (0, 1), "middle": (2, 3), "half1": (0, 2), "half2": (3, 6)}.get(str(value), (4, 6))
            first_day = max(monday + timedelta(first), self._today)
            return Day(first=first_day, last=max(monday + timedelta(last), first_day)), after + 1
        return None

    def _through(self, at: int, _value: int | str) -> tuple[Day, int] | None:
        """ "через 3 дня", "in a week", "через неделю"."""
        after = self._skip(at + 1, "article")
        number = read_number(self._words, after)
        count, after = number if number is not None else (1, after)
        return self._ahead(count, after)

    def _ahead(self, count: int, at: int) -> tuple[Day, int] | None:
        unit = self._get(at, "unit")
        if unit == "week":
            if self._words[at].form == "fortnight":
                count *= 2
            return Day(weeks=count), at + 1
        if unit == "day":
            return _single(self._today + timedelta(count)), at + 1
        if unit == "month":
            month0 = self._today.month - 1 + count
            year, month = self._today.year + month0 // 12, month0 % 12 + 1
            day = min(self._today.day, calendar.monthrange(year, month)[1])
            return _single(date(year, month, day)), at + 1
        return None

    def _numbered(self, at: int) -> tuple[Day, int] | None:
        """ "25 ноября", "25-28 числа", "двадцать пятого", "3 days from now", "the 25th of November"."""
        count = read_number(self._words, at)
        if count is not None and self._get(count[1], "unit") is not None:
            ahead = self._ahead(count[0], count[1])
            if ahead is not None and self._get(ahead[1], "ago"):
                return ahead[0], ahead[1] + 1
            if ahead is None or ahead[0].weeks is None:
                return None
            return None
        numbers = self._numbers(at)
        if numbers is None:
            return None
        days, end, named = numbers
        after = self._skip(end, "article")
        month = self._get(after, "month")
        if month is not None:
            if self._words[after].form == "may" and self._get(after + 1, "polite") and not named:
                return None
            return self._dates(days, int(month), *self._year(after + 1))
        if self._get(end, "number_day"):
            return self._dates(days, None, None, end + 1)
        return self._dates(days, None, None, end) if named else None

    def _numbers(self, at: int) -> tuple[list[int], int, bool] | None:
        """Day numbers joined by dashes and the like; whether an ending ("25го", "5th") shows them to be dates."""
        one = self._number(at)
        if one is None:
            return None
        days, end, named = [one[0]], one[1], one[2]
        joint = end
        while joint < len(self._words) and (
            self._get(joint, "join") in ("range", "or", "and")
            or self._get(joint, "prep") in ("till", "to")
            or self._words[joint].form == ","
        ):
            following = self._number(self._skip(joint + 1, "article", "prep"))
            if following is None or self._get(following[1], "unit") is not None:
                break
            days, end, named = [*days, following[0]], following[1], named or following[2]
            joint = end
        return days, end, named

    def _number(self, at: int) -> tuple[int, int, bool] | None:
        ordinal = self._get(at, "ordinal")
        if isinstance(ordinal, int):
            return ordinal, at + 1, self._get(at, "choice") is None
        number = read_number(self._words, at)
        if number is None:
            return None
        value, end = number
        ones = self._get(end - (value % 10 != 0 and value > 20), "ordinal")
        if value in (20, 30):
            dash = self._get(end, "join") == "range"
            ones = self._get(end + dash, "ordinal")
            if isinstance(ones, int) and ones < 10:
                return value + ones, end + dash + 1, True
        dash = self._get(end, "join") == "range" and self._words[at].kind == "number"
        if self._get(end + dash, "ordinal_end") and self._words[at].kind == "number":
            return value, end + dash + 1, True
        return value, end, False

    def _year(self, at: int) -> tuple[int | None, int]:
        if at < len(self._words) and self._words[at].form == ",":
            following = self._year(at + 1)
            return following if following[0] is not None else (None, at)
        if self._digits(at):
            form = self._words[at].form
            if len(form) == 4 and form.startswith("20") and self._today.year <= int(form) <= self._today.year + 5:
                return int(form), at + 1 + (self._get(at + 1, "unit") == "year")
        return None, at

    def _dates(self, days: list[int], month: int | None, year: int | None, end: int) -> tuple[Day, int] | None:
        if not all(1 <= day <= 99 for day in days):
            return None
        found = [self._next_number(day) if month is None else self._next_date(month, day, year) for day in days]
        if found[0] is None:
            return Day(impossible=True), end
        first, last = found[0], found[-1]
        if len(days) == 1 or last is None:
            return Day(first=first, number=days[0] if month is None else None), end
        if last < first:
            later = DayReader(self._words, first)
            last = later._next_number(days[-1]) if month is None else first
        return Day(first=first, last=last if last != first else None), end


_READERS = {
    "offset": DayReader._offset,
    "weekday": DayReader._weekday,
    "which": DayReader._which,
    "unit": DayReader._unit,
    "month": DayReader._month,
    "bit": DayReader._bit,
    "through": DayReader._through,
}


def _make(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _single(day: date | None) -> Day:
    return Day(first=day) if day is not None else Day(impossible=True)


def join_week(day: Day, week: Day) -> Day:
    """A weekday and the week said beside it: "в пятницу" + "на следующей неделе", "через неделю"."""
    return replace(day, week=week.week, weeks=week.weeks)
