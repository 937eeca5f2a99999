"""Numbers and lengths of time, in digits and words."""

import re
from datetime import timedelta

from wabot.language.line import Line


def read_number(line: Line, at: int) -> tuple[int, int] | None:
    """A whole number ("25", "двадцать пять", "twenty-five") and where it ends."""
    if at >= len(line):
        return None
    word = line[at]
    if word.kind == "number":
        return (int(word.form), at + 1) if len(word.form) <= 4 else None
    value = line.number(at, "number")
    if value is None:
        return None
    if value >= 20:
        dash = line.get(at + 1, "join") == "range"
        ones = line.number(at + 1 + dash, "number")
        if ones is not None and 0 < ones < 10 and not line.is_digits(at + 1 + dash):
            return value + ones, at + 2 + dash
    return value, at + 1


def read_length(line: Line, at: int) -> tuple[timedelta, int] | None:
    """A length in hours and minutes ("полтора часа", "2 hours", "1ч 20 мин", "an hour and a half")."""
    at = line.skip(at, "about")
    at = line.skip(at, "article", "about") if not line.is_russian(at) else at
    fixed = line.number(at, "length")
    if fixed is not None:
        return timedelta(minutes=fixed), at + 1
    is_one = line.get(at, "single") is not None or read_number(line, at + 1) is None
    if line.get(at, "unit") in ("hour", "minute") and is_one:
        return _with_half(line, 1.0, at)
    if at < len(line) and line[at].kind == "dotted" and line.get(at + 1, "unit") == "hour":
        length = _fraction(line.form(at))
        return (length, at + 2) if length is not None else None
    number = read_number(line, at)
    if number is None:
        return None
    count, end = float(number[0]), number[1]
    if line.get(end, "both") and line.get(end + 1, "half"):  # "two and half hours"
        count, end = count + 0.5, end + 2
    count, end = count + (line.number(end, "and_part") or 0) / 60, line.skip(end, "and_part", "about")
    if line.get(end, "join") in ("range", "or") or line.get(end, "prep") in (
        "to",
        "till",
    ):  # "30-40 min": the least
        most = read_number(line, end + 1)
        end = most[1] if most is not None and line.get(most[1], "unit") in ("hour", "minute") else end
    if line.get(end, "minute_glued") and line[end].start == line[end - 1].end:
        return timedelta(minutes=count), end + 1
    if line.get(end, "unit") not in ("hour", "minute"):
        return None
    return _with_half(line, count, end)


def _fraction(form: str) -> timedelta | None:
    """So much of an hour: "1.5", "1,5", "1/2"."""
    numbers = re.fullmatch(r"(\d+)([./,])(\d+)", form)
    if numbers is None:
        return None
    first, second = int(numbers[1]), int(numbers[3])
    if numbers[2] == "/":
        return timedelta(hours=first / second) if second else None
    return timedelta(hours=float(f"{first}.{numbers[3]}"))


def _with_half(line: Line, count: float, at: int) -> tuple[timedelta, int]:
    """The length of so many of the unit there, with the half or the minutes said after it."""
    if line.get(at, "unit") == "minute":
        return timedelta(minutes=count), at + 1
    length, end = timedelta(hours=count), at + 1
    more_minutes = line.number(end, "and_part")
    if more_minutes is not None:
        return length + timedelta(minutes=more_minutes), end + 1
    after = line.skip(end, "both")
    more = read_number(line, after)
    if more is not None and line.get(more[1], "unit") == "minute":
        return length + timedelta(minutes=more[0]), more[1] + 1
    if more is not None and line.is_russian(at) and more[0] in range(10, 60, 5):  # "час пятнадцать"
        return length + timedelta(minutes=more[0]), more[1]
    return length, end
