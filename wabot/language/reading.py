"""Reading: tokens to words, in whichever language, alphabet, layout and spelling they were typed."""

import re
from collections.abc import Iterable

from wabot.language.lexicon import Lexicon, Word
from wabot.language.spelling import Speller, flip_layout, sound
from wabot.language.tokens import Token, split_tokens
from wabot.types import Lang


_DOUBLED = re.compile(r"([^\W\d_])\1+")
_SHORTENED = ("which", "month", "weekday", "unit", "halfday", "ordinal_end")


class Reader:
    """Knows every form and decides which one a token is."""

    def __init__(self, lexicon: Lexicon, things: Iterable[str], names: Iterable[str], default: Lang) -> None:
        self._lexicon = lexicon
        self._default = default
        self._things = frozenset(things)
        lexicon.know(self._things)
        lexicon.know(names)
        known = list(lexicon.forms)
        self._speller = Speller(known)
        self._sounds: dict[str, str] = {}
        for form in known:
            if not form.isascii():
                spelt = sound(form)
                if spelt not in self._sounds or lexicon.forms[form]:
                    self._sounds[spelt] = form

    def read(self, text: str, hint: Lang | None) -> tuple[list[Word], Lang]:
        """The words of a cleaned text, phrases joined, and the language they are in."""
        tokens = split_tokens(text)
        if tokens and not self._knows_any(tokens):
            flipped = split_tokens(flip_layout(text))
            if self._knows_any(flipped, exactly=True):
                tokens = flipped
        russian = self._is_russian(tokens)
        words = self._without_noise([self._word(token, russian) for token in tokens])
        return self._lexicon.join(words), self._language(tokens, russian, hint)

    def _knows_any(self, tokens: list[Token], *, exactly: bool = False) -> bool:
        typed = [token.word for token in tokens if token.kind == "word"]
        if exactly:
            shortest = 2 if len(typed) == 1 else 3
            return any(len(word) >= shortest and self._lexicon.find(word) for word in typed)
        return not typed or any(
            self._lexicon.find(word) is not None
            or (word.isascii() and sound(word) in self._sounds)
            or self._speller.correct(word)
            for word in typed
        )

    def _is_russian(self, tokens: list[Token]) -> bool | None:
        """Whether words in Latin letters are Russian; None if there is nothing to tell by."""
        russian = english = 0
        for token in tokens:
            if token.kind != "word":
                continue
            if not token.word.isascii():
                russian += 2
                continue
            is_english = self._lexicon.find(token.word) is not None
            is_russian = sound(token.word) in self._sounds
            english += is_english and not is_russian
            russian += is_russian and not is_english
        return None if russian == english == 0 else russian > english

    def _language(self, tokens: list[Token], russian: bool | None, hint: Lang | None) -> Lang:
        if russian is not None:
            return Lang.RU if russian else Lang.EN
        typed = [token.word for token in tokens if token.kind == "word"]
        if any(not word.isascii() for word in typed):
            return Lang.RU
        if typed and hint is None and any(self._lexicon.find(word) is not None for word in typed):
            return Lang.EN
        return hint or self._default

    def _word(self, token: Token, russian: bool | None) -> Word:
        form = self._form(token, russian) if token.kind == "word" else token.word
        senses = self._lexicon.find(form) if token.kind in ("word", "mark", "emoji") else None
        return Word(token.raw, form, token.kind, senses or {}, token.start, token.end)

    def _form(self, token: Token, russian: bool | None) -> str:
        word = token.word
        latin = word.isascii()
        if latin and russian:
            spelt = self._sounds.get(sound(word))
            if spelt is not None:
                return spelt
        if self._lexicon.find(word) is not None:
            return word
        if latin and (spelt := self._sounds.get(sound(word))) is not None and spelt in self._things:
            return spelt
        if len(word) > 2:
            flipped = flip_layout(word)
            if self._lexicon.forms.get(flipped):
                return flipped
        plain = _DOUBLED.sub(r"\1", word)
        if plain != word and self._lexicon.find(plain) is not None:
            return plain
        return self._speller.correct(word) or word


    def _without_noise(self, words: list[Word]) -> list[Word]:
        """The words without emoji that mean nothing and dots that only shorten a word ("след.", "нояб.")."""
        kept: list[Word] = []
        for word in words:
            if word.kind == "emoji" and word.form not in self._lexicon.forms:
                continue
            if word.form == "." and kept and kept[-1].end == word.start and len(kept[-1].form) < 6:
                if any(tag in kept[-1].senses for tag in _SHORTENED):
                    continue
            kept.append(word)
        return kept
