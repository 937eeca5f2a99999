"""We asked a regular whether it shall be as usual; the customer says yes, or what else."""

from dataclasses import replace

from wabot.domain.conversation.answers.choosing import strays
from wabot.domain.conversation.booking import pursue
from wabot.domain.conversation.facts import Facts, Outcome
from wabot.domain.conversation.usual import with_usual
from wabot.domain.dialogue import AsUsual, Dialogue
from wabot.domain.heard import Heard, Intent


def answer(question: AsUsual, heard: Heard, dialogue: Dialogue, facts: Facts) -> Outcome | None:
    """Go on with what is usual or with what was said; None when the message is no answer."""
    if strays(heard):
        return None
    only_asks = Intent.AVAILABILITY in heard.intents
    wish = dialogue.wish.with_heard(heard, facts.salon)
    if heard.services:
        return pursue(wish, facts, only_asks=only_asks)
    agrees = Intent.CONFIRM in heard.intents or heard.as_before or heard.choice == 1
    if agrees or (heard.says_wish and Intent.DECLINE not in heard.intents):
        usual = with_usual(wish, question)
        if heard.any_staff or heard.not_staff:
            usual = replace(usual, staff=wish.staff, not_staff=wish.not_staff)
        return pursue(usual, facts, only_asks=only_asks or not agrees)
    if Intent.DECLINE in heard.intents:
        return pursue(wish, facts)
    return None
