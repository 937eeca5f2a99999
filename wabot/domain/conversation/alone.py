"""Who was to come along does not: "нет, только я"."""

from dataclasses import replace

from wabot.domain.conversation.answers.choosing import never_mind
from wabot.domain.conversation.booking import pursue
from wabot.domain.conversation.facts import Facts, Outcome
from wabot.domain.dialogue import Dialogue
from wabot.domain.heard import Heard, Intent
from wabot.domain.wishes import Wish

_BESIDE = {Intent.DECLINE, Intent.CONFIRM, Intent.OTHER, Intent.THANKS}


def come_alone(heard: Heard, dialogue: Dialogue, facts: Facts) -> Outcome | None:
    """Go on with what the customer wants for themselves; nothing, where all was for others. None when they did not say
    so, or said more.
    """
    wish = dialogue.wish
    if not heard.alone or heard.says_wish or not _BESIDE.issuperset(heard.intents):
        return None
    if dialogue.later is not None and dialogue.later.follows:
        return pursue(wish, facts, only_asks=True)
    if wish.moving is not None or wish.company is None:
        return None
    if wish.is_for_others:
        return never_mind()
    return pursue(_own(wish), facts, only_asks=True)


def _own(wish: Wish) -> Wish:
    services = wish.services[:1] if wish.guests > 1 else wish.services
    return replace(wish, services=services, guests=1, company=None, seen=())
