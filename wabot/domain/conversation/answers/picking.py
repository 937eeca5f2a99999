"""Which of the offered times is meant, and what becomes of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import time

from wabot.domain.conversation.answers.choosing import changes_wish, number_as_time, option, strays, the_only
from wabot.domain.conversation.booking import pursue
from wabot.domain.conversation.facts import Facts, Outcome
from wabot.domain.conversation.offers import PART_STARTS
from wabot.domain.dialogue import Dialogue, OfferedSlot, WhichSlot
from wabot.domain.heard import Heard, Intent, Remark


def pick(question: WhichSlot, heard: Heard, dialogue: Dialogue, facts: Facts) -> Outcome | None:
    """Book the time that was picked, by number or in words, or ask about it where it was asked for; None when none, or
    more than one, was meant.
    """
    picked = _counted(question, heard, facts)
    if picked is None and not strays(heard):
        picked = _picked_in_words(question.offers, heard, facts)
        if picked is not None and heard.questions and Intent.CONFIRM not in heard.intents:
            return offer_alone(picked, dialogue, facts)  # "Anna in the morning?"
    if picked is None and _takes_any(heard):
        picked = question.offers[0]
    return _book(picked, question, dialogue, facts) if picked is not None else None


def hour_said(heard: Heard, question: WhichSlot, facts: Facts) -> Heard:
    """The message where its number is that of no offer: of times in the afternoon "8" is eight in the evening."""
    if strays(heard) or _counted(question, heard, facts) is not None:
        return heard
    return number_as_time(heard, is_late=all(facts.local(offer.start_at).hour > 12 for offer in question.offers))


def names_one_elsewhere(question: WhichSlot, heard: Heard, facts: Facts) -> bool:
    """Whether one of a list is meant that is still to be made: "ok Saturday then, the first", of none on Saturday."""
    return _is_of_a_day(heard) and _counted(question, heard, facts) is None


def _counted(question: WhichSlot, heard: Heard, facts: Facts) -> OfferedSlot | None:
    """The offer of that number: of "ok Saturday then, the first" of those on Saturday."""
    offers: Sequence[OfferedSlot] = question.offers
    if _is_of_a_day(heard):
        offers = [offer for offer in offers if _fits(offer, heard, facts)]
    return option(offers, heard.choice) if offers else None


def _is_of_a_day(heard: Heard) -> bool:
    return heard.choice is not None and heard.says_when and not heard.says_clock


def _takes_any(heard: Heard) -> bool:
    is_any = Remark.ANY in heard.remarks and Intent.DECLINE not in heard.intents
    return is_any and not (heard.says_wish or changes_wish(heard))


def _picked_in_words(offers: Sequence[OfferedSlot], heard: Heard, facts: Facts) -> OfferedSlot | None:
    """The one offer that fits all that was said; a bare yes picks a single offer."""
    agrees = Intent.CONFIRM in heard.intents
    if not heard.says_wish:
        return offers[0] if len(offers) == 1 and (agrees or _keeps_hour(offers[0], heard, facts)) else None
    if heard.services or heard.day_to is not None or Intent.AVAILABILITY in heard.intents:
        return None
    if heard.parts and len(offers) > 1:
        return None  # "супер, до завтра" takes no time of several
    if not (heard.time or heard.staff or agrees):
        return None  # "tomorrow", "after six": narrows the search, chooses nothing
    found = the_only(offer for offer in offers if _fits(offer, heard, facts))
    is_shared = found is not None and heard.staff is not None and len(set(found.staff)) > 1
    return None if is_shared else found  # "to Anna" may mean all of it, of which she was to do a part


def _keeps_hour(offer: OfferedSlot, heard: Heard, facts: Facts) -> bool:
    """Whether "at the same time" only says yes to another day at the hour of a visit."""
    hours = {facts.local(visit.start_at).time() for visit in facts.visits}
    return heard.same_time and heard.company is None and facts.local(offer.start_at).time() in hours


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


def soonest(outcome: Outcome, before: WhichSlot | None, facts: Facts) -> Outcome:
    """Of several times the first alone; where it is of another day than what was offered `before`, all of them."""
    question = outcome.dialogue.question
    if not isinstance(question, WhichSlot) or len(question.offers) == 1:
        return outcome
    first = question.offers[0]
    if before is not None and facts.local(first.start_at).date() != facts.local(before.offers[0].start_at).date():
        return outcome
    return offer_alone(first, outcome.dialogue, facts)


def offer_alone(offer: OfferedSlot, dialogue: Dialogue, facts: Facts) -> Outcome:
    """Ask about this one of the times, with who was offered for it."""
    local = facts.local(offer.start_at)
    staff = the_only(offer.staff) or dialogue.wish.staff
    wish = replace(dialogue.wish.without_time(), staff=staff, day=local.date(), time=local.time())
    return pursue(wish, facts, only_asks=True)


def _book(offer: OfferedSlot, question: WhichSlot, dialogue: Dialogue, facts: Facts) -> Outcome:
    """Book what was offered, if it is still free; else its real alternatives."""
    local = facts.local(offer.start_at)
    wanted = dialogue.wish.staff
    staff = the_only(offer.staff) or (wanted if wanted in offer.staff else None)
    wish = replace(dialogue.wish.without_time(), staff=staff, day=local.date(), time=local.time())
    outcome = pursue(wish, facts, offered=offer.staff)
    if outcome.dialogue.question is None:
        others = question.offers if len(question.offers) > 1 else ()
        return replace(outcome, dialogue=replace(outcome.dialogue, passed=others))
    still = replace(outcome.dialogue.wish, staff=wanted)  # taken meanwhile: who was offered was not asked for
    return replace(outcome, dialogue=replace(outcome.dialogue, wish=still))
