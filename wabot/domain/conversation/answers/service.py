"""We asked which service; the customer picks one of the list or names another."""

from dataclasses import replace

from wabot.domain.conversation.answers.choosing import never_mind, option, strays, unclear
from wabot.domain.conversation.booking import pursue
from wabot.domain.conversation.facts import Facts, Outcome
from wabot.domain.dialogue import Dialogue, WhichService
from wabot.domain.heard import Heard, Intent


def answer(question: WhichService, heard: Heard, dialogue: Dialogue, facts: Facts) -> Outcome | None:
    """Go on with the service; None when the message is no answer."""
    chosen = option(question.options, heard.choice)
    if len(question.options) == 1 and Intent.CONFIRM in heard.intents:
        chosen = question.options[0]
    if chosen is not None:
        said = dialogue.wish.with_heard(_besides(heard), facts.salon)
        return pursue(said.settled(chosen, facts.salon), facts)
    if strays(heard):
        return None
    if heard.says_wish:
        wish = dialogue.wish.with_heard(heard, facts.salon)
        return pursue(wish, facts, only_asks=Intent.AVAILABILITY in heard.intents)
    if Intent.DECLINE in heard.intents:
        return never_mind()
    if heard.choice is not None or Intent.CONFIRM in heard.intents:
        return unclear(dialogue)
    return None


def _besides(heard: Heard) -> Heard:
    """What was said besides which service; "let's do 2" is a line of the list and no hour."""
    heard = replace(heard, services=())
    return replace(heard, time=None) if heard.choice is not None else heard
