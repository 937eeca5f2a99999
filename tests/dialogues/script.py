"""Whole conversations as text, read into lines and what must come of each. README.md explains the format."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from tests.salon import FRIDAY
from wabot.domain.correspondence import Kind

FOLDER = Path(__file__).parent
WORDLESS = {"[голосовое]": Kind.VOICE, "[фото]": Kind.IMAGE, "[стикер]": Kind.STICKER}
_SAID = re.compile(r"(?:(\d\d)\.(\d\d)\s+)?(?:(\d\d):(\d\d)\s*)?(?:(салон -> )?([^\W\d]+): (.*))?")
_MINUTE = timedelta(minutes=1)


@dataclass(slots=True)
class Step:
    """Something happens at that moment, and this must come of it. `who` None: only time passes.

    `messages` are sent in a row as one turn; `booked` None where the book is not looked at.
    """

    place: str
    at: datetime
    who: str | None
    messages: tuple[str, ...]
    by_salon: bool = False
    has: list[str] = field(default_factory=list)
    lacks: list[str] = field(default_factory=list)
    told: list[tuple[str, str]] = field(default_factory=list)
    booked: list[str] | None = None
    is_silent: bool = False


@dataclass(slots=True)
class Conversation:
    """A conversation by its title; `profiles` are the names in customers' WhatsApp profiles."""

    title: str
    profiles: dict[str, str] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)


def load_conversations() -> Iterator[Conversation]:
    """All conversations of all files."""
    for path in sorted(FOLDER.glob("*.txt")):
        yield from _conversations(path)


def _conversations(path: Path) -> Iterator[Conversation]:
    conversation: Conversation | None = None
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        place = f"{path.name}:{number}"
        if line.startswith("=== "):
            if conversation is not None:
                yield conversation
            conversation = Conversation(f"{path.stem}: {line[4:].strip()}")
        elif line.strip() and not line.startswith("#"):
            assert conversation is not None, f"{place}: a title must come first"
            _read(line, conversation, place)
    if conversation is not None:
        yield conversation


def _read(line: str, conversation: Conversation, place: str) -> None:
    if line.startswith(" "):
        assert conversation.steps, f"{place}: nobody has written yet"
        _expect(line.strip(), conversation.steps[-1], place)
    elif line.startswith("профиль "):
        who, _, name = line.removeprefix("профиль ").partition(": ")
        conversation.profiles[who] = name
    else:
        conversation.steps.append(_step(line, conversation, place))


def _step(line: str, conversation: Conversation, place: str) -> Step:
    found = _SAID.fullmatch(line.strip())
    assert found, f"{place}: cannot be read: {line}"
    day, month, hour, minute, salon, who, text = found.groups()
    at = conversation.steps[-1].at + _MINUTE if conversation.steps else FRIDAY
    if day:
        year = at.year + (int(month) < at.month)
        at = at.replace(year=year, month=int(month), day=int(day))
    if hour:
        at = at.replace(hour=int(hour), minute=int(minute))
    return Step(place, at, who, tuple((text or "").split(" ⏎ ")), by_salon=bool(salon))


def _expect(line: str, step: Step, place: str) -> None:
    sign, said = line[:1], line[1:].strip()
    match sign:
        case "+":
            step.has += said.split(" | ")
        case "-":
            step.lacks += said.split(" | ")
        case ">":
            who, _, text = said.partition(": ")
            step.told.append((who, text))
        case "=":
            step.booked = [*(step.booked or []), *([] if said == "пусто" else [said])]
        case "~":
            step.is_silent = True
        case _:
            raise AssertionError(f"{place}: cannot be read: {line}")
