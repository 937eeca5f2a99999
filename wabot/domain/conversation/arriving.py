"""The customer is on the way, or stands before the door."""

from dataclasses import replace

from wabot.domain.conversation.facts import Facts, Outcome, call_person
from wabot.domain.conversation.lateness import confirmed, visit_of_today
from wabot.domain.dialogue import Dialogue
from wabot.domain.heard import Heard, Remark
from wabot.domain.replies.lateness import ComeIn, NotToday
from wabot.domain.replies.staff import AlertReason
from wabot.domain.replies.visits import NothingBooked


def welcome(heard: Heard, dialogue: Dialogue, facts: Facts) -> Outcome | None:
    """Expect who is coming, and have a person open to who cannot come in; an open question stays open. None when
    nothing of the kind was said, or more than that.
    """
    if heard.says_wish or heard.intents:
        return None
    patient, visit = replace(dialogue, misunderstood=0), visit_of_today(facts)
    if Remark.AT_DOOR in heard.remarks:
        told = facts.told(visit) if visit is not None else None
        return call_person(facts, AlertReason.ASKED, dialogue=patient, visit=told)
    if Remark.COMING not in heard.remarks:
        return None
    if visit is not None:
        return Outcome(replies=(ComeIn(),), dialogue=patient, changes=confirmed(visit, facts))
    reply = NotToday(facts.told(facts.visits[0])) if facts.visits else NothingBooked()
    return Outcome(replies=(reply,), dialogue=patient)
