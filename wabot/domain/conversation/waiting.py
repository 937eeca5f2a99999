"""The waiting list: who wants to be on it or off it, and who takes what became free."""

from dataclasses import replace

from wabot.domain.arrangements import Arrangement
from wabot.domain.conversation.booking import pursue
from wabot.domain.conversation.facts import EndWait, Facts, MakeAppointment, MoveAppointment, Outcome, SettleOffer
from wabot.domain.conversation.joining import awaited
from wabot.domain.conversation.meant import visits_meant
from wabot.domain.dialogue import AsUsual, CancelVisit, ComeAgain, Dialogue, MayInvite, WhichSlot
from wabot.domain.heard import Heard, Intent, Waits
from wabot.domain.places import stretch_around
from wabot.domain.replies.refusals import NothingFree, SlotIsTaken
from wabot.domain.replies.told import Reply
from wabot.domain.replies.visits import NothingBooked
from wabot.domain.replies.waiting import (
    MayWait,
    NotOnWaitlist,
    OfferGone,
    OffWaitlist,
    PassedOn,
    StillWaiting,
    YourWaits,
)
from wabot.domain.waitlist import HeldOffer, OfferState, Waiting, WaitState, fulfils
from wabot.domain.wishes import Wish

_NO = {Intent.DECLINE, Intent.CANCEL}
_LATE = {OfferState.IGNORED, OfferState.WITHDRAWN, OfferState.DECLINED}


def answer_waiting(heard: Heard, dialogue: Dialogue, facts: Facts) -> Outcome | None:
    """What is said about a time that became free, or about the list; None when it is neither."""
    if heard.waits is Waits.LEAVE:
        return _leave(heard, dialogue, facts)
    if heard.waits is Waits.JOIN:
        return _join(heard, dialogue, facts)
    offer = _meant_offer(heard, dialogue, facts)
    if offer is not None:
        return _answered(offer, heard, dialogue, facts)
    drops = heard.waits is Waits.DROP and dialogue.question is None and not (facts.visits or heard.says_wish)
    return _leave(heard, dialogue, facts) if drops and facts.waits else None


def consider_waiting(outcome: Outcome, heard: Heard, before: Dialogue, facts: Facts) -> Outcome:
    """What the turn leads to, with all that it means for the waiting list."""
    if Intent.MY_BOOKINGS in heard.intents and facts.waits:
        outcome = _with_waits(outcome, facts)
    visits = _booked(outcome)
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
    left = named or list(facts.waits)
    if not left:
        return Outcome(replies=(NotOnWaitlist(),), dialogue=patient)
    told = OffWaitlist(tuple(awaited(waiting.wish, facts.salon) for waiting in left))
    changes = tuple(EndWait(waiting.id, WaitState.LEFT) for waiting in left)
    return Outcome(replies=(told,), dialogue=patient, changes=changes)


def _is_named(waiting: Waiting, heard: Heard) -> bool:
    wish = waiting.wish
    assert wish.day is not None
    return (not heard.services or bool(set(heard.services) & set(wish.services))) and (
        heard.day is None or wish.day <= heard.day <= (wish.day_to or wish.day)
    )


def _meant_offer(heard: Heard, dialogue: Dialogue, facts: Facts) -> HeldOffer | None:
    """The offer that the message answers. A bare yes or no is one only where no other question of ours waits for it."""
    if facts.quoted_offer is not None:
        return facts.quoted_offer
    held = next((waiting.offer for waiting in facts.waits if waiting.offer and waiting.offer.is_asked), None)
    offer = held or facts.last_offer
    if offer is None or facts.quoted or facts.reacts:
        return None
    is_said = heard.waits in {Waits.TAKE, Waits.REFUSE}
    if not is_said and (dialogue.question is not None and (_takes_yes(dialogue) or _NO & set(heard.intents))):
        return None
    is_reminder = heard.attends and bool(dialogue.reminded or facts.unanswered)
    return offer if is_said or not is_reminder else None


