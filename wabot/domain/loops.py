"""Loops: two machines that answer each other would never stop, so wabot does."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

SAME = 8
"""The same words answered with the same words so often in a row: whoever writes them does not read the answers."""
FEW = 16
"""Two sentences against two, for so long: an answering machine with a greeting and a reply."""
STEADY = 60
"""Answers to our answers, each as quick as the last: no person keeps time like that for so long."""
FLOOD = 50
"""The same words so often without waiting for our answers, which is no conversation and ends by itself as a rule."""
MOST = max(SAME, FEW, STEADY, FLOOD)
"""Exchanges that the rules look at."""
QUICK, EVEN = timedelta(seconds=15), timedelta(seconds=2)
WITHIN = timedelta(hours=1)
"""Older exchanges are not counted."""
SILENCE_LEAST = timedelta(hours=1)
"""How long a loop is left alone, however short the salon's own hand-off is."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """What was heard in a chat and what was said to it, after which nothing in the book was different."""

    heard: str
    heard_at: datetime
    said: str
    said_at: datetime


def is_loop(exchanges: Sequence[Exchange]) -> bool:
    """Whether a machine seems to be on the other side; `exchanges` are the latest of the chat, oldest first.

    A machine answers our answers: what was written before the last one was said is no answer to it.
    """
    if not exchanges:
        return False
    now = exchanges[-1].heard_at
    recent = [it for it in exchanges if now - it.heard_at <= WITHIN]
    answers = [recent[0], *(later for earlier, later in pairwise(recent) if later.heard_at > earlier.said_at)]
    return (
        _repeats(answers[-SAME:], SAME, 1)
        or _repeats(answers[-FEW:], FEW, 2)
        or _is_steady(answers[-STEADY:])
        or _repeats(recent[-FLOOD:], FLOOD, 1)
    )


def _repeats(exchanges: Sequence[Exchange], length: int, most: int) -> bool:
    if len(exchanges) < length:
        return False
    return all(len({_plain(text) for text in texts}) <= most for texts in _sides(exchanges))


def _sides(exchanges: Sequence[Exchange]) -> Iterator[list[str]]:
    yield [it.heard for it in exchanges]
    yield [it.said for it in exchanges]


def _is_steady(exchanges: Sequence[Exchange]) -> bool:
    """Whether each message came soon after our answer to the last one, and always as soon."""
    pauses = [later.heard_at - earlier.said_at for earlier, later in pairwise(exchanges)]
    if len(exchanges) < STEADY or not all(timedelta() < pause <= QUICK for pause in pauses):
        return False
    return max(pauses) - min(pauses) <= EVEN


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
