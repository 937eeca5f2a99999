"""A message that answers no question of ours: what it asks for."""

from dataclasses import replace

from wabot.domain.conversation.booking import pursue
from wabot.domain.conversation.changing import wants_to_cancel, wants_to_move
from wabot.domain.conversation.contents import extend
from wabot.domain.conversation.facts import Facts, Outcome
from wabot.domain.conversation.information import INFORMATION, staff_hours
from wabot.domain.conversation.meant import only_service
from wabot.domain.conversation.recent import is_about_recent, recent_visit
from wabot.domain.conversation.smalltalk import says_goodbye
from wabot.domain.dialogue import Dialogue, Wish
from wabot.domain.heard import Heard, Intent


def requested(heard: Heard, dialogue: Dialogue, facts: Facts) -> Outcome | None:
    """What the request leads to; None when nothing is asked for."""
    intents = set(heard.intents)
    recent = recent_visit(dialogue, facts)
    if Intent.CANCEL in intents:
        return wants_to_cancel(heard, facts)
    if Intent.RESCHEDULE in intents or (recent is not None and is_about_recent(heard)):
        return wants_to_move(heard, facts, recent=recent)
    if says_goodbye(heard):
        return None
    if intents & {Intent.BOOK, Intent.AVAILABILITY} or heard.says_wish:
        asks_by_the_way = intents & INFORMATION and Intent.BOOK not in intents
        if not asks_by_the_way or (heard.services and heard.says_when):
            return _wants_to_book(heard, dialogue, facts)
        return Outcome(replies=(), dialogue=_with_topic(heard, dialogue, facts))
    if intents & INFORMATION:
        return Outcome(replies=(), dialogue=dialogue)
    return None


def _wants_to_book(heard: Heard, dialogue: Dialogue, facts: Facts) -> Outcome:
    wish = dialogue.wish.with_heard(heard, facts.salon)
    only_asks = bool({Intent.AVAILABILITY, *INFORMATION} & set(heard.intents)) and Intent.BOOK not in heard.intents
    recent = recent_visit(dialogue, facts)
    if recent is not None and heard.adds and not heard.says_when:  # "and brows too", once the rest is booked
        return extend(recent, wish, facts)
    if only_asks and not wish.services and heard.staff is not None and heard.time is None:
        told = staff_hours(heard, facts)
        if told is not None:
            return Outcome(replies=(told,), dialogue=replace(dialogue, wish=wish, question=None))
    return pursue(wish, facts, only_asks=only_asks)


def _with_topic(heard: Heard, dialogue: Dialogue, facts: Facts) -> Dialogue:
    """The service a question was about is what the customer may want next; an open question of ours comes first."""
    if dialogue.question is not None or not heard.services:
        return dialogue
    return replace(dialogue, wish=Wish().with_heard(only_service(heard), facts.salon))
