"""Pieces: what a message says about when, one by one, before it is settled what they come to together."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from wabot.domain.heard import DayPart
from wabot.language.clock import Clock
from wabot.language.days import Day


class Role(StrEnum):
    """How a clock time bounds the visit."""

    AT = "at"
    FROM = "from"
    TO = "to"


@dataclass(slots=True)
class Piece:
    """Something said about when, in words [start, end).

    One of day, clock, part and moment is set ("tonight" sets two); none in words that look like time and give
    none, but maybe a `shift` from the time that was. `prep` is the sense of the preposition before it, `to_day`
    and `until` are the other end of a range, `joint` the word between the ends; `dropped` means that it is said
    and does not count.
    """

    start: int
    end: int
    day: Day | None = None
    to_day: Day | None = None
    clock: Clock | None = None
    until: Clock | None = None
    part: DayPart | None = None
    moment: datetime | None = None
    role: Role = Role.AT
    prep: str | None = None
    shift: timedelta | None = None
    joint: str = ""
    dropped: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing of when is said in it."""
        return self.day is None and self.clock is None and self.part is None and self.moment is None


def join_weeks(pieces: list[Piece]) -> list[Piece]:
    """The pieces with a weekday and the week beside it made one ("в пт" + "на следующей неделе")."""
    joined: list[Piece] = []
    for piece in pieces:
        previous = _day_before(joined, piece) if not piece.dropped else None
        week = _week_of(previous, piece) if previous is not None else None
        if previous is not None and week is not None:
            if previous.to_day is not None and piece.day is not None and piece.day.is_week:
                previous.to_day = _in_week(previous.to_day, piece.day) or previous.to_day
            previous.day, previous.to_day = week, previous.to_day or piece.to_day
            if joined[-1] is previous:
                previous.end = piece.end
            else:
                joined.append(Piece(piece.start, piece.end, dropped=True))
        else:
            joined.append(piece)
    return joined


def _day_before(joined: list[Piece], piece: Piece) -> Piece | None:
    """The piece that names a day right before, perhaps with a part of the day or a time between."""
    start = piece.start
    for previous in reversed(joined):
        if previous.end + 1 < start:
            return None
        if previous.day is not None:
            return previous
        start = previous.start
    return None


def _week_of(piece: Piece, following: Piece) -> Day | None:
    """The weekday of one piece in the week of the other, if that is what they say together."""
    if piece.day is None or following.day is None:
        return None
    return _in_week(piece.day, following.day) or _in_week(following.day, piece.day)


def _in_week(day: Day, week: Day) -> Day | None:
    if not week.is_week:
        return None
    if day.weekday is not None and day.which is None and day.week is None:
        return replace(day, week=week.week, weeks=week.weeks)
    if day.is_week and day.span != (0, 6) and week.span == (0, 6) and week.week is not None:
        return replace(day, week=week.week)
    return None
