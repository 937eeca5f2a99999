"""We asked for another day or time; the customer says when."""

from wabot.domain.conversation.answers.choosing import changes_wish, never_mind, number_as_time, strays
from wabot.domain.conversation.booking import pursue
from wabot.domain.conversation.facts import Facts, Outcome
from wabot.domain.conversation.offered import as_refused
from wabot.domain.dialogue import Dialogue
from wabot.domain.heard import Heard, Intent


def answer(heard: Heard, dialogue: Dialogue, facts: Facts) -> Outcome | None:
    """Go on with what was said; None when the message is no answer."""
    heard = as_refused(heard, facts)
    if strays(heard):
        return None
    heard = number_as_time(heard)
    if heard.says_wish or changes_wish(heard):
        wish = dialogue.wish.with_heard(heard, facts.salon)
        return pursue(wish, facts, only_asks=Intent.AVAILABILITY in heard.intents)
    if Intent.DECLINE in heard.intents:
        return never_mind()
    return None
