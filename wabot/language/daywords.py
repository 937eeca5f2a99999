"""The words of days: "завтра", "в след пт", "next 3 days", "a week on Tuesday"; dates are read by DateReader."""

from collections.abc import Callable
from datetime import date, timedelta

from wabot.language.datewords import DateReader, Found
from wabot.language.days import Calendar, Day
from wabot.language.lexicon import Value
from wabot.language.line import Line
from wabot.language.numbers import read_number


class DayReader:
    """Reads a day or days at a place of the line."""

    def __init__(self, line: Line, today: date) -> None:
        self._line = line
        self._calendar = Calendar(today)
        self._today = today
        self._dates = DateReader(line, today)
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
            "through": self._through,
            "month": self._dates.month,
            "bit": self._dates.bit,
            "last": self._dates.last,
            "choice": self._dates.choice,
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
            number = read_number(self._line, at)
            if number is not None and self._line.get(number[1], "unit") is not None:
                return self._counted(at)
            return self._dates.numbered(at)
        return None

    def read_numbers(self, at: int) -> Found | None:
        """Days that only the preposition before them shows to be days ("с 25 по 28")."""
        return self._dates.number_range(at)

    def _offset(self, at: int, value: Value) -> Found | None:
        return self._calendar.in_days(int(value)), at + 1

    def _holiday(self, at: int, value: Value) -> Found | None:
        month, day = (int(part) for part in str(value).split("-"))
        return Day(first=self._calendar.next_date(month, day)), at + 1

    def _old_weekday(self, at: int, value: Value) -> Found | None:
        return Day(weekday=int(value)), at + 1

    def _weekday(self, at: int, value: Value) -> Found | None:
        """A weekday, and the day number or week said right after it ("Thu 15th", "Tuesday week")."""
        line, weekday = self._line, int(value)
        if line.get(at + 1, "unit") == "week" and not line.is_russian(at):
            return Day(weekday=weekday, weeks=1), at + 2
        if line.get(at + 1, "after_next"):
            return Day(weekday=weekday, week=2 if weekday <= self._today.weekday() else 1), at + 2
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

    def _is_clock_after(self, at: int) -> bool:
        line = self._line
        tags = ("unit", "halfday", "month", "join", "minute_glued", "ish", "oclock")
        at = line.skip(at, "article") if not line.is_russian(at) else at
        return line.is_digits(at) or any(line.get(at, tag) is not None for tag in tags)

    def _which(self, at: int, value: Value) -> Found | None:
        """ "next Friday", "this week", "next 3 days", "следующий месяц"."""
        line = self._line
        after = line.skip(at + 1, "which")
        week = 1 if value == "next" else 0
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
        if unit == "week":
            return Day(week=week), after + 1
        if unit == "day" and value == "next" and not line.is_russian(after):
            return self._calendar.in_days(1), after + 1
        if unit == "weekend":
            return self._calendar.weekend(week), after + 1
        if unit == "workdays":
            return Day(week=week, span=(0, 4)), after + 1
        return (self._calendar.month_ahead(week), after + 1) if unit == "month" else None

    def _within(self, at: int, _value: Value) -> Found | None:
        """ "в течение трёх дней", "within a week"."""
        line = self._line
        after = line.skip(at + 1, "article", "which", "about")
        number = read_number(line, after)
        count, after = number if number is not None else (1, after)
        unit = line.get(after, "unit")
        if unit in ("day", "week"):
            return self._calendar.next_days(count * (7 if unit == "week" else 1)), after + 1
        return None

    def _unit(self, at: int, value: Value) -> Found | None:
        line = self._line
        if value == "weekend" and line.form(at + 1) == "of":
            found = self._week_of(at + 2)
            if found is None or found[0].last is None:
                return None
            return Day(first=found[0].last - timedelta(1), last=found[0].last), found[1]
        if value == "weekend":
            after_next = line.get(at + 1, "after_next") is not None
            return self._calendar.weekend(2 * after_next), at + 1 + after_next
        if value == "workdays":
            return self._workdays(at)
        if line.get(at + 1, "ago"):
            return self._ahead(1, at, at + 2)
        if line.get(at + 1, "through") and value in ("day", "week", "month"):
            number = read_number(line, at + 2)
            most = read_number(line, number[1] + 1) if number and line.get(number[1], "join") == "range" else None
            if number is None:
                return None
            return self._between(number[0], most[0], at, most[1]) if most else self._ahead(number[0], at, number[1])
        if value == "fortnight":
            return self._week_from(at + 1, 2)
        if value != "week":
            return None
        if line.get(at + 1, "after_next"):
            return Day(week=2), at + 2
        if line.form(at + 1) == "of":
            found = self._week_of(at + 2)
            if found is not None:
                return found
        return self._week_from(at + 1, 1)

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

    def _week_from(self, at: int, weeks: int) -> Found | None:
        """ "a week on Tuesday", "a week from tomorrow"."""
        line = self._line
        after = line.skip(at, "article", "prep")
        if line.is_russian(at):
            return None
        weekday, offset = line.number(after, "weekday"), line.number(after, "offset")
        if weekday is not None and after > at:
            return Day(weekday=weekday, weeks=weeks), after + 1
        return (self._calendar.in_days(7 * weeks + offset), after + 1) if offset is not None else None

    def _through(self, at: int, _value: Value) -> Found | None:
        """ "через 3 дня", "in a week", "через недели две"."""
        line = self._line
        after = line.skip(at + 1, "article", "about")
        number = read_number(line, after)
        if number is not None and line.get(number[1], "join") == "range":
            most = read_number(line, number[1] + 1)
            return self._between(number[0], most[0], most[1], most[1] + 1) if most is not None else None
        if number is not None:
            return self._ahead(number[0], number[1], number[1] + 1)
        swapped = read_number(line, after + 1)
        is_swapped = line.get(after, "unit") is not None and line.is_russian(after) and not line.is_digits(after + 1)
        if swapped is not None and is_swapped and line.get(swapped[1], "unit") is None:
            return self._ahead(swapped[0], after, swapped[1])
        return self._ahead(1, after, after + 1)

    def _between(self, least: int, most: int, unit_at: int, end: int) -> Found | None:
        """ "через 2-3 дня", "in 1-2 weeks"."""
        soonest, latest = (self._ahead(count, unit_at, end) for count in (least, most))
        first = soonest[0].resolve(self._today) if soonest is not None else None
        last = latest[0].resolve(self._today) if latest is not None else None
        return (Day(first=first[0], last=last[0]), end) if first is not None and last is not None else None

    def _ahead(self, count: int, unit_at: int, end: int) -> Found | None:
        unit = self._line.get(unit_at, "unit")
        if unit == "week":
            return Day(weeks=count), end
        if unit == "fortnight":
            return Day(weeks=2 * count), end
        if unit == "day":
            return self._calendar.in_days(count), end
        return (self._calendar.in_months(count), end) if unit == "month" else None

    def _counted(self, at: int) -> Found | None:
        """ "3 days from now", "2 weeks from Monday", "two days from tomorrow"."""
        line = self._line
        count = read_number(line, at)
        if count is None:
            return None
        ahead = self._ahead(count[0], count[1], count[1] + 1)
        if ahead is None:
            return None
        if line.get(ahead[1], "ago"):
            return ahead[0], ahead[1] + 1
        if ahead[0].weeks is not None:
            return self._week_from(ahead[1], ahead[0].weeks)
        offset = line.number(ahead[1] + 1, "offset")
        if line.get(ahead[1], "prep") == "from" and offset is not None:
            return self._calendar.in_days(count[0] + offset), ahead[1] + 2
        return None


def follows(day: Day, other: Day, today: date) -> bool:
    """Whether the other day comes right after the first, so that both are one range."""
    if day.weekday is not None and other.weekday is not None:
        return (other.weekday - day.weekday) % 7 == 1
    one, two = day.resolve(today), other.resolve(today)
    return one is not None and two is not None and two[0] - (one[1] or one[0]) == timedelta(1)
