"""The waiting list: what is said about it, heard beside the intents."""

from collections.abc import Iterable, Mapping, Sequence

from wabot.domain.heard import Intent, Waits
from wabot.language.lexicon import Lexicon, Word
from wabot.language.patterns import NOTHING, Patterns

ASKS = "asks"
"""Patterns that ask how one stands on the list."""


class Waiting:
    """Hears it, by the tables `[waits]` of the data files."""

    def __init__(self, tables: Iterable[Mapping[str, Sequence[str]]], lexicon: Lexicon) -> None:
        self._patterns = Patterns()
        for table in tables:
            self._patterns.add(table, lexicon)

    def find(self, words: list[Word], *, chooses: bool) -> str | None:
        """One of the names of the tables: the one that is said in most words; None when nothing is said of the list.

        `chooses`: a number is said, so "I take the second" takes that.
        """
        matches = self._patterns.find(words)
        said = max(matches, key=lambda match: match.weight).name if matches else None
        return None if said == NOTHING or (chooses and said == Waits.TAKE) else said


def as_waits(said: str | None) -> Waits | None:
    """What is said, where it is more than a question."""
    return Waits(said) if said is not None and said != ASKS else None


def intents_beside(said: str | None, intents: list[Intent]) -> list[Intent]:
    """The intents of a message that says so of the list, in words that would else be taken for other ones."""
    match said:
        case Waits.JOIN:
            requests = {Intent.BOOK, Intent.RESCHEDULE}
            return [intent for intent in intents if intent in requests] or [Intent.AVAILABILITY]
        case Waits.LEAVE:
            return [Intent.CANCEL]
        case Waits.TAKE if set(intents) <= {Intent.OTHER}:
            return [Intent.CONFIRM]
        case Waits.REFUSE if set(intents) <= {Intent.OTHER, Intent.CONFIRM, Intent.THANKS, Intent.AVAILABILITY}:
            return [Intent.DECLINE]
        case said if said == ASKS:
            return [Intent.MY_BOOKINGS]
        case _:
            return intents
