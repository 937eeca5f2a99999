"""The customer answers what we asked: by number, in words, with yes or no, or with something else entirely."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import time
from typing import TypeVar

from wabot.domain.appointments import BookedVisit
from wabot.domain.conversation.booking import pursue
from wabot.domain.conversation.changing import cancel, go_on, keep, only_service, visits_meant
from wabot.domain.conversation.consent import answer_may_invite
from wabot.domain.conversation.facts import Facts, Outcome
from wabot.domain.conversation.invited import answer_invitation
from wabot.domain.conversation.offered import as_answered
from wabot.domain.conversation.offers import PART_STARTS
from wabot.domain.dialogue import (
    CancelVisit,
    ComeAgain,
    Dialogue,
    MayInvite,
    OfferedSlot,
    When,
    WhichService,
    WhichSlot,
    WhichVisit,
    Wish,
)
from wabot.domain.heard import Heard, Intent
from wabot.domain.replies.manners import AllRight
from wabot.domain.replies.questions import AskAnotherTime, ChooseByNumber
from wabot.domain.replies.told import Purpose

T = TypeVar("T")

_NO = {Intent.DECLINE, Intent.CANCEL}
_STRAY = {Intent.CANCEL, Intent.RESCHEDULE, Intent.HUMAN, Intent.STOP, Intent.OTHER, Intent.MY_BOOKINGS}


def answer_question(heard: Heard, dialogue: Dialogue, facts: Facts) -> Outcome | None:
    """What the answer leads to; None when the message is no answer to the question."""
    match dialogue.question:
        case WhichService() as question:
            return _service_chosen(question, heard, dialogue, facts)
        case WhichSlot() as question:
            return _slot_chosen(question, heard, dialogue, facts)
        case When():
            return _time_said(heard, dialogue, facts)
        case WhichVisit() as question:
            return _visit_chosen(question, heard, dialogue, facts)
        case CancelVisit(appointment):
            visit = facts.find_visit(appointment)
            return _cancel_answered(heard, visit, facts) if visit else None
        case MayInvite():
            return answer_may_invite(heard, dialogue)
        case ComeAgain() as invitation:
            return answer_invitation(invitation, heard, facts)
        case None:
            return None


def clock_said(number: int) -> time | None:
    """A bare number as a time of day: 1-7 are hours of the afternoon, as customers of a salon mean them."""
    if 1 <= number <= 7:
        return time(number + 12)
    return time(number) if 8 <= number <= 23 else None


def _option(options: Sequence[T], choice: int | None) -> T | None:
    """The option of that number, counted from 1; -1 is the last."""
    if choice is None:
        return None
    if choice == -1:
        return options[-1]
    return options[choice - 1] if 1 <= choice <= len(options) else None


def _strays(heard: Heard) -> bool:
    return bool(_STRAY & set(heard.intents))


def _number_as_time(heard: Heard) -> Heard:
    """Where no list fits it, "5" is five o'clock."""
    if heard.choice is None or heard.says_clock:
        return heard
    clock = clock_said(heard.choice)
    return replace(heard, time=clock, choice=None) if clock else heard


def _pursue_with(heard: Heard, wish: Wish, facts: Facts) -> Outcome:
    return pursue(wish.with_heard(heard, facts.salon), facts, only_asks=Intent.AVAILABILITY in heard.intents)


def _service_chosen(question: WhichService, heard: Heard, dialogue: Dialogue, facts: Facts) -> Outcome | None:
    chosen = _option(question.options, heard.choice)
    if chosen is not None:
        said = dialogue.wish.with_heard(replace(heard, services=()), facts.salon)
        return pursue(said.settled(chosen, facts.salon), facts)
    if _strays(heard):
        return None
    if heard.says_wish:
        return _pursue_with(heard, dialogue.wish, facts)
    if Intent.DECLINE in heard.intents:
        return Outcome(replies=(AllRight(),), dialogue=Dialogue())
    if heard.choice is not None or Intent.CONFIRM in heard.intents:
        return Outcome(replies=(ChooseByNumber(),), dialogue=dialogue)
    return None


def _slot_chosen(question: WhichSlot, heard: Heard, dialogue: Dialogue, facts: Facts) -> Outcome | None:
    heard = as_answered(heard, question.offers, dialogue, facts)
    chosen = _option(question.offers, heard.choice)
    is_number = heard.choice is not None and not heard.says_clock
    if chosen is None and not _strays(heard):
        heard = _number_as_time(heard)
        chosen = _offer_in_words(question.offers, heard, facts)
    if chosen is not None:
        return _book_offer(chosen, dialogue, facts)
    if {Intent.DECLINE, Intent.THANKS} <= set(heard.intents):
        return Outcome(replies=(AllRight(),), dialogue=Dialogue())
    if Intent.CANCEL in heard.intents and facts.visits:
        return None
    if _NO & set(heard.intents) and not heard.says_wish:
        return Outcome(
            replies=(AskAnotherTime(),), dialogue=Dialogue(wish=dialogue.wish.without_time(), question=When())
        )
    if _strays(heard):
        return None
    if heard.says_wish:
        wish = dialogue.wish.with_heard(heard, facts.salon)
        if heard.day is None:
            wish = replace(wish, day=_only(facts.local(offer.start_at).date() for offer in question.offers) or wish.day)
        tentative = is_number or bool(heard.services) or Intent.AVAILABILITY in heard.intents
        return pursue(wish, facts, only_asks=tentative)
    if Intent.CONFIRM in heard.intents or heard.choice is not None:
        return Outcome(replies=(ChooseByNumber(),), dialogue=dialogue)
    return None


