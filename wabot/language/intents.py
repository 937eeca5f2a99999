"""Intents: patterns of words, read from the data files, and how the intents of one message get along."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wabot.domain.heard import Intent
from wabot.language.lexicon import Lexicon, Word, expand_forms

GAP = 3
"""The most words that `..` in a pattern stands for."""

KEEPS = "keeps"
"""Patterns that confirm by asking not to cancel."""

CANNOT = "cannot"
"""Patterns that say one cannot come: a cancellation, or with another time a move."""

_ALIASES = {KEEPS: Intent.CONFIRM, CANNOT: Intent.CANCEL}

_REQUESTS = frozenset(Intent) - {
    Intent.GREETING, Intent.THANKS, Intent.CONFIRM, Intent.DECLINE, Intent.OTHER,
}  # fmt: skip
_SLOT_TAGS = frozenset({"when", "service", "staff"})
_DENIALS = frozenset({"не", "don't", "dont", "not", "can't", "cant"})


@dataclass(frozen=True, slots=True)
class Pattern:
    """An intent and its elements: words, beginnings (`запис*`), `<tags>`, `..` gaps; tied to an edge or not."""

    name: str
    intent: Intent
    elements: tuple[str, ...]
    at_start: bool
    at_end: bool
    weight: int


@dataclass(frozen=True, slots=True)
class Match:
    """A pattern met at these words; `name` is what the data file calls it."""

    name: str
    intent: Intent
    words: tuple[int, ...]
    weight: int


class Patterns:
    """All patterns, filed under their first element."""

    def __init__(self) -> None:
        self._first: dict[str, list[Pattern]] = {}

    def add(self, table: Mapping[str, Sequence[str]], lexicon: Lexicon) -> None:
        """Take in the `[intents]` of a data file; its literal words become known words."""
        for name, lines in table.items():
            for line in lines:
                for text in expand_forms(line.strip()):
                    self._file(name, text.split(), lexicon)

    def _file(self, name: str, elements: list[str], lexicon: Lexicon) -> None:
        at_start, at_end = elements[0] == "^", elements[-1] == "$"
        body = tuple(elements[at_start : len(elements) - at_end])
        for element in body:
            if element.endswith("*"):
                lexicon.stems.setdefault(element[:-1], {})
            elif element != ".." and not element.startswith("<"):
                lexicon.know([element])
        weight = sum(element != ".." for element in body) * 2 + at_start + at_end + (body[0] in _DENIALS)
        intent = _ALIASES.get(name) or Intent(name)
        pattern = Pattern(name, intent, body, at_start, at_end, weight)
        self._first.setdefault(body[0].rstrip("*"), []).append(pattern)

    def find(self, words: list[Word]) -> list[Match]:
        """Matches that do not share words, the ones that take more words first in choice; in order of appearance."""
        matches = [match for at, word in enumerate(words) for match in self._at(words, at, word)]
        matches.sort(key=lambda match: (-match.weight, match.words[0]))
        taken: set[int] = set()
        chosen = []
        for match in matches:
            if taken.isdisjoint(match.words):
                taken.update(at for at in match.words if not words[at].tags & _SLOT_TAGS)
                chosen.append(match)
        return sorted(chosen, key=lambda match: match.words[0])

    def _at(self, words: list[Word], at: int, word: Word) -> list[Match]:
        found = []
        for key in (
            word.form,
            
            *(f"<{tag}>" for tag in word.senses),
            *(f"<{tag}>" for tag in word.tags),
        ):
            for pattern in self._first.get(key, ()):
                if pattern.at_start and any(w.kind != "mark" for w in words[:at]):
                    continue
                taken = _match(words, at, pattern.elements)
                if taken is None or (pattern.at_end and any(_is_said(w) for w in words[taken[-1] + 1 :])):
                    continue
                found.append(Match(pattern.name, pattern.intent, taken, pattern.weight))
        return found


def _is_said(word: Word) -> bool:
    return word.kind not in ("mark", "emoji")


def _match(words: list[Word], at: int, elements: tuple[str, ...]) -> tuple[int, ...] | None:
    """The places of the words that the elements meet from there, or None."""
    taken: list[int] = []
    gap = 0
    for element in elements:
        if element == "..":
            gap = GAP
            continue
        place = at
        while place < len(words) and not _meets(words[place], element):
            if words[place].kind == "mark":
                if words[place].form in (".", "!", "?"):
                    return None
            elif not words[place].tags & _SLOT_TAGS:
                gap -= 1
            if gap < 0:
                return None
            place += 1
        if place >= len(words):
            return None
        taken.append(place)
        at, gap = place + 1, 0
    return tuple(taken)


def _meets(word: Word, element: str) -> bool:
    if element[0] == "<" and len(element) > 1:
        tag = element[1:-1]
        return tag in word.senses or tag in word.tags
    if element[-1] == "*" and len(element) > 1:
        return word.form.startswith(element[:-1])
    return word.form == element


def settle(matches: list[Match], *, times_said: int, asks_staff: bool) -> list[Intent]:
    """The intents of a message in order, without those that others make mere courtesy or wording."""
    names = {match.name for match in matches}
    found = list(dict.fromkeys(match.intent for match in matches))
    if CANNOT in names and Intent.CANCEL.value not in names and _wants_other_time(found, times_said):
        found = [Intent.RESCHEDULE if intent is Intent.CANCEL else intent for intent in found]
    if asks_staff:
        found = [Intent.AVAILABILITY if intent is Intent.HOURS else intent for intent in found]
    present = set(found)
    if Intent.STOP in present:
        return [Intent.STOP]
    if KEEPS in names:
        present -= {Intent.DECLINE, Intent.CANCEL}
    if Intent.CANCEL.value in names and times_said < 2:
        present.discard(Intent.BOOK)
    for strong, weak in _OUTWEIGHED:
        if strong in present:
            present -= weak
    if present & _REQUESTS:
        present -= {Intent.CONFIRM, Intent.DECLINE}
    if present & _REQUESTS or Intent.OTHER in present:
        present -= {Intent.GREETING, Intent.THANKS}
    if present - {Intent.GREETING}:
        present.discard(Intent.GREETING)
    ordered = [intent for intent in dict.fromkeys(found) if intent in present]
    return sorted(ordered, key=lambda intent: intent is Intent.THANKS)


def _wants_other_time(found: list[Intent], times_said: int) -> bool:
    return bool({Intent.BOOK, Intent.AVAILABILITY} & set(found)) or times_said > 1


_OUTWEIGHED = (
    (Intent.HUMAN, {Intent.OTHER, Intent.BOOK, Intent.DECLINE, Intent.CONFIRM}),
    (Intent.OTHER, {Intent.BOOK, Intent.CONFIRM, Intent.AVAILABILITY, Intent.DECLINE}),
    (Intent.RESCHEDULE, {Intent.BOOK, Intent.CANCEL, Intent.AVAILABILITY, Intent.MY_BOOKINGS}),
    (Intent.CANCEL, {Intent.MY_BOOKINGS}),
    (Intent.MY_BOOKINGS, {Intent.BOOK, Intent.AVAILABILITY, Intent.HOURS}),
    (Intent.AVAILABILITY, {Intent.HOURS}),
    (Intent.HOURS, {Intent.BOOK}),
    (Intent.ADDRESS, {Intent.BOOK}),
)
"""The first of a pair makes the others its own wording."""
