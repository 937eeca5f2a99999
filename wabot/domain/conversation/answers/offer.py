"""We offered free times; the customer picks one, by number or in words, or narrows them down, or wants none."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from wabot.domain.appointments import BookedVisit
from wabot.domain.conversation.answers.booked import of_booked
from wabot.domain.conversation.answers.choosing import (
    changes_wish,
    never_mind,
    number_as_time,
    option,
    strays,
    the_only,
    unclear,
)
from wabot.domain.conversation.asking import preceded_by, purpose_of
from wabot.domain.conversation.booking import pursue
from wabot.domain.conversation.cancelling import keep
from wabot.domain.conversation.facts import Facts, Outcome
from wabot.domain.conversation.information import asks_to_know
from wabot.domain.conversation.offered import as_answered
from wabot.domain.conversation.offers import PART_STARTS
from wabot.domain.conversation.remarks import looks_elsewhere
from wabot.domain.dialogue import Dialogue, OfferedSlot, When, WhichSlot
from wabot.domain.heard import Heard, Intent, Remark
from wabot.domain.replies.information import WhoOffers
from wabot.domain.replies.manners import GuestKnown
from wabot.domain.replies.questions import AskAnotherTime
from wabot.domain.replies.told import Purpose
from wabot.domain.wishes import Wish

_NO = {Intent.DECLINE, Intent.CANCEL}


def answer(question: WhichSlot, heard: Heard, dialogue: Dialogue, facts: Facts) -> Outcome | None:
    """Book the offer that was picked, or look on with what was said; None when the message is no answer."""
    heard = as_answered(_agreed(heard, dialogue.wish), question.offers, dialogue, facts)
    visit = facts.find_visit(dialogue.wish.moving)
    outcome = of_booked(question, heard, dialogue, visit, facts)
    if outcome is not None:
        return outcome
    if heard.joins and visit is None and dialogue.wish.is_for_others:
        return pursue(dialogue.wish.with_customer(heard, facts.salon), facts, only_asks=True)
    if _brings_somebody(heard, dialogue.wish):
        return pursue(dialogue.wish.with_companion(heard), facts, only_asks=True)
    if _tells_who(heard, dialogue.wish):
        return _with_guest(heard, dialogue.wish, facts)
    if visit is None and heard.drops and set(dialogue.wish.services) | set(heard.services) <= set(heard.drops):
        return never_mind()
    elsewhere = _same_time_with(heard, question, dialogue, facts)
    if elsewhere is not None:
        return elsewhere
    is_number = heard.choice is not None and not heard.says_clock
    is_of_some = is_number and heard.says_when  # "ok Saturday then, the first"
    offers = [offer for offer in question.offers if _fits(offer, heard, facts)] if is_of_some else question.offers
    picked = option(offers, heard.choice) if offers else None
    if is_of_some and picked is None:
        found = _narrowed(question, replace(heard, choice=None), dialogue, facts, is_number=True)
        return _soonest(found, None, facts) if heard.choice == 1 else found
    if picked is None and not strays(heard):
        heard = number_as_time(heard, is_late=all(facts.local(one.start_at).hour > 12 for one in question.offers))
        picked = _picked_in_words(question.offers, heard, facts)
        if picked is not None and heard.questions and Intent.CONFIRM not in heard.intents:
            return _offer_alone(picked, dialogue, facts)  # "Anna in the morning?"
    if picked is None and _takes_any(heard):
        picked = question.offers[0]
    if picked is not None:
        return _book(picked, question, dialogue, facts)
    if Remark.SOONEST in heard.remarks:  # "ok Saturday then, the earliest"
        found = _narrowed(question, heard, dialogue, facts, is_number=is_number)
        return _soonest(found, None if heard.says_when else question, facts)
    if _asks_with_whom(heard, question):
        return _with_whom(heard, dialogue, facts)
    elsewhere = looks_elsewhere(heard, question.offers, dialogue, facts)
    if elsewhere is not None:
        return elsewhere
    if _NO & set(heard.intents):
        refused = _refused(heard, dialogue, visit, facts)
        if refused is not None:
            return refused
    if strays(heard):
        return None
    if asks_to_know(heard) and not heard.says_wish and heard.company is None and not heard.excluded:
        return Outcome(replies=(), dialogue=dialogue)  # "how much for three?"
    if heard.says_wish or changes_wish(heard):
        return _narrowed(question, heard, dialogue, facts, is_number=is_number)
    agrees = Intent.CONFIRM in heard.intents and Intent.THANKS not in heard.intents  # to which of several?
    return unclear(dialogue) if agrees or heard.choice is not None else None


def _agreed(heard: Heard, wish: Wish) -> Heard:
    """The message where the services that the times are for are only named again: "yes, the brows", "тогда только
    маникюр".
    """
    is_same = bool(heard.services) and set(heard.services) == set(wish.services) and heard.company is None
    is_yes = set(heard.intents) == {Intent.CONFIRM} or (heard.only and not heard.intents)
    if not (is_same and is_yes) or heard.adds:
        return heard
    return replace(heard, services=(), only=False, intents=(Intent.CONFIRM,))


def _brings_somebody(heard: Heard, wish: Wish) -> bool:
    """Whether somebody shall come along, for something else than the customer: "and a pedicure for my sister"."""
    is_new = wish.moving is None and wish.company is None and wish.guests == len(wish.services) == 1
    is_else = len(heard.services) == 1 and not set(heard.services) & set(wish.services)
    is_theirs = heard.company is not None and bool(heard.company.others) and not heard.company.with_customer
    is_instead = heard.corrects or heard.only or _NO & set(heard.intents)
    return is_new and is_else and is_theirs and not (is_instead or heard.says_when)


def _tells_who(heard: Heard, wish: Wish) -> bool:
    """Whether no more is told than who somebody is that the times are for: "её зовут Соня", "ей 7 лет"."""
    if wish.company is None or heard.says_wish or heard.asks or set(heard.intents) - {Intent.OTHER}:
        return False
    if heard.company is None:
        return bool(heard.suits)
    return heard.company.name is not None and heard.company.others in {(), wish.company.others}


def _with_guest(heard: Heard, wish: Wish, facts: Facts) -> Outcome:
    known = GuestKnown(heard.company.name if heard.company is not None else None)
    return preceded_by((known,), pursue(wish.with_company(heard, facts.salon), facts, only_asks=True))


def _same_time_with(heard: Heard, question: WhichSlot, dialogue: Dialogue, facts: Facts) -> Outcome | None:
    """The offer that was picked, with somebody else than it was offered with: "тогда к Анне последнее"."""
    picked = option(question.offers, heard.choice)
    if picked is None or heard.staff is None or heard.staff in picked.staff or heard.says_when:
        return None
    at = facts.local(picked.start_at)
    return pursue(replace(dialogue.wish.with_staff(heard), day=at.date(), day_to=None, time=at.time()), facts)


def _takes_any(heard: Heard) -> bool:
    is_any = Remark.ANY in heard.remarks and Intent.DECLINE not in heard.intents
    return is_any and not (heard.says_wish or changes_wish(heard))


def _refused(heard: Heard, dialogue: Dialogue, visit: BookedVisit | None, facts: Facts) -> Outcome | None:
    """None of it is wanted: the visit that was to be changed stays, or another time is asked for; None when the no is
    to something else, or says what is wanted instead.
    """
    wish = dialogue.wish
    has_enough = Intent.THANKS in heard.intents or Remark.ENOUGH in heard.remarks
    if Intent.DECLINE in heard.intents and has_enough and not _wants_something(heard, wish):
        return keep(visit, facts) if visit is not None else never_mind()
    if Intent.CANCEL in heard.intents and facts.visits:
        return never_mind() if wish.is_for_others and _speaks_of_them(heard, wish) else None
    if heard.says_wish or changes_wish(heard):
        return None
    if visit is not None and purpose_of(wish, facts) is not Purpose.MOVE:
        return keep(visit, facts)
    if Intent.CANCEL in heard.intents:
        return never_mind()
    anew = Dialogue(wish=wish.without_time(), question=When())
    return Outcome(replies=(AskAnotherTime(),), dialogue=anew)


def _speaks_of_them(heard: Heard, wish: Wish) -> bool:
    """Whether the no is to what was looked for them, not of the customer's own visit: "she can't", "дочку не надо"."""
    is_them = heard.company is None or (wish.company is not None and heard.company.others == wish.company.others)
    return is_them and not heard.says_wish


