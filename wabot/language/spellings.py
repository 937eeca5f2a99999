"""Spellings: which known word was meant by one that nobody knows as it was typed."""

from collections.abc import Collection, Iterable

from wabot.language.lexicon import Lexicon
from wabot.language.spelling import Speller, sound

_LONG_NAME = 5
"""Names longer than this are corrected if they are the salon's; of others another name would be made."""


class Spellings:
    """Known words by how they are spelt and, Russian ones, by how they sound in Latin letters."""

    def __init__(self, lexicon: Lexicon, names: Collection[str]) -> None:
        self._names = names
        self._speller = Speller()
        self._by_ear = Speller()
        self.sounds: dict[str, str] = {}
        known = [*lexicon.forms, *lexicon.spelling, *names]
        self._learn(lexicon, known, [word for word in known if word not in names])

    def with_words(self, lexicon: Lexicon, words: Iterable[str]) -> "Spellings":
        """These and the words of one salon, which the lexicon knows already."""
        both = object.__new__(Spellings)
        both._names, both.sounds = self._names, dict(self.sounds)
        both._speller, both._by_ear = self._speller.copy(), self._by_ear.copy()
        words = list(dict.fromkeys(words))
        both._learn(lexicon, words, [word for word in words if word not in self._names or len(word) > _LONG_NAME])
        both.sounds.update(
            (sound(word), word) for word in words if not lexicon.forms.get(both.sounds.get(sound(word), ""))
        )
        return both

    def _learn(self, lexicon: Lexicon, known: Iterable[str], corrected: Iterable[str]) -> None:
        for word in corrected:
            self._speller.add(word)
        for word in known:
            if word.isascii():
                continue
            spelt = sound(word)
            if spelt not in self.sounds or lexicon.forms.get(word):
                self.sounds[spelt] = lexicon.spelling.get(word, word)
            if self.sounds[spelt] not in self._names:
                self._by_ear.add(spelt)

    def correct(self, word: str) -> str | None:
        """The known word that the typed one is a slip of, or None."""
        return self._speller.correct(word)

    def correct_by_ear(self, word: str) -> str | None:
        """The same for a Russian word in Latin letters."""
        near = self._by_ear.correct(sound(word))
        return None if near is None else self.sounds[near]
