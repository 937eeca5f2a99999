"""When: the days, clock times, bounds and day parts of a message, found in order of appearance."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from wabot.domain.heard import DayPart
from wabot.language.clock import Clock
from wabot.language.clockwords import ClockReader, Read
from wabot.language.days import Day
from wabot.language.daywords import DayReader, follows, number_range
from wabot.language.line import Line
from wabot.language.numbers import read_length, read_number


class Role(StrEnum):
    """How a clock time bounds the visit."""

    AT = "at"
    FROM = "from"
    TO = "to"


@dataclass(slots=True)
class Piece:
    """Something said about when, in words [start, end).

    One of day, clock, part and moment is set ("tonight" sets two); none in words that look like time and give
    none. `prep` is the sense of the preposition before it, `to_day` and `until` the other end of a range.
    `joint` is the word between the ends of a range. `is_bare` marks a number that is the whole message; `dropped`
    what is said and does not count.
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
    joint: str = ""
    is_bare: bool = False
    dropped: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing of when is said in it."""
        return self.day is None and self.clock is None and self.part is None and self.moment is None


_ROLES = {"from": Role.FROM, "after": Role.FROM, "to": Role.TO, "between": Role.FROM}
_NOT_A_CLOCK = ("day", "week", "month", "year", "minute", "fortnight")


def find_pieces(line: Line, now: datetime) -> list[Piece]:
    """The pieces of a message, in order."""
    return _join_weeks(_Finder(line, now).find())


class _Finder:
    def __init__(self, line: Line, now: datetime) -> None:
        self._line = line
        self._now = now
        self._today = now.date()
        self._days = DayReader(line, self._today)
        self._clocks = ClockReader(line)
        self._pieces: list[Piece] = []

    def find(self) -> list[Piece]:
        at = 0
        while at < len(self._line):
            piece = self._piece(at)
            if piece is None:
                at += 1
            else:
                self._pieces.append(piece)
                at = max(piece.end, at + 1)
        return self._pieces

    def _piece(self, at: int) -> Piece | None:
        word = self._line[at]
        if not word.senses and word.kind in ("word", "mark", "emoji", "phone", "link"):
            return None
        if "no_time" in word.senses or "greeting_words" in word.senses:
            return Piece(at, at + 1, dropped=True)
        return (
            self._gone(at) or self._moment(at) or self._shift(at) or self._day(at) or self._clock(at) or self._part(at)
        )

    def _gone(self, at: int) -> Piece | None:
        """ "в прошлый вторник", "5 days ago": time past, which books nothing."""
        line = self._line
        is_last = line.get(at, "last") and not line.is_russian(at) and self._days.read(at) is None
        if line.get(at, "gone") or is_last:
            after = at + 1
            while any(line.get(after, tag) is not None for tag in ("weekday", "unit", "month", "bit")):
                after += 1
            return Piece(at, after, dropped=True)
        number = read_number(line, at)
        if number is not None and line.get(number[1], "unit") and line.get(number[1] + 1, "gone"):
            return Piece(at, number[1] + 2, dropped=True)
        return None

    def _shift(self, at: int) -> Piece | None:
        """ "на час позже", "2 hours earlier": a length of time and no point in it."""
        start = at + (self._line.get(at, "prep") in ("at", "by", "to"))
        length = read_length(self._line, start)
        if length is None:
            return None
        is_pushed = start > at and self._line.is_russian(at) and self._line.get(at - 1, "push") is not None
        if is_pushed or self._line.get(length[1], "shift"):
            return Piece(at, length[1] + (not is_pushed), dropped=True)
        return None

    def _part(self, at: int) -> Piece | None:
        today = self._line.get(at, "today_part")
        if today is not None:
            return Piece(at, at + 1, part=DayPart(str(today)), day=Day(first=self._today))
        part = self._line.get(at, "part")
        return Piece(at, at + 1, part=DayPart(str(part))) if part is not None else None

    def _moment(self, at: int) -> Piece | None:
        """A time told by its distance: "через час", "in half an hour", "2 hours from now", "часа через 2"."""
        line = self._line
        is_after = line.get(at, "prep") == "after" and not line.is_russian(at)
        if line.get(at, "through") or line.get(at, "within") or is_after:
            length = read_length(line, at + 1)
            if length is not None and line.get(length[1], "join") == "range":
                other = read_length(line, length[1] + 1)
                length = (length[0], other[1]) if other is not None else length
        elif line.get(at, "unit") in ("hour", "minute") and line.get(at + 1, "through"):
            number = read_number(line, at + 2)
            if number is None:
                return None
            length = _times(line, at, number)
        else:
            length = read_length(line, at)
            if length is None or not line.get(length[1], "ago"):
                return None
            length = length[0], length[1] + 1
        return Piece(at, length[1], moment=self._now + length[0]) if length is not None else None

    def _day(self, at: int) -> Piece | None:
        line = self._line
        prep = line.get(at, "prep")
        start = line.skip(at, "prep", "article")
        start = line.skip(start, "about") if start > at else start
        if start >= len(line):
            return None
        found = self._days.read(start)
        if found is None and prep in ("at", "from", "to"):
            found = number_range(line, start, self._today)
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
        following = (
            self._days.read(self._line.skip(read.end, "prep", "article")) if read.end < len(self._line) else None
        )
        if self._line.skip(read.end, "prep", "article") >= len(self._line):
            following = None
        if not named and following is not None:
            named = [following[0]]
        for day in named:
            resolved = day.resolve(self._today)
            if resolved is None or resolved[0] == guess[0].first:
                continue
            is_of_weekday = day.weekday is not None and guess[0].first.weekday() == day.weekday
            return not is_of_weekday and self._line.get(at - 1, "prep") != "till"
        return False

    def _extend_days(self, piece: Piece) -> None:
        """Add the last day to "с пн" + "по ср", "mon" + "-" + "wed", "в сб" + "или вс"."""
        line, at = self._line, piece.end
        join, prep = line.get(at, "join"), line.get(at, "prep")
        if line.form(at) == "," and piece.day is not None and piece.day.weekday is not None:
            join = "or" if self._is_listed(at) else join
        if not (prep in ("till", "to") or join in ("range", "or", "and")) or piece.day is None:
            return
        after = line.skip(at + 1, "prep", "article")
        if after >= len(line) or (line.get(at + 1, "prep") == "to" and join is None):
            return
        found = self._days.read(after)
        if found is None or found[0].impossible:
            return
        if found[0].guess and not piece.day.guess and self._is_clock(after, None):
            return
        is_between = join == "and" and piece.prep == "between"
        if join in ("or", "and") and not is_between and not follows(piece.day, found[0], self._today):
            return
        piece.to_day, piece.end = found
        piece.joint = line.form(at)
        if join in ("or", "and") and not is_between:
            self._add_days(piece)

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

    def _clock(self, at: int) -> Piece | None:
        line = self._line
        prep: str | None = None
        start = at
        while start < len(line):
            sense = line.get(start, "prep")
            if sense is None:
                if line.get(start, "about"):
                    prep, start = prep or "at", start + 1
                    continue
                if start > at and (line.get(start, "article") or self._is_hours(start)):
                    start += 1
                    continue
                break
            if sense == "till" and line.is_russian(start):
                break
            if prep is None or prep == "at" or sense not in ("at", "from"):
                prep = str(sense)
            start += 1
        if start >= len(line):
            return None
        read = self._read(start, prep)
        if read is None:
            return None
        piece = Piece(at, read.end, clock=read.clock, prep=prep, role=_ROLES.get(prep or "at", Role.AT))
        piece.dropped = prep in ("instead", "except")
        self._extend_clock(piece, read)
        if piece.until is None and piece.end == read.end and not read.sure and prep is None:
            piece.is_bare = self._is_alone(start, read)
            if not piece.is_bare and not self._stands(start, read):
                return None
        return piece

    def _is_hours(self, at: int) -> bool:
        """ "часам к двум", "часов в 5": the unit before the number says nothing."""
        return self._line.get(at, "unit") == "hour" and (
            self._line.get(at + 1, "number") is not None or self._line.is_digits(at + 1)
        )

    def _read(self, at: int, prep: str | None) -> Read | None:
        line, word = self._line, self._line[at]
        if line.get(at, "one_hour"):
            half = line.get(at + 1, "halfday")
            if prep is not None or half == "day":
                minutes = read_number(line, at + 1)
                if half is None and minutes and minutes[0] in range(10, 60, 5) and line.get(minutes[1], "unit") is None:
                    return Read(Clock(1, minutes[0]), minutes[1], True)
                return Read(Clock(1, half=str(half) if half else None), at + 1 + (half is not None), True)
        if word.kind == "number" and line.get(at + 1, "join") == "range":
            dashed = self._dashed(at, prep)
            if dashed is not None:
                return dashed
        read = self._clocks.read(at)
        if read is None or self._is_counted(read):
            return None
        if not read.sure and word.kind == "number" and len(word.form) == 4 and prep is None:
            return read if self._is_alone(at, read) or self._stands(at, read) else None
        return read

    def _is_counted(self, read: Read) -> bool:
        """Whether the number counts something else: years, roubles, days."""
        line, end = self._line, read.end
        if read.sure and read.clock.half is not None:
            return False
        if line.get(end, "not_clock") is not None or line.get(end, "unit") in _NOT_A_CLOCK:
            return True
        if line.get(end, "not_clock_glued") and line[end].start == line[end - 1].end:
            return True
        return line.get(end, "month") is not None and not read.sure

    def _dashed(self, at: int, prep: str | None) -> Read | None:
        """ "в 15-30": an hour and minutes, unless they are two hours."""
        hour, minute = self._line.form(at), self._line.form(at + 2)
        if len(hour) > 2 or len(minute) != 2 or not minute.isdigit() or int(hour) > 23 or int(minute) > 59:
            return None
        is_vague = self._line.get(at - 1, "vague") or self._line.get(at + 3, "halfday")
        is_clock = int(minute) > 24 or minute == "00" or (prep == "at" and int(minute) % 5 == 0 and not is_vague)
        return Read(Clock(int(hour), int(minute)), at + 3, True) if is_clock else None

    def _stands(self, at: int, read: Read) -> bool:
        """Whether a number without a preposition is a clock time: beside a day or part of the day, or alone."""
        line = self._line
        if read.clock.half is not None:
            return True
        before, after = at - 1, read.end
        while before >= 0 and (line.form(before) in (",", ".", "-", ")") or line.get(before, "article")):
            before -= 1
        while line.form(after) in (",", "-"):
            after += 1
        previous = self._pieces[-1] if self._pieces else None
        if previous is not None and previous.end == before + 1 and not (previous.dropped and previous.is_empty):
            return previous.clock is None or line.get(previous.start - 1, "join") == "not"
        if line.get(before, "person") or line.get(before, "option"):
            return False
        if line.get(before, "before_clock") or line.get(before, "mend") or line.get(before, "join") == "not":
            return True
        if line.get(after, "after_clock") or line.get(after, "mend") or line.get(after, "prep") == "instead":
            return True
        if line.get(read.end - 1, "unit") == "hour" and read.clock.hour >= 9:
            return True
        if after >= len(line):
            return False
        if line.get(after, "part") or line.get(after, "today_part"):
            return True
        if line.get(after, "join") == "or" and after + 1 < len(line) and self._clocks.read(after + 1) is not None:
            return True
        after = line.skip(after, "prep")
        return after < len(line) and self._days.read(after) is not None

    def _is_alone(self, at: int, read: Read) -> bool:
        """Whether the number is the whole message, but for polite words."""
        others = (*self._line.words[:at], *self._line.words[read.end :])
        return all(
            (word.kind == "mark" and word.form not in "()#") or "polite" in word.senses or "yes" in word.senses
            for word in others
        )

    def _extend_clock(self, piece: Piece, read: Read) -> None:
        """Add the other end to "с 3" + "до 5", "6" + "-" + "8", "between 2" + "and 4"; or read "or later"."""
        line, at = self._line, piece.end
        later = line.get(at, "later")
        if later is not None:
            piece.role, piece.end = Role(str(later)), at + 1
            return
        join, prep = line.get(at, "join"), line.get(at, "prep")
        is_range = (
            join == "range"
            or (line.form(at) == "/" and read.sure)
            or (prep in ("to", "till") and piece.role is not Role.TO)
            or (join == "and" and piece.prep == "between")
        )
        after = line.skip(at + 1, "about")
        while line.get(after, "prep") in ("at", "to", "till"):
            after += 1
        if not is_range or after >= len(line):
            return
        until = self._read(after, "to")
        if until is None or (not until.sure and not line.get(after, "one_hour") and self._days.read(after) is not None):
            return
        piece.until, piece.end, piece.role = until.clock, until.end, Role.FROM
        piece.joint = line.form(at)


def _times(line: Line, unit_at: int, number: tuple[int, int]) -> tuple[timedelta, int]:
    hours = line.get(unit_at, "unit") == "hour"
    return (timedelta(hours=number[0]) if hours else timedelta(minutes=number[0])), number[1]


def _join_weeks(pieces: list[Piece]) -> list[Piece]:
    """The pieces with a weekday and the week beside it made one ("в пт" + "на следующей неделе")."""
    joined: list[Piece] = []
    for piece in pieces:
        previous = _day_before(joined, piece)
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
