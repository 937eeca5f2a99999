"""Reading: tokens to words, in whichever language, alphabet, layout and spelling they were typed."""

import re
from collections.abc import Iterable
from itertools import pairwise

from wabot.language.lexicon import Lexicon, Word
from wabot.language.spelling import flip_layout, sound
from wabot.language.spellings import Spellings
from wabot.language.tokens import Token, split_tokens
from wabot.types import Lang

_DOUBLED = re.compile(r"([^\W\d_])\1+")
_SHORTENED = ("which", "month", "weekday", "unit", "halfday", "ordinal_end")


class Reader:
    """Knows every form and decides which one a token is."""

    def __init__(
        self, lexicon: Lexicon, names: Iterable[str], spellings: Spellings, things: Iterable[str], default: Lang
    ) -> None:
        """`lexicon`, `names` and `spellings` are the general words, `things` the salon's, `default` its language."""
        self._default = default
        self._things = frozenset(things)
        self._lexicon = lexicon.with_words([*self._things, *names])
        self._spellings = spellings.with_words(self._lexicon, self._things)
        self._sounds = self._spellings.sounds

    def read(self, text: str, hint: Lang | None) -> tuple[list[Word], Lang]:
        """The words of a cleaned text, phrases joined, and the language they are in."""
        tokens = self._written_out(self._glued(split_tokens(text)))
        known, typed = self._known(tokens)
        if known * 2 < typed:
            flipped = self._glued(split_tokens(flip_layout(text)))
            if self._known(flipped)[0] > known:
                tokens = flipped
        russian = self._is_russian(tokens, hint)
        words = self._without_noise([self._word(token, russian) for token in tokens])
        return _hailed(self._lexicon.join(words)), self._language(tokens, russian, hint)

    def _glued(self, tokens: list[Token]) -> list[Token]:
        """The tokens with a digit and letters that are one known word made one ("2day", "4etverg", "any1")."""
        glued: list[Token] = []
        for token in tokens:
            last = glued[-1] if glued else None
            kinds = {last.kind, token.kind} if last is not None and last.end == token.start else set()
            if last is not None and kinds == {"number", "word"}:
                word = last.word + token.word
                if self._is_form(word) or (token.kind == "word" and len(word) > 4 and sound(word) in self._sounds):
                    glued[-1] = Token("word", word, last.raw + token.raw, last.start, token.end)
                    continue
            glued.append(token)
        return glued

    def _is_form(self, word: str) -> bool:
        return word in self._lexicon.forms or word in self._lexicon.spelling

    def _written_out(self, tokens: list[Token]) -> list[Token]:
        """The tokens with a digit that stands for a word made that word: "want 2 book", "4 me"."""
        for at, (token, following) in enumerate(pairwise(tokens)):
            words = self._lexicon.digits.get(token.word, {}) if token.kind == "number" else {}
            is_hour = at > 0 and "prep" in (self._lexicon.find(tokens[at - 1].word) or {})  # "at 4 massage"
            for word, before in words.items():
                is_thing = "<service>" in before and following.word in self._things and following.word.isascii()
                if following.word in before or (is_thing and not is_hour):
                    token.kind, token.word = "word", word
        return tokens

    def _known(self, tokens: list[Token]) -> tuple[int, int]:
        """The letters in known words, and in all words."""
        typed = [token.word for token in tokens if token.kind == "word"]
        known = [
            word
            for word in typed
            if self._lexicon.find(word) is not None or (len(word) > 2 and sound(word) in self._sounds)
        ]
        return sum(len(word) for word in known if len(word) > 1), sum(map(len, typed))

    def _is_russian(self, tokens: list[Token], hint: Lang | None) -> bool | None:
        """Whether words in Latin letters are Russian; None if there is nothing to tell by. Where the customer writes
        English, a single word that sounds Russian is a slip.
        """
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
        is_slip = hint is Lang.EN and russian == 1
        return None if russian == english == 0 else russian > english and not is_slip

    def _language(self, tokens: list[Token], russian: bool | None, hint: Lang | None) -> Lang:
        if russian is not None:
            return Lang.RU if russian else Lang.EN
        typed = [token.word for token in tokens if token.kind == "word"]
        if any(not word.isascii() for word in typed):
            return Lang.RU
        if hint is None and any(len(word) > 3 or self._lexicon.find(word) is not None for word in typed):
            return Lang.EN
        return hint or self._default

    def _word(self, token: Token, russian: bool | None) -> Word:
        form = self._form(token, russian) if token.kind == "word" else token.word
        senses = self._lexicon.find(form) if token.kind in ("word", "mark", "emoji") else None
        is_unknown = token.kind == "word" and self._lexicon.find(form) is None
        return Word(token.raw, form, token.kind, senses or {}, token.start, token.end, is_unknown=is_unknown)

    def _form(self, token: Token, russian: bool | None) -> str:
        latin = token.word.isascii()
        if latin and russian and (spelt := self._sounds.get(sound(token.word))) is not None:
            return spelt
        word = self._lexicon.spelling.get(token.word, token.word)
        if self._lexicon.find(word) is not None:
            return word
        if "-" in word:  # "запишите-ка", "завтра-то": the particle adds nothing
            word = word[: word.rindex("-")]
            if self._lexicon.find(word) is not None:
                return word
        if latin and russian and (near := self._spellings.correct_by_ear(word)) is not None:
            return near
        if word.endswith("'s") and self._lexicon.forms.get(word[:-2]):
            return word[:-2]
        if word.endswith("ish") and "number" in (self._lexicon.forms.get(word[:-3]) or ()):  # "thirtyish"
            return word[:-3]
        if latin and token.raw[:1].isupper() and (spelt := self._sounds.get(sound(word))) in self._things:
            return spelt or word
        if latin and not russian and len(word) > 3 and self._lexicon.forms.get(flipped := flip_layout(word)):
            return flipped
        plain = _DOUBLED.sub(r"\1", word)
        if plain != word and len(plain) > 1 and self._lexicon.find(plain) is not None:
            return plain
        near = self._spellings.correct(word) or word
        return self._lexicon.spelling.get(near, near)

    def _without_noise(self, words: list[Word]) -> list[Word]:
        """The words without emoji that mean nothing and dots that only shorten a word ("след.", "нояб.")."""
        kept: list[Word] = []
        for word in words:
            if word.kind == "emoji" and word.form not in self._lexicon.forms:
                continue
            if word.form == "." and kept and kept[-1].end == word.start and _is_shortened(kept[-1]):
                continue
            kept.append(word)
        return kept


def _is_shortened(word: Word) -> bool:
    return word.kind == "dotted" or (len(word.form) < 6 and any(tag in word.senses for tag in _SHORTENED))


def _hailed(words: list[Word]) -> list[Word]:
    """The words, with "morning, ..." at the beginning of more than a time read as the greeting that it is."""
    is_hail = len(words) > 3 and words[0].get("hails") and words[1].kind == "mark" and words[2].kind == "word"
    if is_hail and not any(tag in words[2].senses for tag in ("prep", "weekday", "offset", "part", "join")):
        words[0].senses = {"greeting_words": 1}
    return words
