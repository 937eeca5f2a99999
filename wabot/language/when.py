"""When: the days, clock times, bounds and day parts of a message, found in order of appearance."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from wabot.domain.heard import DayPart
from wabot.language.clock import Clock, ClockReader, Read, read_number
from wabot.language.days import Day, DayReader, join_week
from wabot.language.lexicon import Word


class Role(StrEnum):
    """How a clock time or day bounds the visit."""

    AT = "at"
    FROM = "from"
    TO = "to"


@dataclass(slots=True)
class Piece:
    """Something said about when, in words [start, end). One of day, clock, part and moment is set.

    `prep` is the sense of the preposition before it; `until` the other end of a clock range.
    """

    start: int
    end: int
    day: Day | None = None
    clock: Clock | None = None
    until: Clock | None = None
    part: DayPart | None = None
    moment: datetime | None = None
    role: Role = Role.AT
    prep: str | None = None
    to_day: Day | None = None
    dropped: bool = False
    tail: int = field(default=0)


class Finder:
    """Walks over the words once and lists the pieces."""

    def __init__(self, words: list[Word], now: datetime) -> None:
        self._words = words
        self._now = now
        self._days = DayReader(words, now.date())
        self._clocks = ClockReader(words)
        self.pieces: list[Piece] = []

    def find(self) -> list[Piece]:
        """The pieces, in order."""
        at = 0
        while at < len(self._words):
            piece = self._piece(at)
            if piece is None:
                at += 1
            else:
                self.pieces.append(piece)
                at = max(piece.end, at + 1)
        return self.pieces

    def _get(self, at: int, tag: str) -> int | str | None:
        return self._words[at].senses.get(tag) if 0 <= at < len(self._words) else None

    def _piece(self, at: int) -> Piece | None:
        word = self._words[at]
        if word.kind in ("mark", "emoji", "phone", "link") and not word.senses:
            return None
        if word.senses.get("no_time") or word.senses.get("greeting_words"):
            return Piece(at, at + 1, dropped=True)
        if word.kind == "word" and not word.senses:
            return None
        return self._moment(at) or self._shift(at) or self._day(at) or self._clock(at) or self._part(at)

    def _shift(self, at: int) -> Piece | None:
        """ "на час позже", "2 hours later", "20 минут": a length of time and no point in it."""
        start = at + (self._get(at, "prep") in ("at", "by", "to"))
        length = self._length(start)
        if length is not None and self._get(length[1], "shift"):
            return Piece(at, length[1] + 1, dropped=True)
        return None

    def _part(self, at: int) -> Piece | None:
        part = self._get(at, "part")
        if part is not None:
            return Piece(at, at + 1, part=DayPart(str(part)))
        if self._get(at, "tonight"):
            return Piece(at, at + 1, part=DayPart.EVENING, day=Day(first=self._now.date()))
        return None

    def _length(self, at: int) -> tuple[timedelta, int] | None:
        """A length in hours or minutes."""
        fixed = self._get(at, "length")
        if isinstance(fixed, int):
            return timedelta(minutes=fixed), at + 1
        at += self._get(at, "article") is not None and self._get(at + 1, "unit") is not None
        if at < len(self._words) and self._words[at].kind == "dotted" and self._get(at + 1, "unit") == "hour":
            return timedelta(hours=float(self._words[at].form.replace(",", "."))), at + 2
        number = read_number(self._words, at)
        count, end = number if number is not None else (1, at)
        unit = self._get(end, "unit")
        if unit == "minute":
            return timedelta(minutes=count), end + 1
        if unit != "hour":
            fixed = self._get(end, "unit")
            return self._swapped(at)
        length, end = timedelta(hours=count), end + 1
        more = read_number(self._words, end)
        if more is not None and self._get(more[1], "unit") == "minute":
            return length + timedelta(minutes=more[0]), more[1] + 1
        return length, end

    def _swapped(self, at: int) -> tuple[timedelta, int] | None:
        """ "часа через два" has its number after the preposition."""
        return None

    def _moment(self, at: int) -> Piece | None:
        """A time told as a distance from now: "через час", "in half an hour", "2 hours from now", "часа через 2"."""
        if self._get(at, "through"):
            length = self._length(at + 1)
        elif self._get(at, "unit") in ("hour", "minute") and self._get(at + 1, "through"):
            number = read_number(self._words, at + 2)
            if number is None:
                return None
            unit = "hours" if self._get(at, "unit") == "hour" else "minutes"
            length = timedelta(**{unit: number[0]}), number[1]
        else:
            length = self._length(at)
            if length is None or not self._get(length[1], "ago") or self._get(length[1], "shift"):
                return None
            length = length[0], length[1] + 1
        if length is None:
            return None
        return Piece(at, length[1], moment=self._now + length[0])

    def _day(self, at: int) -> Piece | None:
        prep = self._get(at, "prep")
        start = at
        while self._get(start, "prep") is not None or self._get(start, "article") is not None:
            start += 1
        if start >= len(self._words):
            return None
        found = self._days.read(start)
        if found is None:
            return self._number_range(at, start) if prep == "from" else None
        day, end = found
        if day.guess and self._is_clock(start, prep):
            return None
        if prep == "instead" or (prep == "except"):
            return Piece(at, end, day=day, dropped=True, prep=str(prep))
        piece = Piece(at, end, day=day, prep=None if prep is None else str(prep))
        self._extend_range(piece)
        return piece

    def _number_range(self, at: int, start: int) -> Piece | None:
        """ "с 25 по 28": numbers that only "по" shows to be days."""
        number = read_number(self._words, start)
        if number is None or self._get(number[1], "prep") != "till" or self._words[number[1]].form.isascii():
            return None
        second = read_number(self._words, number[1] + 1)
        if second is None:
            return None
        found = self._days._dates([number[0], second[0]], None, None, second[1])
        return Piece(at, found[1], day=found[0], prep="from") if found else None

    def _is_clock(self, at: int, prep: int | str | None) -> bool:
        """Whether "5.10" is a clock time: a day is said beside it and is another one."""
        read = self._clocks.read(at)
        if read is None:
            return False
        if read.clock.half is not None:
            return True
        named = [piece.day for piece in self.pieces if piece.day is not None and not piece.dropped]
        if not named:
            after = self._days.read(at + 1) if at + 1 < len(self._words) else None
            if after is None and at + 2 < len(self._words) and self._get(at + 1, "prep"):
                after = self._days.read(at + 2)
            named = [after[0]] if after else []
        guess = self._days.read(at)
        assert guess is not None
        for day in named:
            resolved = day.resolve(self._now.date())
            if day.weekday is not None and guess[0].first is not None and day.week is None:
                return guess[0].first.weekday() != day.weekday or (prep == "at" and False)
            if resolved is not None and resolved[0] != guess[0].first:
                return self._get(at - 1, "prep") != "till"
        return False

    def _extend_range(self, piece: Piece) -> None:
        """Add the last day to "с пн" + "по ср", "mon" + "-" + "wed", "в сб" + "или вс"."""
        at = piece.end
        join, prep = self._get(at, "join"), self._get(at, "prep")
        if not (prep in ("till", "to") or join in ("range", "or", "and")):
            return
        after = at + 1
        while self._get(after, "prep") is not None or self._get(after, "article") is not None:
            after += 1
        if after >= len(self._words):
            return
        found = self._days.read(after)
        if found is None or found[0].impossible or piece.day is None:
            return
        if self._get(at + 1, "prep") == "to" and join is None:
            return
        if found[0].guess and self._clocks.read(after) is not None and piece.day.guess is False:
            return
        if join in ("or", "and") and not self._follows(piece.day, found[0]):
            return
        piece.to_day, piece.end = found[0], found[1]

    def _follows(self, day: Day, other: Day) -> bool:
        today = self._now.date()
        one, two = day.resolve(today), other.resolve(today)
        return one is not None and two is not None and two[0] - (one[1] or one[0]) == timedelta(1)

    def _clock(self, at: int) -> Piece | None:
        prep: str | None = None
        start = at
        while start < len(self._words):
            sense = self._get(start, "prep")
            if sense is None:
                if start > at and (self._get(start, "article") or self._is_hours(start)):
                    start += 1
                    continue
                break
            if sense == "till" and not self._words[start].form.isascii():
                break
            if prep is None or sense not in ("at", "from") or prep == "at":
                prep = str(sense)
            start += 1
        if start >= len(self._words):
            return None
        read = self._read(start, prep)
        if read is None:
            return None
        piece = Piece(at, read.end, clock=read.clock, prep=prep, role=_ROLES.get(prep or "at", Role.AT))
        if prep in ("instead", "except"):
            piece.dropped = True
        self._extend_clock(piece, read)
        if piece.until is None and not read.sure and prep is None and not self._stands(start, read):
            return None
        return piece

    def _is_hours(self, at: int) -> bool:
        """ "часам к двум", "часов в 5": the unit before the number says nothing."""
        return self._get(at, "unit") == "hour" and self._get(at + 1, "number") is not None

    def _read(self, at: int, prep: str | None) -> Read | None:
        if self._get(at, "unit") == "hour" and prep is not None and self._words[at].form in ("час", "часа", "часу"):
            half = self._get(at + 1, "halfday")
            return Read(Clock(1, half=str(half) if half else None), at + 1 + (half is not None), True)
        if self._get(at, "unit") == "hour" and self._get(at + 1, "halfday") == "day":
            return Read(Clock(1, half="day"), at + 2, True)
        word = self._words[at]
        if word.kind == "number" and self._get(at + 1, "join") == "range":
            dashed = self._dashed(at, prep)
            if dashed is not None:
                return dashed
        read = self._clocks.read(at)
        if read is None or self._get(read.end, "not_clock") is not None:
            return None
        if self._get(read.end, "unit") in ("day", "week", "month", "year", "minute"):
            return None
        if self._get(read.end, "month") is not None and not read.sure:
            return None
        if not read.sure and word.kind == "number" and len(word.form) == 4 and prep is None:
            return read if self._stands(at, read) else None
        return read

    def _dashed(self, at: int, prep: str | None) -> Read | None:
        """ "в 15-30": an hour and minutes, unless they are two hours."""
        hour, minute = self._words[at].form, self._words[at + 2].form if at + 2 < len(self._words) else ""
        if len(hour) > 2 or len(minute) != 2 or not minute.isdigit() or int(hour) > 23 or int(minute) > 59:
            return None
        if prep == "at" or int(minute) > 24 or minute == "00":
            return Read(Clock(int(hour), int(minute)), at + 3, True)
        return None

    def _stands(self, at: int, read: Read) -> bool:
        """Whether a number without a preposition is a clock time: beside a day, a part of the day or a half."""
        if read.clock.half is not None:
            return True
        before, after = at - 1, read.end
        while before >= 0 and (self._words[before].form in (",", ".", "-") or self._get(before, "article")):
            before -= 1
        while after < len(self._words) and self._words[after].form in (",", "-"):
            after += 1
        if self.pieces and self.pieces[-1].end == before + 1 and not self.pieces[-1].dropped:
            return self.pieces[-1].clock is None
        if self._get(before, "person") or after >= len(self._words):
            return False
        if self._get(after, "part") or self._get(after, "tonight"):
            return True
        following = self._days.read(after)
        if following is None and self._get(after, "prep"):
            following = self._days.read(after + 1) if after + 1 < len(self._words) else None
        return following is not None

    def _extend_clock(self, piece: Piece, read: Read) -> None:
        """Add the other end to "с 3" + "до 5", "6" + "-" + "8", "between 2" + "and 4"; or read "or later"."""
        at = piece.end
        later = self._get(at, "later")
        if later is not None:
            piece.role, piece.end = Role(str(later)), at + 1
            return
        join, prep = self._get(at, "join"), self._get(at, "prep")
        is_range = (
            join == "range"
            or (prep in ("to", "till") and piece.role is not Role.TO)
            or (join == "and" and piece.prep == "between")
        )
        if not is_range:
            return
        after = at + 1
        while self._get(after, "prep") in ("at", "to", "till"):
            after += 1
        if after >= len(self._words):
            return
        until = self._read(after, "to")
        if until is None or (self._days.read(after) is not None and not until.sure):
            return
        if piece.prep in (None, "at") and join == "range" and read.sure is False and _is_minutes(self._words, at):
            return
        piece.until, piece.end, piece.role = until.clock, until.end, Role.FROM


_ROLES = {"from": Role.FROM, "after": Role.FROM, "to": Role.TO, "between": Role.FROM}


def _is_minutes(words: list[Word], dash: int) -> bool:
    form = words[dash + 1].form
    return form.isdigit() and len(form) == 2 and int(form) > 24


def join_weeks(pieces: list[Piece], words: list[Word]) -> list[Piece]:
    """The pieces with a weekday and the week beside it made one ("в пт" + "на следующей неделе")."""
    joined: list[Piece] = []
    for piece in pieces:
        previous = joined[-1] if joined else None
        if previous and previous.day and piece.day and previous.to_day is None and piece.start <= previous.end + 1:
            day, week = previous.day, piece.day
            if _is_week(day):
                day, week = week, day
            if day.weekday is not None and _is_week(week) and day.which is None:
                previous.day, previous.end, previous.to_day = join_week(day, week), piece.end, piece.to_day
                continue
        joined.append(piece)
    return joined


def _is_week(day: Day) -> bool:
    return day.weekday is None and (day.week is not None or day.weeks is not None)
