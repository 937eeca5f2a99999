"""When: the days, clock times, bounds and day parts of a message, found in order of appearance."""

from datetime import datetime, timedelta

from wabot.domain.heard import DayPart
from wabot.language.days import Day
from wabot.language.daywords import DayReader
from wabot.language.hours import HourReader
from wabot.language.line import Line
from wabot.language.moments import read_moment, read_shift
from wabot.language.numbers import read_number
from wabot.language.pieces import Piece, join_days
from wabot.language.spans import SpanReader

_GONE = "gone"
_UNTIMED_KINDS = ("word", "mark", "emoji", "phone", "link")
_TIMED = frozenset(
    [
        "about",
        "article",
        "bit",
        "choice",
        "clock",
        "eve",
        "gone",
        "greeting_words",
        "half",
        "half_of",
        "halfday",
        "holiday",
        "last",
        "length",
        "minus",
        "month",
        "no_time",
        "number",
        "number_day",
        "offset",
        "old_offset",
        "old_weekday",
        "one_hour",
        "ordinal",
        "part",
        "prep",
        "quarter",
        "shift",
        "through",
        "today_part",
        "unit",
        "week",
        "weekday",
        "which",
        "within",
    ]
)
"""The senses with which something about when may begin; no other word is looked at."""


def find_pieces(line: Line, now: datetime) -> list[Piece]:
    """The pieces of a message, in order."""
    return join_days(_Finder(line, now).find(), line.words)


class _Finder:
    def __init__(self, line: Line, now: datetime) -> None:
        self._line = line
        self._now = now
        self._today = now.date()
        self._days = DayReader(line, self._today)
        self._spans = SpanReader(line, self._days, self._today)
        self._hours = HourReader(line, self._days)
        self._pieces: list[Piece] = []

    def find(self) -> list[Piece]:
        at = 0
        while at < len(self._line):
            piece = self._piece(at)
            if piece is None:
                at += 1
                continue
            if self._pieces and self._pieces[-1].prep == _GONE and self._pieces[-1].end == at and piece.day is None:
                piece.dropped, piece.prep = True, _GONE
            piece.excluded = self._is_excluded(piece)
            piece.dropped |= piece.excluded
            self._pieces.append(piece)
            at = max(piece.end, at + 1)
        return self._pieces

    def _is_excluded(self, piece: Piece) -> bool:
        """Whether the day or part will not do: "кроме среды", "not on Monday", "пятницы не предлагайте"."""
        line = self._line
        if (piece.day is None and piece.part is None) or piece.prep == _GONE:
            return False
        before = piece.start - 1
        while before >= 0 and (line.get(before, "article") or line.get(before, "prep") == "at"):
            before -= 1
        previous = self._pieces[-1] if self._pieces else None
        if previous is not None and previous.excluded and previous.end == before:
            return line.get(before, "join") in ("and", "or")
        is_unsuitable = line.get(line.skip(piece.end, "unsuitable_how"), "unsuitable") is not None
        if is_unsuitable and any("no_more" in word.senses for word in line):  # what is booked, and to be cancelled
            return False
        if line.get(before, "join") == "not" or is_unsuitable:
            return True
        return any(line.get(at, "excepts") is not None for at in (before, *range(piece.start, piece.end)))

    def _piece(self, at: int) -> Piece | None:
        word = self._line[at]
        if word.kind in _UNTIMED_KINDS and _TIMED.isdisjoint(word.senses):
            return None
        if "no_time" in word.senses or "greeting_words" in word.senses:
            return Piece(at, at + 1, dropped=True)
        previous = self._pieces[-1] if self._pieces else None
        return (
            self._gone(at)
            or read_moment(self._line, at, self._now)
            or read_shift(self._line, at)
            or self._spans.read(at, self._pieces)
            or self._hours.read(at, previous)
            or self._part(at)
        )

    def _gone(self, at: int) -> Piece | None:
        """ "в прошлый вторник", "5 days ago": time past, which books nothing."""
        line = self._line
        is_last = line.get(at, "last") and not line.is_russian(at) and self._days.read(at) is None
        back = line.number(at + 1, "days_back") if line.form(at) in ("на", "for") else None
        if back is not None and not any("booked" in word.senses for word in line):  # asked for by mistake
            return Piece(at, at + 2, day=Day(first=self._today - timedelta(back)), prep="at")
        if line.get(at, "gone") or is_last:
            after = at + 1
            while any(line.get(after, tag) is not None for tag in ("weekday", "unit", "month", "bit")):
                after += 1
            return Piece(at, after, prep=_GONE, dropped=True)
        number = read_number(line, at)
        if number is not None and line.get(number[1], "unit") and line.get(number[1] + 1, "gone"):
            return Piece(at, number[1] + 2, prep=_GONE, dropped=True)
        if line.get(at, "unit") == "minute" and line.is_russian(at):  # "минут на 15", "минут 10"
            number = read_number(line, line.skip(at + 1, "prep"))
            if number is not None and line.get(number[1], "join") == "range":  # "минут на 10-15"
                number = read_number(line, number[1] + 1) or number
            return Piece(at, number[1], dropped=True) if number is not None else None
        return None

    def _part(self, at: int) -> Piece | None:
        today = self._line.get(at, "today_part")
        if today is not None:
            return Piece(at, at + 1, part=DayPart(str(today)), day=Day(first=self._today))
        part = self._line.get(at, "part") or self._half_day(at)
        is_after_day = bool(self._pieces) and self._pieces[-1].end == at and self._pieces[-1].day is not None
        if part is None and is_after_day and not self._line.is_russian(at):
            part = {"am": DayPart.MORNING, "pm": DayPart.AFTERNOON}.get(str(self._line.get(at, "halfday")))
        return Piece(at, at + 1, part=DayPart(str(part))) if part is not None else None

    def _half_day(self, at: int) -> DayPart | None:
        """ "завтра в первой половине": half of a day that is named beside it."""
        half = {"half1": DayPart.MORNING, "half2": DayPart.AFTERNOON}.get(str(self._line.get(at, "bit")))
        is_of_day = bool(self._pieces) and self._pieces[-1].day is not None and self._pieces[-1].end >= at - 1
        return half if half is not None and (is_of_day or self._line.get(at + 1, "unit") == "day") else None
