"""Choices: "2", "второе", "the last one" as an answer to what was offered."""

from dataclasses import dataclass

from wabot.language.lexicon import Word

MOST = 20
"""No offer is longer; a greater number is something else."""

_BESIDE = ("option", "polite", "yes", "ordinal_end")


@dataclass(frozen=True, slots=True)
class Choice:
    """Which of the things offered, counted from 1, the last being -1. Not `is_sure`: may be a day or an hour."""

    number: int
    is_sure: bool


def find_choice(words: list[Word]) -> Choice | None:
    """The choice, when the message says nothing else."""
    numbers: list[int] = []
    is_sure = False
    for word in words:
        value = word.get("choice") or word.get("ordinal") or word.get("number")
        if "about" in word.senses:
            return None
        if word.kind == "number":
            numbers.append(int(word.form[:3]))
        elif "last" in word.senses:
            numbers.append(-1)
        elif isinstance(value, int):
            if numbers and value == 1:
                is_sure = True
            else:
                numbers.append(value)
        elif not any(tag in word.senses for tag in _BESIDE) and (word.kind != "mark" or word.senses):
            return None
        is_sure = is_sure or "option" in word.senses or word.form in ("#", ")")
    if len(numbers) != 1 or not (numbers[0] == -1 or 1 <= numbers[0] <= MOST):
        return None
    return Choice(numbers[0], is_sure)
