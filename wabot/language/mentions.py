"""Mentions: where services and staff are named, and which of the namings are meant."""

from collections.abc import Iterable, Mapping

from wabot.language.lexicon import Word

JOINING = frozenset({"с", "со", "и", "для", "with", "and", "of", "the", "a", "for", "на", "-", "+", "&", "my", "."})
"""Words that may stand between the words of one name."""

Mention = tuple[int, str, int]
"""The first place of a mention, what it names, and the last place."""


def _is_between(word: Word) -> bool:
    """Whether the word may stand between "не" and what it denies: "не хочу к Ане", "не только"."""
    return word.get("prep") in ("at", "from") or any(tag in word.senses for tag in ("article", "only", "want"))


def meant(mentions: list[Mention], words: list[Word]) -> list[Mention]:
    """The mentions without the denied ("не к Оле, а к Маше", "без покрытия") and those a correction replaced."""
    kept = []
    is_cancelled = any(word.get("cancel") for word in words)
    for at, target, end in mentions:
        before = at - 1
        while before >= 0 and _is_between(words[before]):
            before -= 1
        word = words[before] if before >= 0 else None
        is_denied = word is not None and (
            word.get("join") == "not"
            or (word.get("no") and word.parts)
            or word.get("minus")
            or word.get("prep") in ("instead", "except")
        )
        after = words[end + 1] if end + 1 < len(words) else None
        is_kept = after is not None and (
            after.get("prep") == "except"  # "педикюр оставьте"
            or (after.get("no") and after.parts)  # "брови не нужны"
            or (is_cancelled and after.get("attends"))  # "а на брови приду"
        )
        is_kept = is_kept or bool(is_cancelled and word is not None and word.get("attends"))
        if not (is_denied or (is_kept and len(mentions) > 1)):
            kept.append((at, target, end))
    for mention in kept[:-1]:
        following = kept[kept.index(mention) + 1]
        between = words[mention[2] + 1 : following[0]]
        is_moved = any(word.get("move") for word in words) and any(word.form in ("на", "for", "to") for word in between)
        if is_moved or any(word.get("mend") for word in between):
            return kept[kept.index(following) :]
    return kept


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
