"""Hours: clock times with the words that make them points, bounds or ranges."""

from wabot.language.clock import Clock
from wabot.language.clockwords import ClockReader, Read
from wabot.language.daywords import DayReader
from wabot.language.line import Line
from wabot.language.numbers import read_number
from wabot.language.pieces import Piece, Role

_ROLES = {"from": Role.FROM, "after": Role.FROM, "to": Role.TO, "between": Role.FROM}
_BEFORE_HOUR = frozenset({
    "prep", "weekday", "offset", "month", "today_part", "join", "before_clock", "about", "half", "number", "past",
    "to_hour", "mend", "yes", "no", "do",
})  # fmt: skip
"""Senses of the words behind which "one" may be an hour."""

_NOT_A_CLOCK = ("day", "week", "month", "year", "minute", "fortnight")


class HourReader:
    """Reads a clock time in its surroundings."""

    def __init__(self, line: Line, days: DayReader) -> None:
        self._line = line
        self._days = days
        self._clocks = ClockReader(line)

    def read(self, at: int, previous: Piece | None) -> Piece | None:
        """The clock time, bound or range said there with its prepositions; `previous` is the piece before it."""
        line = self._line
        prep: str | None = None
        start = at
        while start < len(line):
            sense = line.get(start, "prep")
            if sense is None:
                if line.get(start, "about"):
                    prep, start = prep or "at", start + 1
                    continue
                is_led = start > at or line.is_russian(start)
                if is_led and (line.get(start, "article") or self._is_hours(start)):
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
        read = self._read(start, prep, previous)
        if read is None:
            return None
        piece = Piece(at, read.end, clock=read.clock, prep=prep, role=_ROLES.get(prep or "at", Role.AT))
        piece.dropped = prep in ("instead", "except")
        self._extend_clock(piece, read)
        is_doubtful = piece.until is None and piece.end == read.end and not read.sure and prep is None
        if is_doubtful and not self._is_alone(start, read) and not self._stands(at, read, previous):
            return None
        return piece

    def _is_hours(self, at: int) -> bool:
        """ "часам к двум", "часов в 5": the unit before the number says nothing."""
        number = read_number(self._line, at + 1)
        if number is not None and number[0] >= 10 and self._line.get(at, "one_hour"):  # "в час пятнадцать"
            return False
        return self._line.get(at, "unit") == "hour" and (
            self._line.get(at + 1, "number") is not None or self._line.is_digits(at + 1)
        )

    def _read(self, at: int, prep: str | None, previous: Piece | None = None) -> Read | None:
        line, word = self._line, self._line[at]
        if line.get(at, "one_hour"):
            one = self._one_hour(at, prep)
            if one is not None:
                return one
        if word.kind == "number" and line.get(at + 1, "join") == "range":
            dashed = self._dashed(at, prep)
            if dashed is not None:
                return dashed
        read = self._clocks.read(at)
        if (
            read is None
            or self._is_counted(read)
            or line.get(at - 1, "counts") is not None
            or self._is_half_year(at, read)
        ):
            return None
        if not read.sure and prep is None and line.form(at) == "one" and self._is_pronoun(at, read):
            return None
        if word.kind == "number" and len(word.form) > 2 and self._is_price(at):
            return None
        if not read.sure and word.kind == "number" and len(word.form) == 3:
            return read if self._is_short(at, prep, read, previous) else None
        if not read.sure and word.kind == "number" and len(word.form) == 4 and prep is None:
            return read if self._is_alone(at, read) or self._stands(at, read, previous) else None
        return read

    def _is_pronoun(self, at: int, read: Read) -> bool:
        """ "One evening next week", "make one for Friday", "the Friday one", "the morning one", "nice one"."""
        line, before = self._line, self._line[at - 1] if at else None
        if line.get(read.end, "part") is not None or line.form(read.end) == "for":
            return True
        if line.get(at - 1, "weekday") is not None and line.get(at - 2, "article") is not None:
            return True
        return before is not None and before.kind == "word" and _BEFORE_HOUR.isdisjoint(before.senses)

    def _is_price(self, at: int) -> bool:
        """Whether a number is what something is to cost: "за 1500", "for 2000"."""
        form, before = self._line.form(at), self._line.form(at - 1)
        return before == "за" or (before == "for" and form.endswith("000"))

    def _is_short(self, at: int, prep: str | None, read: Read, previous: Piece | None) -> bool:
        """Whether three digits are a clock time ("at 530", "tonight 815") and no price or count."""
        line = self._line
        if prep is None:
            return self._stands(at, read, previous)
        if prep == "at":
            return line.form(at - 1) not in ("на", "for")
        return not line.is_russian(at - 1) and read.clock.minute in (15, 30, 45)

    def _one_hour(self, at: int, prep: str | None) -> Read | None:
        """ "в час", "час дня", "в час пятнадцать"."""
        line, end, minute = self._line, at + 1, 0
        minutes = read_number(line, end)
        if minutes is not None and minutes[0] in range(10, 60, 5) and line.get(minutes[1], "unit") in (None, "day"):
            minute, end = minutes
        half = line.get(end, "halfday")
        if prep is None and half != "day":
            return None
        return Read(Clock(1, minute, str(half) if half else None), end + (half is not None), True)

    def _is_counted(self, read: Read) -> bool:
        """Whether the number counts something else: years, roubles, days."""
        line, end = self._line, read.end
        if read.sure and read.clock.half is not None:
            return False
        if not read.sure and (line.get(end, "late") or (line.get(end - 2, "late") and not line.is_russian(end - 2))):
            return True
        is_written = line[end - 1].kind == "clock"  # "11:30 slots"
        if (line.get(end, "not_clock") is not None and not is_written) or line.get(end, "unit") in _NOT_A_CLOCK:
            return True
        if self._counts_services(read) or self._counts_people(read) or self._is_age(read):
            return True
        other = read_number(line, end + 1) if line.get(end, "join") in ("or", "range") else None
        if other is not None and line.get(other[1], "unit") in _NOT_A_CLOCK:  # "1 or 2 days"
            return True
        if line.get(end, "not_clock_glued") and line[end].start == line[end - 1].end:
            return True
        return line.get(end, "month") is not None and not read.sure

    def _is_half_year(self, at: int, read: Read) -> bool:
        """ "my son is 4 and a half", "сыну 4 с половиной"."""
        line = self._line
        person = at - 1 - (line.form(at - 1) == "is")
        return line.get(person, "person") is not None and line.get(read.end - 1, "and_part") is not None

    def _counts_services(self, read: Read) -> bool:
        """ "на 2 стрижки", "for two haircuts": so many of them, no hour; "в 4 ресницы" is one."""
        line, end = self._line, read.end
        if line.form(end - 2) in ("в", "at", "к", "после", "after"):
            return False
        if read.sure or not 2 <= read.clock.hour <= 4 or end >= len(line) or "service" not in line[end].tags:
            return False
        return line.form(end)[-1] in ("аыия" if line.is_russian(end) else "s")

    def _counts_people(self, read: Read) -> bool:
        """ "a massage for two": so many people."""
        line, at = self._line, read.end - 1
        is_small = not read.sure and 2 <= read.clock.hour <= 4 and not line.is_digits(at)
        return is_small and at > 1 and line.form(at - 1) == "for" and "service" in line[at - 2].tags

    def _is_age(self, read: Read) -> bool:
        """ "she's 6,", "ей 6": how old somebody is."""
        line, at = self._line, read.end - 1
        before = at - 1
        while line.get(before, "about"):
            before -= 1
        return not read.sure and line.get(before, "aged") is not None and line.get(at, "prep") is None

    def _dashed(self, at: int, prep: str | None) -> Read | None:
        """ "в 15-30": an hour and minutes, unless they are two hours."""
        hour, minute = self._line.form(at), self._line.form(at + 2)
        if len(hour) > 2 or len(minute) != 2 or not minute.isdigit() or int(hour) > 23 or int(minute) > 59:
            return None
        is_vague = self._line.get(at - 1, "vague") or self._line.get(at + 3, "halfday")
        is_clock = int(minute) > 24 or minute == "00" or (prep == "at" and int(minute) % 5 == 0 and not is_vague)
        return Read(Clock(int(hour), int(minute)), at + 3, True) if is_clock else None

    def _stands(self, at: int, read: Read, previous: Piece | None) -> bool:
        """Whether a number without a preposition is a clock time: beside a day or part of the day, or alone."""
        line = self._line
        if read.clock.half is not None:
            return True
        before, after = at - 1, read.end
        while before >= 0 and (line.form(before) in (",", ".", "-", ")") or line.get(before, "article")):
            before -= 1
        while line.form(after) in (",", "-"):
            after += 1
        if previous is not None and previous.end == before + 1 and not (previous.dropped and previous.is_empty):
            return previous.clock is None or previous.dropped or line.get(previous.start - 1, "join") == "not"
        if line.get(before, "person") or line.get(before, "option"):
            return False
        if line.get(after, "mend") and self._days.read(self._after_mend(after)) is not None:  # "17 нет, лучше 18 мая"
            return False
        if line.get(before, "before_clock") or line.get(before, "mend") or line.get(before, "join") == "not":
            return True
        if line.get(before, "join") == "but" and previous is not None and previous.clock is not None:  # "not 2 but 3"
            return True
        if line.get(after, "after_clock") or line.get(after, "mend") or line.get(after, "prep") == "instead":
            return True
        if line.get(read.end - 1, "unit") == "hour" and read.clock.hour >= 9:
            return True
        if after >= len(line):
            return False
        if line.get(after, "part") or line.get(after, "today_part"):
            return True
        following = read_number(line, after) if after > read.end else None
        listed = following[1] + (line.form(following[1]) == ",") if following is not None else after  # "2, 3 or 4pm"
        if line.get(listed, "join") == "or" and listed + 1 < len(line) and self._clocks.read(listed + 1) is not None:
            return True
        after = line.skip(after, "prep")
        return after < len(line) and self._days.read(after) is not None

    def _after_mend(self, at: int) -> int:
        line = self._line
        while line.get(at, "mend") or line.form(at) == ",":
            at += 1
        return line.skip(at, "prep", "article")

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
        if line.number(at, "number") == read.clock.hour + 1 and not line.is_digits(at - 1) and not read.sure:
            at, join = at - 1, "range"  # "часа в два три"
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
