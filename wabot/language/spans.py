"""Spans: days with the words that make them ranges, bounds or lists."""

from datetime import date

from wabot.language.clockwords import ClockReader
from wabot.language.days import Calendar, Day, Found
from wabot.language.daywords import DayReader, follows
from wabot.language.line import Line
from wabot.language.pieces import Piece


class SpanReader:
    """Reads a day in its surroundings."""

    def __init__(self, line: Line, days: DayReader, today: date) -> None:
        self._line = line
        self._days = days
        self._today = today
        self._clocks = ClockReader(line)

    def read(self, at: int, said: list[Piece]) -> Piece | None:
        """The day or days said there with the prepositions before them; `said` are the pieces before."""
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
        if found is None or (found[0].guess and self._is_clock(start, prep, said)):
            return None
        piece = Piece(at, found[1], day=found[0], prep=None if prep is None else str(prep))
        if prep in ("instead", "except"):
            piece.dropped = True
        else:
            self._extend(piece, said)
        return piece

    def _is_clock(self, at: int, prep: object, said: list[Piece]) -> bool:
        """Whether "5.10" is a clock time: one of a half of the day, or beside another day."""
        read, guess = self._clocks.read(at), self._days.read(at)
        if read is None or guess is None or guess[0].first is None:
            return False
        if read.clock.half is not None or prep == "after":
            return True
        named = [piece.day for piece in said if piece.day is not None and not piece.dropped]
        is_range = self._line.get(read.end, "prep") in ("till", "to") or self._line.get(read.end, "join") is not None
        following = self._days.read(self._line.skip(read.end, "prep", "article"))
        if not named and following is not None and not (is_range and following[0].guess):
            named = [following[0]]
        for day in named:
            resolved = day.resolve(self._today)
            if resolved is None:
                continue
            if resolved[0] == guess[0].first:
                if prep == "at" and said and said[-1].day is day:  # "10.12 в 10.12"
                    return True
                continue
            is_of_weekday = day.weekday is not None and guess[0].first.weekday() == day.weekday
            return not is_of_weekday and self._line.get(at - 1, "prep") != "till"
        return False

    def _extend(self, piece: Piece, said: list[Piece]) -> None:
        """Add the last day to "с пн" + "по ср", "mon" + "-" + "wed", "в сб" + "или вс"."""
        line, at = self._line, piece.end
        join, prep = line.get(at, "join"), line.get(at, "prep")
        is_next = line.get(at, "weekday") is not None and piece.day is not None and piece.day.weekday is not None
        is_list = line.get(at + 1, "join") in ("or", "and")
        if is_next and (line.is_russian(at) or is_list):  # "пн вт", "mon tues or wed"
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
        if found[0].guess and not piece.day.guess and self._is_clock(after, None, said):
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
        number, first = int(line.form(at)), piece.day.first
        is_till = line.get(at - 1, "prep") == "till" and line.is_russian(at - 1)
        is_day = is_till or (number > 24 and piece.prep == "from") or join == "range"
        if not is_day or not (first.day < number <= 31 or (is_till and number > 0)):
            return None
        if any(line.get(at + 1, tag) is not None for tag in ("halfday", "unit", "join", "not_clock")):
            return None
        last = Calendar(first).next_number(number)
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
