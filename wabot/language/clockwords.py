"""The words of clock times: "5 30", "15-30", "полшестого", "quarter to six"."""

from dataclasses import dataclass

from wabot.language.clock import Clock
from wabot.language.line import Line
from wabot.language.numbers import read_number

_DAYS = ("weekday", "offset", "today_part", "month", "ordinal_end")
"""Senses of words that name a day."""

_AFTER_DAY_NUMBER = ("month", "ordinal_end", "number_day", "not_clock")


@dataclass(frozen=True, slots=True)
class Read:
    """A clock and the place after its words. `sure` means that it can be nothing but a clock time."""

    clock: Clock
    end: int
    sure: bool


class ClockReader:
    """Reads a clock time at a place of the line."""

    def __init__(self, line: Line) -> None:
        self._line = line

    def read(self, at: int) -> Read | None:
        """The clock time that starts there, with the half of the day said after it."""
        if at >= len(self._line):
            return None
        found = self._fixed(at) or self._spoken(at) or self._numeric(at)
        if found is None:
            return None
        line = self._line
        place = line.skip(found.end, "oclock", "ish")
        if line.get(place, "join") == "range" and line.get(place + 1, "ish"):
            place += 2
        half = self._half_at(place)
        if half is None:
            return found if place == found.end else Read(found.clock, place, True)
        if found.clock.hour > 12:
            return Read(found.clock, place + 1, True)
        return Read(Clock(found.clock.hour, found.clock.minute, half), place + 1, True)

    def _half_at(self, at: int) -> str | None:
        half = self._line.get(at, "halfday")
        if half is None and 0 < at < len(self._line) and self._line[at].start == self._line[at - 1].end:
            half = self._line.get(at, "halfday_glued")
        return half if isinstance(half, str) else None

    def _fixed(self, at: int) -> Read | None:
        word = self._line[at]
        named = word.get("clock")
        if isinstance(named, str):
            return Read(Clock(int(named[:2]), int(named[3:]), literal=True), at + 1, True)
        if word.kind == "clock":
            hour, minute = (int(part) for part in word.form.replace(";", ":").split(":")[:2])
            return _checked(
                hour,
                minute,
                at + 1 + (self._line.get(at + 1, "unit") == "hour"),
                sure=True,
                literal=word.form[0] == "0",
            )
        if word.kind == "dotted":
            numbers = word.form.replace(",", ".").split(".")
            if len(numbers) == 2 and len(numbers[1]) == 2 and "/" not in word.form:
                return _checked(int(numbers[0]), int(numbers[1]), at + 1, sure=True)
        return None

    def _spoken(self, at: int) -> Read | None:
        line = self._line
        half_of = line.number(at, "half_of")
        if half_of is not None:
            return _before_hour(half_of, 30, at + 1)
        if line.get(at, "half"):
            return self._half(at + 1)
        if line.get(at, "minus"):
            return self._minus(at + 1)
        if line.get(at, "quarter"):
            return self._fraction(15, at + 1)
        ordinal = line.number(at, "ordinal")
        if ordinal is not None and line.get(at - 1, "bit") == "start" and 1 <= ordinal <= 12:
            return _before_hour(ordinal, 60, at + 1)
        if ordinal is not None and line.get(at + 1, "unit") == "hour" and 1 <= ordinal <= 12:
            return _before_hour(ordinal, 60, at + 2)
        number = read_number(line, at)
        if number is None or number[0] >= 60:
            return None
        unit = line.get(number[1], "unit") == "minute"
        if line.get(at - 1, "prep") == "from" and line.get(number[1], "to_hour"):  # "from ten to twelve"
            return None
        return self._fraction(number[0], number[1] + unit, with_ordinal=unit)

    def _half(self, at: int) -> Read | None:
        line = self._line
        if line.get(at, "past"):
            hour = self._hour(at + 1)
            return _checked(hour[0], 30, hour[1], sure=True) if hour and hour[0] <= 12 else None
        at += line.get(at, "join") == "range"
        ordinal = self._ordinal_hour(at)
        if ordinal is not None:
            return _before_hour(ordinal[0], 30, ordinal[1])
        hour = read_number(line, at)
        if hour is None or not 1 <= hour[0] <= 12:
            return None
        end = hour[1] + (line.get(hour[1], "ordinal_end") is not None)
        if line.is_russian(at - 1) or line.get(at - 1, "join"):
            return _before_hour(hour[0], 30, end)
        return _checked(hour[0], 30, end, sure=True)

    def _fraction(self, minutes: int, at: int, *, with_ordinal: bool = True) -> Read | None:
        """Minutes past or before an hour, told before it: "quarter to six", "десять минут шестого"."""
        line = self._line
        if line.get(at, "past") or (line.get(at, "past_hour") and not line.is_digits(at - 1) and minutes % 5 == 0):
            hour = self._hour(at + 1)
            return _checked(hour[0], minutes, hour[1], sure=True) if hour else None
        if line.get(at, "to_hour"):
            hour = self._hour(at + 1)
            if hour is None or not (minutes % 5 == 0 or line.get(at - 1, "unit") == "minute"):
                return None
            is_unit = line.get(at - 1, "unit") is not None
            is_named = line.get(at + 1, "clock") is not None
            if not (is_unit or is_named) and not self._is_told(minutes, hour[0], at):
                return None
            return _before_hour(hour[0], minutes, hour[1])
        ordinal = self._ordinal_hour(at) if with_ordinal else None
        return _checked((ordinal[0] + 11) % 12, minutes, ordinal[1], sure=True) if ordinal else None

    def _is_told(self, minutes: int, hour: int, at: int) -> bool:
        """Whether "ten to six" tells minutes before an hour, and no range ("5 to 7", "tomorrow ten till two")."""
        line = self._line
        if minutes not in (5, 10, 15, 20, 25):
            return False
        is_range = minutes <= 12 and Clock(minutes).resolve() < Clock(hour).resolve()
        if line.get(at, "until") and any(tag in word.senses for word in line for tag in _DAYS):
            return not is_range
        if not line.is_digits(at - 1) or line.form(at - 2) == "at":
            return True
        return minutes >= (20 if hour > 12 else 15) or (minutes == 5 and not is_range)

    def _minus(self, at: int) -> Read | None:
        line = self._line
        if line.get(at, "quarter"):
            minutes, at = 15, at + 1
        else:
            number = read_number(line, at)
            if number is None or number[0] >= 60:
                return None
            if number[1] == at + 2 and self._hour(number[1] + (line.get(number[1], "unit") == "minute")) is None:
                number = line.number(at, "number") or 0, at + 1  # "без двадцати девять"
            minutes, at = number
        at += line.get(at, "unit") == "minute"
        hour = self._hour(at)
        return _before_hour(hour[0], minutes, hour[1]) if hour else None

    def _hour(self, at: int) -> tuple[int, int] | None:
        if self._line.get(at, "one_hour"):
            return 1, at + 1
        if (named := self._line.get(at, "clock")) is not None:
            return int(str(named)[:2]), at + 1
        number = read_number(self._line, at)
        if number is None or not 1 <= number[0] <= 24:
            return None
        return number[0], number[1] + (self._line.get(number[1], "ordinal_end") is not None)

    def _ordinal_hour(self, at: int) -> tuple[int, int] | None:
        value = self._line.number(at, "ordinal")
        if value is not None and 1 <= value <= 12 and self._line.is_russian(at):
            return value, at + 1
        number = read_number(self._line, at)
        end = number[1] + (self._line.get(number[1], "join") == "range") if number else at
        if number and 1 <= number[0] <= 12 and self._line.get(end, "ordinal_end"):
            return number[0], end + 1
        return None

    def _numeric(self, at: int) -> Read | None:
        line, word = self._line, self._line[at]
        if word.kind == "number" and len(word.form) in (3, 4):
            is_round = word.form[0] != "0" and int(word.form[-2:]) % 5 == 0
            if len(word.form) == 4 or self._half_at(at + 1) or is_round:
                is_unit = line.get(at + 1, "unit") == "hour"
                hour, minute, literal = int(word.form[:-2]), int(word.form[-2:]), word.form[0] == "0"
                return _checked(hour, minute, at + 1 + is_unit, sure=is_unit, literal=literal)
            return None
        number = read_number(line, at)
        if number is None or number[0] > 24 or line.get(at, "how_many") is not None:
            return None
        hour, end = number
        literal = word.kind == "number" and len(word.form) == 2 and word.form[0] == "0"
        more = line.number(end, "and_part")
        if more is not None and read_number(line, end + 1) is None:
            return _checked(hour, more, end + 1, sure=True)
        if line.get(end, "hundred"):
            return _checked(hour, 0, end + 1, sure=True)
        unit = line.get(end, "unit") == "hour"
        if unit and hour <= 12 and line.form(end) != "h" and not line.is_russian(end):  # "2 hours" is a length
            return None
        minutes = self._minutes(end + unit) or self._dashed_minutes(end) or self._joined_minutes(end + unit)
        is_free = minutes is not None and (line.get(minutes[1], "unit") is None or line.get(minutes[1], "halfday"))
        if minutes is not None and (unit or is_free):
            return _checked(hour, minutes[0], minutes[1], sure=True, literal=literal)
        end = line.skip(end + unit, "ordinal_end") if not unit else end + 1
        return _checked(hour, 0, end, sure=False, literal=literal)

    def _dashed_minutes(self, at: int) -> tuple[int, int] | None:
        """ "ten-thirty": minutes that can be no hour of a range."""
        line = self._line
        if line.get(at, "join") != "range" or line.is_digits(at - 1) or line.is_digits(at + 1):
            return None
        minutes = self._minutes(at + 1)
        least = 25 if line.is_russian(at + 1) else 15
        return minutes if minutes is not None and minutes[0] >= least and minutes[0] % 5 == 0 else None

    def _joined_minutes(self, at: int) -> tuple[int, int] | None:
        """ "5 и 30": minutes that can be no hour of a second time."""
        line = self._line
        minutes = self._minutes(at + 1) if line.get(at, "join") == "and" and line.is_russian(at) else None
        return minutes if minutes is not None and minutes[0] > 24 and minutes[0] % 5 == 0 else None

    def _minutes(self, at: int) -> tuple[int, int] | None:
        """Minutes after an hour: two digits ("30", "0 0"), or words ("тридцать", "ноль пять")."""
        line = self._line
        if at >= len(line):
            return None
        if line.get(at, "oh"):
            ones = read_number(line, at + 1)
            return ones if ones and 0 < ones[0] < 10 and not line.is_digits(at + 1) else None
        if line.is_digits(at):
            form = line.form(at)
            if form == "0" and line.form(at + 1) == "0":
                return 0, at + 2
            if len(form) != 2 or int(form) > 59 or any(line.get(at + 1, tag) for tag in _AFTER_DAY_NUMBER):
                return None
            if line.get(at + 1, "join") == "range" and line.is_digits(at + 2) and line.get(at - 1, "unit") is None:
                return None
            is_unit = line.get(at + 1, "unit") == "minute" or line.get(at + 1, "minute_glued") is not None
            return int(form), at + 1 + is_unit
        number = read_number(line, at)
        if number is None:
            return None
        minutes, end = number
        if minutes == 0:
            ones = read_number(line, end)
            return ones if ones and ones[0] < 10 else None
        if minutes < 10 or minutes > 59 or line.get(end, "month") is not None:
            return None
        return minutes, end + (line.get(end, "unit") == "minute")


def _checked(hour: int, minute: int, end: int, *, sure: bool, literal: bool = False) -> Read | None:
    if hour > 24 or minute > 59:
        return None
    return Read(Clock(hour % 24, minute, literal=literal), end, sure)


def _before_hour(hour: int, minutes: int, end: int) -> Read:
    total = ((13 if hour == 1 else hour) * 60 - minutes) % (24 * 60)
    return Read(Clock(total // 60, total % 60), end, True)
