"""Lateness: by how much somebody says they will be late."""

from datetime import timedelta

from wabot.language.lexicon import Word
from wabot.language.line import Line
from wabot.language.numbers import read_length, read_number
from wabot.language.patterns import is_said

_OF_LENGTH = frozenset({"number", "unit", "length", "half", "single", "about", "mend", "join", "beside_length"})
_MOST_BARE = 59  # "опоздаю на 15" is in minutes


def find_delay(words: list[Word]) -> timedelta:
    """The delay said in a message that says there is one; no length when it does not say how much.

    "In twenty minutes" is a time of arrival and no delay.
    """
    apart = [part for word in words for part in word.parts or (word,)]
    if any("through" in word.senses or "arrives" in word.senses for word in apart):
        return timedelta()
    return _first(Line(words)) or _first(Line(apart)) or timedelta()


def find_only_length(words: list[Word]) -> timedelta | None:
    """The length of which a message consists, with nothing said but how sure it is: "наверно на полчаса", "make that
    20", where a bare number is in minutes; None for all other messages.
    """
    apart = [part for word in words for part in word.parts or (word,)]
    if not all(word.kind == "number" or _OF_LENGTH & {*word.senses, *word.phrase} for word in apart if is_said(word)):
        return None
    line = Line(apart)
    numbers = (_number(line, at) for at in range(len(line)))
    bare = next((number for number in numbers if number is not None and 0 < number <= _MOST_BARE), None)
    return _first(Line(words)) or _first(line) or (timedelta(minutes=bare) if bare is not None else None)


def _first(line: Line) -> timedelta | None:
    found = (_turned_round(line, at) or _bare(line, at) or _length(line, at) for at in range(len(line)))
    return next((length for length in found if length), None)


def _length(line: Line, at: int) -> timedelta | None:
    """ "15 минут", "10-15 min", "15 минут или полчаса": of two the greater."""
    found = read_length(line, at)
    if found is None or _is_clock(line, at):
        return None
    number = read_number(line, at)
    joins = [end for end in (number[1] if number else at, found[1]) if line.get(end, "join") in ("range", "or")]
    others = [read_length(line, end + 1) for end in joins]
    return max(length for length, _ in [found, *filter(None, others)])


def _is_clock(line: Line, at: int) -> bool:
    """ "в час": a unit that is a time of the day."""
    return bool(line.get(at, "unit")) and (line.form(at - 1) in ("в", "к") or line.get(at, "unit") == "minute")


def _turned_round(line: Line, at: int) -> timedelta | None:
    """ "минут на 15", "минут 10-15", "часа на два"."""
    unit = line.get(at, "unit")
    number = _number(line, line.skip(at + 1, "prep", "about"))
    if unit not in ("minute", "hour") or not line.is_russian(at) or number is None:
        return None
    return timedelta(hours=number) if unit == "hour" else timedelta(minutes=number)


def _bare(line: Line, at: int) -> timedelta | None:
    """ "опоздаю на 15"."""
    if line.form(at) != "на" or not any(line.get(before, "late") for before in (at - 1, at - 2)):
        return None
    number = _number(line, line.skip(at + 1, "about"))
    return timedelta(minutes=number) if number is not None and number <= _MOST_BARE else None


def _number(line: Line, at: int) -> int | None:
    """A number that stands without a unit; of a range the greater one."""
    number = read_number(line, at)
    if number is not None and line.get(number[1], "join") == "range":
        number = read_number(line, number[1] + 1) or number
    return number[0] if number is not None and not line.get(number[1], "unit") else None
