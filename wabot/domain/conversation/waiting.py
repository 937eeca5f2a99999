"""The waiting list: who wants to be on it or off it, and what a turn means for who is on it."""

from dataclasses import replace

from wabot.domain.arrangements import Arrangement
from wabot.domain.conversation.answers.freed import answer_freed
from wabot.domain.conversation.booking import pursue
from wabot.domain.conversation.facts import EndWait, Facts, Outcome, SettleOffer, booked
from wabot.domain.conversation.joining import awaited
from wabot.domain.conversation.meant import visits_meant
from wabot.domain.dialogue import Dialogue, WhichSlot
from wabot.domain.heard import Heard, Intent, Waits
from wabot.domain.replies.refusals import NothingFree
from wabot.domain.replies.told import Reply
from wabot.domain.replies.visits import NothingBooked
from wabot.domain.replies.waiting import (
    MayWait,
    NotOnWaitlist,
    OffWaitlist,
    StillWaiting,
    YourWaits,
)
from wabot.domain.waitlist import Waiting, WaitState, fulfils


def answer_waiting(heard: Heard, dialogue: Dialogue, facts: Facts) -> Outcome | None:
    """What is said about a time that became free, or about the list; None when it is neither."""
    if heard.waits is Waits.LEAVE:
        return _leave(heard, dialogue, facts)
    if heard.waits is Waits.JOIN:
        return _join(heard, dialogue, facts)
    answered = answer_freed(heard, dialogue, facts)
    if answered is not None:
        return answered
    drops = heard.waits is Waits.DROP and dialogue.question is None and not (facts.visits or heard.says_wish)
    return _leave(heard, dialogue, facts) if drops and facts.waits else None


def consider_waiting(outcome: Outcome, heard: Heard, before: Dialogue, facts: Facts) -> Outcome:
    """What the turn leads to, with all that it means for the waiting list."""
    if Intent.MY_BOOKINGS in heard.intents and facts.waits:
        outcome = _with_waits(outcome, facts)
    visits = booked(outcome)
    if visits:
        return _fulfilled(outcome, visits, facts)
    is_settled = heard.waits in {Waits.JOIN, Waits.LEAVE}
    after = replace(outcome.dialogue, missed=outcome.missed or (None if is_settled else before.missed))
    if outcome.missed is None or before.missed is not None or is_settled or not _is_far(outcome, facts):
        return replace(outcome, dialogue=after)
    *others, question = outcome.replies
    return replace(outcome, replies=(*others, MayWait(), question), dialogue=after)


def _join(heard: Heard, dialogue: Dialogue, facts: Facts) -> Outcome:
    """Onto the list with what was said, or else with what there was nothing for. A day that is said is meant whole."""
    base = dialogue.missed or dialogue.wish
    base = base.without_time() if heard.day is not None else base
    wish = replace(base.with_heard(heard, facts.salon), waits=True)
    moved = visits_meant(replace(heard, day=None, day_to=None, time=None), facts.visits, facts) or list(facts.visits)
    if Intent.RESCHEDULE in heard.intents and wish.moving is None and moved:
        visit = moved[0]
        wish = replace(wish, services=visit.services, guests=visit.guests, moving=visit.id)
        wish = wish if wish.day is not None else replace(wish, day=facts.local(visit.start_at).date())
    outcome = pursue(replace(wish, knows_free=isinstance(dialogue.question, WhichSlot)), facts)
    return replace(outcome, missed=wish if isinstance(outcome.dialogue.question, WhichSlot) else None)


def _leave(heard: Heard, dialogue: Dialogue, facts: Facts) -> Outcome:
    """Off the list: with what was named, or with all."""
    patient = replace(dialogue, misunderstood=0)
    named = [waiting for waiting in facts.waits if _is_named(waiting, heard)] if heard.says_wish else []
    left = named if heard.says_wish else list(facts.waits)
    if not left:
        reply = _your_waits(facts) if facts.waits else NotOnWaitlist()
        return Outcome(replies=(reply,), dialogue=patient)
    told = OffWaitlist(tuple(awaited(waiting.wish, facts.salon) for waiting in left))
    changes = tuple(EndWait(waiting.id, WaitState.LEFT) for waiting in left)
    return Outcome(replies=(told,), dialogue=patient, changes=changes)


def _is_named(waiting: Waiting, heard: Heard) -> bool:
    wish = waiting.wish
    assert wish.day is not None
    return (not heard.services or bool(set(heard.services) & set(wish.services))) and (
        heard.day is None or wish.day <= heard.day <= (wish.day_to or wish.day)
    )


def _fulfilled(outcome: Outcome, visits: list[Arrangement], facts: Facts) -> Outcome:
    """Who has what they waited for waits no more; of the rest they are told."""
    done = [waiting for waiting in facts.waits if any(fulfils(visit, waiting.wish, facts.salon) for visit in visits)]
    services = {str(part.service.id) for visit in visits for part in visit.parts}
    rest = tuple(
        awaited(waiting.wish, facts.salon)
        for waiting in facts.waits
        if waiting not in done and set(waiting.wish.services) & services
    )
    settled = [change for change in outcome.changes if isinstance(change, SettleOffer)]
    others = [change for change in outcome.changes if not isinstance(change, SettleOffer)]
    ended = [EndWait(waiting.id, WaitState.TAKEN) for waiting in done]
    replies = (*outcome.replies, StillWaiting(rest)) if rest else outcome.replies
    return replace(outcome, replies=replies, changes=(*settled, *ended, *others))


def _with_waits(outcome: Outcome, facts: Facts) -> Outcome:
    """What the customer waits for is told with their visits."""
    replies: list[Reply] = [reply for reply in outcome.replies if not isinstance(reply, NothingBooked)]
    return replace(outcome, replies=(*replies, _your_waits(facts)))


def _your_waits(facts: Facts) -> YourWaits:
    return YourWaits(tuple(awaited(waiting.wish, facts.salon) for waiting in facts.waits), bool(facts.visits))


def _is_far(outcome: Outcome, facts: Facts) -> bool:
    """Whether nothing that is offered is what was asked for: no other hour of a day either, but for a given clock time
    another hour will do.
    """
    if any(isinstance(reply, NothingFree) for reply in outcome.replies):
        return True
    question, wish = outcome.dialogue.question, outcome.missed
    if not isinstance(question, WhichSlot) or wish is None or wish.day is None:
        return wish is not None
    last = wish.day_to or wish.day
    return not any(wish.day <= facts.local(offer.start_at).date() <= last for offer in question.offers)
