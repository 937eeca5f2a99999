"""What was asked for in the same message on another day, or for who comes next: it is offered once the first is
booked.
"""

from dataclasses import replace

from wabot.domain.arrangements import Arrangement
from wabot.domain.conversation.booking import pursue
from wabot.domain.conversation.facts import Facts, MakeAppointment, Outcome
from wabot.domain.dialogue import Dialogue
from wabot.domain.heard import Heard
from wabot.domain.replies.questions import ThenNext
from wabot.domain.wishes import Wish


def consider_later(outcome: Outcome, heard: Heard, dialogue: Dialogue, facts: Facts) -> Outcome:
    """The outcome with what comes next, as long as the conversation is about the first."""
    later = Wish().with_heard(heard.then, facts.salon) if heard.then is not None else dialogue.later
    if later is None or heard.alone:
        return outcome
    made = next((change.visit for change in outcome.changes if isinstance(change, MakeAppointment)), None)
    if made is not None:
        following = pursue(_behind(made, later, facts) if later.follows else later, facts, only_asks=True)
        return replace(
            outcome,
            replies=(*outcome.replies, *following.replies),
            dialogue=following.dialogue,
            alerts=(*outcome.alerts, *following.alerts),
        )
    if outcome.dialogue.question is None:
        return outcome
    services = facts.salon.services_named(later.services)
    told = (ThenNext(services[0]),) if heard.then is not None and services else ()
    return replace(outcome, replies=(*told, *outcome.replies), dialogue=replace(outcome.dialogue, later=later))


def _behind(visit: Arrangement, wish: Wish, facts: Facts) -> Wish:
    ends = facts.local(visit.end_at)
    return replace(wish, follows=False, day=ends.date(), time=ends.time())