def _takes_yes(dialogue: Dialogue) -> bool:
    """Whether a yes answers the open question."""
    match dialogue.question:
        case WhichSlot(offers):
            return len(offers) == 1
        case CancelVisit() | AsUsual() | MayInvite() | ComeAgain():
            return True
        case _:
            return False


def _answered(offer: HeldOffer, heard: Heard, dialogue: Dialogue, facts: Facts) -> Outcome | None:
    """Yes or no to it; None when the message is neither, or means another time."""
    if facts.reacts and heard.intent is Intent.OTHER:
        return Outcome(replies=(), dialogue=dialogue)  # a face that says neither
    if heard.choice is not None or (heard.says_wish and not _fits(offer, heard, facts)):
        return None
    if heard.waits is Waits.TAKE or (Intent.CONFIRM in heard.intents and not heard.keeps):
        if offer.state is OfferState.OPEN:
            return _take(offer, facts)
        return _too_late(offer, facts) if offer.state in _LATE else None
    says_no = Intent.DECLINE in heard.intents or (Intent.CANCEL in heard.intents and not facts.visits)
    if says_no and offer.state is OfferState.OPEN:
        return _refuse(offer, dialogue, facts)
    return None


def _fits(offer: HeldOffer, heard: Heard, facts: Facts) -> bool:
    """Whether what was said of the time says nothing else than the offer."""
    local = facts.local(offer.start_at)
    return (
        (not heard.services or set(heard.services) <= set(offer.wish.services))
        and (heard.staff is None or heard.staff in offer.staff)
        and (heard.day is None or heard.day == local.date())
        and (heard.time is None or heard.time == local.time())
    )


def _wish_for(offer: HeldOffer, facts: Facts) -> Wish:
    """Just that time with just those people."""
    local = facts.local(offer.start_at)
    return replace(
        offer.wish,
        staff=offer.staff[0] if len(set(offer.staff)) == 1 else offer.wish.staff,
        day=local.date(),
        day_to=None,
        time=local.time(),
        not_before=None,
        not_after=None,
        part=None,
    )


def _take(offer: HeldOffer, facts: Facts) -> Outcome:
    """Book what is held. Where it cannot be any more, why, and what there is instead."""
    outcome = pursue(_wish_for(offer, facts), facts, offered=offer.staff)
    is_booked = bool(_booked(outcome))
    settled = SettleOffer(offer.id, OfferState.TAKEN if is_booked else OfferState.WITHDRAWN)
    return replace(outcome, changes=(settled, *outcome.changes))


def _too_late(offer: HeldOffer, facts: Facts) -> Outcome:
    """What nobody else has taken meanwhile is booked all the same."""
    outcome = pursue(_wish_for(offer, facts), facts, offered=offer.staff)
    if not isinstance(outcome.replies[0], SlotIsTaken):
        return outcome
    stays = any(waiting.id == offer.wait for waiting in facts.waits)
    return replace(outcome, replies=(OfferGone(offer.start_at, stays), *outcome.replies[1:]))


def _refuse(offer: HeldOffer, dialogue: Dialogue, facts: Facts) -> Outcome | None:
    waiting = next((waiting for waiting in facts.waits if waiting.id == offer.wait), None)
    if waiting is None:
        return None
    passed = stretch_around(offer, waiting, facts.salon, facts.book, facts.now)
    return Outcome(
        replies=(PassedOn(),),
        dialogue=replace(dialogue, misunderstood=0),
        changes=(SettleOffer(offer.id, OfferState.DECLINED, waiting.id, passed),),
    )


def _booked(outcome: Outcome) -> list[Arrangement]:
    """What the turn puts into the book."""
    return [change.visit for change in outcome.changes if isinstance(change, MakeAppointment | MoveAppointment)]


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
    told = YourWaits(tuple(awaited(waiting.wish, facts.salon) for waiting in facts.waits), bool(facts.visits))
    replies: list[Reply] = [reply for reply in outcome.replies if not isinstance(reply, NothingBooked)]
    return replace(outcome, replies=(*replies, told))


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
