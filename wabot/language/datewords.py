"""The words of dates: "25 ноября", "Nov 24-27", "25.11", "на двадцать пятое", "on the 15th"."""

from datetime import date

from wabot.language.days import Calendar, Day, Found
from wabot.language.lexicon import Value
from wabot.language.line import Line
from wabot.language.numbers import read_number
from wabot.language.periodwords import PeriodReader, read_year

_AFTER_NUMBER = ("prep", "part", "join", "polite", "before_clock", "clock")
"""What may follow "on 15" and "the 24" for the number to be a day's."""


class DateReader:
    """Reads dates that are named by number or month."""

    def __init__(self, line: Line, today: date) -> None:
        self._line = line
        self._calendar = Calendar(today)
        self._today = today
        self._periods = PeriodReader(line, today)

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
            return self.dates(numbers, month_after, *read_year(self._line, at + 2, self._today))
        if len(parts[0]) > 2 or (len(numbers) == 2 and self._line.get(at + 1, "unit") is not None):
            return None
        day, month = numbers[:2]
        is_american = "/" in form and not self._is_russian()
        if (is_american and day <= 12) or month > 12 >= day > 0:
            if "/" not in form and len(numbers) == 2:
                return None
            day, month = month, day
        if len(numbers) == 2 and is_american and self._is_of_weekday(at, day, month):
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

    def dashed(self, at: int) -> Found | None:
        """ "28-05", "on 4-22": two numbers that can be no hours of a range."""
        line = self._line
        if line.form(at - 1) == "on" and line.is_digits(at) and line.form(at + 1) == "-" and line.is_digits(at + 2):
            month, day = int(line.form(at)), int(line.form(at + 2))
            found = self._calendar.next_date(month, day) if month <= 12 < day <= 31 else None
            if found is not None:
                return Day(first=found), at + 3
        pair = [line.form(place) for place in (at, at + 2) if line.is_digits(place) and len(line.form(place)) == 2]
        if len(pair) < 2 or line.form(at + 1) != "-" or line.form(at + 3) == "-":
            return None
        day, month = map(int, pair)
        if not (24 < day <= 31 and 1 <= month <= 12) or line.get(at + 3, "month") or line.get(at + 3, "number_day"):
            return None
        found = self._calendar.next_date(month, day)
        return (Day(first=found) if found is not None else Day(impossible=True), at + 3)

    def _is_of_weekday(self, at: int, month: int, day: int) -> bool:
        """Whether "2/9" beside a weekday is of that weekday when read with the day first, and only then."""
        places = (at - 1, at + 1) if self._line.form(at - 1) != "," else (at - 2, at + 1)
        said = [self._line.number(place, "weekday") for place in places]
        weekday = next((one for one in said if one is not None), None)
        swapped, found = self._calendar.next_date(month, day), self._calendar.next_date(day, month)
        is_swapped = swapped is not None and swapped.weekday() == weekday
        return is_swapped and (found is None or found.weekday() != weekday)

    def _is_russian(self) -> bool:
        return any("а" <= word.form[0] <= "я" for word in self._line if word.kind == "word")

    def month(self, at: int, value: Value) -> Found | None:
        """A month: "Nov 25", "November 25th to 27th", "Oct-2", or alone the whole of it."""
        line, month = self._line, int(value)
        after = line.skip(at + 1, "article")
        is_listed = self._is_ordinal(after + 1) or (line.is_digits(after + 1) and self._ends_date(after + 2))
        after += self._is_glued(after) or (line.form(after) == "," and is_listed)
        slashed = [int(part) for part in line.form(after).split("/") if part.isdigit() and len(part) < 3]
        if len(slashed) == 2 and line[after].kind == "dotted" and slashed[0] < slashed[1] <= 31:
            return self.dates(slashed, month, None, after + 1)
        numbers = self._numbers(after, commas=False) if not line.is_russian(at) or line.is_digits(after) else None
        if numbers is not None and not self._is_counted(numbers[1]) and numbers[0][0] <= 39:
            return self.dates(numbers[0], month, *read_year(line, numbers[1], self._today))
        if line.get(at, "doubtful") and not self._is_month(at):
            return None
        whole, end, _ = self._periods.month(at) or (None, at, True)
        return (whole, end) if whole is not None else None

    def _is_glued(self, at: int) -> bool:
        """Whether a dash, slash or dot stands there between a month and digits ("Oct-2", "October. 2")."""
        line = self._line
        if line.form(at) not in ("-", "/", ".") or not line.is_digits(at + 1) or line[at - 1].end != line[at].start:
            return False
        return line.form(at) == "." or line[at].end == line[at + 1].start

    def _is_ordinal(self, at: int) -> bool:
        return self._line.is_digits(at) and self._line.get(at + 1, "ordinal_end") is not None

    def _is_counted(self, at: int) -> bool:
        """Whether what follows a number shows that it is no day's."""
        line = self._line
        is_half = line.get(at, "halfday") is not None and line[at].start == line[at - 1].end
        return is_half or any(line.get(at, tag) is not None for tag in ("unit", "not_clock", "oclock"))

    def _is_month(self, at: int) -> bool:
        """Whether "may" is the month: after "in", "next", "until" and the like, in a range of months, or alone."""
        line = self._line
        before = at - 1 - (line.get(at - 1, "article") is not None)
        after_which = line.get(before, "which") is not None and (at + 1 == len(line) or line[at + 1].kind != "word")
        after_range = line.get(before, "join") == "range" and line.get(before - 1, "month") is not None
        before_range = line.get(at + 1, "join") == "range" and line.get(at + 2, "month") is not None
        tags = ("through", "prep", "bit", "within", "about")
        is_alone = len(line) == 1 and line.form(at) == "may"
        return is_alone or after_which or after_range or before_range or any(line.get(before, tag) for tag in tags)

    def after_number_word(self, at: int, _value: Value) -> Found | None:
        """ "числа 25": the number after the word for it."""
        is_until = self._line.get(at + 1, "prep") == "to"
        numbers = self._numbers(self._line.skip(at + 1, "prep"))
        if numbers is None or self._line.get(numbers[1], "month") is not None:
            return None
        found = self.dates(numbers[0], None, None, numbers[1])
        if is_until and found is not None and found[0].first is not None:
            return Day(first=self._today, last=found[0].first), found[1]
        return found

    def numbered(self, at: int) -> Found | None:
        """ "25 ноября", "25-28 числа", "двадцать пятого", "the 25th of November"."""
        line = self._line
        nth = line.number(at, "ordinal")
        if nth is not None and (line.get(at + 1, "unit") == "hour" or line.get(at - 1, "bit")):
            return None
        found = self._periods.nth(at)
        if found is not None:
            return found
        numbers = self._numbers(at)
        if numbers is None:
            return None
        days, end, is_date = numbers
        if is_date and line.get(end, "quarter"):
            return None
        spoken = self._spoken_month(at, days, end)
        if spoken is not None:
            return self.dates(days, spoken, *read_year(line, end + 1, self._today))
        end += is_date and line.get(end, "unit") == "day" and line.get(end + 1, "article") is not None
        after = line.skip(end, "article", "number_day")
        after += line.form(after) in ("-", "/", ".") and line.get(after + 1, "month") is not None
        whole = self._periods.month(after) if line.get(after, "which") is not None else None
        if whole is not None and whole[0].first is not None:
            return self.dates(days, whole[0].first.month, whole[0].first.year, whole[1])
        month = line.number(after, "month")
        if month is not None and self._has_own_day(end, after):
            return None
        if month is not None and not (line.get(after, "doubtful") and line.get(after + 1, "polite")):
            days, listed_to = self._listed_after(after, days)
            return self.dates(days, month, *read_year(line, listed_to, self._today))
        if line.get(end, "number_day"):
            return self.dates(days, None, None, end + 1)
        denied = self._month_denied(end)
        if denied is not None:
            return self.dates(days, denied, None, end)
        is_date = is_date or self._is_after_the(at, days[0], end) or self._is_late(at, days[0], end)
        return self.dates(days, None, None, end) if is_date else self._before_dotted(days, end)

    def _spoken_month(self, at: int, days: list[int], end: int) -> int | None:
        """The month of "двадцать второго двенадцатого", where it is told by its number like the day before it."""
        line = self._line
        month = line.number(end, "ordinal")
        is_said = line.get(end - 1, "ordinal") is not None and line.is_russian(end)
        if not is_said or len(days) > 1 or month is None or month > 12 or month == days[0] + 1:
            return None
        is_slip = end == at + 1 and days[0] in (20, 30) and month < 10  # "тридцатого первого" may be the 31st
        return None if is_slip or line.get(end + 1, "unit") == "hour" else month

    def _listed_after(self, month_at: int, days: list[int]) -> tuple[list[int], int]:
        """ "28 января или 29": a later day after the month of the first, which goes for both; and where it ends."""
        line, end = self._line, month_at + 1
        if line.get(end, "join") not in ("or", "and") or not line.is_digits(end + 1):
            return days, end
        day, after = int(line.form(end + 1)), end + 2
        is_last = after >= len(line) or line[after].kind == "mark"
        is_last = is_last or line.get(after, "prep") is not None or line.get(after, "part") is not None
        return ([*days, day], after) if is_last and days[-1] < day <= 31 else (days, end)

    def _month_denied(self, at: int) -> int | None:
        """The month of "11, а не 10 декабря", told with the day that is not meant."""
        line = self._line
        place = at + (line.form(at) == ",")
        place += line.get(place, "join") == "but"
        if line.get(place, "join") != "not":
            return None
        other = self._numbers(line.skip(place + 1, "article", "prep"))
        return line.number(line.skip(other[1], "article"), "month") if other is not None else None

    def _has_own_day(self, end: int, month_at: int) -> bool:
        """Whether a month after a number has another day ("at 8 on August 5th", "3-5 on june 1")."""
        line = self._line
        if line.is_russian(month_at):
            return False
        following = self._number(line.skip(month_at + 1, "article"))
        is_day = following is not None and following[0] <= 31 and not self._is_counted(following[1])
        return is_day and following is not None and (following[2] or line.form(end) == "on")

    def _is_late(self, at: int, number: int, end: int) -> bool:
        """ "31 утром", "вы 31 работаете?": a number first of all and before a time, too great for an hour of two."""
        line = self._line
        is_first = at == 0 or (line[at - 1].kind == "mark" and line.get(at - 1, "join") != "range")
        is_last = end == len(line) or (end + 1 == len(line) and line.form(end) == "?")
        is_all = is_last and end == at + 1  # "а 26?"
        if 25 <= number <= 31 and line.is_digits(at) and (is_all or line.get(end, "after_date") is not None):
            return is_first or line.get(at - 1, "before_date") is not None
        if 25 <= number <= 31 and line.is_digits(at) and line.get(at - 1, "propose") is not None:  # "лучше 28"
            return not self._is_counted(end)
        is_first |= line.get(at - 1, "propose") is not None or line.get(at - 1, "before_date") is not None
        is_timed = line.get(end, "prep") in ("at", "after") and line.is_russian(end) and end + 1 < len(line)
        is_timed = is_timed and line.get(end + 1, "weekday") is None  # "13-16 в пятницу"
        least = 25 if line.get(end, "part") is not None else 13
        return is_first and line.is_digits(at) and least <= number <= 31 and (is_timed or least == 25)

    def _is_after_the(self, at: int, number: int, end: int) -> bool:
        """ "on 15", "the 24", "for the 5": English says no hour so."""
        line = self._line
        if not line.is_digits(at) or not 1 <= number <= 31:
            return False
        if not self._ends_date(end):
            return False
        if line.get(end, "halfday") or line.get(end, "unit"):
            return False
        if line.form(at - 1) == "the":
            return number > 12 or line.get(at - 2, "prep") is not None or line.form(at - 2) == "on"
        return line.form(at - 1) == "on"

    def _ends_date(self, at: int) -> bool:
        """Whether what stands there may follow a date, and is nothing counted."""
        line = self._line
        return at >= len(line) or line[at].kind != "word" or any(tag in line[at].senses for tag in _AFTER_NUMBER)

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
        while len(days) < 5:
            if not self._joins(end):  # "10th 11th", "21 22 ноября"
                if not ((is_date and self._is_ordinal(end)) or self._is_next(days[-1], end)):
                    break
                end -= 1
            following = self._number(line.skip(end + 1, "article", "prep"))
            if following is None or following[0] > 31 or line.get(following[1], "unit") is not None:
                break
            is_hour = line.get(following[1], "halfday") is not None and line.get(end, "join") not in ("or", "range")
            if not line.is_russian(end) and (is_hour or line.form(end + 1) == "at"):  # "the 11th before four pm"
                break
            is_listed = line.get(following[1], "join") in ("or", "and")
            if line.form(end) == "," and self._is_denied(at):  # "not the 27th, the 28th"
                break
            if line.form(end) == "," and not ((commas or is_listed) and following[0] > days[-1]):
                break
            days, joint, end = [*days, following[0]], end, following[1]
            is_pair = line.get(joint, "join") in ("or", "and") and days[-1] == days[0] + 1
            is_date = is_date or following[2] or (is_pair and 24 < days[-1] < 32)
        return days, end, is_date

    def _is_next(self, day: int, at: int) -> bool:
        """Whether the next day stands right there, before its month; of lower numbers the first may be an hour."""
        line = self._line
        is_number = line.is_digits(at) and line.form(at) == str(day + 1) and 20 < day < 31
        return is_number and (line.get(at + 1, "month") is not None or line.get(at + 1, "number_day") is not None)

    def _is_denied(self, at: int) -> bool:
        return any(self._line.get(before, "join") == "not" for before in range(max(at - 2, 0), at))

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
        if ordinal is not None and line.get(at + 1, "not_clock"):  # "на первом этаже"
            return None
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

    def dates(self, days: list[int], month: int | None, year: int | None, end: int) -> Found | None:
        """The dates of those day numbers in a month (None: the next month that has them)."""
        if not all(1 <= day <= 99 for day in days):
            return None
        calendar = self._calendar
        first = calendar.next_number(days[0]) if month is None else calendar.next_date(month, days[0], year)
        if first is None:
            return Day(impossible=True), end
        after = Calendar(first)
        is_over = month is None or days[-1] < days[0]  # "from the 27th of April to the 3rd"
        last = after.next_number(days[-1]) if is_over else after.next_date(month or 0, days[-1], year)
        later = last if last is not None and last > first else None
        return Day(first=first, last=later, is_number=month is None), end

    def number_range(self, at: int) -> Found | None:
        """ "с 25 по 28", "на 26": numbers that only the words before and between them show to be days."""
        line = self._line
        number = read_number(line, at)
        if number is None or not line.is_digits(at):
            return None
        if line.get(number[1], "prep") == "till" and line.is_russian(number[1]):
            if any("offset" in word.senses or "weekday" in word.senses for word in line):  # "завтра с 12 по 14"
                return None
            second = read_number(line, number[1] + 1)
            return self.dates([number[0], second[0]], None, None, second[1]) if second is not None else None
        if 25 <= number[0] <= 31 and line.get(number[1], "unit") is None and line.get(number[1], "not_clock") is None:
            return self.dates([number[0]], None, None, number[1])
        is_timed = line.form(number[1]) == "в" and line.is_digits(number[1] + 1) and line.form(at - 1) == "на"
        if is_timed and number[0] <= 31 and int(line.form(number[1] + 1)) <= 24:  # "на 24 в 14"
            return self.dates([number[0]], None, None, number[1])
        return None
