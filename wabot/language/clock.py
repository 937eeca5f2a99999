"""Clock times: "5 30", "15-30", "полшестого", "quarter to six" to hours and minutes."""

from dataclasses import dataclass
from datetime import time

from wabot.domain.heard import DayPart
from wabot.language.lexicon import Word

_PM_PARTS = (DayPart.LUNCH, DayPart.AFTERNOON, DayPart.EVENING)


@dataclass(frozen=True, slots=True)
class Clock:
    """An hour and minute as said. `half` is what of the day was said with it (am, pm, day, night) or None;
    `literal` means the hour needs no guess ("05:30", "17").
    """

    hour: int
    minute: int = 0
    half: str | None = None
    literal: bool = False

    def resolve(self, part: DayPart | None = None) -> time:
        """The time of day: bare hours 1-7 are afternoon unless the half or the part of the day says otherwise."""
        hour = self.hour % 24
        if self.half is not None:
            hour = _halved(hour, self.half)
        elif not self.literal and hour <= 12:
            if part is DayPart.MORNING:
                pass
            elif (
                1 <= hour <= 7 or (part is DayPart.EVENING and 4 <= hour < 12) or (part in _PM_PARTS and 1 <= hour <= 4)
            ):
                hour += 12
        return time(hour, self.minute)


def _halved(hour: int, half: str) -> int:
    if hour > 12:
        return hour
    if half == "am":
        return hour % 12
    if half == "pm":
        return hour % 12 + 12
    if half == "day":
        return hour + 12 if hour < 8 else hour
    return hour % 12 if hour < 6 or hour == 12 else hour + 12


@dataclass(frozen=True, slots=True)
class Read:
    """A clock found in words [start, end). `sure` means it can be nothing but a clock time."""

    clock: Clock
    end: int
    sure: bool


def read_number(words: list[Word], at: int) -> tuple[int, int] | None:
    """A whole number, in digits or words ("двадцать пять"), and where it ends."""
    if at >= len(words):
        return None
    word = words[at]
    if word.kind == "number":
        return (int(word.form), at + 1) if len(word.form) <= 4 else None
    value = word.get("number")
    if not isinstance(value, int):
        return None
    if value >= 20 and at + 1 < len(words):
        ones = words[at + 1].get("number")
        if isinstance(ones, int) and 0 < ones < 10:
            return value + ones, at + 2
        if words[at + 1].form == "-" and at + 2 < len(words):
            ones = words[at + 2].get("number")
            if isinstance(ones, int) and 0 < ones < 10:
                return value + ones, at + 3
    return value, at + 1


