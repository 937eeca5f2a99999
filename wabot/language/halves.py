"""Halves: a message that asks for two visits, each with its own service and its own day."""

from collections.abc import Collection, Iterator

from wabot.domain.heard import Heard, Intent
from wabot.language.lexicon import Word

_BOOKING = {Intent.BOOK, Intent.AVAILABILITY}
_BREAKS = {",", ";", ".", "+"}


def may_be_two(heard: Heard, senses: Collection[str]) -> bool:
    """Whether more than one thing is asked for, and nothing of it is taken back."""
    is_plain = not (heard.corrects or heard.drops or heard.only or heard.each or "no" in senses or "mend" in senses)
    is_booking = heard.company is None and heard.guests == 1 and set(heard.intents) <= _BOOKING
    return is_plain and is_booking and len(heard.services) > 1 and heard.day is not None


def halves(text: str, words: list[Word]) -> Iterator[tuple[str, str]]:
    """The two parts of a text, wherever one may end: at an "and" or a mark."""
    for word in words[1:-1]:
        if word.get("join") == "and" or word.form in _BREAKS:
            yield text[: word.start], text[word.end :]


def are_apart(first: Heard, second: Heard, whole: Heard) -> bool:
    """Whether each part asks for some of the services, on a day of its own."""
    both = (*first.services, *second.services)
    has_days = None not in {first.day, second.day} and first.day != second.day
    return has_days and bool(first.services and second.services) and sorted(both) == sorted(whole.services)
