"""Moments: points of time told by their distance from now, and shifts from a time that was."""

from datetime import datetime, timedelta

from wabot.language.lexicon import Value
from wabot.language.line import Line
from wabot.language.numbers import read_length, read_number
from wabot.language.pieces import Piece


def read_moment(line: Line, at: int, now: datetime) -> Piece | None:
    """A time told by its distance: "через час", "in half an hour", "2 hours from now", "часа через 2"."""
    is_after = line.get(at, "prep") == "after" and not line.is_russian(at) and line.form(at + 2) != "h"
    if line.get(at, "within") and line.form(at + 1) == "the":  # "within the hour"
        return None
    if line.get(at, "through") or line.get(at, "within") or is_after:
        length = read_length(line, at + 1)
        if length is not None and line.get(length[1], "join") == "range":
            other = read_length(line, length[1] + 1)
            length = (length[0], other[1]) if other is not None else length
        number = read_number(line, at + 2) if length is None and line.is_russian(at) else None
        if number is not None and line.get(at + 1, "unit") in ("hour", "minute"):  # "через часика два"
            length = _times(line, at + 1, number)
    elif line.get(at, "unit") in ("hour", "minute") and line.get(at + 1, "through"):
        number = read_number(line, at + 2)
        if number is None and line.get(at + 2, "one_and_half") is None:
            return None
        length = _times(line, at, number) if number is not None else (timedelta(minutes=90), at + 3)
    else:
        length = read_length(line, at)
        if length is None or not line.get(length[1], "ago"):
            return None
        length = length[0], length[1] + 1
    return Piece(at, length[1], moment=now + length[0]) if length is not None else None


def read_shift(line: Line, at: int) -> Piece | None:
    """ "на час позже", "2 hours earlier", "попозже на час", "later by an hour": a length of time and no point in it."""
    ahead = line.get(at, "shift")
    if ahead is not None and line.get(at + 1, "prep") is not None:
        by = read_length(line, at + 2)
        is_clock = by is None or line.get(by[1], "halfday") is not None  # "раньше на час дня"
        return Piece(at, by[1], shift=_towards(ahead, by[0]), dropped=True) if by is not None and not is_clock else None
    start = at + (line.get(at, "prep") in ("at", "by", "to"))
    length = read_length(line, start)
    if length is None:
        return None
    is_pushed = start > at and line.is_russian(at) and line.get(at - 1, "push") is not None
    direction = line.get(length[1], "shift")
    if direction is not None or is_pushed:
        return Piece(at, length[1] + (direction is not None), shift=_towards(direction, length[0]), dropped=True)
    return None


def _towards(direction: Value | None, length: timedelta) -> timedelta:
    return -length if direction == "earlier" else length


def _times(line: Line, unit_at: int, number: tuple[int, int]) -> tuple[timedelta, int]:
    hours = line.get(unit_at, "unit") == "hour"
    return (timedelta(hours=number[0]) if hours else timedelta(minutes=number[0])), number[1]