class ClockReader:
    """Reads a clock time at a position of the message."""

    def __init__(self, words: list[Word]) -> None:
        self._words = words

    def read(self, at: int) -> Read | None:
        """The clock time that starts there, with the half of the day said after it."""
        found = self._fixed(at) or self._spoken(at) or self._numeric(at)
        if found is None:
            return None
        half = self._half_at(found.end)
        if half is not None and found.clock.hour <= 12:
            clock = Clock(found.clock.hour, found.clock.minute, half)
            return Read(clock, found.end + 1, True)
        return found

    def _get(self, at: int, tag: str) -> int | str | None:
        return self._words[at].senses.get(tag) if 0 <= at < len(self._words) else None

    def _half_at(self, at: int) -> str | None:
        half = self._get(at, "halfday")
        if half is None and at < len(self._words) and self._words[at].start == self._words[at - 1].end:
            half = self._get(at, "halfday_glued")
        return half if isinstance(half, str) else None

    def _fixed(self, at: int) -> Read | None:
        word = self._words[at]
        named = word.get("clock")
        if isinstance(named, str):
            return Read(Clock(int(named[:2]), int(named[3:]), literal=True), at + 1, True)
        if word.kind == "clock":
            hour, minute = (int(part) for part in word.form.replace(";", ":").split(":")[:2])
            return self._checked(hour, minute, at + 1, sure=True, literal=word.form[0] == "0")
        if word.kind == "dotted":
            numbers = word.form.replace(",", ".").split(".")
            if len(numbers) == 2 and len(numbers[1]) == 2 and "/" not in word.form:
                return self._checked(int(numbers[0]), int(numbers[1]), at + 1, sure=True)
        return None

    def _checked(self, hour: int, minute: int, end: int, *, sure: bool, literal: bool = False) -> Read | None:
        if hour > 24 or minute > 59:
            return None
        return Read(Clock(hour % 24, minute, literal=literal), end, sure)

    def _spoken(self, at: int) -> Read | None:
        half_of = self._get(at, "half_of")
        if isinstance(half_of, int):
            return self._before_hour(half_of, 30, at + 1)
        if self._get(at, "half"):
            return self._half(at + 1)
        if self._get(at, "minus"):
            return self._minus(at + 1)
        if self._get(at, "quarter"):
            return self._fraction(15, at + 1)
        number = read_number(self._words, at)
        if number is not None and number[0] < 60:
            minutes, after = number
            unit = self._get(after, "unit") == "minute"
            return self._fraction(minutes, after + unit, with_ordinal=unit)
        return None

    def _half(self, at: int) -> Read | None:
        if self._get(at, "past"):
            hour = read_number(self._words, at + 1)
            return self._checked(hour[0], 30, hour[1], sure=True) if hour and hour[0] <= 12 else None
        hour = self._ordinal_hour(at)
        if hour is not None:
            return self._before_hour(hour[0], 30, hour[1])
        hour = read_number(self._words, at)
        if hour is None or not 1 <= hour[0] <= 12:
            return None
        end = hour[1] + (self._get(hour[1], "ordinal_end") is not None)
        russian = not self._words[at - 1].form.isascii()
        return self._before_hour(hour[0], 30, end) if russian else self._checked(hour[0], 30, end, sure=True)

    def _fraction(self, minutes: int, at: int, *, with_ordinal: bool = True) -> Read | None:
        """Minutes past or before an hour, told before it: "quarter to six", "десять минут шестого"."""
        if self._get(at, "past"):
            hour = self._hour(at + 1)
            return self._checked(hour[0], minutes, hour[1], sure=True) if hour else None
        if self._get(at, "to_hour"):
            hour = self._hour(at + 1)
            if hour and (minutes % 5 == 0 or self._get(at - 1, "unit") == "minute"):
                return self._before_hour(hour[0], minutes, hour[1])
            return None
        hour = self._ordinal_hour(at) if with_ordinal else None
        return self._checked((hour[0] + 11) % 12, minutes, hour[1], sure=True) if hour else None

    def _minus(self, at: int) -> Read | None:
        if self._get(at, "quarter"):
            minutes, at = 15, at + 1
        else:
            number = read_number(self._words, at)
            if number is None or number[0] >= 60:
                return None
            minutes, at = number
        at += self._get(at, "unit") == "minute"
        hour = self._hour(at)
        return self._before_hour(hour[0], minutes, hour[1]) if hour else None

    def _hour(self, at: int) -> tuple[int, int] | None:
        if self._get(at, "unit") == "hour":
            return 1, at + 1
        number = read_number(self._words, at)
        return number if number is not None and 1 <= number[0] <= 24 else None

    def _ordinal_hour(self, at: int) -> tuple[int, int] | None:
        value = self._get(at, "ordinal")
        if isinstance(value, int) and 1 <= value <= 12 and not self._words[at].form.isascii():
            return value, at + 1
        number = read_number(self._words, at)
        if number and 1 <= number[0] <= 12 and self._get(number[1], "ordinal_end"):
            return number[0], number[1] + 1
        return None

    def _before_hour(self, hour: int, minutes: int, end: int) -> Read | None:
        total = (hour * 60 - minutes) % (24 * 60)
        if hour == 1:
            total = 13 * 60 - minutes
        return Read(Clock(total // 60, total % 60), end, True)

    def _numeric(self, at: int) -> Read | None:
        word = self._words[at]
        if word.kind == "number" and len(word.form) in (3, 4):
            if len(word.form) == 4 or self._half_at(at + 1):
                return self._checked(int(word.form[:-2]), int(word.form[-2:]), at + 1, sure=False)
            return None
        number = read_number(self._words, at)
        if number is None:
            return None
        hour, end = number
        if hour > 24:
            return None
        literal = word.kind == "number" and len(word.form) == 2 and word.form[0] == "0"
        if self._get(end, "unit") == "hour":
            minutes = self._minutes(end + 1)
            if minutes is not None:
                return self._checked(hour, minutes[0], minutes[1], sure=True, literal=literal)
            return self._checked(hour, 0, end + 1, sure=False, literal=literal)
        minutes = self._minutes(end)
        if minutes is not None and self._get(minutes[1], "unit") is None:
            return self._checked(hour, minutes[0], minutes[1], sure=True, literal=literal)
        return self._checked(hour, 0, end, sure=False, literal=literal)

    def _minutes(self, at: int) -> tuple[int, int] | None:
        """Minutes after an hour: two digits ("30"), or words ("тридцать", "ноль пять")."""
        if at >= len(self._words):
            return None
        word = self._words[at]
        if word.kind == "number":
            if len(word.form) != 2 or int(word.form) > 59:
                return None
            if any(self._get(at + 1, tag) is not None for tag in ("month", "ordinal_end", "number_day", "not_clock")):
                return None
            return int(word.form), at + 1 + (self._get(at + 1, "unit") == "minute")
        number = read_number(self._words, at)
        if number is None or word.get("number") is None:
            return None
        minutes, end = number
        if minutes == 0:
            ones = read_number(self._words, end)
            return (ones[0], ones[1]) if ones and ones[0] < 10 else None
        if minutes < 10 or minutes > 59 or self._get(end, "month") is not None:
            return None
        return minutes, end + (self._get(end, "unit") == "minute")
