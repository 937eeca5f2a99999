"""What nobody has words for: when a message is about more than the little of it that was understood."""

from collections.abc import Collection

from wabot.domain.heard import Intent
from wabot.language.intents import ASK, intent_of
from wabot.language.lexicon import Word
from wabot.language.patterns import NOTHING, Match

FEW = 1
"""So many unknown words are only a manner of speaking."""

_ASKED = {ASK, NOTHING, Intent.GREETING.value}


def is_about_more(words: list[Word], intents: list[Intent], matches: list[Match], fillers: Collection[str]) -> bool:
    """Whether unknown words make what seems a greeting, a bare service or "can I ...?" something else.

    "Можно ли с мокрой головой прийти на стрижку?" is no wish for an appointment. `words` are those of the patterns.
    """
    if intents == [Intent.BOOK] and {match.name for match in matches} <= _ASKED:
        asked = next(match for match in matches if intent_of(match) is Intent.BOOK)
        words = _clause(words, asked.words[0], asked.words[-1])
    elif intents not in ([], [Intent.GREETING]):
        return False
    return sum(_is_unknown(word, fillers) for word in words) > FEW


def _clause(words: list[Word], first: int, last: int) -> list[Word]:
    """The words between the marks that stand around the two places."""
    while first > 0 and words[first - 1].kind != "mark":
        first -= 1
    while last + 1 < len(words) and words[last + 1].kind != "mark":
        last += 1
    return words[first : last + 1]


def _is_unknown(word: Word, fillers: Collection[str]) -> bool:
    return word.kind == "word" and not (word.senses or word.tags or word.phrase or word.form in fillers)
