"""People: customers whom the owner speaks of by name, told apart from the staff."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from wabot.domain.owner.heard import Named
from wabot.language.found import Found
from wabot.language.inflection import inflect
from wabot.language.lexicon import Word, expand_forms
from wabot.types import StaffId

_BEFORE_STAFF = frozenset({"у", "к", "ко", "мастер", "мастера", "мастеру", "with", "to", "by", "at"})
"""A name after these is a staff member's."""


@dataclass(frozen=True, slots=True)
class Mentioned:
    """Who was spoken of, and at which places of the message."""

    named: Named | None = None
    places: set[int] = field(default_factory=set)


class People:
    """First names with the forms in which they are said, and short for what they stand."""

    def __init__(self, files: Iterable[Mapping[str, Any]], first: set[str], staff: Mapping[str, StaffId]) -> None:
        self._first = first
        self._staff = staff
        self._bases: dict[str, set[str]] = {}
        self._families: dict[str, set[str]] = {}
        for file in files:
            for name in file["names"]["first"].split():
                for form in inflect(name):
                    self._bases.setdefault(form, set()).add(name)
            for name, patterns in file.get("diminutives", {}).items():
                forms = {form for pattern in patterns.split() for form in expand_forms(pattern)}
                for form in {name, *forms}:
                    self._families.setdefault(form, set()).update({name, *forms})

    def find(self, words: list[Word], found: Found, *, after_book: bool) -> Mentioned:
        """The customer named. A staff member's name is a customer's where nothing before it says whose visit it is."""
        places: list[int] = []
        for at in range(len(words)):
            if places and at != places[-1] + 1:
                break
            if self._is_customer(words, at, found, after_book=after_book):
                places.append(at)
        if not places:
            return Mentioned()
        said = [words[at] for at in places]
        staff = self._staff.get(said[0].form) if len(said) == 1 else None
        is_known = all(word.form in self._bases for word in said)
        name = " ".join(self._written(word) if is_known else word.raw for word in said)
        return Mentioned(Named(name, tuple(self._forms(word.form) for word in said), staff), set(places))

    def _is_customer(self, words: list[Word], at: int, found: Found, *, after_book: bool) -> bool:
        word = words[at]
        if word.kind != "word" or word.parts or {"service", "when"} & word.tags:
            return False
        before = words[at - 1].form if at else ""
        if at in found.staff_places:
            return before not in _BEFORE_STAFF and not word.form.endswith("'s")
        if word.senses or before in ("к", "ко"):
            return False
        is_written_as_name = at > 0 and word.raw[:1].isupper() and word.form == word.raw.lower().replace("ё", "е")
        return word.form in self._first or (is_written_as_name and (after_book or not word.form.isascii()))

    def _written(self, word: Word) -> str:
        """The name as it stands in a book, if it is known; else as it was written."""
        bases = self._bases.get(word.form, set())
        if word.form in bases or len(bases) != 1:
            return word.raw[:1].upper() + word.raw[1:]
        return next(iter(bases)).capitalize()

    def _forms(self, form: str) -> frozenset[str]:
        """The forms that the name may have in the book, short and long ones; of a surname its likely nominatives."""
        bases = self._bases.get(form)
        if bases is None:
            return frozenset({form, form[:-1], form[:-1] + "а", form[:-1] + "я", form[:-2] + "а"})
        known = {other for base in {form, *bases} for other in self._families.get(base, ())}
        return frozenset({form, *bases, *known})
