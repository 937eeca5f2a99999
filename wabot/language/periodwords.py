"""The words of parts of a week or month: "в начале декабря", "the last Friday of the month", "rest of the week"."""

from datetime import date, timedelta

from wabot.language.days import Calendar, Day, Found
from wabot.language.lexicon import Value
from wabot.language.line import Line
from wabot.language.numbers import read_number

_UNITS_IN_MONTH = ("day", "week", "weekend")


class PeriodReader:
    """Reads parts of weeks and months. What names no month or week of its own is the next one still to come."""

    def __init__(self, line: Line, today: date) -> None:
        self._line = line
        self._calendar = Calendar(today)
        self._today = today

    def bit(self, at: int, value: Value) -> Found | None:
        """The beginning, middle or end of a week or month; "rest" is what is left of it."""
        line, bit = self._line, str(value)
        after = line.skip(at + 1, "article", "number_day", "about")
        after += line.get(after, "join") == "range" and line.get(after + 1, "month") is not None  # "mid-January"
        month = self.month(after)
        if month is not None and line.is_digits(month[1]) and line.form(at + 1) != "of" and not line.is_russian(at):
            return None
        if month is None and bit.startswith("numbers"):  # "в двадцатых числах", of this month or the next
            month = self._calendar.month_ahead(0), after, False
        if month is not None:
            whole, end, is_named = month
            found = self._calendar.bit_of_month(whole, bit)
            if found is None and not is_named:
                found = self._calendar.bit_of_month(self._calendar.month_ahead(1), bit)
            return (found, end) if found is not None else None
        which = line.get(after, "which")
        after += which is not None
        if line.get(after, "unit") != "week":
            return self._bit_of_said(at, bit)
        week = 1 if which in ("next", "coming") else 0
        found = self._calendar.bit_of_week(week, bit)
        if which is None and found.resolve(self._today) is None:
            found = self._calendar.bit_of_week(1, bit)
        return found, after + 1

    def _bit_of_said(self, at: int, bit: str) -> Found | None:
        """ "в феврале в начале", "next week, early": the bit of what is named right before."""
        line = self._line
        if line.get(at + 1, "part") is not None:  # "late morning"
            return None
        before = at - 1
        while before >= 0 and (line.get(before, "prep") or line.form(before) == ","):
            before -= 1
        start = before - (line.get(before - 1, "which") is not None)
        month = self._month_said(at, at + 1)
        if month is not None:
            found = self._calendar.bit_of_month(month[0], bit)
            return (found, at + 1) if found is not None else None
        if line.get(before, "unit") != "week" or start == before:
            return None
        return self._calendar.bit_of_week(1 if line.get(start, "which") in ("next", "coming") else 0, bit), at + 1

    def _month_said(self, at: int, end: int) -> tuple[Day, int, bool] | None:
        """The month named right before, of whose parts one is told there, up to `end`."""
        line = self._line
        before = at - 1
        while before >= 0 and (line.get(before, "prep") or line.form(before) == ","):
            before -= 1
        start = before - (line.get(before - 1, "which") is not None)
        month = self.month(start) if before >= 0 else None
        is_day = line.is_digits(start - 1) or any(line.get(start - 1, tag) for tag in ("ordinal", "ordinal_end"))
        return (month[0], end, True) if month is not None and month[1] == before + 1 and not is_day else None

    def last(self, at: int, _value: Value) -> Found | None:
        """ "последняя суббота ноября", "last week of December", "последние выходные месяца"."""
        return self._nth(at, -1)

    def choice(self, at: int, value: Value) -> Found | None:
        """ "первая среда декабря", "the second week of May"."""
        before = self._line.number(at - 1, "choice")
        if before is not None and self._line.get(at, "last"):
            return None
        return self._nth(at, int(value))

    def nth(self, at: int) -> Found | None:
        """The same after an ordinal, in words or digits: "во вторую пятницу", "the 2nd Friday of May"."""
        line = self._line
        ordinal = line.number(at, "ordinal")
        if ordinal is not None:
            return self._nth(at, ordinal)
        number = read_number(line, at)
        if number is None or not line.is_digits(at):
            return None
        end = number[1] + (line.get(number[1], "join") == "range")
        return self._nth(end, number[0]) if line.get(end, "ordinal_end") else None

    def month(self, at: int) -> tuple[Day, int, bool] | None:
        """The month said there, where it ends, and whether it is named rather than "the month"."""
        line = self._line
        which = line.get(at, "which")
        after = at + (which is not None)
        named = line.number(after, "month")
        if named is not None:
            year, end = read_year(line, after + 1, self._today)
            return self._calendar.month(named, year), end, True
        if line.get(after, "unit") != "month":
            return None
        if line.get(after + 1, "after_next"):
            return self._calendar.month_ahead(2), after + 2, True
        return self._calendar.month_ahead(1 if which == "next" else 0), after + 1, which is not None

    def _nth(self, at: int, number: int) -> Found | None:
        line = self._line
        weekday, unit = line.number(at + 1, "weekday"), line.get(at + 1, "unit")
        is_days = line.get(at + 1, "number_day") is not None and number < 0
        if weekday is None and unit not in _UNITS_IN_MONTH and not is_days:
            return None
        month = self.month(line.skip(at + 2, "article", "prep", "through")) or self._month_said(at, at + 2)
        if month is None:
            return None
        whole, end, is_named = month
        found = self._of_month(whole, weekday, unit, number)
        has_no_year = line.get(end - 1, "month") is not None
        if (has_no_year or not is_named) and (found.first is None or (found.last or found.first) < self._today):
            later = self._calendar.in_a_year(whole) if is_named else self._calendar.month_ahead(1)
            found = self._of_month(later, weekday, unit, number)
        return found, end

    def _of_month(self, month: Day, weekday: int | None, unit: Value | None, number: int) -> Day:
        if weekday is not None:
            return self._calendar.weekday_of_month(month, weekday, number)
        if unit == "day":
            return self._calendar.day_of_month(month, number)
        if unit == "weekend":
            saturday = self._calendar.weekday_of_month(month, 5, number)
            return Day(first=saturday.first, last=saturday.first + timedelta(1)) if saturday.first else saturday
        return self._calendar.week_of_month(month, number)


def read_year(line: Line, at: int, today: date) -> tuple[int | None, int]:
    """A year after a day and month, and where it ends: four digits that are no likely clock time, or "-26"."""
    if line.form(at) in (",", "-", "/") or line.get(at, "article") is not None:
        following = read_year(line, at + 1, today)
        return following if following[0] is not None else (None, at)
    form = line.form(at)
    if not line.is_digits(at):
        return None, at
    end = at + 1 + (line.get(at + 1, "unit") == "year" or line.form(at + 1) == "г")
    is_glued = line.form(at - 1) in ("-", "/") and line[at - 1].end == line[at].start
    if len(form) == 2 and (is_glued or end > at + 1):
        return int(form) + 2000, end
    if len(form) != 4 or not 1900 <= int(form) < 2100:
        return None, at
    is_near = today.year - 2 <= int(form) <= today.year + 5
    is_clock = int(form[2:]) % 5 == 0 and int(form[2:]) < 60 and line.form(at - 1) != ","
    return (int(form), end) if is_near or end > at + 1 or not is_clock else (None, at)
