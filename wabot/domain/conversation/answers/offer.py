"""We offered free times; the customer picks one, by number or in words, or narrows them down, or wants none."""

from dataclasses import replace

from wabot.domain.appointments import BookedVisit
from wabot.domain.conversation.answers.booked import of_booked
from wabot.domain.conversation.answers.choosing import (
    changes_wish,
    never_mind,
    option,
    strays,
    unclear,
)
from wabot.domain.conversation.answers.narrowing import narrow
from wabot.domain.conversation.answers.picking import hour_said, names_one_elsewhere, pick, soonest
from wabot.domain.conversation.asking import preceded_by, purpose_of
from wabot.domain.conversation.booking import pursue
from wabot.domain.conversation.cancelling import keep
from wabot.domain.conversation.facts import Facts, Outcome
from wabot.domain.conversation.information import asks_to_know
from wabot.domain.conversation.offered import as_answered
from wabot.domain.conversation.remarks import looks_elsewhere
from wabot.domain.dialogue import Dialogue, When, WhichSlot
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
    if names_one_elsewhere(question, heard, facts):
        found = narrow(question, replace(heard, choice=None), dialogue, facts, is_number=True)
        return soonest(found, None, facts) if heard.choice == 1 else found
    heard = hour_said(heard, question, facts)
    picked = pick(question, heard, dialogue, facts)
    if picked is not None:
        return picked
    if Remark.SOONEST in heard.remarks:  # "ok Saturday then, the earliest"
        found = narrow(question, heard, dialogue, facts, is_number=is_number)
        return soonest(found, None if heard.says_when else question, facts)
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
        return narrow(question, heard, dialogue, facts, is_number=is_number)
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
