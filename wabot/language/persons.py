"""Persons: the kinds of people that a message speaks of, by what they are called or how old they are."""

from itertools import takewhile

from wabot.language.lexicon import Word
from wabot.language.patterns import is_said

_CHILD = 12  # years, at most: what is wanted for them is meant for children


def kinds_said(words: list[Word], *tags: str) -> list[str]:
    """The kinds of people spoken of with these senses; "девочки, ..." only speaks to the staff."""
    said = []
    for place, word in enumerate(words):
        person = next((value for tag in tags if (value := word.get(tag))), None)
        is_addressed = (
            "addressed" in word.senses
            and any(map(is_said, (*words[:place], *words[place + 1 :])))
            and all(
                before.kind == "mark" or any(tag in before.senses for tag in ("hello", "greeting_words", "lead"))
                for before in words[:place]
            )
        )
        acts = place + 1 < len(words) and "acts" in words[place + 1].senses  # "usually my wife does it"
        if person and not (is_addressed or acts):
            said.append(str(person))
    return list(dict.fromkeys(said))


def persons_said(words: list[Word]) -> list[str]:
    """The kinds of people spoken of; who has a child's age is a child ("сестре 7 лет", "my 6 year old")."""
    persons = kinds_said(words, "person", "person_kind")
    for age in child_ages(words):
        beside = [*_clause_back(words, age), *takewhile(_is_of_one, words[age + 2 : age + 4])]
        whose = kinds_said(beside, "person", "person_kind")
        others = [word for word in words if word not in beside]
        if whose and "kids" not in whose:
            persons = [kind for kind in persons if kind not in whose or kind in kinds_said(others, "person")]
        if "kids" not in persons:
            persons.append("kids")
    return persons


def customer_is(words: list[Word]) -> str | None:
    """What kind of person the customer is, as the message lets on: by how they speak of themselves ("я хотела бы"), or
    by who their husband or wife is; None when it does not, or says two things.
    """
    said = {word.get("customer_did") for at, word in enumerate(words) if _speaks_of_themself(words, at)}
    partner = next((word for word in words if "companion" in word.senses and word.get("person") != "kids"), None)
    said.add(partner.get("customer_has") if partner is not None else None)
    said.discard(None)
    return str(said.pop()) if len(said) == 1 else None


def _speaks_of_themself(words: list[Word], at: int) -> bool:
    """Whether nobody else is named as who did it: "я хотела", "здравствуйте, хотела бы"; not "Маша хотела"."""
    for word in reversed(words[:at]):
        if "me_does" in word.senses or not is_said(word) or "hello" in word.senses or "greeting_words" in word.senses:
            return True
        if "between_me_and_verb" not in word.senses:
            return False
    return True


def _clause_back(words: list[Word], at: int) -> list[Word]:
    """The three words before that place that may be about the same person."""
    return list(takewhile(_is_of_one, reversed(words[max(at - 3, 0) : at])))


def _is_of_one(word: Word) -> bool:
    return word.get("join") is None and word.form not in (".", ";")


def child_ages(words: list[Word]) -> list[int]:
    """The places of the numbers that are a child's age."""
    ages = []
    for at, word in enumerate(words):
        before, behind = words[at - 1] if at else None, words[at + 1] if at + 1 < len(words) else None
        if word.kind == "number" and int(word.form) <= _CHILD:
            is_bare = before is not None and "aged" in before.senses and (behind is None or not is_said(behind))
            if is_bare or (behind is not None and behind.get("years")):
                ages.append(at)
    return ages
