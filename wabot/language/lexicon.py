"""The lexicon: every form a customer may type, with what it can mean, read from the data files of both languages."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from wabot.types import Lang

WORDS = Path(__file__).parent / "words"

Value = int | str
Senses = dict[str, Value]

_NOTHING: Senses = {}


@dataclass(slots=True)
class Word:
    """One or more tokens read as one: what was typed (`raw`), the known `form`, and its senses by tag.

    A phrase has its words in `parts`; the first of them knows the senses (`phrase`) and the length of the whole.
    `tags` mark what was understood of the word later. `is_unknown` is a word that no data file has, nor one like it.
    """

    raw: str
    form: str
    kind: str
    senses: Senses
    start: int
    end: int
    parts: "tuple[Word, ...]" = ()
    tags: set[str] = field(default_factory=set)
    phrase: Senses = field(default_factory=dict)
    length: int = 1
    is_unknown: bool = False

    def get(self, tag: str) -> Value | None:
        """The value of that sense, or None if the word cannot mean it."""
        return self.senses.get(tag)


@cache
def expand_forms(pattern: str) -> tuple[str, ...]:
    """The forms that a pattern of the data files stands for: `сред[а,у]` is среда and среду."""
    opening = pattern.find("[")
    if opening < 0:
        return (pattern.replace("ё", "е"),)
    closing = pattern.index("]", opening)
    endings = pattern[opening + 1 : closing].split(",")
    return tuple(
        form for ending in endings for form in expand_forms(pattern[:opening] + ending + pattern[closing + 1 :])
    )


class Lexicon:
    """Forms to senses. One-word forms are in `forms`, beginnings (`отмен*`) in `stems`, others in `phrases`."""

    def __init__(self) -> None:
        self.forms: dict[str, Senses] = {}
        self.stems: dict[str, Senses] = {}
        self.spelling: dict[str, str] = {}
        self.phrases: dict[str, list[tuple[tuple[str, ...], Senses]]] = {}
        self.fillers: set[str] = set()
        self.digits: dict[str, dict[str, frozenset[str]]] = {}

    def add(self, form: str, tag: str, value: Value) -> None:
        """Teach a form ("в_районе" is two words, "отмен*" a beginning) one more sense; the first value stays."""
        if form.endswith("*"):
            self.stems.setdefault(form[:-1], {}).setdefault(tag, value)
            return
        words = tuple(form.split("_"))
        if len(words) == 1:
            self.forms.setdefault(form, {}).setdefault(tag, value)
            return
        entries = self.phrases.setdefault(words[0], [])
        for known, senses in entries:
            if known == words:
                senses.setdefault(tag, value)
                return
        entries.append((words, {tag: value}))
        entries.sort(key=lambda entry: -len(entry[0]))
        for word in words:
            self.forms.setdefault(word, {})

    def add_senses(self, table: Mapping[str, Mapping[str, str]]) -> None:
        """Teach the `[senses]` of a data file."""
        for tag, values in table.items():
            for key, forms in values.items():
                value: Value = int(key) if key.lstrip("-").isdigit() else key
                for pattern in forms.split():
                    for form in expand_forms(pattern):
                        self.add(form, tag, value)

    def add_spelling(self, table: Mapping[str, str]) -> None:
        """Teach the `[spelling]` of a data file: other ways in which a known word is typed."""
        for word, typed in table.items():
            self.know([word])
            self.spelling.update((variant.replace("ё", "е"), word) for variant in typed.split())

    def add_digits(self, table: Mapping[str, Mapping[str, str]]) -> None:
        """Teach the `[digits]` of a data file: a digit, the word it is typed for, and the words that tell it."""
        for digit, words in table.items():
            self.digits[digit] = {word: frozenset(before.split()) for word, before in words.items()}

    def add_fillers(self, words: Iterable[str]) -> None:
        """Teach the `[filler]` of a data file: words that carry no meaning of their own."""
        self.fillers.update(words)
        self.know(self.fillers)

    def know(self, words: Iterable[str]) -> None:
        """Take words for known, without a sense of their own, so that they are not corrected into others."""
        for word in words:
            self.forms.setdefault(word, {})

    def with_words(self, words: Iterable[str]) -> "Lexicon":
        """This lexicon, which stays as it is, and words known without a sense."""
        both = Lexicon()
        both.forms = {**dict.fromkeys(words, _NOTHING), **self.forms}
        both.stems, both.spelling, both.phrases = self.stems, self.spelling, self.phrases
        both.fillers, both.digits = self.fillers, self.digits
        return both

    def find(self, word: str) -> Senses | None:
        """The senses of a form (maybe none), or None if it is unknown."""
        word = self.spelling.get(word, word)
        exact = self.forms.get(word)
        if exact:
            return exact
        for length in range(len(word), 3, -1):
            senses = self.stems.get(word[:length])
            if senses is not None:
                return senses
        return exact

    def join(self, words: list[Word]) -> list[Word]:
        """The words with every known phrase made one word, longest first."""
        joined: list[Word] = []
        at = 0
        while at < len(words):
            phrase = self._phrase_at(words, at)
            if phrase is None:
                joined.append(words[at])
                at += 1
                continue
            length, senses = phrase
            first, last = words[at], words[at + length - 1]
            parts = tuple(words[at : at + length])
            raw, form = (" ".join(names) for names in zip(*((part.raw, part.form) for part in parts), strict=True))
            joined.append(Word(raw, form, "word", dict(senses), first.start, last.end, parts))
            at += length
        return joined

    def _phrase_at(self, words: list[Word], at: int) -> tuple[int, Senses] | None:
        for forms, senses in self.phrases.get(words[at].form, ()):
            length = len(forms)
            if at + length <= len(words) and all(
                words[at + offset].form == form for offset, form in enumerate(forms) if offset
            ):
                return length, senses
        return None


@cache
def load_words(lang: Lang) -> Mapping[str, Any]:
    """The data file of a language, which nobody changes."""
    return tomllib.loads((WORDS / f"{lang}.toml").read_text("utf-8"))
