"""Columns of a chart as SVG has them: across in percent, to fill any width while their words keep their size."""

from collections.abc import Sequence
from dataclasses import dataclass

from wabot.domain.numbers import Outcome, Tally

HEIGHT, TOP, FOOT = 190, 14, 22  # of the picture, and within it above and below the columns, in pixels
MOST_TICKS = 11
_PLOT = HEIGHT - TOP - FOOT
_ORDER = (Outcome.KEPT, Outcome.AHEAD, Outcome.NO_SHOW, Outcome.CANCELLED)


@dataclass(frozen=True, slots=True)
class Group:
    """What one column stands for: its word below, or "" for none; what it is called in full."""

    tick: str
    name: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a column, or of a bar: where it begins, and how far it goes."""

    outcome: Outcome
    begins: float
    length: float


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `x`, `width` and `middle` in percent, the pieces in pixels from the top."""

    group: Group
    x: float
    width: float
    middle: float
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Columns side by side, and lines across with their number: (pixels from the top, number)."""

    columns: tuple[Column, ...]
    lines: tuple[tuple[float, int], ...]
    height: int = HEIGHT
    base: int = HEIGHT - FOOT


def draw_columns(groups: Sequence[Group]) -> Chart:
    """One column for each group, as high as it counts."""
    top = _round_up(max((group.tally.total for group in groups), default=0))
    width = 100 / max(1, len(groups))
    columns = [
        Column(group, number * width + width * 0.1, width * 0.8, (number + 0.5) * width, _stack(group.tally, top))
        for number, group in enumerate(groups)
    ]
    lines = [(TOP + _PLOT * (1 - part), round(top * part)) for part in (1.0, 0.5)]
    return Chart(tuple(columns), tuple(lines))


def draw_bar(tally: Tally, longest: int) -> tuple[Piece, ...]:
    """A bar along a line, in percent of a line that stands for `longest`."""
    pieces, begins = [], 0.0
    for outcome in _ORDER:
        length = tally.counts[outcome] / max(1, longest) * 100
        if length:
            pieces.append(Piece(outcome, begins, length))
        begins += length
    return tuple(pieces)


def thinned(words: Sequence[str]) -> list[str]:
    """As many of the words under the columns as there is room for, evenly; the others empty."""
    step = -(-len(words) // MOST_TICKS)
    return [word if number % step == 0 else "" for number, word in enumerate(words)]


def _stack(tally: Tally, top: int) -> tuple[Piece, ...]:
    pieces, below = [], float(HEIGHT - FOOT)
    for outcome in _ORDER:
        height = tally.counts[outcome] / top * _PLOT
        below -= height
        if height:
            pieces.append(Piece(outcome, below, height))
    return tuple(pieces)


def _round_up(most: int) -> int:
    """The even round number at the top of a chart."""
    power = 1
    while 10 * power < most:
        power *= 10
    return next(step * power for step in (2, 4, 6, 8, 10) if step * power >= most)