def _offer_in_words(offers: Sequence[OfferedSlot], heard: Heard, facts: Facts) -> OfferedSlot | None:
    """The one offer that fits all that was said; a bare yes picks a single offer."""
    agrees = Intent.CONFIRM in heard.intents
    if not heard.says_wish:
        return offers[0] if len(offers) == 1 and agrees else None
    if heard.services or heard.day_to is not None or Intent.AVAILABILITY in heard.intents:
        return None
    if not (heard.time or heard.staff or agrees):
        return None  # "tomorrow", "after six": narrows the search, chooses nothing
    return _only(offer for offer in offers if _fits(offer, heard, facts))


def _fits(offer: OfferedSlot, heard: Heard, facts: Facts) -> bool:
    local = facts.local(offer.start_at)
    clock = local.time()
    first, last = PART_STARTS[heard.part] if heard.part and not heard.time else (time(), time(23, 59))
    return (
        (heard.staff is None or heard.staff in offer.staff)
        and (heard.day is None or heard.day == local.date())
        and (heard.time is None or heard.time == clock)
        and (heard.not_before is None or heard.not_before <= clock)
        and (heard.not_after is None or clock <= heard.not_after)
        and first <= clock <= last
    )


def _only(found: Iterable[T]) -> T | None:
    """The one thing all agree on, or None."""
    different = set(found)
    return different.pop() if len(different) == 1 else None


def _book_offer(offer: OfferedSlot, dialogue: Dialogue, facts: Facts) -> Outcome:
    """Book what was offered, if it is still free; else its real alternatives."""
    local = facts.local(offer.start_at)
    wanted = dialogue.wish.staff
    wish = replace(
        dialogue.wish,
        staff=offer.staff[0] if len(offer.staff) == 1 else dialogue.wish.staff,
        day=local.date(),
        day_to=None,
        time=local.time(),
        not_before=None,
        not_after=None,
        part=None,
    )
    outcome = pursue(wish, facts, offered=offer.staff)
    if outcome.dialogue.question is None:
        return outcome
    still = replace(outcome.dialogue.wish, staff=wanted)  # taken meanwhile: who was offered was not asked for
    return replace(outcome, dialogue=replace(outcome.dialogue, wish=still))


def _time_said(heard: Heard, dialogue: Dialogue, facts: Facts) -> Outcome | None:
    if _strays(heard):
        return None
    heard = _number_as_time(heard)
    if heard.says_wish:
        return _pursue_with(heard, dialogue.wish, facts)
    if Intent.DECLINE in heard.intents:
        return Outcome(replies=(AllRight(),), dialogue=Dialogue())
    return None


def _visit_chosen(question: WhichVisit, heard: Heard, dialogue: Dialogue, facts: Facts) -> Outcome | None:
    listed = [facts.find_visit(appointment) for appointment in question.options]
    chosen, wish = _option(listed, heard.choice), dialogue.wish
    if chosen is None:
        moves = question.purpose is Purpose.MOVE
        of_visit = only_service(heard) if moves else heard
        meant = visits_meant(of_visit, tuple(visit for visit in listed if visit), facts)
        chosen = meant[0] if len(meant) == 1 else None
        if moves:
            wish = wish.with_heard(replace(heard, services=()), facts.salon)
    if chosen is not None:
        return go_on(chosen, question.purpose, wish, facts)
    if wish != dialogue.wish:
        return Outcome(replies=(ChooseByNumber(),), dialogue=replace(dialogue, wish=wish))
    if heard.keeps or Intent.DECLINE in heard.intents:
        return Outcome(replies=(AllRight(),), dialogue=Dialogue())
    if heard.choice is not None or Intent.CONFIRM in heard.intents:
        return Outcome(replies=(ChooseByNumber(),), dialogue=dialogue)
    return None


def _cancel_answered(heard: Heard, visit: BookedVisit, facts: Facts) -> Outcome | None:
    if heard.keeps or Intent.DECLINE in heard.intents:
        return keep(visit, facts)
    if heard.says_wish and not visits_meant(heard, (visit,), facts):
        return None
    if {Intent.CONFIRM, Intent.CANCEL} & set(heard.intents):
        return cancel(visit, facts)
    return None
