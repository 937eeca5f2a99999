"""Greetings, thanks, a yes or no to nothing; and what was not understood."""

from dataclasses import replace
from datetime import timedelta

from wabot.domain.conversation.answers.reminder import reminded_visit
from wabot.domain.conversation.facts import PATIENCE, Facts, NameCustomer, Outcome, call_person, quoted
from wabot.domain.conversation.recent import recent_visit, with_topic
from wabot.domain.dialogue import Dialogue, MayAskSalon, Menu, MenuItem, WhichService, WhichSlot
from wabot.domain.heard import Heard, Intent, Remark
from wabot.domain.replies.manners import (
    AllRight,
    CalmWord,
    CannotTell,
    HowCanIHelp,
    MayAsk,
    NiceToMeetYou,
    NoMatter,
    NotUnderstood,
    SeeYou,
    ShortMenu,
    TakeYourTime,
    WeAreHere,
    WeSpeak,
    YouAreWelcome,
)
from wabot.domain.replies.questions import ChooseByNumber
from wabot.domain.replies.reminders import NotReminding, WillRemind, WillYouCome
from wabot.domain.replies.staff import AlertReason
from wabot.domain.replies.told import Reply
from wabot.domain.replies.visits import Kept

_STRAY = {Remark.MISTAKE, Remark.WRONG_NUMBER}
_GOODBYE = ({Intent.THANKS}, {Intent.CONFIRM}, {Intent.CONFIRM, Intent.THANKS})


def says_goodbye(heard: Heard) -> bool:
    """Whether it is like "thanks, see you tomorrow": a day, but no wish."""
    says_hour = heard.time or heard.not_before or heard.not_after
    return set(heard.intents) in _GOODBYE and not (heard.services or heard.staff or says_hour)


def small_talk(heard: Heard, dialogue: Dialogue, facts: Facts) -> Outcome:
    """The answer to what asks for nothing; the conversation stays where it stands."""
    patient = replace(dialogue, misunderstood=0)
    if Remark.REMIND in heard.remarks and set(heard.intents) <= {Intent.OTHER, Intent.THANKS, Intent.CONFIRM}:
        return Outcome(replies=(_reminding(facts),), dialogue=patient)
    if Remark.THINKING in heard.remarks:
        return Outcome(replies=(AllRight() if facts.visits else TakeYourTime(),), dialogue=patient)
    if Intent.THANKS in heard.intents:
        return Outcome(replies=(YouAreWelcome(),), dialogue=patient)
    if heard.own_name is not None:
        told = NiceToMeetYou(heard.own_name, bool(facts.visits))
        return Outcome(replies=(told,), dialogue=replace(patient, asked_name=False))
    if heard.bare_name is not None and facts.called is None:  # said later than it was asked
        named = (NameCustomer(heard.bare_name),)
        told = NiceToMeetYou(heard.bare_name, bool(facts.visits))
        return Outcome(replies=(told,), dialogue=replace(patient, asked_name=False), changes=named)
    is_named = heard.company is not None and heard.company.name is not None and Intent.OTHER not in heard.intents
    if is_named or (heard.suits and heard.company is None and dialogue.wish.company is not None):
        return Outcome(replies=(AllRight(),), dialogue=patient)  # "ее зовут Соня", "ей 7 лет"
    if Remark.RUDE in heard.remarks and dialogue.misunderstood + 1 < PATIENCE:
        return Outcome(replies=(CalmWord(),), dialogue=replace(dialogue, misunderstood=dialogue.misunderstood + 1))
    if Remark.LANGUAGE in heard.remarks:
        return Outcome(replies=(WeSpeak(),), dialogue=patient)
    if Remark.PRESENT in heard.remarks:
        return Outcome(replies=(WeAreHere(),), dialogue=patient)
    if heard.remarks & _STRAY:
        return _stray(heard, patient, facts)
    match heard.intent:
        case Intent.GREETING:
            return Outcome(replies=(HowCanIHelp(),), dialogue=patient)
        case Intent.OTHER if heard.resumes:
            return Outcome(replies=(HowCanIHelp(),), dialogue=patient)
        case Intent.CONFIRM if facts.visits and (heard.keeps or dialogue == Dialogue()):
            return Outcome(replies=(Kept(facts.told(facts.visits[0])),), dialogue=patient)
        case Intent.CONFIRM if facts.visits and (heard.attends or heard.parts):
            return Outcome(replies=(SeeYou(),), dialogue=patient)
        case Intent.CONFIRM | Intent.DECLINE:
            return Outcome(replies=(AllRight(),), dialogue=patient)
    topic = with_topic(heard, patient, recent_visit(dialogue, facts), facts)
    return _cannot_tell(topic, facts) if heard.asks else _not_understood(dialogue, facts)


def _stray(heard: Heard, dialogue: Dialogue, facts: Facts) -> Outcome:
    """Nothing was meant for us; who has a visit here, and says that we wrote to a stranger, is a case for a person."""
    if Remark.WRONG_NUMBER in heard.remarks and facts.visits:
        return call_person(facts, AlertReason.ASKED, dialogue=dialogue)
    return Outcome(replies=(NoMatter(),), dialogue=dialogue)


def _reminding(facts: Facts) -> Reply:
    if facts.customer.consent.is_stopped:
        return NotReminding()
    return WillRemind(round(facts.reminders.before / timedelta(hours=1)) or None, bool(facts.visits))


def _cannot_tell(dialogue: Dialogue, facts: Facts) -> Outcome:
    """We do not know, and never guess: a person may, unless another question is open, which stays so."""
    if dialogue.question is None and facts.has_people:
        question = MayAskSalon(quoted(facts.words))
        return Outcome(replies=(MayAsk(),), dialogue=replace(dialogue, question=question, reminded=()))
    told = CannotTell(facts.salon.phone, chooses=isinstance(dialogue.question, WhichSlot))
    return Outcome(replies=(told,), dialogue=dialogue)


def _not_understood(dialogue: Dialogue, facts: Facts) -> Outcome:
    if dialogue.misunderstood + 1 >= PATIENCE:
        return call_person(facts, AlertReason.NOT_UNDERSTOOD, dialogue=replace(dialogue, misunderstood=0))
    reminded = reminded_visit(dialogue, facts)
    asked = reminded if reminded is not None and not reminded.is_confirmed else None
    after = replace(dialogue, misunderstood=dialogue.misunderstood + 1)
    if isinstance(dialogue.question, WhichSlot | WhichService) and after.misunderstood == PATIENCE - 1:
        return Outcome(replies=(ChooseByNumber(),), dialogue=after)
    if asked is None and after.misunderstood == PATIENCE - 1:
        return Outcome(replies=(ShortMenu(),), dialogue=replace(after, question=Menu(tuple(MenuItem))))
    reply: Reply = WillYouCome(facts.told(asked)) if asked is not None else NotUnderstood()
    return Outcome(replies=(reply,), dialogue=after)
