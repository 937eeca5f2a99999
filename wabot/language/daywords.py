"""The words of days: "завтра", "в след пт", "next 3 days", "a week on Tuesday"; dates are read by DateReader."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from wabot.language.datewords import DateReader
from wabot.language.days import Calendar, Day, Found
from wabot.language.distances import DistanceReader
from wabot.language.feasts import next_feast
from wabot.language.lexicon import Value
from wabot.language.line import Line
from wabot.language.numbers import read_number
from wabot.language.periodwords import PeriodReader, read_year

_ANEW = ("want", "can", "book", "prep", "part", "polite")
"""Senses with which something else begins after "the next" ("... а в следующую запишите")."""


class DayReader:
    """Reads a day or days at a place of the line."""

    def __init__(self, line: Line, today: date) -> None:
        self._line = line
        self._calendar = Calendar(today)
        self._today = today
        self._dates = DateReader(line, today)
        self._distances = DistanceReader(line, today, self.read)
        periods = PeriodReader(line, today)
        self._readers: dict[str, Callable[[int, Value], Found | None]] = {
            "offset": self._offset,
            "holiday": self._holiday,
            "weekday": self._weekday,
            "old_offset": self._offset,
            "old_weekday": self._old_weekday,
            "which": self._which,
            "within": self._within,
            "unit": self._unit,
            "week": self._week,
            "through": self._distances.through,
            "month": self._dates.month,
            "bit": periods.bit,
            "last": periods.last,
            "choice": periods.choice,
            "eve": self._eve,
            "number_day": self._dates.after_number_word,
        }

    def read(self, at: int) -> Found | None:
        """The day said there and where it ends, or None."""
        if at >= len(self._line):
            return None
        word = self._line[at]
        if word.kind == "iso":
            year, month, day = (int(part) for part in word.form.split("-"))
            return self._calendar.full_date(year, month, day), at + 1
        if word.kind == "dotted":
            return self._dates.dotted(at)
        for tag, value in word.senses.items():
            reader = self._readers.get(tag)
            found = reader(at, value) if reader is not None else None
            if found is not None:
                return found
        if word.kind == "number" or "number" in word.senses or "ordinal" in word.senses:
            return self._distances.counted(at) or self._dates.dashed(at) or self._dates.numbered(at)
        return None

    def read_numbers(self, at: int) -> Found | None:
        """Days that only the preposition before them shows to be days ("с 25 по 28")."""
        return self._dates.number_range(at)

    def read_after(self, at: int) -> Found | None:
        """ "after 5 days"."""
        return self._distances.after_prep(at)

    def _offset(self, at: int, value: Value) -> Found | None:
        """ "tomorrow", and "tomorrow week"; "the day after" may be that after Christmas."""
        if self._line.form(at) == "the day after":
            start = self.read(self._line.skip(at + 1, "article"))
            day = start[0].resolve(self._today) if start is not None else None
            if start is not None and day is not None:
                return Day(first=(day[1] or day[0]) + timedelta(1)), start[1]
        is_week_on = self._line.get(at + 1, "unit") == "week" and not self._line.is_russian(at)
        return self._calendar.in_days(int(value) + 7 * is_week_on), at + 1 + is_week_on

    def _holiday(self, at: int, value: Value) -> Found | None:
        year, end = read_year(self._line, at + 1, self._today)
        feast = next_feast(str(value), self._today, year)
        if self._line.get(end, "unit") != "weekend" or feast.first is None:
            return feast, end
        ahead = 5 - feast.first.weekday() if feast.first.weekday() > 1 else -2 - feast.first.weekday()
        saturday = feast.first + timedelta(ahead)
        return Day(first=saturday, last=saturday + timedelta(1)), end + 1

    def _eve(self, at: int, _value: Value) -> Found | None:
        """ "накануне праздника": the day before."""
        start = self.read(at + 1)
        day = start[0].resolve(self._today) if start is not None else None
        return (Day(first=day[0] - timedelta(1)), start[1]) if start is not None and day is not None else None

    def _old_weekday(self, at: int, value: Value) -> Found | None:
        return Day(weekday=int(value)), at + 1

    def _weekday(self, at: int, value: Value) -> Found | None:
        """A weekday, and the day number or week said right after it ("Thu 15th", "Tuesday week")."""
        line, weekday = self._line, int(value)
        weeks_on = {"week": 1, "fortnight": 2}.get(str(line.get(at + 1, "unit")))
        if weeks_on is not None and not line.is_russian(at):
            return Day(weekday=weekday, weeks=weeks_on), at + 2
        if line.get(at + 1, "after_next"):
            return Day(weekday=weekday, week=2 if weekday <= self._today.weekday() else 1), at + 2
        if line.get(at + 1, "which") and not self._is_named(at + 2):
            return Day(weekday=weekday, which=str(line.get(at + 1, "which"))), at + 2
        after = line.skip(at + 1, "article") if not line.is_russian(at) else at + 1
        after += line.form(after) in (",", "(")
        number = read_number(line, after)
        if number is not None and line.is_digits(after) and number[0] <= 31:
            end = line.skip(number[1], "ordinal_end", "number_day")
            date_of = self._calendar.next_number(number[0])
            if date_of is None:
                return Day(weekday=weekday), at + 1
            is_hour = number[0] <= 12 and end == number[1] and line.get(end, "prep") != "at"
            is_coming = not is_hour and date_of - self._today <= timedelta(14 if end == number[1] else 366)
            if is_coming and date_of.weekday() == weekday and not self._is_clock_after(end):
                return Day(first=date_of), end
        return Day(weekday=weekday), at + 1

    def _is_named(self, at: int) -> bool:
        """Whether the word there is what "next" before it tells the which of."""
        return any(self._line.get(at, tag) is not None for tag in ("unit", "weekday", "month", "which", "join"))

    def _is_clock_after(self, at: int) -> bool:
        line = self._line
        tags = ("unit", "halfday", "month", "join", "minute_glued", "ish", "oclock")
        at = line.skip(at, "article") if not line.is_russian(at) else at
        return line.is_digits(at) or any(line.get(at, tag) is not None for tag in tags)

    def _which(self, at: int, value: Value) -> Found | None:
        """ "next Friday", "this week", "next 3 days", "следующий месяц"."""
        line = self._line
        after = line.skip(at + 1, "which")
        if line.get(after, "join") == "or" and line.get(after + 1, "which"):
            return self._either(str(value), after + 1)
        is_coming = "coming" in (value, line.get(after - 1, "which"))
        is_next = value == "next" or (is_coming and line.get(after, "unit") in ("week", "month"))
        week = 1 if is_next else 0
        weekday = line.number(after, "weekday")
        if weekday is not None:
            return Day(weekday=weekday, which=str(value)), after + 1
        number = read_number(line, after)
        if number is not None and line.get(number[1], "unit") in ("day", "week"):
            length = number[0] * (7 if line.get(number[1], "unit") == "week" else 1)
            return self._calendar.next_days(length), number[1] + 1
        month = line.number(after, "month")
        if month is not None:
            return self._dates.month(after, month)
        unit = line.get(after, "unit")
        if unit is None and (after == len(line) or line.get(after, "option") or self._begins_anew(after)):
            said = self._which_of_said(at, str(value), after + (line.get(after, "option") is not None))
            is_week = line.get(at, "week_alone") is not None and line.get(at - 1, "prep") == "at"
            return said or ((Day(week=1), after) if is_week else None)
        if unit == "week":
            return Day(week=week), after + 1
        if unit == "day" and value == "next" and not line.is_russian(after):
            return self._calendar.in_days(1), after + 1
        if unit == "weekend":
            return self._calendar.weekend(week), after + 1
        if unit == "workdays":
            return Day(week=week, span=(0, 4)), after + 1
        return (self._calendar.month_ahead(week), after + 1) if unit == "month" else None

    def _begins_anew(self, at: int) -> bool:
        """Whether the word there belongs to nothing that "next" before it could be the which of."""
        word = self._line[at]
        return word.kind in ("mark", "clock") or any(tag in word.senses for tag in _ANEW)

    def _which_of_said(self, at: int, which: str, end: int) -> Found | None:
        """ "не в эту субботу, а в следующую", "not this weekend, the next one": of what was said before it."""
        for place in range(at - 1, max(at - 7, -1), -1):
            weekday, unit = self._line.number(place, "weekday"), self._line.get(place, "unit")
            if weekday is None and unit not in ("weekend", "week", "month"):
                continue
            is_denied = any(self._line.get(before, "join") == "not" for before in range(max(place - 3, 0), place))
            if not (is_denied or any(self._line.get(after, "unable") for after in range(place, at))):
                return None
            if weekday is not None:
                return Day(weekday=weekday, which=which), end
            ahead = 1 if which == "next" else 0
            if unit == "weekend":
                return self._calendar.weekend(ahead), end
            return (Day(week=ahead) if unit == "week" else self._calendar.month_ahead(ahead)), end
        return None

    def _either(self, first: str, at: int) -> Found | None:
        """ "this or next week": all of both; "this or next Friday": the first will do."""
        found = self._which(at, self._line.get(at, "which") or "")
        days = found[0].resolve(self._today) if found is not None else None
        if found is not None and found[0].weekday is not None:
            return replace(found[0], which=first), found[1]
        if found is None or days is None or days[1] is None or not (found[0].week or found[0].is_month):
            return found
        return Day(first=self._today, last=days[1]), found[1]

    def _within(self, at: int, _value: Value) -> Found | None:
        """ "в течение трёх дней", "within a week"."""
        line = self._line
        after = line.skip(at + 1, "article", "which", "about")
        number = read_number(line, after)
        count, after = number if number is not None else (1, after)
        unit = line.get(after, "unit")
        if unit in ("day", "week"):
            end = after + 1 + (line.get(after + 1, "ago") is not None)
            return self._calendar.next_days(count * (7 if unit == "week" else 1)), end
        return None

    def _unit(self, at: int, value: Value) -> Found | None:
        line = self._line
        if value == "weekend" and line.form(at + 1) == "of":
            found = self._week_of(at + 2)
            if found is None or found[0].last is None:
                return None
            return Day(first=found[0].last - timedelta(1), last=found[0].last), found[1]
        if line.get(at + 1, "after_this") and value in ("weekend", "week"):
            return (self._calendar.weekend(1) if value == "weekend" else Day(week=1)), at + 2
        if value == "weekend":
            after_next = line.get(at + 1, "after_next") is not None
            return self._calendar.weekend(2 * after_next), at + 1 + after_next
        if value == "workdays":
            return self._workdays(at)
        if value == "week" and line.get(at + 1, "after_next"):
            return Day(week=2), at + 2
        if value == "month" and line.get(at + 1, "after_next"):
            return self._calendar.month_ahead(2), at + 2
        is_from = line.is_russian(at) and line.get(at + 1, "prep") == "from"
        is_beginning = line.form(at + 1) == "of" or any(line.get(place, "beginning") for place in (at, at + 1))
        if value == "week" and (is_beginning or is_from):
            found = self._week_of(line.skip(at + 1, "article", "beginning", "prep"))
            if found is not None and (is_beginning or line.get(found[1], "prep") is None):
                return found
        return self._distances.from_unit(at)

    def _week_of(self, at: int) -> Found | None:
        """The week of the date said there."""
        after = self._line.skip(at, "article")
        found = self.read(after) if after < len(self._line) else None
        if found is None or found[0].first is None:
            return None
        monday = found[0].first - timedelta(found[0].first.weekday())
        return Day(first=max(monday, self._today), last=monday + timedelta(6)), found[1]

    def _workdays(self, at: int) -> Found | None:
        """ "в будни на следующей неделе"; without a week it names no days."""
        line = self._line
        after = line.skip(at + 1, "prep", "article")
        found = self._which(after, line.get(after, "which") or "") if line.get(after, "which") else None
        if found is None or found[0].week is None:
            return None
        return Day(week=found[0].week, span=(0, 4)), found[1]

    def _week(self, at: int, value: Value) -> Found | None:
        return Day(week=int(value)), at + 1


def follows(day: Day, other: Day, today: date) -> bool:
    """Whether the other day comes right after the first, so that both are one range."""
    if day.weekday is not None and other.weekday is not None:
        return (other.weekday - day.weekday) % 7 == 1
    one, two = day.resolve(today), other.resolve(today)
    return one is not None and two is not None and two[0] - (one[1] or one[0]) == timedelta(1)
