"""One turn: the customer said something, this is what we say and do."""

from collections.abc import Iterator
from dataclasses import replace

from wabot.domain.appointments import BookedVisit
from wabot.domain.conversation.booking import pursue
from wabot.domain.conversation.changing import extend, only_service, wants_to_cancel, wants_to_move
from wabot.domain.conversation.consent import answer_stop, consider_consent
from wabot.domain.conversation.facts import Facts, Outcome, call_person
from wabot.domain.conversation.information import INFORMATION, inform, staff_hours
from wabot.domain.conversation.lateness import tell_lateness
from wabot.domain.conversation.questions import answer_question
from wabot.domain.conversation.reminded import answer_reminder, reminded_visit
from wabot.domain.dialogue import Dialogue, MayInvite, Wish
from wabot.domain.heard import Heard, Intent
from wabot.domain.replies.manners import AllRight, Hello, HowCanIHelp, NotUnderstood, YouAreWelcome
from wabot.domain.replies.refusals import NoSuchDay, NoSuchStaff
from wabot.domain.replies.reminders import WillYouCome
from wabot.domain.replies.staff import AlertReason
from wabot.domain.replies.told import Reply
from wabot.domain.replies.visits import Kept

_MAY_CHANGE_RECENT = {Intent.CONFIRM, Intent.DECLINE, Intent.BOOK, Intent.AVAILABILITY}
_GOODBYE = ({Intent.THANKS}, {Intent.CONFIRM}, {Intent.CONFIRM, Intent.THANKS})
PATIENCE = 2  # turns not understood in a row before a person is called


def answer(heard: Heard, dialogue: Dialogue, facts: Facts) -> Outcome:
    """What one turn leads to. `dialogue` is where the conversation stood; a new one begins with a greeting."""
    stop = answer_stop(heard, dialogue, facts)
    if stop is not None:
        return stop
    outcome = consider_consent(_answered(heard, dialogue, facts), facts)
    if facts.opens_conversation and outcome.replies:
        return replace(outcome, replies=(Hello(facts.salon), *outcome.replies))
    return outcome


def _answered(heard: Heard, dialogue: Dialogue, facts: Facts) -> Outcome:
    if {Intent.HUMAN, Intent.STOP} & set(heard.intents):  # a stop with more to it than that
        return call_person(facts, AlertReason.ASKED, dialogue=Dialogue())
    corrections = tuple(_corrections(heard, facts))
    if corrections:  # what was asked for cannot be: the rest of it may be offered, but not taken
        asked = tuple(intent for intent in heard.intents if intent is not Intent.BOOK)
        heard = replace(heard, intents=(Intent.AVAILABILITY, *asked))
    outcome = (
        tell_lateness(heard, dialogue, facts)
        or answer_reminder(heard, dialogue, facts)
        or answer_question(heard, dialogue, facts)
        or _requested(heard, _without_old_question(dialogue), facts)
    )
    outcome = _informed(outcome, heard, dialogue, facts)
    return replace(outcome, replies=(*corrections, *outcome.replies))


def _without_old_question(dialogue: Dialogue) -> Dialogue:
    """A later yes shall not be taken for consent."""
    return replace(dialogue, question=None) if isinstance(dialogue.question, MayInvite) else dialogue


def _corrections(heard: Heard, facts: Facts) -> Iterator[Reply]:
    """Days that do not exist and people who do not work here, said honestly."""
    if heard.impossible:
        yield NoSuchDay()
    if heard.stranger is not None:
        yield NoSuchStaff(heard.stranger, facts.salon.staff)


def _requested(heard: Heard, dialogue: Dialogue, facts: Facts) -> Outcome:
    """A message that answers no question of ours."""
    intents = set(heard.intents)
    recent = _recent_visit(dialogue, facts)
    if Intent.CANCEL in intents:
        return wants_to_cancel(heard, facts)
    if Intent.RESCHEDULE in intents or (recent is not None and _is_about_recent(heard)):
        return wants_to_move(heard, facts, recent=recent)
    if _says_goodbye(heard):
        return _small_talk(heard, dialogue, facts)
    if intents & {Intent.BOOK, Intent.AVAILABILITY} or heard.says_wish:
        asks_by_the_way = intents & INFORMATION and Intent.BOOK not in intents
        if not asks_by_the_way or (heard.services and heard.says_when):
            return _wants_to_book(heard, dialogue, facts)
        return _says(_with_topic(heard, dialogue, facts))
    if intents & INFORMATION:
        return _says(dialogue)
    return _small_talk(heard, dialogue, facts)


