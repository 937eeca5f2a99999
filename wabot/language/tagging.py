"""Tagging: the words of a message one by one, marked with what was understood of them, for patterns to name."""

from collections.abc import Iterable

from wabot.language.lexicon import Word

_TIMES = frozenset({"part", "vague"})
"""Senses of phrases whose words mean nothing else beside: "after work", "в районе"."""


def tagged(words: list[Word], staff_places: Iterable[int], spans: Iterable[tuple[int, int]]) -> list[Word]:
    """The words, phrases taken apart; `spans` are the stretches that say when. What belongs to a name is left out."""
    for place in staff_places:
        words[place].tags.add("staff")
    for start, end in spans:
        for place in range(start, end):
            words[place].tags.add("when")
            if "month" in words[place].senses:  # "21 may" asks for nothing
                words[place].senses = {tag: value for tag, value in words[place].senses.items() if tag != "can"}
    single: list[Word] = []
    for word in words:
        if word.parts:
            word.parts[0].phrase, word.parts[0].length = word.senses, len(word.parts)
            for part in word.parts:
                part.tags.update(word.tags)
                if not _TIMES.isdisjoint(word.senses):  # "after work" is no question of who works
                    part.senses = {}
        if "name" not in word.tags:
            single += word.parts or (word,)
    return single
