"""The words of days: "завтра", "в след пт", "25 ноября", "next 3 days", "a week on Tuesday"."""

from datetime import date, timedelta

from wabot.language.days import Calendar, Day
from wabot.language.lexicon import Value
from wabot.language.line import Line
from wabot.language.numbers import read_number

Found = tuple[Day, int]
"""A day and the place after its words."""


class DayReader:
    """Reads a day or days at a place of the line."""

    def __init__(self, line: Line, today: date) -> None:
        self._line = line
        self._calendar = Calendar(today)
        self._today = today

    def read(self, at: int) -> Found | None:
        """The day said there and where it ends, or None."""
        word = self._line[at]
        if word.kind == "iso":
            year, month, day = (int(part) for part in word.form.split("-"))
            return self._calendar.full_date(year, month, day), at + 1
        if word.kind == "dotted":
            return self._dotted(at)
        for tag, value in word.senses.items():
            reader = _READERS.get(tag)
            found = reader(self, at, value) if reader is not None else None
            if found is not None:
                return found
        if word.kind == "number" or "number" in word.senses or "ordinal" in word.senses:
            return self._numbered(at)
        return None

    def _dotted(self, at: int) -> Found | None:
        """ "25.11", "25/11", "11/25", "25.11.26", "2026.11.25"."""
        form = self._line.form(at).replace(",", ".")
        parts = form.replace("/", ".").split(".")
        numbers = [int(part) for part in parts]
        if len(parts[0]) == 4:
            return (self._calendar.full_date(*numbers), at + 1) if len(numbers) == 3 else None
        month_after = self._line.number(at + 1, "month")
        if len(numbers) == 2 and month_after is not None and numbers[0] < numbers[1] <= 31:
            return self._dates(numbers, month_after, *self._year(at + 2))
        if len(parts[0]) > 2 or (len(numbers) == 2 and self._line.get(at + 1, "unit") is not None):
            return None
        day, month = numbers[:2]
        is_american = "/" in form and not self._is_russian()
        if (is_american and day <= 12) or month > 12 >= day > 0:
            if "/" not in form and len(numbers) == 2:
                return None
            day, month = month, day
        if len(numbers) == 3:
            return self._calendar.full_date(numbers[2] + 2000 if numbers[2] < 100 else numbers[2], month, day), at + 1
        found = self._calendar.next_date(month, day)
        if found is not None:
            return Day(first=found, guess="/" not in form), at + 1
        could_be_clock = day <= 24 and len(parts[1]) == 2 and month < 60
        return None if could_be_clock or month > 12 or not 0 < day < 40 else (Day(impossible=True), at + 1)

    def _is_russian(self) -> bool:
        return any("а" <= word.form[0] <= "я" for word in self._line if word.kind == "word")

    def _offset(self, at: int, value: Value) -> Found | None:
        return self._calendar.in_days(int(value)), at + 1

    def _holiday(self, at: int, value: Value) -> Found | None:
        month, day = (int(part) for part in str(value).split("-"))
        return Day(first=self._calendar.next_date(month, day)), at + 1

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
            is_coming = date_of is not None and date_of - self._today <= timedelta(14 if end == number[1] else 366)
            if is_coming and date_of.weekday() == weekday and not self._is_clock_after(end):
                return Day(first=date_of), end
        return Day(weekday=weekday), at + 1

    def _is_clock_after(self, at: int) -> bool:
        line = self._line
        tags = ("unit", "halfday", "month", "join", "minute_glued")
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
            return self._month(after, month)
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
        if value == "weekend":
            after_next = line.get(at + 1, "after_next") is not None
            return self._calendar.weekend(2 * after_next), at + 1 + after_next
        if value == "workdays":
            return self._workdays(at)
        if line.get(at + 1, "ago"):
            return self._ahead(1, at, at + 2)
        if line.get(at + 1, "through") and value in ("day", "week", "month"):
            number = read_number(line, at + 2)
            return self._ahead(number[0], at, number[1]) if number is not None else None
        if value == "fortnight":
            return self._week_from(at + 1, 2)
        if value != "week":
            return None
        if line.get(at + 1, "after_next"):
            return Day(week=2), at + 2
        if line.form(at + 1) == "of" and at + 2 < len(line):
            found = self.read(line.skip(at + 1, "article")) if line.skip(at + 1, "article") < len(line) else None
            if found is not None and found[0].first is not None:
                monday = found[0].first - timedelta(found[0].first.weekday())
                return Day(first=max(monday, self._today), last=monday + timedelta(6)), found[1]
        return self._week_from(at + 1, 1)

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

    def _month(self, at: int, value: Value) -> Found | None:
        """A month: "Nov 25", "November 25th to 27th", or alone the whole of it."""
        line, month = self._line, int(value)
        after = line.skip(at + 1, "article")
        numbers = self._numbers(after, commas=False) if not line.is_russian(at) or line.is_digits(after) else None
        if numbers is not None and line.get(numbers[1], "unit") is None and numbers[0][0] <= 39:
            return self._dates(numbers[0], month, *self._year(numbers[1]))
        if line.get(at, "doubtful"):
            return None
        year, end = self._year(at + 1)
        whole = self._calendar.month(month)
        if year is not None and whole.first is not None and year != whole.first.year:
            return None
        return whole, end

    def _bit(self, at: int, value: Value) -> Found | None:
        """The beginning, middle or end of a week or month."""
        line, bit = self._line, str(value)
        after = line.skip(at + 1, "article", "number_day")
        which = line.get(after, "which")
        after += which is not None
        week = 1 if which == "next" else 0
        month = line.number(after, "month")
        if month is not None:
            return self._calendar.bit_of_month(self._calendar.month(month), bit), after + 1
        unit = line.get(after, "unit")
        if unit == "month":
            return self._calendar.bit_of_month(self._calendar.month_ahead(week), bit), after + 1
        return (self._calendar.bit_of_week(week, bit), after + 1) if unit == "week" else None

    def _after_number_word(self, at: int, _value: Value) -> Found | None:
        """ "числа 25": the number after the word for it."""
        numbers = self._numbers(at + 1)
        if numbers is None or self._line.get(numbers[1], "month") is not None:
            return None
        return self._dates(numbers[0], None, None, numbers[1])

    def _last(self, at: int, _value: Value) -> Found | None:
        """ "последняя суббота ноября", "last week of December", "последние числа ноября"."""
        line = self._line
        if line.get(at + 1, "number_day") or line.get(at + 1, "unit") in ("week", "day"):
            after = line.skip(at + 2, "article", "prep", "through")
            month = line.number(after, "month")
            if month is None:
                return None
            whole, end = self._calendar.month(month), self._year(after + 1)[1]
            if line.get(at + 1, "unit") == "day":
                return Day(first=whole.last), end
            return self._calendar.bit_of_month(whole, "end"), end
        return self._nth_weekday(at, -1)

    def _choice(self, at: int, value: Value) -> Found | None:
        return self._nth_weekday(at, int(value))

    def _nth_weekday(self, at: int, number: int) -> Found | None:
        line = self._line
        weekday, unit = line.number(at + 1, "weekday"), line.get(at + 1, "unit")
        after = line.skip(at + 2, "article", "prep", "through")
        month = line.number(after, "month")
        if weekday is not None and line.get(after, "unit") == "month":
            return self._calendar.weekday_of_month(self._calendar.month_ahead(0), weekday, number), after + 1
        if month is None or (weekday is None and unit not in ("day", "week")):
            return None
        end = self._year(after + 1)[1]
        if weekday is not None:
            return self._calendar.weekday_of_month(self._calendar.month(month), weekday, number), end
        days = [number] if unit == "day" else [7 * number - 6, 7 * number]
        return self._dates(days, month, None, end)

    def _through(self, at: int, _value: Value) -> Found | None:
        """ "через 3 дня", "in a week", "через недели две"."""
        line = self._line
        after = line.skip(at + 1, "article", "about")
        number = read_number(line, after)
        if number is not None:
            return self._ahead(number[0], number[1], number[1] + 1)
        swapped = read_number(line, after + 1)
        if swapped is not None and line.get(after, "unit") and line.is_russian(after):
            if line.get(swapped[1], "unit") is None and not line.is_digits(after + 1):
                return self._ahead(swapped[0], after, swapped[1])
        return self._ahead(1, after, after + 1)

    def _ahead(self, count: int, unit_at: int, end: int) -> Found | None:
        unit = self._line.get(unit_at, "unit")
        if unit == "week":
            return Day(weeks=count), end
        if unit == "fortnight":
            return Day(weeks=2 * count), end
        if unit == "day":
            return self._calendar.in_days(count), end
        return (self._calendar.in_months(count), end) if unit == "month" else None

    def _numbered(self, at: int) -> Found | None:
        """ "25 ноября", "25-28 числа", "двадцать пятого", "3 days from now", "the 25th of November"."""
        line = self._line
        nth = line.number(at, "ordinal")
        if nth is not None:
            if line.get(at + 1, "unit") == "hour" or line.get(at - 1, "bit"):
                return None
            found = self._nth_weekday(at, nth)
            if found is not None:
                return found
        count = read_number(line, at)
        if count is not None and line.get(count[1], "unit") is not None:
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
        numbers = self._numbers(at)
        if numbers is None:
            return None
        days, end, is_date = numbers
        after = line.skip(end, "article", "number_day")
        after += line.form(after) in ("-", "/") and line.get(after + 1, "month") is not None
        which = line.get(after, "which")
        if which is not None and line.get(after + 1, "unit") == "month":
            first = self._calendar.month_ahead(1 if which == "next" else 0).first
            return (self._dates(days, first.month, first.year, after + 2)) if first is not None else None
        month = line.number(after, "month")
        if month is not None and not (line.get(after, "doubtful") and line.get(after + 1, "polite")):
            return self._dates(days, month, *self._year(after + 1))
        if line.get(end, "number_day"):
            return self._dates(days, None, None, end + 1)
        return self._dates(days, None, None, end) if is_date else self._before_dotted(days, end)

    def _before_dotted(self, days: list[int], end: int) -> Found | None:
        """ "24 - 25.11": a day before a dash and a date."""
        line = self._line
        dash = end + (line.form(end) == ".")
        if (
            not (line.get(dash, "join") == "range" or line.form(dash) == "/")
            or dash + 1 >= len(line)
            or line[dash + 1].kind != "dotted"
        ):
            return None
        found = self._dotted(dash + 1)
        if found is None or found[0].first is None or not days[0] < found[0].first.day:
            return None
        return Day(first=found[0].first.replace(day=days[0]), last=found[0].first), found[1]

    def _numbers(self, at: int, *, commas: bool = True) -> tuple[list[int], int, bool] | None:
        """Day numbers joined by dashes and the like; whether their form ("25го", "5th", > 24) shows dates."""
        line = self._line
        one = self._number(at)
        if one is None:
            return None
        days, end, is_date = [one[0]], one[1], one[2]
        while self._joins(end):
            following = self._number(line.skip(end + 1, "article", "prep"))
            if following is None or following[0] > 31 or line.get(following[1], "unit") is not None:
                break
            if line.form(end) == "," and not (commas and following[0] > days[-1]):
                break
            days, joint, end = [*days, following[0]], end, following[1]
            is_pair = line.get(joint, "join") in ("or", "and") and days[-1] == days[0] + 1
            is_date = is_date or following[2] or (is_pair and 24 < days[-1] < 32)
        return days, end, is_date

    def _joins(self, at: int) -> bool:
        line = self._line
        return (
            line.get(at, "join") in ("range", "or", "and")
            or line.get(at, "prep") in ("till", "to")
            or line.form(at) == ","
        )

    def _number(self, at: int) -> tuple[int, int, bool] | None:
        """A day number, where it ends, and whether its form shows that it is one."""
        line = self._line
        ordinal = line.number(at, "ordinal")
        if ordinal is not None:
            before = at - 1 - (line.get(at - 1, "polite") is not None and not line.is_russian(at - 1))
            return ordinal, at + 1, line.get(at, "choice") is None or line.get(before, "prep") == "at"
        number = read_number(line, at)
        if number is None:
            return None
        value, end = number
        dash = line.get(end, "join") == "range"
        ones = line.number(end + dash, "ordinal")
        if value in (20, 30) and ones is not None and ones < 10 and not line.is_digits(at):
            return value + ones, end + dash + 1, True
        if line.is_digits(at) and line.get(end + dash, "ordinal_end"):
            return value, end + dash + 1, True
        return value, end, False

    def _year(self, at: int) -> tuple[int | None, int]:
        line = self._line
        if line.form(at) in (",", "-", "/"):
            following = self._year(at + 1)
            return following if following[0] is not None else (None, at)
        is_short = len(line.form(at)) == 2 and line.form(at - 1) in ("-", "/")
        if line.is_digits(at) and (len(line.form(at)) == 4 or is_short):
            year = int(line.form(at)) + 2000 * is_short
            if self._today.year - 2 <= year <= self._today.year + 5:
                return year, at + 1 + (line.get(at + 1, "unit") == "year")
        return None, at

    def _dates(self, days: list[int], month: int | None, year: int | None, end: int) -> Found | None:
        """The dates of those day numbers in a month (None: the next month that has them)."""
        if not all(1 <= day <= 99 for day in days):
            return None
        calendar = self._calendar
        first = calendar.next_number(days[0]) if month is None else calendar.next_date(month, days[0], year)
        if first is None:
            return Day(impossible=True), end
        after = Calendar(first)
        last = after.next_number(days[-1]) if month is None else after.next_date(month, days[-1], year)
        return Day(first=first, last=last if last is not None and last > first else None), end


