"""Patterns of words, read from the data files, and where a message meets them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wabot.language.lexicon import Lexicon, Word, expand_forms

GAP = 4
"""The most words that `..` in a pattern stands for."""

NOTHING = "nothing"
"""Patterns of courtesy that would else be taken for something: they win over others."""

_BOOK = "book"
_BEFORE = ("lead", "hello", "thank", "sorry", "please", "addressed")
_BEHIND = ("thank", "sorry", "please", "addressed")
"""Senses of words that an answer may be wrapped in: "ну да", "не нужно, спасибо"."""
_SLOT_TAGS = frozenset({"when", "service", "staff"})
_DENIALS = frozenset({"не", "don't", "dont", "not", "can't", "won't", "doesn't"})


@dataclass(frozen=True, slots=True)
class Pattern:
    """Its name and elements: words, beginnings (`запис*`), `<tags>`, `..` gaps; tied to an edge or not."""

    name: str
    elements: tuple[str, ...]
    at_start: bool
    at_end: bool
    weight: int
    words: int
    needs: frozenset[str]


@dataclass(frozen=True, slots=True)
class Match:
    """A pattern met at these words; `name` is what the data file calls it, `is_outright` that a booking is named."""

    name: str
    words: tuple[int, ...]
    weight: int
    is_outright: bool = False


class Patterns:
    """All patterns, filed under their first element."""

    def __init__(self) -> None:
        self._first: dict[str, list[Pattern]] = {}

    def add(self, table: Mapping[str, Sequence[str]], lexicon: Lexicon) -> None:
        """Take in a table of a data file, patterns by name; their literal words become known words."""
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
        weight = (
            sum(element != ".." for element in body) * 2
            + at_start
            + at_end
            + (body[0] in _DENIALS)
            + 3 * (name == NOTHING)
        )
        count = sum(element != ".." for element in body)
        needs = frozenset(element for element in body if element != ".." and not element.endswith("*"))
        pattern = Pattern(name, body, at_start, at_end, weight, count, needs)
        self._first.setdefault(body[0], []).append(pattern)

    def find(self, words: list[Word]) -> list[Match]:
        """Matches that do not share words, the ones that take more words first in choice; in order of appearance."""
        keys = [_keys(word) for word in words]
        said = frozenset().union(*keys)
        matches = [match for at in range(len(words)) for match in self._at(words, at, keys[at], said)]
        matches.sort(key=lambda match: (-match.weight, match.words[-1] - match.words[0], match.words[0]))
        taken: set[int] = set()
        chosen = []
        for match in matches:
            if taken.isdisjoint(match.words):
                taken.update(at for at in match.words if not words[at].tags & _SLOT_TAGS)
                chosen.append(match)
        return sorted(chosen, key=lambda match: match.words[-1])

    def _at(self, words: list[Word], at: int, keys: set[str], said: frozenset[str]) -> list[Match]:
        word = words[at]
        found = []
        beginnings = (f"{word.form[:length]}*" for length in range(3, len(word.form) + 1))
        for key in (*keys, *beginnings):
            for pattern in self._first.get(key, ()):
                if not pattern.needs <= said:
                    continue
                if len(pattern.elements) == 1 and "when" in word.tags and key != "<when>":
                    continue
                if pattern.at_start and any(_is_said(w, _BEFORE) for w in words[:at]):
                    continue
                taken = _match(words, at, pattern.elements)
                if taken is None or (pattern.at_end and any(_is_said(w, _BEHIND) for w in words[taken[-1] + 1 :])):
                    continue
                extra = sum(not words[place].tags & _SLOT_TAGS for place in taken) - pattern.words
                is_outright = pattern.name == _BOOK or f"<{_BOOK}>" in pattern.elements
                found.append(Match(pattern.name, taken, pattern.weight + 2 * max(extra, 0), is_outright))
        return found


def _keys(word: Word) -> set[str]:
    """Everything a pattern may call the word by."""
    return {word.form, *(f"<{tag}>" for tag in (*word.senses, *word.tags, *word.phrase))}


def is_said(word: Word) -> bool:
    """Whether it is a word, and no mark."""
    return word.kind not in ("mark", "emoji")


def _is_said(word: Word, wrapping: tuple[str, ...]) -> bool:
    return is_said(word) and not any(tag in word.senses for tag in wrapping)


def _match(words: list[Word], at: int, elements: tuple[str, ...]) -> tuple[int, ...] | None:
    """The places of the words that the elements meet from there, or None."""
    if not elements:
        return ()
    gap = 0
    if elements[0] == "..":
        gap, elements = GAP, elements[1:]
        if not elements:
            return ()
    is_gap = gap > 0
    while at < len(words):
        length = _meets(words, at, elements[0])
        if length:
            rest = _match(words, at + length, elements[1:])
            if rest is not None:
                return (*range(at, at + length), *rest)
        if words[at].kind == "mark":
            if words[at].form in (".", "!", "?") or (words[at].form == "," and not is_gap):
                return None
        elif not (is_gap and (words[at].tags & _SLOT_TAGS or "polite" in words[at].senses)):
            gap -= 1
            if gap < 0:
                return None
        at += 1
    return None


def _meets(words: list[Word], at: int, element: str) -> int:
    """How many words from there the element takes: 0, 1, or the length of a phrase or of a stretch understood."""
    word = words[at]
    if element[0] == "<" and len(element) > 1:
        tag = element[1:-1]
        if tag in _SLOT_TAGS:
            end = at
            while end < len(words) and tag in words[end].tags:
                end += 1
            return end - at
        if tag in word.senses or tag in word.tags:
            return 1
        return word.length if tag in word.phrase else 0
    if element[-1] == "*" and len(element) > 1:
        return int(word.form.startswith(element[:-1]))
    return int(word.form == element and "service" not in word.tags)
