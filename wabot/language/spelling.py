"""Spelling: typing errors, Russian in Latin letters, and words typed in the wrong keyboard layout."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST = 5
"""Words shorter than this are hardly corrected: too many real words are one letter away."""

LONG = 9
"""From this length on a word may have two slips."""

_LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
_CYRILLIC = "йцукенгшщзхъфывапролджэячсмитьбюё"
_TO_CYRILLIC = str.maketrans(_LATIN + _LATIN.upper(), _CYRILLIC + _CYRILLIC.upper())
_TO_LATIN = str.maketrans(_CYRILLIC + _CYRILLIC.upper(), _LATIN + _LATIN.upper())

# Both sides are reduced to one skeleton, so that every habit of transliteration meets in the same place.
_SOUNDS = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "3", "з": "z", "и": "i", "й": "i", "к": "k",
    "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "h",
    "ц": "c", "ч": "4", "ш": "w", "щ": "w", "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "u", "я": "a",
}  # fmt: skip
_SPELLINGS = (
    ("shch", "w"), ("sch", "w"), ("sh", "w"), ("zh", "3"), ("kh", "h"), ("ch", "4"), ("ts", "c"), ("tz", "c"),
    ("yo", "e"), ("jo", "e"), ("ye", "e"), ("je", "e"), ("yu", "u"), ("ju", "u"), ("iu", "u"), ("ya", "a"),
    ("ja", "a"), ("ia", "a"), ("yy", "i"), ("yi", "i"), ("iy", "i"), ("ii", "i"), ("j", "3"), ("y", "i"), ("x", "h"),
    ("q", "k"), ("6", "w"), ("'", ""),
)  # fmt: skip


_SHORT_I = re.compile(r"(?<=[aeou])j$")
"""The "й" of "brovej", where "j" is no "ж"."""


def flip_layout(text: str) -> str:
    """The text as the other keyboard layout would have typed it ("ghbdtn" is "привет")."""
    latin = sum(char.isascii() and char.isalpha() for char in text)
    return text.translate(_TO_CYRILLIC if latin * 2 > sum(map(str.isalpha, text)) else _TO_LATIN)


@lru_cache(maxsize=16_384)
def sound(word: str) -> str:
    """The skeleton of a lower-case Russian word, in either alphabet: equal for all usual transliterations."""
    if word.isascii():
        if word.endswith(("ij", "yj")):
            word = word[:-1]
        word = _SHORT_I.sub("i", word)
        for spelling, letter in _SPELLINGS:
            word = word.replace(spelling, letter)
    else:
        word = (
            "".join([_SOUNDS.get(char, char) for char in word]).replace("ia", "a").replace("iu", "u").replace("ts", "c")
        )
        word = word.replace("ii", "i").replace("ie", "e")
    return word.replace("ie", "e").replace("cc", "c")


class Speller:
    """Finds the known word that an unknown one was meant to be.

    One slip (a letter missing, extra, wrong or swapped with the next) is forgiven in words of five letters and
    more, two in words of nine and more; in words of four letters only two swapped ones. In short words a wrong
    letter must be a likely one: of the same sound, or a neighbour on the keyboard.
    """

    def __init__(self, words: Iterable[str] = ()) -> None:
        self._known: set[str] = set()
        self._beginning: dict[tuple[str, int], tuple[str, ...]] = {}
        self._ending: dict[tuple[str, int], tuple[str, ...]] = {}
        for word in words:
            self.add(word)

    def add(self, word: str) -> None:
        """Learn a word."""
        if len(word) < SHORTEST - 1 or word in self._known:
            return
        self._known.add(word)
        for index, part in ((self._beginning, word[:2]), (self._ending, word[-2:])):
            index[part, len(word)] = (*index.get((part, len(word)), ()), word)

    def copy(self) -> "Speller":
        """One that knows the same and learns apart."""
        other = Speller()
        other._known, other._beginning, other._ending = set(self._known), dict(self._beginning), dict(self._ending)
        return other

    def correct(self, word: str) -> str | None:
        """The known word meant, or None; of several the one that shares the longer beginning."""
        if len(word) < SHORTEST:
            return self._unswapped(word)
        close = [known for known in self._one_slip_away(word) if _is_likely(word, known)]
        if close:
            return max(close, key=lambda known: (_shared(word, known), known))
        if len(word) < LONG:
            return None
        alike = [
            known
            for length in range(max(LONG, len(word) - 2), len(word) + 3)
            for known in self._beginning.get((word[:2], length), ())
        ]
        found = process.extract(word, alike, scorer=OSA.distance, score_cutoff=2, limit=None)
        return max(found, key=lambda it: (-it[1], _shared(word, it[0]), it[0]))[0] if found else None

    def _one_slip_away(self, word: str) -> Iterator[str]:
        """One slip spoils the first two letters of a word or the last two, never both."""
        for length in range(len(word) - 1, len(word) + 2):
            for index, part in ((self._beginning, word[:2]), (self._ending, word[-2:])):
                near = process.extract(
                    word, index.get((part, length), ()), scorer=OSA.distance, score_cutoff=1, limit=None
                )
                yield from (known for known, _, _ in near)

    def _unswapped(self, word: str) -> str | None:
        """The one known word of four letters that has two of them the other way round."""
        if len(word) < SHORTEST - 1:
            return None
        swapped = {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1)}
        known = swapped & self._known
        return known.pop() if len(known) == 1 else None


def _shared(one: str, other: str) -> int:
    for at, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return at
    return min(len(one), len(other))


def _is_likely(word: str, known: str) -> bool:
    """Whether the one slip between the two is of a likely kind."""
    at = _shared(word, known)
    if len(word) != len(known):
        return at > 0 or len(word) > 5
    if at == len(word) or word[at + 1 :] != known[at + 1 :]:
        return True
    return (at > 0 and len(word) > 6) or frozenset((word[at], known[at])) in _LIKELY


_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю")
_SOUND_ALIKE = "оа еи ея иы шщ бп дт зс жш гк вф ьъ эе юу яа тц чш еы ск ea ei ai ou ck sz vw ie iy td bp gj"
_LIKELY = {frozenset(pair) for row in _ROWS for pair in pairwise(row)} | {
    frozenset(pair) for pair in _SOUND_ALIKE.split()
}
"""Letters taken for each other: neighbours on the keyboard, and those that sound alike."""