_READERS = {
    "number_day": DayReader._after_number_word,
    "offset": DayReader._offset,
    "holiday": DayReader._holiday,
    "weekday": DayReader._weekday,
    "which": DayReader._which,
    "within": DayReader._within,
    "unit": DayReader._unit,
    "month": DayReader._month,
    "week": DayReader._week,
    "bit": DayReader._bit,
    "last": DayReader._last,
    "choice": DayReader._choice,
    "through": DayReader._through,
}


def number_range(line: Line, at: int, today: date) -> Found | None:
    """ "с 25 по 28", "на 26": numbers that only the words before and between them show to be days."""
    number = read_number(line, at)
    if number is None or not line.is_digits(at):
        return None
    reader = DayReader(line, today)
    if line.get(number[1], "prep") == "till" and line.is_russian(number[1]):
        second = read_number(line, number[1] + 1)
        return reader._dates([number[0], second[0]], None, None, second[1]) if second is not None else None
    if 25 <= number[0] <= 31 and line.get(number[1], "unit") is None and line.get(number[1], "not_clock") is None:
        return reader._dates([number[0]], None, None, number[1])
    return None


def follows(day: Day, other: Day, today: date) -> bool:
    """Whether the other day comes right after the first, so that both are one range."""
    if day.weekday is not None and other.weekday is not None:
        return (other.weekday - day.weekday) % 7 == 1
    one, two = day.resolve(today), other.resolve(today)
    return one is not None and two is not None and two[0] - (one[1] or one[0]) == timedelta(1)
