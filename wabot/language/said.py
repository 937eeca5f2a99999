"""All that the words of a message say one by one, before it is settled what they come to together."""

from dataclasses import dataclass

from wabot.domain.heard import Company
from wabot.language.called import Called
from wabot.language.found import Found
from wabot.language.lexicon import Word
from wabot.language.patterns import Match
from wabot.language.slots import Slot


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """`single` are the words with those of a time or a name taken as one, as the patterns of `matches` read them;
    `outright` are the matches without those of a single word. `senses` are those of all words.
    """

    words: list[Word]
    senses: frozenset[str]
    found: Found
    called: Called
    company: Company | None
    slot: Slot
    choice: int | None
    in_order: bool
    single: list[Word]
    matches: list[Match]
    outright: list[Match]
    remarks: list[Match]
    waits: str | None
