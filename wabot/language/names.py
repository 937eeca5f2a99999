"""Names: how a customer introduces herself, told apart from the staff member asked for."""

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

from wabot.language.inflection import inflect
from wabot.language.lexicon import Word


class Names:
    """First names and the words that introduce one."""

    def __init__(self, files: Iterable[Mapping[str, Any]]) -> None:
        self.first: set[str] = set()
        self._intros: list[tuple[tuple[str, ...], bool]] = []
        self._outros: list[tuple[str, ...]] = []
        for file in files:
            names = file["names"]
            for name in names["first"].split():
                self.first |= inflect(name)
            self._outros += [tuple(outro.split("_")) for outro in names.get("outro", "").split()]
            weak = set(names["weak"].split())
            self._intros += [(tuple(intro.split("_")), intro in weak) for intro in names["intro"].split()]
        self._intros.sort(key=lambda intro: -len(intro[0]))
        self._starts = {words[0] for words, _ in self._intros} | {words[0] for words in self._outros}

    def forms(self) -> set[str]:
        """Every form of a first name, and the words that introduce one."""
        return self.first | {word for intro, _ in self._intros for word in intro}

    def find(self, words: list[Word], known: Iterable[str]) -> tuple[str, range] | None:
        """The name as written and its places. `known` are the forms of staff names: those are names too."""
        staff = set(known)
        forms = [word.form for word in words]
        for at in range(len(words)):
            if forms[at] not in self._starts:
                continue
            for outro in self._outros:
                if at and tuple(forms[at : at + len(outro)]) == outro and self._is_name(words[at - 1], staff, True):
                    return words[at - 1].raw, range(at - 1, at + len(outro))
            for intro, weak in self._intros:
                if tuple(forms[at : at + len(intro)]) != intro:
                    continue
                start = at + len(intro)
                while start < len(words) and words[start].form in (":", "-", "меня", "зовут"):
                    start += 1
                end = start
                while end < len(words) and end < start + 3 and self._is_name(words[end], staff, weak and end == start):
                    end += 1
                if end == start and weak and _is_unheard(words, start):
                    end += 1
                if end > start:
                    return " ".join(word.raw for word in words[start:end]), range(at, end)
        return None

    def find_booked(self, words: list[Word], known: Iterable[str]) -> str | None:
        """Somebody else whom a visit is for, as written: "запишите Лену на маникюр", "book Lena in"."""
        staff = set(known)
        for at, word in enumerate(words):
            if "book" not in word.senses:
                continue
            for following in words[at + 1 : at + 4]:
                if following.form in self.first and following.form not in staff and not following.senses:
                    return following.raw
                if following.kind not in ("phone", "mark") and "polite" not in following.senses:
                    break
        return None

    def find_stranger(self, words: list[Word], known: Iterable[str]) -> str | None:
        """A person asked for by a first name that nobody of the staff has, as written."""
        staff = set(known)
        for word, following in pairwise(words):
            is_name = following.form in self.first and following.form not in staff and not following.senses
            if "with_person" in word.senses and is_name:
                return following.raw
        return None

    def _is_name(self, word: Word, staff: set[str], weak: bool) -> bool:
        if word.kind != "word":
            return False
        known = word.form in self.first or word.form in staff or word.raw.lower() in self.first
        if weak:
            return known
        return known or (word.raw[:1].isupper() and not word.senses)


def _is_unheard(words: list[Word], at: int) -> bool:
    """Whether a capital letter begins a word that nobody knows, and the clause ends with it: "this is Björk, ..."."""
    if at >= len(words) or words[at].kind != "word":
        return False
    word = words[at]
    is_unknown = word.raw[:1].isupper() and word.raw[1:].islower() and word.is_unknown
    return is_unknown and (at + 1 == len(words) or words[at + 1].kind == "mark" or bool(words[at + 1].get("join")))
