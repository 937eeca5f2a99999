"""Distances in days: "через 3 дня", "in a week", "2 weeks from Monday", "три пятницы спустя"."""

from collections.abc import Callable
from datetime import date

from wabot.language.days import Calendar, Day, Found
from wabot.language.lexicon import Value
from wabot.language.line import Line
from wabot.language.numbers import read_number


class DistanceReader:
    """Reads days that are told by their distance; `read_day` reads the day that they may be counted from."""

    def __init__(self, line: Line, today: date, read_day: Callable[[int], Found | None]) -> None:
        self._line = line
        self._calendar = Calendar(today)
        self._today = today
        self._read_day = read_day

    def through(self, at: int, _value: Value) -> Found | None:
        """ "через 3 дня", "in a week", "через недели две", "in 2-3 days"."""
        line = self._line
        after = line.skip(at + 1, "article", "about")
        weekday = line.number(after, "weekday")
        if weekday is not None and line.is_russian(at):  # "через вторник"
            return Day(weekday=weekday, weeks=1), after + 1
        if line.get(after, "unit") == "weekend" and line.is_russian(at):
            return self._calendar.weekend(1), after + 1
        counts = self._counts(after)
        if counts is not None:
            least, most, unit_at = counts
            found = self._span(least, most, unit_at)
            return self._counted_from(found) if found is not None else None
        swapped = self._counts(after + 1) if line.get(after, "unit") is not None and line.is_russian(after) else None
        if swapped is not None and line.get(swapped[2], "unit") is None and self._is_swapped(after):
            return self._span(swapped[0], swapped[1], after, swapped[2])
        second = self._counts(after + 2) if line.get(after + 1, "join") in ("range", "or") else None
        if second is not None and line.get(second[2], "unit") is None:  # "через неделю-две", "in a day or two"
            return self._span(1, second[1], after, second[2])
        if line.form(after - 1) == "the":  # "in the week"
            return None
        single = self._ahead(1, after, after + 1)
        return self._counted_from(single) if single is not None else None

    def _is_swapped(self, unit_at: int) -> bool:
        """ "через дней 10", but not "через неделю 2 человека"."""
        return not self._line.is_digits(unit_at + 1) or self._line.get(unit_at, "single") is None

    def from_unit(self, at: int) -> Found | None:
        """ "дня через 3", "week from now", "a week after Tuesday"."""
        line = self._line
        if line.get(at + 1, "through") and line.is_russian(at):
            counts = self._counts(at + 2)
            return self._span(counts[0], counts[1], at, counts[2]) if counts is not None else None
        weekday = line.number(at + 1, "weekday")
        if weekday is not None and line.get(at, "unit") == "week" and line.form(at - 1) == "a":  # "a week Saturday"
            return Day(weekday=weekday, weeks=1), at + 2
        return self._from(1, at, at + 1)

    def counted(self, at: int) -> Found | None:
        """ "3 days from now", "2 weeks from Monday", "two days after tomorrow", "3 Fridays from now"."""
        line = self._line
        counts = self._counts(at)
        if counts is None:
            return None
        count, unit_at = counts[0], counts[2]
        weekday = line.number(unit_at, "weekday")
        if line.get(unit_at, "which") and line.get(unit_at + 1, "unit") in ("day", "week"):  # "the 2 next weeks"
            length = int(count) * (7 if line.get(unit_at + 1, "unit") == "week" else 1)
            return self._calendar.next_days(length), unit_at + 2
        if weekday is not None:
            is_from_now = line.get(unit_at + 1, "ago") is not None and count <= 10
            return (Day(weekday=weekday, weeks=int(count) - 1), unit_at + 2) if is_from_now else None
        if counts[1] > count and line.get(unit_at + 1, "ago"):
            found = self._span(count, counts[1], unit_at)
            return (found[0], unit_at + 2) if found is not None else None
        return self._from(count, unit_at, unit_at + 1)

    def after_prep(self, at: int) -> Found | None:
        """ "after 5 days": like "in 5 days"."""
        if self._line.is_russian(at) or any("bad" in word.senses for word in self._line):  # "peeling after 2 days"
            return None
        counts = self._counts(at + 1)
        return self._ahead(counts[0], counts[2], counts[2] + 1) if counts is not None else None

    def _counts(self, at: int) -> tuple[float, float, int] | None:
        """ "3", "2-3", "два-три", "полторы-две": the least and the most, and where the count ends."""
        line = self._line
        number = self._count(at)
        if number is None:
            return None
        most, end = number
        if line.get(end, "join") in ("range", "or") or (line.get(end, "to_hour") and not line.is_russian(end)):
            other = self._count(end + 1)
            if other is not None and other[0] > number[0]:
                most, end = other
        return number[0], most, line.skip(end, "ordinal_end") if line.is_digits(at) else end

    def _count(self, at: int) -> tuple[float, int] | None:
        return (1.5, at + 1) if self._line.get(at, "one_and_half") else read_number(self._line, at)

    def _span(self, least: float, most: float, unit_at: int, end: int | None = None) -> Found | None:
        end = unit_at + 1 if end is None else end
        soonest, latest = self._ahead(least, unit_at, end), self._ahead(most, unit_at, end)
        if least == most or soonest is None or latest is None:
            return soonest
        first, last = soonest[0].resolve(self._today), latest[0].resolve(self._today)
        return (Day(first=first[0], last=last[0]), end) if first is not None and last is not None else None

    def _ahead(self, count: float, unit_at: int, end: int) -> Found | None:
        unit = self._line.get(unit_at, "unit")
        if count > 400:
            return None
        if count % 1:  # a week and a half is ten days
            days = {"day": 1, "week": 7, "month": 30}.get(str(unit))
            return (self._calendar.in_days(int(count * days)), end) if days is not None else None
        count = int(count)
        if unit == "week":
            return Day(weeks=count), end
        if unit == "fortnight":
            return Day(weeks=2 * count), end
        if unit == "day":
            return self._calendar.in_days(count), end
        return (self._calendar.in_months(count), end) if unit == "month" else None

    def _counted_from(self, found: Found) -> Found:
        """The same counted from the day said after it ("in a week from Friday"), else from today."""
        line, at = self._line, found[1]
        if line.get(at, "ago"):
            return found[0], at + 1
        later = self._from_day(found[0], at)
        return later or found

    def _from(self, count: float, unit_at: int, end: int) -> Found | None:
        ahead = self._ahead(count, unit_at, end)
        if ahead is None:
            return None
        if self._line.get(end, "ago"):
            return ahead[0], end + 1
        if self._line.is_russian(end) and not self._is_before(end):  # "любой день после 3 декабря"
            return None
        return self._from_day(ahead[0], end)

    def _from_day(self, ahead: Day, at: int) -> Found | None:
        """ "a week on Tuesday", "2 days after tomorrow", "за день до праздника": so far from the day said there."""
        line = self._line
        is_before, is_after = self._is_before(at), line.get(at, "prep") in ("from", "after")
        is_week_on = ahead.weeks is not None and line.get(at, "offset") is not None  # "3 weeks today"
        is_said = is_week_on or line.get(at, "prep") or line.get(at, "article") or ahead.weeks == 2
        if not is_said or (line.is_russian(at) and not is_before and line.get(at, "prep") != "after"):
            return None
        after = line.skip(at, "article", "prep")
        weekday = line.number(after, "weekday")
        if weekday is not None and ahead.weeks is not None and not is_before:
            return Day(weekday=weekday, weeks=ahead.weeks), after + 1
        if not (is_before or is_after) and line.get(after, "offset") is None:
            return None
        start = self._read_day(after)
        day = start[0].resolve(self._today) if start is not None else None
        length = ahead.resolve(self._today)
        if start is None or day is None or length is None:
            return None
        distance = length[0] - self._today
        return Day(first=day[0] - distance if is_before else day[0] + distance), start[1]

    def _is_before(self, at: int) -> bool:
        """Whether "before" there counts back from a day: "the day before Christmas", "за неделю до праздника"."""
        line = self._line
        if not line.is_russian(at):
            return line.get(at, "counts_back") is not None
        ahead_of = any(line.get(place, "counts_back") for place in range(max(at - 4, 0), at))
        return ahead_of and line.get(at, "prep") == "to"
