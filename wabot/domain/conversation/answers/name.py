"""The customer says what they are called: we asked, once, or have just booked. They may go on to something else."""

from dataclasses import replace

from wabot.domain.conversation.facts import Facts, NameCustomer, Outcome
from wabot.domain.dialogue import Dialogue
from wabot.domain.heard import Heard
from wabot.domain.replies.manners import NiceToMeetYou


def answer(heard: Heard, dialogue: Dialogue, facts: Facts) -> Outcome | None:
    """Remember the name; None when the message is none."""
    bare = heard.bare_name or (heard.maybe_name if dialogue.asked_name else None)
    name = heard.own_name or (bare if heard.company is None else None)
    if name is None or not (dialogue.asked_name or dialogue.recent_start is not None):
        return None
    known = replace(dialogue, asked_name=False, misunderstood=0)
    return Outcome(replies=(NiceToMeetYou(name, bool(facts.visits)),), dialogue=known, changes=(NameCustomer(name),))
