"""We do not know, and offered to ask the salon; the customer says yes or no, or asks on."""

from dataclasses import replace

from wabot.domain.conversation.answers.choosing import never_mind
from wabot.domain.conversation.facts import Facts, Outcome, call_person
from wabot.domain.dialogue import Dialogue, MayAskSalon
from wabot.domain.heard import Heard, Intent
from wabot.domain.replies.staff import AlertReason


def answer(question: MayAskSalon, heard: Heard, dialogue: Dialogue, facts: Facts) -> Outcome | None:
    """Pass the question on, with a further one that nobody here can answer; None when the message is no answer."""
    if heard.asks and not heard.remarks:
        return _pass_on(f"{question.words}\n{facts.words}", dialogue, facts)
    if heard.says_wish:
        return None
    if Intent.CONFIRM in heard.intents and not heard.attends:  # "see you then" is no yes
        return _pass_on(question.words, dialogue, facts)
    if Intent.DECLINE not in heard.intents:
        return None
    return replace(never_mind(), dialogue=replace(dialogue, question=None))


def _pass_on(words: str, dialogue: Dialogue, facts: Facts) -> Outcome:
    """The conversation may go on meanwhile, about what it was about."""
    return call_person(replace(facts, words=words), AlertReason.ASKED, dialogue=replace(dialogue, question=None))
