"""How a question is put to the customer, and remembered."""

from collections import Counter
from dataclasses import replace
from datetime import datetime

from wabot.domain.arrangements import Arrangement
from wabot.domain.conversation.facts import PATIENCE, Facts, Outcome, call_person
from wabot.domain.conversation.telling import offer_told, offered_slot, together
from wabot.domain.dialogue import Dialogue, MoveOrAnother, When, WhichService, WhichSlot
from wabot.domain.replies.questions import (
    AskOffer,
    AskOtherDay,
    AskServiceAgain,
    AskSingleOffer,
    AskWhichService,
    ChooseByNumber,
)
from wabot.domain.replies.staff import AlertReason
from wabot.domain.replies.told import Purpose, Reply, Wanted
from wabot.domain.wishes import Wish


def asks(reply: Reply, question: WhichService | WhichSlot | When | MoveOrAnother, wish: Wish) -> Outcome:
    """Say it, and remember what was asked about which wish."""
    return Outcome(replies=(reply,), dialogue=Dialogue(wish=wish, question=question))


def asks_single(visit: Arrangement, wish: Wish, facts: Facts) -> Outcome:
    """Offer this one time."""
    wanted = together([part.service for part in visit.parts])
    gone = facts.salon.services_named(wish.drops)
    purpose, was_at = purpose_of(wish, facts), _was_at(wish, facts)
    without = together(gone) if gone else None
    reply = AskSingleOffer(wanted, offer_told(visit), purpose, without, was_at, wish.is_for_others)
    return asks(reply, WhichSlot((offered_slot(visit),)), wish)


def _was_at(wish: Wish, facts: Facts) -> datetime | None:
    """When what the wish would move is now."""
    if wish.part_of is None:
        visit = facts.find_visit(wish.moving)
        return visit.start_at if visit is not None else None
    whole = facts.find_visit(wish.part_of)
    return next((part.start_at for part in whole.parts if part.service in wish.services), None) if whole else None


def asks_choice(visits: list[Arrangement], wanted: Wanted, wish: Wish, facts: Facts) -> Outcome:
    """Offer these times, or where there are none ask for another day."""
    if not visits:
        return asks(AskOtherDay(wanted), When(), wish.without_time())
    if len(visits) == 1:
        return asks_single(visits[0], wish, facts)
    question = WhichSlot(tuple(offered_slot(visit) for visit in visits))
    offers = tuple(offer_told(visit) for visit in visits)
    return asks(AskOffer(wanted, offers, purpose_of(wish, facts), _was_at(wish, facts)), question, wish)


def purpose_of(wish: Wish, facts: Facts) -> Purpose:
    """What the wish would do: book a visit, or give the one that is booked another time or other services."""
    if wish.part_of is not None:
        return Purpose.MOVE
    visit = facts.find_visit(wish.moving)
    if visit is None:
        return Purpose.BOOK
    before, after = Counter[str](visit.services), Counter[str](wish.services)
    if before == after:
        return Purpose.MOVE
    if before <= after:
        return Purpose.EXTEND
    return Purpose.SHORTEN if after <= before else Purpose.SWAP


def shortened(outcome: Outcome, before: Dialogue) -> Outcome:
    """The outcome without a list of services that the customer has just been given."""
    if outcome.dialogue.question != before.question:
        return outcome
    noted = outcome.dialogue.wish != before.wish
    replies = (
        AskServiceAgain(reply.services, noted) if isinstance(reply, AskWhichService) else reply
        for reply in outcome.replies
    )
    return replace(outcome, replies=tuple(replies))


def bounded(outcome: Outcome, before: Dialogue, facts: Facts) -> Outcome:
    """The outcome, or a person where the same question would be put once more and brings nothing to light."""
    after = outcome.dialogue
    is_stuck = any(isinstance(reply, AskServiceAgain | ChooseByNumber) for reply in outcome.replies)
    if not is_stuck or (after.question, after.wish) != (before.question, before.wish):
        return outcome
    if before.misunderstood + 1 >= PATIENCE:
        return call_person(facts, AlertReason.NOT_UNDERSTOOD, dialogue=Dialogue())
    return replace(outcome, dialogue=replace(after, misunderstood=before.misunderstood + 1))


def preceded_by(replies: tuple[Reply, ...], outcome: Outcome) -> Outcome:
    """The outcome with something said before all else."""
    return replace(outcome, replies=(*replies, *outcome.replies))
