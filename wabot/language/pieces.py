"""Pieces: what a message says about when, one by one, before it is settled what they come to together."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from wabot.domain.heard import DayPart
from wabot.language.clock import Clock
from wabot.language.days import Day
from wabot.language.lexicon import Word


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
    and does not count, `excluded` that it will not do.
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
    excluded: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing of when is said in it."""
        return self.day is None and self.clock is None and self.part is None and self.moment is None


_APART = 4
"""Words that may stand between a weekday and its week."""


def join_days(pieces: list[Piece], words: list[Word]) -> list[Piece]:
    """The pieces with a day and the week, weekend or month it is of made one ("в пт" + "на следующей неделе")."""
    joined: list[Piece] = []
    for piece in pieces:
        previous = _day_before(joined, piece, words) if not piece.dropped else None
        day = _day_of(previous, piece) if previous is not None else None
        if previous is None or day is None:
            joined.append(piece)
            continue
        if previous.to_day is not None and piece.day is not None and piece.day.is_week:
            previous.to_day = _within(previous.to_day, piece.day) or previous.to_day
        if previous.prep is None or previous.day is None or previous.day.weekday is None:
            previous.prep = piece.prep or previous.prep
        previous.day, previous.to_day = day, previous.to_day or piece.to_day
        if joined[-1] is previous and piece.start - previous.end <= 1:
            previous.end = piece.end
        else:
            joined.append(Piece(piece.start, piece.end, dropped=True))
    return joined


def _day_before(joined: list[Piece], piece: Piece, words: list[Word]) -> Piece | None:
    """The piece that names a day shortly before, perhaps with a part of the day or a time between."""
    start = piece.start
    for previous in reversed(joined):
        if previous.end + _APART < start:
            return None
        if previous.day is not None and not previous.dropped:
            between = words[previous.end : piece.start]
            return None if any(_is_other_wish(word) for word in between) else previous
        start = previous.start
    return None


def _is_other_wish(word: Word) -> bool:
    """Whether what follows is wished for instead of what stood before: "can't on Saturday, how about next week"."""
    return any(tag in word.senses for tag in ("propose", "suggests", "mend"))


def _day_of(piece: Piece, following: Piece) -> Day | None:
    """The day of one piece in the week or month of the other, if that is what they say together."""
    if piece.day is None or following.day is None:
        return None
    is_beside = following.start <= piece.end + 1
    for day, period in ((piece.day, following.day), (following.day, piece.day)):
        found = _within(day, period)
        if found is not None and (is_beside or period.week):
            return found
    return None


def _within(day: Day, period: Day) -> Day | None:
    """The day within the period, or None if the two do not belong together."""
    if period.is_month and day.is_number:
        return day.in_month(period)
    if period.is_week and day.first and day.last and day.first.weekday() == 5 and (day.last - day.first).days == 1:
        later = timedelta(7 * (period.weeks or period.week or 0))
        return Day(first=day.first + later, last=day.last + later)
    if day.weekday is not None and day.which is None and day.week is None and period.first and period.last:
        is_weekend = period.first.weekday() == 5 and (period.last - period.first).days == 1
        is_in = is_weekend and day.weekday >= 5
        return Day(first=period.first if day.weekday == 5 else period.last) if is_in else None
    if not period.is_week:
        return None
    if day.weekday is not None and day.which is None and day.week is None:
        return replace(day, week=period.week, weeks=period.weeks)
    if day.is_week and day.span != (0, 6) and period.span == (0, 6) and period.week is not None:
        return replace(day, week=period.week)
    return None
