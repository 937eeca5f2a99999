"""One turn: the customer said something, this is what we say and do."""

from collections.abc import Iterator
from dataclasses import replace

from wabot.domain.conversation.acquaintance import as_named, greeted, with_name
from wabot.domain.conversation.alone import come_alone
from wabot.domain.conversation.answers import answer_question
from wabot.domain.conversation.answers.choosing import changes_wish
from wabot.domain.conversation.answers.reminder import answer_reminder
from wabot.domain.conversation.arriving import welcome
from wabot.domain.conversation.asking import bounded, shortened
from wabot.domain.conversation.cheaper import offer_cheaper
from wabot.domain.conversation.consent import answer_stop, consider_consent
from wabot.domain.conversation.facts import Facts, Outcome, call_person
from wabot.domain.conversation.giving import give_away
from wabot.domain.conversation.implied import with_implied
from wabot.domain.conversation.information import inform
from wabot.domain.conversation.lateness import tell_lateness
from wabot.domain.conversation.later import consider_later
from wabot.domain.conversation.meant import as_booked
from wabot.domain.conversation.recent import topic_of
from wabot.domain.conversation.regret import take_back
from wabot.domain.conversation.requests import requested
from wabot.domain.conversation.smalltalk import small_talk
from wabot.domain.conversation.waiting import answer_waiting, consider_waiting
from wabot.domain.dialogue import Dialogue, MayAskSalon, MayInvite
from wabot.domain.heard import Heard, Intent, Remark
from wabot.domain.replies.manners import IAmBot
from wabot.domain.replies.refusals import NoSuchDay, NoSuchService, NoSuchStaff, NotThat
from wabot.domain.replies.staff import AlertReason
from wabot.domain.replies.told import Reply

_TOLD = {Intent.PRICES, Intent.HOURS, Intent.MY_BOOKINGS}
_ABOUT_MONEY = {Remark.DISCOUNT, Remark.CHEAPER}
_LATER = {Intent.CANCEL, Intent.RESCHEDULE, Intent.OTHER}


def answer(heard: Heard, dialogue: Dialogue, facts: Facts) -> Outcome:
    """What one turn leads to. `dialogue` is where the conversation stood; a new one begins with a greeting."""
    heard = _without_beside(heard)
    stop = answer_stop(heard, dialogue, facts)
    if stop is not None:
        return stop
    if Remark.BOT in heard.remarks and not heard.says_wish:
        outcome = Outcome(replies=(IAmBot(),), dialogue=replace(dialogue, misunderstood=0))
    elif {Intent.HUMAN, Intent.STOP} & set(heard.intents):  # a stop with more to it than that
        outcome = call_person(facts, AlertReason.ASKED, dialogue=replace(dialogue, misunderstood=0))
    else:
        outcome = _answered(heard, dialogue, facts)
    outcome = consider_later(consider_waiting(outcome, heard, dialogue, facts), heard, dialogue, facts)
    return greeted(consider_consent(with_name(outcome, heard, facts), facts), facts)


