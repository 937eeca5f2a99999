"""When: the days, clock times, bounds and day parts of a message, found in order of appearance."""

from datetime import datetime, timedelta

from wabot.domain.heard import DayPart
from wabot.language.clockwords import ClockReader
from wabot.language.days import Day, Found, make_date
from wabot.language.daywords import DayReader, follows
from wabot.language.hours import HourReader
from wabot.language.line import Line
from wabot.language.numbers import read_length, read_number
from wabot.language.pieces import Piece, join_days

_GONE = "gone"
_UNTIMED_KINDS = ("word", "mark", "emoji", "phone", "link")
_TIMED = frozenset(
    [
        "about",
        "article",
        "bit",
        "choice",
        "clock",
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
    return join_days(_Finder(line, now).find())


class _Finder:
    def __init__(self, line: Line, now: datetime) -> None:
        self._line = line
        self._now = now
        self._today = now.date()
        self._days = DayReader(line, self._today)
        self._clocks = ClockReader(line)
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
            self._pieces.append(piece)
            at = max(piece.end, at + 1)
        return self._pieces

    def _piece(self, at: int) -> Piece | None:
        word = self._line[at]
        if word.kind in _UNTIMED_KINDS and _TIMED.isdisjoint(word.senses):
            return None
        if "no_time" in word.senses or "greeting_words" in word.senses:
            return Piece(at, at + 1, dropped=True)
        previous = self._pieces[-1] if self._pieces else None
        return (
            self._gone(at)
            or self._moment(at)
            or self._shift(at)
            or self._day(at)
            or self._hours.read(at, previous)
            or self._part(at)
        )

    def _gone(self, at: int) -> Piece | None:
        """ "в прошлый вторник", "5 days ago": time past, which books nothing."""
        line = self._line
        is_last = line.get(at, "last") and not line.is_russian(at) and self._days.read(at) is None
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
            return Piece(at, number[1], dropped=True) if number is not None else None
        return None

    def _shift(self, at: int) -> Piece | None:
        """ "на час позже", "2 hours earlier": a length of time and no point in it."""
        start = at + (self._line.get(at, "prep") in ("at", "by", "to"))
        length = read_length(self._line, start)
        if length is None:
            return None
        is_pushed = start > at and self._line.is_russian(at) and self._line.get(at - 1, "push") is not None
        direction = self._line.get(length[1], "shift")
        if direction is not None or is_pushed:
            shift = -length[0] if direction == "earlier" else length[0]
            return Piece(at, length[1] + (direction is not None), shift=shift, dropped=True)
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

    def _moment(self, at: int) -> Piece | None:
        """A time told by its distance: "через час", "in half an hour", "2 hours from now", "часа через 2"."""
        line = self._line
        is_after = line.get(at, "prep") == "after" and not line.is_russian(at)
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
        return Piece(at, length[1], moment=self._now + length[0]) if length is not None else None

    def _day(self, at: int) -> Piece | None:
        line = self._line
        prep = line.get(at, "prep")
        if prep == "to" and line.get(at + 1, "prep") == "at" and not line.is_russian(at):  # "open till | on sat"
            return None
        start = line.skip(at, "prep", "article")
        start = line.skip(start, "about") if start > at else start
        if start >= len(line):
            return None
        found = self._days.read_after(at) if prep == "after" else None
        found = found or self._days.read(start)
        if found is None and prep in ("at", "from", "to"):
            found = self._days.read_numbers(start)
        if found is None or (found[0].guess and self._is_clock(start, prep)):
            return None
        piece = Piece(at, found[1], day=found[0], prep=None if prep is None else str(prep))
        if prep in ("instead", "except"):
            piece.dropped = True
        else:
            self._extend_days(piece)
        return piece

    def _is_clock(self, at: int, prep: object) -> bool:
        """Whether "5.10" is a clock time: one of a half of the day, or beside another day."""
        read, guess = self._clocks.read(at), self._days.read(at)
        if read is None or guess is None or guess[0].first is None:
            return False
        if read.clock.half is not None or prep == "after":
            return True
        named = [piece.day for piece in self._pieces if piece.day is not None and not piece.dropped]
        is_range = self._line.get(read.end, "prep") in ("till", "to") or self._line.get(read.end, "join") is not None
        following = self._days.read(self._line.skip(read.end, "prep", "article"))
        if not named and following is not None and not (is_range and following[0].guess):
            named = [following[0]]
        for day in named:
            resolved = day.resolve(self._today)
            if resolved is None:
                continue
            if resolved[0] == guess[0].first:
                if prep == "at" and self._pieces and self._pieces[-1].day is day:  # "10.12 в 10.12"
                    return True
                continue
            is_of_weekday = day.weekday is not None and guess[0].first.weekday() == day.weekday
            return not is_of_weekday and self._line.get(at - 1, "prep") != "till"
        return False

    def _extend_days(self, piece: Piece) -> None:
        """Add the last day to "с пн" + "по ср", "mon" + "-" + "wed", "в сб" + "или вс"."""
        line, at = self._line, piece.end
        join, prep = line.get(at, "join"), line.get(at, "prep")
        is_next = line.get(at, "weekday") is not None and piece.day is not None and piece.day.weekday is not None
        if is_next and line.is_russian(at):  # "пн вт"
            at, join = at - 1, "or"
        if line.form(at) == "," and piece.day is not None and piece.day.weekday is not None:
            join = "or" if self._is_listed(at) else join
        if not (prep in ("till", "to") or join in ("range", "or", "and")) or piece.day is None:
            return
        after = line.skip(at + 1, "prep", "article")
        if after >= len(line) or (line.get(at + 1, "prep") == "to" and join is None):
            return
        found = self._days.read(after) or self._same_month(piece, after, join)
        if found is None or found[0].impossible:
            return
        if found[0].guess and not piece.day.guess and self._is_clock(after, None):
            return
        is_between = join == "and" and piece.prep == "between"
        if join in ("or", "and") and not is_between and not follows(piece.day, found[0], self._today):
            return
        if found[0].first is not None and piece.day.first is not None and found[0].first < piece.day.first:
            found = DayReader(line, piece.day.first).read(after) or found
        piece.to_day, piece.end = found
        piece.joint = line.form(at)
        if join in ("or", "and") and not is_between:
            self._add_days(piece)

    def _same_month(self, piece: Piece, at: int, join: object) -> Found | None:
        """ "с 22 марта по 26": a number that the date before the word between shows to be a day's."""
        line = self._line
        if not line.is_digits(at) or piece.day is None or piece.day.first is None or piece.day.is_month:
            return None
        number = int(line.form(at))
        is_day = line.get(at - 1, "prep") == "till" or (number > 24 and piece.prep == "from") or join == "range"
        if not is_day or not piece.day.first.day < number <= 31:
            return None
        if any(line.get(at + 1, tag) is not None for tag in ("halfday", "unit", "join", "not_clock")):
            return None
        last = make_date(piece.day.first.year, piece.day.first.month, number)
        return (Day(first=last), at + 1) if last is not None else None

    def _is_listed(self, at: int) -> bool:
        """Whether the comma there stands in a list of weekdays that ends in "or", not in a correction."""
        line = self._line
        after = line.skip(at + 1, "prep", "article")
        return line.get(after, "weekday") is not None and line.get(after + 1, "join") in ("or", "and")

    def _add_days(self, piece: Piece) -> None:
        """Go on through a list: "пн, вт" + "или ср"."""
        line = self._line
        while line.get(piece.end, "join") in ("or", "and") or line.form(piece.end) == ",":
            after = line.skip(piece.end + 1, "prep", "article")
            found = self._days.read(after) if after < len(line) else None
            if found is None or piece.to_day is None or not follows(piece.to_day, found[0], self._today):
                return
            piece.to_day, piece.end = found


def _times(line: Line, unit_at: int, number: tuple[int, int]) -> tuple[timedelta, int]:
    hours = line.get(unit_at, "unit") == "hour"
    return (timedelta(hours=number[0]) if hours else timedelta(minutes=number[0])), number[1]
