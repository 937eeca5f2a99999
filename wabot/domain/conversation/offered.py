"""What an answer means because of the times that it answers."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from wabot.domain.conversation.facts import Facts
from wabot.domain.dialogue import Dialogue, OfferedSlot
from wabot.domain.heard import Excluded, Heard, Intent


def as_answered(heard: Heard, offers: Sequence[OfferedSlot], dialogue: Dialogue, facts: Facts) -> Heard:
    """The message as one hears it right after these times were offered.

    "On Monday" is the Monday that was offered, however far ahead. "Another time", "not then, on Friday instead" is
    about what is being arranged, unless there is a visit it could be about.
    """
    heard = as_refused(replace(heard, day=_offered_day(heard, offers, facts)), facts)
    is_theirs = dialogue.wish.is_for_others and not heard.own  # "can she come an hour later?"
    if heard.shift is not None and set(heard.services) <= set(dialogue.wish.services):
        heard = replace(heard, services=())  # "make my lashes half an hour later"
    if heard.services or not (heard.says_when or heard.staff or heard.shift is not None):
        return heard
    if dialogue.wish.moving or is_theirs:
        mere = {Intent.RESCHEDULE}
    else:
        mere = set() if facts.visits else {Intent.RESCHEDULE, Intent.CANCEL}
    return replace(heard, intents=tuple(intent for intent in heard.intents if intent not in mere))


def as_refused(heard: Heard, facts: Facts) -> Heard:
    """ "I can't on Friday", said while a time is looked for: Friday is out, unless there is a visit on it to cancel."""
    if not heard.unable or any(facts.local(visit.start_at).date() == heard.day for visit in facts.visits):
        return heard
    parts = (heard.part,) if heard.part is not None and heard.day is None else ()
    days = (heard.day,) if heard.day is not None and heard.day_to is None and not heard.says_clock else ()
    excluded = heard.excluded | Excluded(days=days, parts=parts)
    anytime = replace(heard, day=None, day_to=None, time=None, not_before=None, not_after=None, part=None)
    return replace(anytime, weekday=False, excluded=excluded, intents=() if excluded else (Intent.DECLINE,))


def _offered_day(heard: Heard, offers: Sequence[OfferedSlot], facts: Facts) -> date | None:
    if heard.day is None or not heard.weekday:
        return heard.day
    days = {facts.local(offer.start_at).date() for offer in offers}
    same = {day for day in days if day.weekday() == heard.day.weekday()}
    return same.pop() if heard.day not in days and len(same) == 1 else heard.day
