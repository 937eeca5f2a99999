"""Choices: "2", "второе", "the last one" as an answer to what was offered."""

from collections.abc import Collection

from wabot.language.lexicon import Word

MOST = 20
"""No offer is longer; a greater number is something else."""

MOST_ORDINAL = 5
""""The 15th" is a day, "the 2nd" one of the things offered."""

GENITIVE = 2
"""The ending of "5го": only days are numbered so."""

_BESIDE = ("me", "option", "polite", "yes", "ordinal_end", "do")


def find_choice(words: list[Word], staff: Collection[int] = ()) -> int | None:
    """Which of the things offered, counted from 1, when the message says nothing else, or with whom (`staff` are the
    places of their names); the last one is -1.

    A bare hour ("5") is a choice too: only the conversation knows what was asked.
    """
    if staff:
        words = [word for at, word in enumerate(words) if at not in staff and not _is_beside_name(word)]
    numbers: list[int] = []
    most, is_ordinal = MOST, False
    for word in words[_refusal(words) :]:
        is_ordinal |= "choice" in word.senses
        value = word.get("choice") or word.get("number")
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
        elif is_ordinal and "after_clock" in word.senses:  # "the first one works"
            continue
        elif not any(tag in word.senses for tag in _BESIDE) and (word.kind != "mark" or word.senses):
            return None
        if "ordinal_end" in word.senses:
            most = MOST_ORDINAL
    if len(numbers) != 1 or not (numbers[0] == -1 or 1 <= numbers[0] <= most):
        return None
    return numbers[0]


def _is_beside_name(word: Word) -> bool:
    return "with_person" in word.senses or word.get("join") == "but" or word.form == ","


def is_day_too(words: list[Word]) -> bool:
    """Whether the choice may be a day of the month as well: "the 3rd", "3-е"; not "the 3rd one" or "второе"."""
    is_numbered = any("ordinal_end" in word.senses for word in words)
    return is_numbered and not any("option" in word.senses or word.form == "one" for word in words)


def _refusal(words: list[Word]) -> int:
    """How many words say no to something else before the choice: "не, второе", "no, the first one"."""
    says_no = len(words) > 2 and ("no" in words[0].senses or words[0].get("join") == "not")
    return 2 if says_no and words[1].kind == "mark" else 0
