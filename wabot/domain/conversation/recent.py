"""The visit that the conversation was just about: what is said next may be about it."""

from dataclasses import replace

from wabot.domain.appointments import BookedVisit
from wabot.domain.conversation.answers.reminder import reminded_visit
from wabot.domain.conversation.facts import Facts
from wabot.domain.conversation.meant import only_service
from wabot.domain.dialogue import CancelVisit, Dialogue
from wabot.domain.heard import Heard, Intent, Remark
from wabot.domain.wishes import Wish

_MAY_CHANGE_RECENT = {Intent.CONFIRM, Intent.DECLINE, Intent.BOOK, Intent.AVAILABILITY}


def recent_visit(dialogue: Dialogue, facts: Facts) -> BookedVisit | None:
    """The visit that was just booked, changed or reminded of; None where two begin at that moment."""
    booked = [visit for visit in facts.visits if visit.start_at == dialogue.recent_start]
    return reminded_visit(dialogue, facts) or (booked[0] if len(booked) == 1 else None)


def only_visit_meant(heard: Heard, dialogue: Dialogue, facts: Facts) -> BookedVisit | None:
    """The visit that it can only be about: of "half an hour later" the customer's only one, of "I can't on Thursday"
    the only one on that day.
    """
    if heard.unable and not heard.says_clock:
        that_day = [visit for visit in facts.visits if facts.local(visit.start_at).date() == heard.day]
        return that_day[0] if len(that_day) == 1 else None
    is_shift = heard.shift is not None or heard.remarks & {Remark.EARLIER, Remark.LATER}
    is_about_it = is_shift and not heard.services and not dialogue.wish.services
    return facts.visits[0] if is_about_it and len(facts.visits) == 1 else None


def topic_of(dialogue: Dialogue, facts: Facts) -> tuple[str, ...]:
    """The services (or family) that a question about "it" means; empty when there is nothing it could mean."""
    if dialogue.wish.services:
        return dialogue.wish.services
    asked = dialogue.question.appointment if isinstance(dialogue.question, CancelVisit) else None
    visit = facts.find_visit(asked) if asked is not None else recent_visit(dialogue, facts)
    return visit.services if visit is not None else ()


def is_about_recent(heard: Heard) -> bool:
    """Whether it is like "better at six" or "and with Dima?": another time or person, and no service."""
    asks_who_works = Intent.AVAILABILITY in heard.intents and heard.staff is not None and heard.time is None
    changes = (heard.says_when or heard.staff is not None or heard.shift is not None) and not heard.services
    changes = changes and heard.company is None
    return changes and not asks_who_works and set(heard.intents) <= _MAY_CHANGE_RECENT


def with_topic(heard: Heard, dialogue: Dialogue, recent: BookedVisit | None, facts: Facts) -> Dialogue:
    """The service a question was about is what the customer may want next, and no longer the visit just booked unless
    it is that; an open question of ours comes first.
    """
    if dialogue.question is not None or not heard.services:
        return dialogue
    wish = Wish().with_heard(only_service(heard), facts.salon)
    is_recent = recent is not None and (heard.adds or set(heard.services) <= set(recent.services))
    return replace(dialogue, wish=wish, recent_start=dialogue.recent_start if is_recent else None)
