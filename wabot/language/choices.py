"""Choices: "2", "второе", "can I have the last one please" as an answer to what was offered."""

from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise

from wabot.language.lexicon import Word
from wabot.language.slots import Slot

MOST = 20
"""No offer is longer; a greater number is something else."""

MOST_ORDINAL = 5
""""The 15th" is a day, "the 2nd" one of the things offered."""

GENITIVE = 2
"""The ending of "5го": only days are numbered so."""

_BARE = frozenset({"me", "option", "polite", "yes", "ordinal_end"})
"""Senses of what leaves a number a bare one: "2 please"."""

_BESIDE = _BARE | {"please", "lead", "good", "thank", "sorry", "do", "want", "can", "book", "pick"}
"""Senses of what else adds nothing to a choice: "sorry, could you book me the second one"."""

_BESIDE_ORDINAL = frozenset({"after_clock", "pick_ordinal"})
"""Senses of what adds nothing to "the first", and something to a number: "на второе", "на 2"."""


_ORDINAL = frozenset({"choice", "last", "nth"})


@dataclass(frozen=True, slots=True)
class Choice:
    """Which of the things offered, counted from 1; the last one is -1. Only the conversation knows what was asked:
    "let's do 2" may be an hour, and "the 3rd" a day.
    """

    number: int
    may_be_hour: bool = False
    may_be_day: bool = False

    def beside(self, slot: Slot) -> Slot:
        """What the message says of a time, if it is a choice."""
        if self.may_be_hour:
            return slot
        return Slot(day=slot.day, numbered=slot.numbered) if self.may_be_day else Slot()


def find_choice(words: list[Word], staff: Collection[int] = ()) -> Choice | None:
    """The choice, when the message says nothing else, or with whom (`staff` are the places of their names), or points
    at it ("ok Saturday then, the first").
    """
    if staff:
        words = [word for at, word in enumerate(words) if at not in staff and not _is_beside_name(word)]
    counting = [word for at, word in enumerate(words) if not _is_pronoun(word, words[at - 1] if at else None)]
    numbers: list[int] = []
    for word, after in zip(counting, [*counting[1:], None], strict=False):
        number = _number_of(word)
        if "about" in word.senses or "ish" in word.senses or word.get("ordinal_end") == GENITIVE:
            return None
        if number is not None:
            numbers.append(number)
        elif _is_one_more(word, after):
            return None
        elif word.kind != "emoji" and not _is_beside(word, after, is_first=not numbers):
            return _pointed_at(words)
    return _settled(numbers, words)


def _number_of(word: Word) -> int | None:
    if word.kind == "number":
        return int(word.form[:3])
    if "last" in word.senses:
        return -1
    number = word.get("choice") or word.get("nth") or word.get("number")
    return number if isinstance(number, int) else None


def _settled(numbers: list[int], words: list[Word]) -> Choice | None:
    senses = {sense for word in words for sense in word.senses}
    is_ordinal, is_numbered = not _ORDINAL.isdisjoint(senses), "ordinal_end" in senses
    most = MOST_ORDINAL if is_numbered else MOST
    if len(numbers) != 1 or not (numbers[0] == -1 or 1 <= numbers[0] <= most):
        return None
    if is_ordinal:
        return Choice(numbers[0], may_be_day="pick_ordinal" in senses and "option" not in senses)
    if any(not _BESIDE_ORDINAL.isdisjoint(word.senses) and _BESIDE.isdisjoint(word.senses) for word in words):
        return None
    is_one_of_them = "option" in senses or any(word.form == "one" for word in words)
    is_bare = all(word.kind != "word" or not (_BARE | {"number"}).isdisjoint(word.senses) for word in words)
    return Choice(numbers[0], "do" in senses or not is_bare, is_numbered and not is_one_of_them)


def _pointed_at(words: list[Word]) -> Choice | None:
    """What ends a clause as "..., the first", "... the later one": whatever else is said, but no question."""
    if any(word.form == "?" or "asking" in word.senses or word.get("join") == "not" for word in words):
        return None
    for at, (before, word) in enumerate(pairwise(words), start=1):
        number = _number_of(word)
        if before.form != "the" or number is None or _ORDINAL.isdisjoint(word.senses):
            continue
        end = at + 1 + (at + 1 < len(words) and "option" in words[at + 1].senses)
        while end < len(words) and "polite" in words[end].senses:
            end += 1
        if end == len(words) or words[end].kind == "mark":
            return Choice(number, may_be_hour=True)
    return None


def _is_one_more(word: Word, after: Word | None) -> bool:
    """ "A second one" is no choice."""
    return "indefinite" in word.senses and after is not None and "choice" in after.senses


def _is_pronoun(word: Word, before: Word | None) -> bool:
    """Whether "one" counts nothing: "the second one", "teh 2nd 1", "that one"; not "number one", "ok one"."""
    if before is None or word.form not in ("one", "1"):
        return False
    if word.form == "1":
        return not {"ordinal_end", "choice"}.isdisjoint(before.senses)
    return before.kind == "number" or (before.kind == "word" and {"option", "yes"}.isdisjoint(before.senses))


def _is_beside(word: Word, after: Word | None, *, is_first: bool) -> bool:
    """Whether the word adds nothing to the choice; `is_first`: it comes before it, as in "no wait, the second"."""
    if word.kind == "mark":
        is_numbering = not _BESIDE.isdisjoint(word.senses)  # "№ 2"
        return not word.senses or is_numbering or (after is not None and "ordinal_end" in after.senses)  # "2-й"
    if is_first and ("mend" in word.senses or "no" in word.senses):
        return True
    if is_first and word.get("join") == "not":  # "не, тот первый"; "не первый" is no choice
        return after is not None and after.kind == "mark"
    return not (_BESIDE | _BESIDE_ORDINAL).isdisjoint(word.senses)


def _is_beside_name(word: Word) -> bool:
    return "with_person" in word.senses or word.get("join") == "but" or word.form == ","