def _wants_something(heard: Heard, wish: Wish) -> bool:
    """Whether a wish is said beside the no, other than what it is said of: "нет, брови не надо"."""
    is_whole = set(wish.services) <= set(heard.services) and not heard.only
    return heard.says_wish if not is_whole else heard.says_when or heard.staff is not None


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


def _asks_with_whom(heard: Heard, question: WhichSlot) -> bool:
    """Whether it is only asked again who it is with: "is that with Maria?", of whom all of it is."""
    asks = heard.intents == (Intent.AVAILABILITY,) and not (heard.says_when or heard.services or heard.remarks)
    return asks and {heard.staff} == {staff for offer in question.offers for staff in offer.staff}


def _with_whom(heard: Heard, dialogue: Dialogue, facts: Facts) -> Outcome:
    staff = facts.salon.find_staff(heard.staff)
    assert staff is not None
    told = tuple(
        WhoOffers(service, (staff,), alone=False) for service in facts.salon.services_named(dialogue.wish.services)
    )
    return Outcome(replies=told, dialogue=dialogue)


def _soonest(outcome: Outcome, before: WhichSlot | None, facts: Facts) -> Outcome:
    """Of several times the first alone; where it is of another day than what was offered `before`, all of them."""
    question = outcome.dialogue.question
    if not isinstance(question, WhichSlot) or len(question.offers) == 1:
        return outcome
    first = question.offers[0]
    if before is not None and facts.local(first.start_at).date() != facts.local(before.offers[0].start_at).date():
        return outcome
    return _offer_alone(first, outcome.dialogue, facts)


