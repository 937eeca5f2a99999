"""Names: how a customer introduces herself, told apart from the staff member asked for."""

from collections.abc import Collection, Iterable, Mapping
from itertools import pairwise
from typing import Any

from wabot.language.inflection import inflect
from wabot.language.lexicon import Word
from wabot.language.patterns import is_said

_THAT_IS = {"x", "xx", "xxx", "xo", "я", "это", "it's", "its", "i'm", "im", "i", "am", "ya", "eto"}
"""Words that may stand beside a name that is asked for; "Sarah x" sends a kiss."""
_INSTRUMENTAL = ("ой", "ей", "ом", "ем")
_IS = {"is", "'s"}
_ARRANGES = ("book", "cancel", "move")
_MOST_WORDS = 3
_LEAST_LETTERS = 3


Named = tuple[str, range]
"""A name as written and its places, with the words that introduce it."""


class Names:
    """First names and the words that introduce one."""

    def __init__(self, files: Iterable[Mapping[str, Any]]) -> None:
        self.first: set[str] = set()
        self._plain: set[str] = set()
        self._called_so: dict[str, str] = {}
        self._of: dict[str, set[str]] = {}
        self._intros: list[tuple[tuple[str, ...], bool]] = []
        self._outros: list[tuple[str, ...]] = []
        self._surnames: tuple[str, ...] = ()
        for file in files:
            names = file["names"]
            self._plain.update(names["first"].split())
            for name in names["first"].split():
                forms = inflect(name)
                self.first |= forms
                for form in forms:
                    self._of.setdefault(form, set()).add(name)
                self._called_so.update({form: name for form in forms if form.endswith(_INSTRUMENTAL)})
            self._outros += [tuple(outro.split("_")) for outro in names.get("outro", "").split()]
            self._surnames += tuple(names.get("surnames", "").split())
            weak = set(names["weak"].split())
            self._intros += [(tuple(intro.split("_")), intro in weak) for intro in names["intro"].split()]
        self._intros.sort(key=lambda intro: -len(intro[0]))
        self._starts = {words[0] for words, _ in self._intros} | {words[0] for words in self._outros}

    def forms(self) -> set[str]:
        """Every form of a first name, and the words that introduce one."""
        return self.first | {word for intro, _ in self._intros for word in intro}

    def find(self, words: list[Word], staff: Collection[str], *, since: int = 0) -> Named | None:
        """The name from the place `since` on. `staff` are the forms of staff names: those are names too."""
        forms = [word.form for word in words]
        for at in range(since, len(words)):
            if forms[at] not in self._starts:
                continue
            for outro in self._outros:
                if at and tuple(forms[at : at + len(outro)]) == outro and self._is_name(words[at - 1], staff, True):
                    return self._written(words[at - 1]), range(at - 1, at + len(outro))
            for intro, weak in self._intros:
                if tuple(forms[at : at + len(intro)]) != intro:
                    continue
                start = at + len(intro)
                while start < len(words) and words[start].form in (":", "-", "меня", "зовут"):
                    start += 1
                end = start
                while end < len(words) and end < start + 3 and self._is_name(words[end], staff, weak and end == start):
                    end += 1
                if end == start and weak:
                    end = self._unheard_end(words, start, staff)
                if end > start:
                    return " ".join(self._written(word) for word in words[start:end]), range(at, end)
        return None

    def _written(self, word: Word) -> str:
        """As written; "Олей", as one says to be called, is Оля."""
        form = word.raw.lower().replace("ё", "е")
        name = self._called_so.get(form) if form not in self._plain else None
        return name.title() if name is not None else word.raw

    def call(self, written: str) -> str:
        """What somebody is called of whom it was written so: "Лену" is Лена; as written where that is not known."""
        words = []
        for word in written.split():
            form = word.lower().replace("ё", "е")
            names = {form} & self._plain or self._of.get(form, set())
            words.append(next(iter(names)).title() if len(names) == 1 and form not in names else word)
        return " ".join(words)

    def find_aged(self, words: list[Word], staff: Collection[str]) -> Named | None:
        """The name of a child whose age is told: "Соня 6 лет", "Sophie is 5"."""
        for at, (word, following) in enumerate(pairwise(words)):
            if word.form not in self.first and word.form not in staff:
                continue
            is_stated = following.form in _IS
            after = words[at + 1 + (is_stated or following.kind == "mark") :]
            if after and after[0].kind == "number" and ("years" in after[1].senses if len(after) > 1 else is_stated):
                return word.raw, range(at, at + 1)
        return None

    def find_booked(self, words: list[Word], staff: Collection[str]) -> Named | None:
        """Somebody else whom a visit is for, as written, and the places: "запишите Лену", "cancel Lena"."""
        for at, word in enumerate(words):
            if word.senses.keys().isdisjoint(_ARRANGES):
                continue
            start = at + 1
            while start < min(at + 4, len(words)) and (
                words[start].kind in ("phone", "mark") or "polite" in words[start].senses
            ):
                start += 1
            end = start
            while end < min(start + 3, len(words)) and self._is_customer(words[end], staff):
                end += 1
            if end == start and "book" in word.senses and self._is_namesake(words, start, staff):
                end += 2 if end + 1 < len(words) and self._is_unheard(words[end + 1]) else 1
            if any(word.form in self.first or word.form in staff for word in words[start:end]):
                return " ".join(word.raw for word in words[start:end]), range(start, end)
        return None

    def find_signed(self, words: list[Word], staff: Collection[str]) -> Named | None:
        """The name that a longer message is signed with, or that stands beside the customer's phone number."""
        end = len(words)
        while end and (words[end - 1].kind in ("mark", "emoji") or "polite" in words[end - 1].senses):
            end -= 1
        before_phone = next((at for at, word in enumerate(words[:end]) if word.kind == "phone"), None)
        if before_phone is not None:
            after = before_phone + 1 + (before_phone + 1 < end and words[before_phone + 1].kind == "mark")
            found = self._signature(words, after, staff)
            if found is not None:
                return found
            end = before_phone
            while end and words[end - 1].kind == "mark":
                end -= 1
        for start in (end - 2, end - 1):
            if _may_sign(words, start, is_beside_phone=before_phone is not None):
                found = self._signature(words[:end], start, staff)
                if found is not None and found[1].stop == end:
                    return found
        return None

    def _signature(self, words: list[Word], start: int, staff: Collection[str]) -> Named | None:
        """The first name there, perhaps with a surname on either side."""
        end = start
        while end < min(start + 2, len(words)) and (
            self._is_own(words[end], staff)
            or self._is_unheard(words[end])
            or (end > start and self._is_name(words[end], staff, False) and not words[end].tags)
        ):
            end += 1
        if not any(self._is_own(word, staff) for word in words[start:end]):
            return None
        return " ".join(word.raw for word in words[start:end]), range(start, end)

    def _is_own(self, word: Word, staff: Collection[str]) -> bool:
        """Whether it is a first name as one writes one's own; one that is a word besides must have a capital."""
        is_name = word.raw.lower().replace("ё", "е") in self._plain and word.form not in staff
        return is_name and (word.raw[:1].isupper() or not word.senses) and not word.tags

    def find_bare(self, words: list[Word], staff: Collection[str]) -> str | None:
        """The name that is the whole message, perhaps with a surname or "я" beside it, as written with a capital."""
        said = [word for word in words if is_said(word) and not {word.form, word.raw.lower()} & _THAT_IS]
        if not 1 <= len(said) <= 2 or not all(word.raw.isalpha() for word in said):
            return None
        is_name = said[0].form in self.first or said[0].form in staff
        return " ".join(word.raw.title() for word in said) if is_name else None

    def find_unknown(self, words: list[Word]) -> str | None:
        """What is a name if one was asked for: a word or two that mean nothing else, or a known one at the end."""
        said = [
            word for word in words if is_said(word) and word.form not in _THAT_IS and word.raw.lower() not in _THAT_IS
        ]
        if not 1 <= len(said) <= _MOST_WORDS or not all(word.raw.isalpha() for word in said):
            return None
        if said[-1].form in self.first:
            return said[-1].raw.title()
        is_unheard = all(self._is_unheard(word) for word in said) and len(said[0].raw) >= _LEAST_LETTERS
        return " ".join(word.raw.title() for word in said) if is_unheard and len(said) < _MOST_WORDS else None

    def find_guest(self, words: list[Word], staff: Collection[str]) -> Named | None:
        """The name of who comes along: "подругу Лену"; it may be one that staff have too."""
        for at, (word, following) in enumerate(pairwise(words), 1):
            if "companion" in word.senses and (following.form in self.first or following.form in staff):
                return following.raw, range(at, at + 1)
        return None

    def _is_namesake(self, words: list[Word], at: int, staff: Collection[str]) -> bool:
        """Whether a customer is called as one of the staff: told by the case ("запишите Анну") or the surname."""
        if at >= len(words) or words[at].form not in staff:
            return False
        return words[at].form.endswith(("у", "ю")) or (at + 1 < len(words) and self._is_unheard(words[at + 1]))

    def find_stranger(self, words: list[Word], staff: Collection[str]) -> str | None:
        """A person asked for by a first name that nobody of the staff has, as written."""
        for word, following in pairwise(words):
            is_name = following.form in self.first and following.form not in staff and not following.senses
            if "with_person" in word.senses and is_name:
                return following.raw
        return None

    def _is_customer(self, word: Word, staff: Collection[str]) -> bool:
        is_first = word.form in self.first and word.form not in staff and not word.senses
        return is_first or (self._is_unheard(word) and word.raw[:1].isupper())

    def _unheard_end(self, words: list[Word], start: int, staff: Collection[str]) -> int:
        """Where a name ends that begins with a word nobody knows ("это Иванова Ольга"); `start` if there is none."""
        end = start
        while (
            end < len(words)
            and end < start + 3
            and (self._is_unheard(words[end]) or (end > start and self._is_name(words[end], staff, True)))
        ):
            end += 1
        is_closed = end == len(words) or words[end].kind == "mark" or bool(words[end].get("join"))
        return end if is_closed else start

    def _is_unheard(self, word: Word) -> bool:
        """Whether the word may be a name that no list has: unknown, and with a capital or a surname's ending."""
        if word.kind != "word" or not word.is_unknown:
            return False
        is_capital = word.raw[:1].isupper() and word.raw[1:].islower()
        return is_capital or (len(word.form) > 4 and word.form.endswith(self._surnames))

    def _is_name(self, word: Word, staff: Collection[str], weak: bool) -> bool:
        if word.kind != "word":
            return False
        known = word.form in self.first or word.form in staff or word.raw.lower() in self.first
        if weak:
            return known
        return known or (word.raw[:1].isupper() and not word.senses)


def _may_sign(words: list[Word], start: int, *, is_beside_phone: bool) -> bool:
    """Whether a name there stands apart from the sentence before it, or is all that stands before a phone number."""
    if start <= 0:
        return start == 0 and is_beside_phone
    is_apart = is_beside_phone or words[start - 1].kind == "mark"
    return is_apart and words[start - 1].form not in "/+&(" and not _is_hailing(words, start)


def _is_hailing(words: list[Word], start: int) -> bool:
    """Whether the name there is that of somebody greeted ("привет, Лена")."""
    before = words[:start]
    said = [word for word in before if word.kind != "mark"]
    return all(any(tag in word.senses for tag in ("hello", "greeting_words", "thank", "lead")) for word in said)
