"""Intents: patterns of words, read from the data files, and how the intents of one message get along."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wabot.domain.heard import Intent
from wabot.language.lexicon import Lexicon, Word, expand_forms

GAP = 3
"""The most words that `..` in a pattern stands for."""

KEEPS = "keeps"
"""The patterns that confirm by asking not to cancel."""

_REQUESTS = frozenset(Intent) - {
    Intent.GREETING, Intent.THANKS, Intent.CONFIRM, Intent.DECLINE, Intent.OTHER,
}  # fmt: skip
_SLOT_TAGS = frozenset({"when", "service", "staff", "day", "clock"})


@dataclass(frozen=True, slots=True)
class Pattern:
    """An intent and its elements: words, beginnings (`запис*`), `<tags>`, `..` gaps; tied to an edge or not."""

    intent: Intent
    elements: tuple[str, ...]
    at_start: bool
    at_end: bool
    weight: int
    keeps: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """A pattern met at these words."""

    intent: Intent
    words: tuple[int, ...]
    weight: int
    keeps: bool = False


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
        weight = sum(element != ".." for element in body) * 2 + at_start + at_end
        keeps = name == KEEPS
        pattern = Pattern(Intent.CONFIRM if keeps else Intent(name), body, at_start, at_end, weight, keeps)
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
            *word.parts[:1],
            *(f"<{tag}>" for tag in word.senses),
            *(f"<{tag}>" for tag in word.tags),
        ):
            for pattern in self._first.get(key, ()):
                if pattern.at_start and any(w.kind != "mark" for w in words[:at]):
                    continue
                taken = _match(words, at, pattern.elements)
                if taken is None or (pattern.at_end and any(_is_said(w) for w in words[taken[-1] + 1 :])):
                    continue
                found.append(Match(pattern.intent, taken, pattern.weight, pattern.keeps))
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
                if words[place].form in ".!?" and words[place].form:
                    return None
            else:
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


def settle(matches: list[Match], *, slots_said: int) -> list[Intent]:
    """The intents of a message in order, without those that others make mere courtesy or wording."""
    found = list(dict.fromkeys(match.intent for match in matches))
    present = set(found)
    if present & {Intent.OTHER, Intent.HUMAN} and Intent.BOOK in present and Intent.OTHER in present:
        present.discard(Intent.BOOK)
    if Intent.CANCEL in present and Intent.BOOK in present and slots_said > 1:
        found = [Intent.RESCHEDULE if intent is Intent.CANCEL else intent for intent in found]
        present = (present - {Intent.CANCEL, Intent.BOOK}) | {Intent.RESCHEDULE}
    if Intent.STOP in present:
        present = {Intent.STOP}
    for strong, weak in _OUTWEIGHED:
        if strong in present:
            present -= weak
    if present & _REQUESTS or Intent.OTHER in present:
        present -= {Intent.GREETING, Intent.THANKS}
    if present & _REQUESTS:
        present -= {Intent.CONFIRM, Intent.DECLINE}
    if present - {Intent.GREETING}:
        present.discard(Intent.GREETING)
    ordered = [intent for intent in dict.fromkeys(found) if intent in present]
    return sorted(ordered, key=lambda intent: intent in (Intent.THANKS, Intent.OTHER))


_OUTWEIGHED = (
    (Intent.RESCHEDULE, {Intent.BOOK, Intent.CANCEL, Intent.AVAILABILITY, Intent.MY_BOOKINGS}),
    (Intent.CANCEL, {Intent.MY_BOOKINGS, Intent.BOOK}),
    (Intent.MY_BOOKINGS, {Intent.BOOK, Intent.AVAILABILITY, Intent.HOURS}),
    (Intent.AVAILABILITY, {Intent.BOOK, Intent.HOURS}),
    (Intent.HOURS, {Intent.BOOK}),
    (Intent.ADDRESS, {Intent.BOOK}),
    (Intent.HUMAN, {Intent.OTHER, Intent.BOOK}),
)
