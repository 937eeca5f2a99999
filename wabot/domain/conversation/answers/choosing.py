"""What an answer to any of our questions may be: one of a list, a no, or something else entirely."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import time
from typing import TypeVar

from wabot.domain.conversation.facts import Facts, Outcome
from wabot.domain.dialogue import Dialogue, Question, When, WhichSlot, WhichVisit
from wabot.domain.heard import Heard, Intent, Remark
from wabot.domain.replies.manners import AllRight
from wabot.domain.replies.questions import ChooseByNumber

T = TypeVar("T")

_FREE = {Remark.ANY_DAY, Remark.SOONEST}
_STRAY = {Intent.CANCEL, Intent.RESCHEDULE, Intent.HUMAN, Intent.STOP, Intent.OTHER, Intent.MY_BOOKINGS}


def option(options: Sequence[T], choice: int | None) -> T | None:
    """The option of that number, counted from 1; -1 is the last."""
    if choice is None:
        return None
    if choice == -1:
        return options[-1]
    return options[choice - 1] if 1 <= choice <= len(options) else None


def the_only(found: Iterable[T]) -> T | None:
    """The one thing all agree on, or None."""
    different = set(found)
    return different.pop() if len(different) == 1 else None


def strays(heard: Heard) -> bool:
    """Whether the message wants something else than to answer."""
    return bool(_STRAY & set(heard.intents))


def changes_wish(heard: Heard) -> bool:
    """Whether something about the visit was said that names no service, person or time."""
    return bool(
        heard.drops
        or heard.not_staff
        or heard.any_staff
        or heard.same_time
        or heard.shift
        or heard.company
        or heard.guests > 1
        or heard.excluded
        or heard.remarks & _FREE
    )


def choice_or_day(heard: Heard, question: Question | None, facts: Facts) -> Heard:
    """What "the 3rd" means: the day where one was asked for, is among those listed, or the list is not so long; else
    the third of what was listed.
    """
    if heard.choice is None or not heard.numbered:
        return heard
    match question:
        case WhichSlot(offers=offers):
            starts = [offer.start_at for offer in offers]
        case WhichVisit(options=options):
            starts = [visit.start_at for one in options if (visit := facts.find_visit(one))]
        case When() | None:
            starts = []
        case _:
            return replace(heard, day=None)
    is_day = heard.choice > len(starts) or heard.day in {facts.local(start).date() for start in starts}
    return replace(heard, choice=None) if is_day else replace(heard, day=None)


def number_as_time(heard: Heard, *, is_late: bool = False) -> Heard:
    """Where no list fits it, "5" is five o'clock; `is_late`: where the evening is spoken of, "8" is eight at night."""
    if heard.choice is None or heard.says_clock:
        return heard
    clock = time(heard.choice + 12) if is_late and 8 <= heard.choice <= 11 else clock_said(heard.choice)
    return replace(heard, time=clock, choice=None) if clock else heard


def clock_said(number: int) -> time | None:
    """A bare number as a time of day: 1-7 are hours of the afternoon, as customers of a salon mean them."""
    if 1 <= number <= 7:
        return time(number + 12)
    return time(number) if 8 <= number <= 23 else None


def never_mind() -> Outcome:
    """The customer wants nothing of it."""
    return Outcome(replies=(AllRight(),), dialogue=Dialogue())


def unclear(dialogue: Dialogue) -> Outcome:
    """A yes or a number that fits no option: the question stays."""
    return Outcome(replies=(ChooseByNumber(),), dialogue=dialogue)
