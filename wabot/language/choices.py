"""Choices: "2", "второе", "can I have the last one please" as an answer to what was offered."""

from collections.abc import Collection
from dataclasses import dataclass
from itertools import zip_longest

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
    """The choice, when the message says nothing else, or with whom (`staff` are the places of their names)."""
    if staff:
        words = [word for at, word in enumerate(words) if at not in staff and not _is_beside_name(word)]
    numbers: list[int] = []
    senses: set[str] = set()
    needs_ordinal = False
    for word, after in zip_longest(words, words[1:]):
        value = word.get("choice") or word.get("number")
        if "indefinite" in word.senses and after is not None and "choice" in after.senses:  # "a second one" is one more
            return None
        if "about" in word.senses or "ish" in word.senses or word.get("ordinal_end") == GENITIVE:
            return None
        if word.kind == "emoji" and not isinstance(value, int):
            continue
        if word.kind == "number":
            numbers.append(int(word.form[:3]))
        elif "last" in word.senses:
            numbers.append(-1)
        elif isinstance(value, int):
            if not (numbers and value == 1):  # "the second one"
                numbers.append(value)
        elif not _is_beside(word, after, is_first=not numbers):
            if _BESIDE_ORDINAL.isdisjoint(word.senses):
                return None
            needs_ordinal = True
        senses.update(word.senses)
    if needs_ordinal and not {"choice", "last"} & senses:
        return None
    return _settled(numbers, senses, words)


def _settled(numbers: list[int], senses: set[str], words: list[Word]) -> Choice | None:
    is_ordinal, is_numbered = bool({"choice", "last"} & senses), "ordinal_end" in senses
    most = MOST_ORDINAL if is_numbered else MOST
    if len(numbers) != 1 or not (numbers[0] == -1 or 1 <= numbers[0] <= most):
        return None
    if is_ordinal:
        return Choice(numbers[0], may_be_day="pick_ordinal" in senses and "option" not in senses)
    is_one_of_them = "option" in senses or any(word.form == "one" for word in words)
    is_bare = all(word.kind != "word" or not (_BARE | {"number"}).isdisjoint(word.senses) for word in words)
    return Choice(numbers[0], "do" in senses or not is_bare, is_numbered and not is_one_of_them)


def _is_beside(word: Word, after: Word | None, *, is_first: bool) -> bool:
    """Whether the word adds nothing to the choice; `is_first`: it comes before it, as in "no wait, the second"."""
    if word.kind == "mark":
        return not word.senses or (after is not None and "ordinal_end" in after.senses)  # "2-й"
    if is_first and ("mend" in word.senses or "no" in word.senses):
        return True
    if is_first and word.get("join") == "not":  # "не, тот первый"; "не первый" is no choice
        return after is not None and after.kind == "mark"
    return not _BESIDE.isdisjoint(word.senses)


def _is_beside_name(word: Word) -> bool:
    return "with_person" in word.senses or word.get("join") == "but" or word.form == ","
