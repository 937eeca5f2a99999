"""The corpus: phrases with their meaning, read from the text files beside this module."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from tests.salon import SALON
from wabot.domain.heard import Heard
from wabot.language.listener import Listener
from wabot.types import Lang

FOLDER = Path(__file__).parent
DATES = frozenset({"dates", "clock", "bounds", "day and time", "no time"})
"""Classes of phrases that are about dates and times only."""

Meaning = dict[str, str]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A line of the corpus. Keys that `meaning` lacks must not be heard, except lang and choice, and among
    DATES the intent and service."""

    text: str
    meaning: Meaning
    now: datetime
    lang: Lang
    group: str
    place: str


def load_phrases(name: str) -> list[Phrase]:
    """The phrases of `ru`, `ru.held`, ...; the format is explained at the top of ru.txt."""
    phrases: list[Phrase] = []
    now: datetime | None = None
    group = ""
    for number, line in enumerate((FOLDER / f"{name}.txt").read_text("utf-8").splitlines(), 1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        if text.startswith("[") and text.endswith("]"):
            group = text[1:-1]
        elif re.match(r"now \d{4}-", text):
            now = datetime.fromisoformat(text[4:]).replace(tzinfo=SALON.timezone)
        else:
            assert now is not None, f"{name}.txt:{number}: a `now` line must come first"
            said, _, meaning = text.partition("|")
            fields = {key: value for key, _, value in (part.partition("=") for part in _split(meaning))}
            place = f"{name}.txt:{number}"
            phrases.append(Phrase(said.strip(), fields, now, Lang(name[:2]), group, place))
    return phrases


def _split(meaning: str) -> list[str]:
    return re.findall(r"\w+=(?:[^=]*?)(?=\s+\w+=|\s*$)", meaning)


def check(phrase: Phrase, listener: Listener) -> str | None:
    """What was heard wrongly, as `key: expected != heard`; None when all is right."""
    heard = meaning_of(listener.hear(phrase.text, now=phrase.now, lang=phrase.lang))
    expected = dict(phrase.meaning)
    if "date" in expected:
        first, _, last = expected.pop("date").partition("-")
        expected["date"] = _date(first, phrase.now).isoformat()
        if last:
            expected["date_to"] = _date(last, phrase.now).isoformat()
    free = {"lang", "choice"} | ({"intent", "service"} if phrase.group in DATES else set())
    keys = (set(heard) - free) | set(expected)
    wrong = []
    for key in sorted(keys):
        want, got = expected.get(key, ""), heard.get(key, "")
        if key in ("intent", "service"):
            same = set(want.split(",")) == set(got.split(",")) and want.split(",")[0] == got.split(",")[0]
        else:
            same = want == got
        if not same:
            wrong.append(f"{key}: {want or '-'} != {got or '-'}")
    return "; ".join(wrong) or None


def _date(text: str, now: datetime) -> date:
    """`dd.mm`, the next one from now, today included."""
    day, month = (int(part) for part in text.split("."))
    for year in range(now.year, now.year + 9):
        if day <= monthrange(year, month)[1] and date(year, month, day) >= now.date():
            return date(year, month, day)
    raise ValueError(f"no such day: {text}")


def meaning_of(heard: Heard) -> Meaning:
    """What was heard, in the keys of the corpus."""
    fields = {
        "intent": ",".join(heard.intents),
        "service": ",".join(heard.services),
        "staff": heard.staff,
        "date": heard.day and heard.day.isoformat(),
        "date_to": heard.day_to and heard.day_to.isoformat(),
        "time": heard.time and f"{heard.time:%H:%M}",
        "from": heard.not_before and f"{heard.not_before:%H:%M}",
        "to": heard.not_after and f"{heard.not_after:%H:%M}",
        "part": heard.part,
        "name": heard.name,
        "choice": None if heard.choice is None else str(heard.choice),
        "lang": heard.lang,
    }
    return {key: str(value) for key, value in fields.items() if value}