def _offer_alone(offer: OfferedSlot, dialogue: Dialogue, facts: Facts) -> Outcome:
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


def _narrowed(question: WhichSlot, heard: Heard, dialogue: Dialogue, facts: Facts, *, is_number: bool) -> Outcome:
    """Look on with what was said; a bare time is of the day that was offered, "the same time" its hour.

    Only who says a time outright takes it; all else is offered.
    """
    starts = [facts.local(offer.start_at) for offer in question.offers]
    wish = dialogue.wish.with_heard(heard, facts.salon)
    if heard.same_time:
        wish = _at_the_same_time(wish, starts, heard, facts)
    if heard.shift is not None and len(starts) == 1 and not heard.says_when:
        wish = replace(wish.without_clock(), day=starts[0].date(), time=(starts[0] + heard.shift).time())
    elif heard.shift is not None and not heard.says_when:
        wish = _shifted(wish, starts, heard.shift)
    elif heard.day is None and not wish.any_day:
        wish = _of_offered_days(wish, [start.date() for start in starts if not wish.excluded.covers(start.date())])
    says_outright = heard.time is not None and not (is_number or heard.services or heard.questions)
    return pursue(wish, facts, only_asks=not says_outright or Intent.AVAILABILITY in heard.intents)


def _shifted(wish: Wish, starts: Sequence[datetime], shift: timedelta) -> Wish:
    """The wish for times so much later than the first that was offered, or earlier than the last."""
    wish = _of_offered_days(wish.without_clock(), [start.date() for start in starts])
    if shift > timedelta():
        return replace(wish, not_before=(min(starts, key=datetime.time) + shift).time())
    return replace(wish, not_after=(max(starts, key=datetime.time) + shift).time())


def _of_offered_days(wish: Wish, days: Sequence[date]) -> Wish:
    """The wish on the day that was offered, or on all of those where the day that was wanted is not among them."""
    only = the_only(days)
    if only is not None or not days:
        return replace(wish, day=only or wish.day)
    is_elsewhere = wish.day is not None and wish.day_to is None and wish.day not in days
    return replace(wish, day=min(days), day_to=max(days)) if is_elsewhere else wish


def _at_the_same_time(wish: Wish, starts: Sequence[datetime], heard: Heard, facts: Facts) -> Wish:
    """At the hour of all that was offered, or the one that was wanted; else beside the customer's only visit."""
    clock = the_only(start.time() for start in starts) or wish.time
    if clock is not None:
        return replace(wish.without_clock(), time=clock)
    if len(facts.visits) != 1:
        return wish  # of several hours it is what was asked for before
    begins = facts.local(facts.visits[0].start_at)
    return replace(wish.without_clock(), day=heard.day or begins.date(), time=begins.time())
