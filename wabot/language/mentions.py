"""Mentions: where services and staff are named, and which of the namings are meant."""

from collections.abc import Iterable, Mapping
from itertools import pairwise

from wabot.language.lexicon import Word

JOINING = frozenset({"с", "со", "и", "для", "with", "and", "of", "the", "a", "for", "на", "-", "+", "&", "my", "."})
"""Words that may stand between the words of one name."""

_LEADING = frozenset({"mend", "lead", "sorry", "yes"})

Mention = tuple[int, str, int]
"""The first place of a mention, what it names, and the last place."""


def _is_between(word: Word) -> bool:
    """Whether the word may stand between "не" and what it denies: "не хочу к Ане", "не только"."""
    return word.get("prep") in ("at", "from") or any(tag in word.senses for tag in ("article", "only", "want"))


def meant(mentions: list[Mention], words: list[Word]) -> tuple[list[Mention], list[Mention]]:
    """The mentions that count, and those that are denied ("не к Оле, а к Маше", "без покрытия") or were replaced."""
    stay = [mention for mention in mentions if _stays(mention, mentions, words)]
    denied = [mention for mention in mentions if mention not in stay and _is_denied(mention, mentions, words)]
    kept = [mention for mention in mentions if mention not in stay and mention not in denied]
    for place, (mention, following) in enumerate(pairwise(kept), 1):
        between = words[mention[2] + 1 : following[0]]
        moves = any(word.get("move") or word.get("swap") for word in words)
        is_listed = bool(between) and between[-1].get("join") == "and"  # "перенести стрижку на длинные волосы и брови"
        is_moved = moves and not is_listed and any(word.form in ("на", "for", "to", "with") for word in between)
        if is_moved or any(word.get("mend") for word in between):
            return kept[place:], [*denied, *kept[:place]]
    return kept, denied


def _stays(mention: Mention, mentions: list[Mention], words: list[Word]) -> bool:
    """Whether it is said that this one stays as it is ("педикюр оставьте", "всё кроме педикюра", "на брови приду")."""
    before, behind = _before(mention, words), _behind(mention, words)
    is_cancelled = any(word.get("cancel") for word in words)
    is_kept = behind is not None and bool(behind.get("prep") == "except" or (is_cancelled and behind.get("attends")))
    is_attended = before is not None and bool(is_cancelled and before.get("attends"))
    is_excepted = before is not None and before.get("prep") == "except"
    return is_excepted or (len(mentions) > 1 and (is_kept or is_attended))


def _is_denied(mention: Mention, mentions: list[Mention], words: list[Word]) -> bool:
    """Whether it is not wanted ("без педикюра", "брови не нужны")."""
    before, behind = _before(mention, words), _behind(mention, words)
    is_joined = mention[0] > 0 and words[mention[0] - 1].get("join") == "and"  # "nails and brows don't suit me": both
    if len(mentions) > 1 and not is_joined and behind is not None and behind.get("no") and behind.parts:
        return True
    return before is not None and bool(
        before.get("join") == "not"
        or (before.get("no") and (before.parts or _denies(before, mentions, words)))
        or before.get("minus")
        or before.get("prep") == "instead"
    )


def _denies(no: Word, mentions: list[Mention], words: list[Word]) -> bool:
    """Whether a mere "no" is about what follows: "nails, no polish"; not "wait, no, lashes. definitely lashes"."""
    if no.form != "no":
        return False
    before = words[: words.index(no)]
    is_inside = bool(before) and before[-1].kind == "word" and _LEADING.isdisjoint(before[-1].senses)
    return is_inside or len({what for _, what, _ in mentions}) > 1


def _behind(mention: Mention, words: list[Word]) -> Word | None:
    return words[mention[2] + 1] if mention[2] + 1 < len(words) else None


def _before(mention: Mention, words: list[Word]) -> Word | None:
    """The word that says what becomes of the mention."""
    before = mention[0] - 1
    while before >= 0 and _is_between(words[before]):
        before -= 1
    return words[before] if before >= 0 else None


def windows(keys: tuple[str, ...], places: Mapping[str, list[int]], words: list[Word]) -> Iterable[tuple[int, ...]]:
    """The places where all keys stand close together, in any order, with only joining words between them."""
    for first in places[keys[0]]:
        where = {first}
        for key in keys[1:]:
            near = [place for place in places[key] if place not in where]
            if not near:
                break
            where.add(min(near, key=lambda place: abs(place - first)))
        else:
            between = [words[at] for at in range(min(where), max(where)) if at not in where]
            if all(word.form in JOINING or word.get("person_kind") for word in between):
                yield tuple(sorted(where))
