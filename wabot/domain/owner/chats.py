"""Silence by the owner's word, in one chat or in all, and its end."""

from wabot.domain.owner.acts import Hush, Speak
from wabot.domain.owner.decision import Decision, does, says
from wabot.domain.owner.dialogue import OwnerDialogue
from wabot.domain.owner.facts import OwnerFacts
from wabot.domain.owner.heard import Command, Ordered
from wabot.domain.replies.owner import NoSuchChat


def hush_or_speak(ordered: Ordered, dialogue: OwnerDialogue, facts: OwnerFacts) -> Decision:
    """With whom is said by number, or by a name that only one customer has."""
    act = Hush if ordered.command is Command.HUSH else Speak
    if ordered.phone is None and ordered.person is None:
        return does(dialogue, act(None))
    if ordered.phone is not None:
        found = facts.ledger.customer(ordered.phone)
        known = [found] if found else []
    else:
        assert ordered.person is not None
        known = list(facts.ledger.customers(ordered.person))
    return does(dialogue, act(known[0].id)) if len(known) == 1 else says(dialogue, NoSuchChat())
