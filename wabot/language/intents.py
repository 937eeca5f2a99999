"""Intents: what the patterns met in a message mean, and how the intents of one message get along."""

from collections.abc import Sequence

from wabot.domain.heard import Intent
from wabot.language.lexicon import Word
from wabot.language.patterns import NOTHING, Match, is_said

KEEPS = "keeps"
"""Patterns that confirm by asking not to cancel."""

CANNOT = "cannot"
"""Patterns that say one cannot come: a cancellation, or with another time a move."""

DESIRE = "desire"
"""Patterns of booking that give way to a question for free time."""

WISH = "wish"
"""Patterns of booking that give way to any other request."""

QUESTION = "question"
"""Patterns of what is nothing to book, that give way to any request."""

ASK = "ask"
"""Patterns of booking that only make a question whole when it asks for free time."""

ADDS = "adds"
"""Patterns of booking more than is booked."""

LATE = "late"
"""Patterns that say one will be late."""

RESUMES = "resumes"
"""Patterns that take back a stop."""

_ALIASES = {
    DESIRE: Intent.BOOK,
    ASK: Intent.BOOK,
    WISH: Intent.BOOK,
    ADDS: Intent.BOOK,
    KEEPS: Intent.CONFIRM,
    CANNOT: Intent.CANCEL,
    NOTHING: Intent.OTHER,
    QUESTION: Intent.OTHER,
    LATE: Intent.OTHER,
    RESUMES: Intent.OTHER,
}

_REQUESTS = frozenset(Intent) - {
    Intent.GREETING, Intent.THANKS, Intent.CONFIRM, Intent.DECLINE, Intent.OTHER,
}  # fmt: skip


def intent_of(match: Match) -> Intent:
    """What a pattern of the data files' `[intents]` means."""
    return _ALIASES.get(match.name) or Intent(match.name)


def settle(matches: list[Match], *, times_said: int, asks_staff: bool, proposes: bool = False) -> list[Intent]:
    """The intents of a message in order, without those that others make mere courtesy or wording.

    `times_said` counts the days or clock times named, `proposes` says that one of them is proposed ("let's").
    """
    matches = [match for match in matches if match.name != NOTHING]
    names = {match.name for match in matches}
    if ADDS in names:
        names.add(Intent.BOOK.value)
    found = list(dict.fromkeys(map(intent_of, matches)))
    if CANNOT in names and Intent.CANCEL.value not in names and _wants_other_time(names, times_said + proposes):
        found = [Intent.RESCHEDULE if intent is Intent.CANCEL else intent for intent in found]
    if proposes and times_said > 1 and names.isdisjoint({Intent.BOOK.value, ASK}):
        found = [Intent.RESCHEDULE if intent is Intent.CANCEL else intent for intent in found]
    if asks_staff:
        found = [Intent.AVAILABILITY if intent is Intent.HOURS else intent for intent in found]
    present = set(found)
    is_whole = times_said > 0 and bool(names & {ASK, DESIRE})
    is_whole = is_whole or any(match.is_outright for match in matches)
    if Intent.BOOK.value not in names and (
        Intent.AVAILABILITY in present or (not is_whole and present & (_REQUESTS - {Intent.BOOK}))
    ):
        present.discard(Intent.BOOK)
    if Intent.STOP in present:
        return [Intent.STOP]
    if KEEPS in names:
        present -= {Intent.DECLINE, Intent.CANCEL, Intent.MY_BOOKINGS, Intent.BOOK, Intent.OTHER}
        if Intent.RESCHEDULE in present:
            present.discard(Intent.CONFIRM)
    if Intent.CANCEL.value in names and times_said < 2:
        present.discard(Intent.BOOK)
    if Intent.CONFIRM in present and {name for name in names if _ALIASES.get(name, name) == Intent.BOOK} <= {WISH}:
        present.discard(Intent.BOOK)
    if names & {ADDS, LATE}:  # "у меня завтра маникюр, добавьте педикюр"
        present.discard(Intent.MY_BOOKINGS)
    is_mere_question = names.isdisjoint({Intent.OTHER.value, LATE, RESUMES})
    if is_mere_question and present & (_REQUESTS - {Intent.BOOK}):
        present.discard(Intent.OTHER)
    for strong, weak in _OUTWEIGHED:
        if strong in present:
            present -= weak
    is_wish = Intent.BOOK in present and times_said > 0
    is_request = is_wish or bool(present & (_REQUESTS - {Intent.BOOK}))
    if is_mere_question and is_request:
        present.discard(Intent.OTHER)
    if Intent.OTHER in present and Intent.BOOK.value not in names:
        present.discard(Intent.BOOK)
    if present & _REQUESTS:
        present -= {Intent.CONFIRM, Intent.DECLINE}
    if Intent.DECLINE in present:  # "нет, жаль, ну ладно": nothing is agreed to
        present.discard(Intent.CONFIRM)
    if present & _REQUESTS or Intent.OTHER in present:
        present -= {Intent.GREETING, Intent.THANKS}
    if present - {Intent.GREETING}:
        present.discard(Intent.GREETING)
    ordered = [intent for intent in dict.fromkeys(found) if intent in present]
    return sorted(ordered, key=lambda intent: intent is Intent.THANKS)


def is_all_stop(matches: Sequence[Match], words: Sequence[Word]) -> bool:
    """Whether the whole message asks not to be written to: nothing is in it but that, and courtesy."""
    covered = {at for match in matches if intent_of(match) is Intent.STOP for at in match.words}
    rest = [word for at, word in enumerate(words) if at not in covered and is_said(word)]
    return bool(covered) and all(_BESIDE_STOP & {*word.senses, *word.phrase} for word in rest)


_BESIDE_STOP = frozenset({"stopping", "polite", "thank", "hello", "greeting_words", "no", "sorry", "write"})


def _wants_other_time(names: set[str], times_said: int) -> bool:
    return bool({Intent.BOOK.value, DESIRE, ASK, Intent.AVAILABILITY.value} & names) or times_said > 1


_OUTWEIGHED = (
    (Intent.HUMAN, {Intent.OTHER, Intent.BOOK, Intent.HOURS, Intent.DECLINE, Intent.CONFIRM}),
    (Intent.OTHER, {Intent.CONFIRM, Intent.AVAILABILITY, Intent.DECLINE}),
    (Intent.RESCHEDULE, {Intent.OTHER, Intent.BOOK, Intent.CANCEL, Intent.AVAILABILITY, Intent.MY_BOOKINGS}),
    (Intent.CANCEL, {Intent.OTHER, Intent.MY_BOOKINGS}),
    (Intent.MY_BOOKINGS, {Intent.BOOK, Intent.AVAILABILITY, Intent.HOURS}),
    (Intent.HOURS, {Intent.BOOK}),
    (Intent.ADDRESS, {Intent.BOOK}),
)
"""The first of a pair makes the others its own wording."""
