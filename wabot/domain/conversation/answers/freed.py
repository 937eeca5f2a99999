"""We offered a time that became free to somebody of the waiting list; they take it, or pass it on."""

from dataclasses import replace

from wabot.domain.conversation.booking import pursue
from wabot.domain.conversation.facts import Facts, Outcome, SettleOffer, booked
from wabot.domain.dialogue import Dialogue, WhichSlot
from wabot.domain.heard import Heard, Intent, Waits
from wabot.domain.places import stretch_around
from wabot.domain.replies.refusals import SlotIsTaken
from wabot.domain.replies.waiting import OfferGone, PassedOn
from wabot.domain.waitlist import HeldOffer, OfferState
from wabot.domain.wishes import Wish

_NO = {Intent.DECLINE, Intent.CANCEL}
_LATE = {OfferState.IGNORED, OfferState.WITHDRAWN, OfferState.DECLINED}


def answer_freed(heard: Heard, dialogue: Dialogue, facts: Facts) -> Outcome | None:
    """What the answer leads to; None when the message is no answer to an offer of the waiting list."""
    offer = _meant_offer(heard, dialogue, facts)
    return _answered(offer, heard, dialogue, facts) if offer is not None else None


def _meant_offer(heard: Heard, dialogue: Dialogue, facts: Facts) -> HeldOffer | None:
    """The offer that the message answers. A bare yes or no is one only where no other question of ours waits for it."""
    if facts.quoted_offer is not None:
        return facts.quoted_offer
    held = next((waiting.offer for waiting in facts.waits if waiting.offer and waiting.offer.is_asked), None)
    offer = held or facts.last_offer
    if offer is None or facts.quoted or facts.reacts:
        return None
    is_said = heard.waits in {Waits.TAKE, Waits.REFUSE}
    if not is_said and (dialogue.question is not None and (dialogue.waits_for_yes or _NO & set(heard.intents))):
        return None
    is_reminder = heard.attends and bool(dialogue.reminded or facts.unanswered)
    return offer if is_said or not is_reminder else None


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
    question = outcome.dialogue.question
    asks_again = isinstance(question, WhichSlot) and any(one.start_at == offer.start_at for one in question.offers)
    if asks_again or outcome.alerts:  # by whom it would be done has changed, or a person decides
        return outcome
    state = OfferState.TAKEN if booked(outcome) else OfferState.WITHDRAWN
    return replace(outcome, changes=(SettleOffer(offer.id, state), *outcome.changes))


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