def _answered(heard: Heard, dialogue: Dialogue, facts: Facts) -> Outcome:
    """A message is tried as regret of what was cancelled, as news of being late or there, as a word on the waiting
    list, as the answer to a reminder, as word that nobody comes along, then as the answer to our question, as a word on
    whom a visit is for, as a request, and at last as small talk.

    Whether there is something cheaper may be asked at any point, and is no question about prices.
    """
    heard = with_implied(heard, dialogue, facts)
    heard = _with_meaning(as_named(as_booked(_as_question(heard), facts), dialogue, facts))
    dialogue = replace(dialogue, is_late=False, told=None, told_day=None)
    corrections = tuple(_corrections(heard, facts))
    if corrections:
        heard = _tentative(heard)
    later = _without_old_question(dialogue)
    if heard.unoffered is not None:
        return _unoffered(heard.unoffered, heard, later, facts)
    cheaper = offer_cheaper(heard, later, facts)
    if cheaper is not None:
        return cheaper
    outcome = (
        take_back(heard, dialogue, facts)
        or tell_lateness(heard, dialogue, facts)
        or welcome(heard, dialogue, facts)
        or answer_waiting(heard, dialogue, facts)
        or answer_reminder(heard, dialogue, facts)
        or come_alone(heard, dialogue, facts)
        or answer_question(heard, dialogue, facts)
        or give_away(heard, later, facts)
        or requested(heard, later, facts)
        or small_talk(heard, later, facts)
    )
    outcome = bounded(shortened(outcome, dialogue), dialogue, facts)
    told = next(
        (intent for intent in (Intent.PRICES, Intent.HOURS, Intent.MY_BOOKINGS) if intent in heard.intents), None
    )
    if told is not None:
        told_day = heard.day if told is Intent.HOURS else None
        outcome = replace(outcome, dialogue=replace(outcome.dialogue, told=told, told_day=told_day))
    return replace(outcome, replies=(*corrections, *_by_the_way(heard, dialogue, facts), *outcome.replies))


def _without_old_question(dialogue: Dialogue) -> Dialogue:
    """A later yes shall not be taken for consent."""
    return replace(dialogue, question=None) if isinstance(dialogue.question, MayInvite | MayAskSalon) else dialogue


def _corrections(heard: Heard, facts: Facts) -> Iterator[Reply]:
    """Days that do not exist, people who do not work here and services that nobody does, said honestly."""
    if heard.also_unoffered is not None and Intent.CANCEL not in heard.intents:
        yield NotThat(heard.also_unoffered)
    if heard.impossible:
        yield NoSuchDay()
    if heard.stranger is not None:
        yield NoSuchStaff(heard.stranger, facts.salon.staff)


def _unoffered(name: str, heard: Heard, dialogue: Dialogue, facts: Facts) -> Outcome:
    """The salon does not do that; the day and time that were said may serve for what it does."""
    wish = dialogue.wish.with_heard(heard, facts.salon) if dialogue.question is None else dialogue.wish
    told = NoSuchService(name, facts.salon.services)
    return Outcome(replies=(told,), dialogue=replace(dialogue, wish=wish, misunderstood=0))


def _without_beside(heard: Heard) -> Heard:
    """A day or time said beside something that is no request ("running late, there at 5") is no wish."""
    if heard.intents != (Intent.OTHER,):
        return heard
    return replace(heard, day=None, day_to=None, time=None, not_before=None, not_after=None, part=None)


def _as_question(heard: Heard) -> Heard:
    """Who asks whether it could be cancelled later does not cancel it now; what we know of no discount is told by a
    person, and not by the prices.
    """
    if Remark.DISCOUNT in heard.remarks and heard.intents == (Intent.PRICES,) and not heard.services:
        return replace(heard, intents=(Intent.OTHER,), remarks=heard.remarks - _ABOUT_MONEY, asks=True)
    if Remark.MAY_CHANGE not in heard.remarks or heard.says_wish:
        return heard
    return replace(heard, intents=tuple(intent for intent in heard.intents if intent not in _LATER))


def _with_meaning(heard: Heard) -> Heard:
    """What names no intent but says something of the visit is no longer "other"."""
    if heard.intents != (Intent.OTHER,) or not (heard.remarks or changes_wish(heard)):
        return heard
    return replace(heard, intents=())


def _tentative(heard: Heard) -> Heard:
    """What was asked for cannot be: the rest of it may be offered, but not taken."""
    asked = tuple(intent for intent in heard.intents if intent is not Intent.BOOK)
    return replace(heard, intents=(Intent.AVAILABILITY, *asked))


def _by_the_way(heard: Heard, dialogue: Dialogue, facts: Facts) -> tuple[Reply, ...]:
    """The answers to what the customer only wants to know, about what the conversation is about."""
    return inform(heard, topic_of(dialogue, facts), facts)