def _with_topic(heard: Heard, dialogue: Dialogue, facts: Facts) -> Dialogue:
    """The service a question was about is what the customer may want next; an open question of ours comes first."""
    if dialogue.question is not None or not heard.services:
        return dialogue
    return replace(dialogue, wish=Wish().with_heard(only_service(heard), facts.salon))


def _recent_visit(dialogue: Dialogue, facts: Facts) -> BookedVisit | None:
    """The visit the conversation was just about."""
    booked = next((visit for visit in facts.visits if visit.start_at == dialogue.recent_start), None)
    return reminded_visit(dialogue, facts) or booked


def _says_goodbye(heard: Heard) -> bool:
    """Whether it is like "thanks, see you tomorrow": a day, but no wish."""
    return set(heard.intents) in _GOODBYE and not (heard.services or heard.staff or heard.says_clock)


def _is_about_recent(heard: Heard) -> bool:
    """Whether it is like "better at six" or "and with Dima?": another time or person, and no service."""
    asks_who_works = Intent.AVAILABILITY in heard.intents and heard.staff is not None and heard.time is None
    changes = (heard.says_when or heard.staff is not None or heard.shift is not None) and not heard.services
    return changes and not asks_who_works and set(heard.intents) <= _MAY_CHANGE_RECENT


def _wants_to_book(heard: Heard, dialogue: Dialogue, facts: Facts) -> Outcome:
    wish = dialogue.wish.with_heard(heard, facts.salon)
    only_asks = bool({Intent.AVAILABILITY, *INFORMATION} & set(heard.intents)) and Intent.BOOK not in heard.intents
    recent = _recent_visit(dialogue, facts)
    if recent is not None and heard.adds and not heard.says_when:  # "and brows too", once the rest is booked
        return extend(recent, wish, facts)
    if only_asks and not wish.services and heard.staff is not None and heard.time is None:
        told = staff_hours(heard, facts)
        if told is not None:
            return _says(replace(dialogue, wish=wish, question=None), told)
    return pursue(wish, facts, only_asks=only_asks)


def _small_talk(heard: Heard, dialogue: Dialogue, facts: Facts) -> Outcome:
    """Greetings, thanks, a yes or no to nothing; and what was not understood."""
    patient = replace(dialogue, misunderstood=0)
    if Intent.THANKS in heard.intents:
        return _says(patient, YouAreWelcome())
    match heard.intent:
        case Intent.GREETING:
            return _says(patient, HowCanIHelp())
        case Intent.OTHER if heard.resumes:
            return _says(patient, HowCanIHelp())
        case Intent.CONFIRM if facts.visits and (heard.keeps or dialogue == Dialogue()):
            return _says(patient, Kept(facts.told(facts.visits[0])))
        case Intent.CONFIRM | Intent.DECLINE:
            return _says(patient, AllRight())
    if dialogue.misunderstood + 1 >= PATIENCE:
        return call_person(facts, AlertReason.NOT_UNDERSTOOD, dialogue=Dialogue(wish=Wish()))
    reminded = reminded_visit(dialogue, facts)
    asked = reminded if reminded is not None and not reminded.is_confirmed else None
    reply: Reply = WillYouCome(facts.told(asked)) if asked is not None else NotUnderstood()
    return _says(replace(dialogue, misunderstood=dialogue.misunderstood + 1), reply)


def _informed(outcome: Outcome, heard: Heard, dialogue: Dialogue, facts: Facts) -> Outcome:
    """With the answers to what the customer asked by the way, first."""
    recent = _recent_visit(dialogue, facts)
    topic = dialogue.wish.services or (recent.services if recent else ())
    return replace(outcome, replies=(*inform(heard, topic, facts), *outcome.replies))


def _says(dialogue: Dialogue, *replies: Reply) -> Outcome:
    return Outcome(replies=replies, dialogue=dialogue)
