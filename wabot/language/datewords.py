"""The words of dates: "25 ноября", "Nov 24-27", "25.11", "на двадцать пятое", "the last Friday of the month"."""

from datetime import date

from wabot.language.days import Calendar, Day
from wabot.language.lexicon import Value
from wabot.language.line import Line
from wabot.language.numbers import read_number

Found = tuple[Day, int]
"""A day and the place after its words."""


class DateReader:
    """Reads dates that are named by number or month."""

    def __init__(self, line: Line, today: date) -> None:
        self._line = line
        self._calendar = Calendar(today)
        self._today = today

    def dotted(self, at: int) -> Found | None:
        """ "25.11", "25/11", "11/25", "25.11.26", "2026.11.25"."""
        form = self._line.form(at).replace(",", ".")
        if form == "24/7":
            return None
        parts = form.replace("/", ".").split(".")
        numbers = [int(part) for part in parts]
        if len(parts[0]) == 4:
            return (self._calendar.full_date(*numbers), at + 1) if len(numbers) == 3 else None
        month_after = self._line.number(at + 1, "month")
        if len(numbers) == 2 and month_after is not None and numbers[0] < numbers[1] <= 31:
            return self.dates(numbers, month_after, *self._year(at + 2))
        if len(parts[0]) > 2 or (len(numbers) == 2 and self._line.get(at + 1, "unit") is not None):
            return None
        day, month = numbers[:2]
        is_american = "/" in form and not self._is_russian()
        if (is_american and day <= 12) or month > 12 >= day > 0:
            if "/" not in form and len(numbers) == 2:
                return None
            day, month = month, day
        if len(numbers) == 3:
            year = numbers[2] + 2000 if numbers[2] < 100 else numbers[2]
            full = self._calendar.full_date(year, month, day)
            if full.first is None or full.first < self._today:  # the other order may be still to come
                other = self._calendar.full_date(year, day, month)
                full = other if is_american and other.first and other.first >= self._today else full
            return full, at + 1
        found = self._calendar.next_date(month, day)
        if found is not None:
            return Day(first=found, guess="/" not in form), at + 1
        could_be_clock = day <= 24 and len(parts[1]) == 2 and month < 60
        return None if could_be_clock or month > 12 or not 0 < day < 40 else (Day(impossible=True), at + 1)

    def _is_russian(self) -> bool:
        return any("а" <= word.form[0] <= "я" for word in self._line if word.kind == "word")

    def month(self, at: int, value: Value) -> Found | None:
        """A month: "Nov 25", "November 25th to 27th", or alone the whole of it."""
        line, month = self._line, int(value)
        after = line.skip(at + 1, "article")
        slashed = [int(part) for part in line.form(after).split("/") if part.isdigit() and len(part) < 3]
        if len(slashed) == 2 and line[after].kind == "dotted" and slashed[0] < slashed[1] <= 31:
            return self.dates(slashed, month, None, after + 1)
        numbers = self._numbers(after, commas=False) if not line.is_russian(at) or line.is_digits(after) else None
        if numbers is not None and line.get(numbers[1], "unit") is None and numbers[0][0] <= 39:
            return self.dates(numbers[0], month, *self._year(numbers[1]))
        if line.get(at, "doubtful"):
            return None
        year, end = self._year(at + 1)
        whole = self._calendar.month(month)
        if year is not None and whole.first is not None and year != whole.first.year:
            return None
        return whole, end

    def bit(self, at: int, value: Value) -> Found | None:
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

    def last(self, at: int, _value: Value) -> Found | None:
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

    def choice(self, at: int, value: Value) -> Found | None:
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
        return self.dates(days, month, None, end)

    def after_number_word(self, at: int, _value: Value) -> Found | None:
        """ "числа 25": the number after the word for it."""
        numbers = self._numbers(at + 1)
        if numbers is None or self._line.get(numbers[1], "month") is not None:
            return None
        return self.dates(numbers[0], None, None, numbers[1])

    def numbered(self, at: int) -> Found | None:
        """ "25 ноября", "25-28 числа", "двадцать пятого", "the 25th of November"."""
        line = self._line
        nth = line.number(at, "ordinal")
        if nth is not None:
            if line.get(at + 1, "unit") == "hour" or line.get(at - 1, "bit"):
                return None
            found = self._nth_weekday(at, nth)
            if found is not None:
                return found
        numbers = self._numbers(at)
        if numbers is None:
            return None
        days, end, is_date = numbers
        after = line.skip(end, "article", "number_day")
        after += line.form(after) in ("-", "/") and line.get(after + 1, "month") is not None
        which = line.get(after, "which")
        if which is not None and line.get(after + 1, "unit") == "month":
            first = self._calendar.month_ahead(1 if which == "next" else 0).first
            return (self.dates(days, first.month, first.year, after + 2)) if first is not None else None
        month = line.number(after, "month")
        if month is not None and not (line.get(after, "doubtful") and line.get(after + 1, "polite")):
            return self.dates(days, month, *self._year(after + 1))
        if line.get(end, "number_day"):
            return self.dates(days, None, None, end + 1)
        return self.dates(days, None, None, end) if is_date else self._before_dotted(days, end)

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
        found = self.dotted(dash + 1)
        if found is None or found[0].first is None or not 0 < days[0] < found[0].first.day:
            return None
        return Day(first=found[0].first.replace(day=days[0]), last=found[0].first), found[1]

    def _numbers(self, at: int, *, commas: bool = True) -> tuple[list[int], int, bool] | None:
        """Day numbers joined by dashes and the like; whether their form ("25го", "5th", > 24) shows dates."""
        line = self._line
        one = self._number(at)
        if one is None:
            return None
        days, end, is_date = [one[0]], one[1], one[2]
        while self._joins(end) and len(days) < 5:
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

    def dates(self, days: list[int], month: int | None, year: int | None, end: int) -> Found | None:
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

    def number_range(self, at: int) -> Found | None:
        """ "с 25 по 28", "на 26": numbers that only the words before and between them show to be days."""
        line = self._line
        number = read_number(line, at)
        if number is None or not line.is_digits(at):
            return None
        if line.get(number[1], "prep") == "till" and line.is_russian(number[1]):
            second = read_number(line, number[1] + 1)
            return self.dates([number[0], second[0]], None, None, second[1]) if second is not None else None
        if 25 <= number[0] <= 31 and line.get(number[1], "unit") is None and line.get(number[1], "not_clock") is None:
            return self.dates([number[0]], None, None, number[1])
        return None
