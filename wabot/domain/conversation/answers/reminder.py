"""The customer answers a reminder: they will come, or want another time, or will not come."""

from dataclasses import replace

from wabot.domain.appointments import BookedVisit, Status
from wabot.domain.conversation.changing import which_visit
from wabot.domain.conversation.facts import ConfirmAppointment, Facts, Outcome
from wabot.domain.conversation.meant import visits_meant
from wabot.domain.dialogue import Dialogue
from wabot.domain.heard import Heard, Intent
from wabot.domain.replies.reminders import Confirmed
from wabot.domain.replies.told import Purpose
from wabot.domain.replies.visits import Kept
from wabot.domain.wishes import Wish
from wabot.types import AppointmentId

_CHOICES = {2: Purpose.MOVE, 3: Purpose.CANCEL}  # 1 is "I'll come"; as the reminder lists them


def answer_reminder(heard: Heard, dialogue: Dialogue, facts: Facts) -> Outcome | None:
    """What the answer leads to; None when the message is no answer to a reminder.

    A bare yes is one only where the reminder is the latest we asked and nothing else waits for a yes.
    """
    if facts.quoted:
        return _answered(heard, dialogue, _to_begin(facts.quoted, facts), facts)
    reminded = _to_begin(dialogue.reminded, facts)
    if reminded and dialogue.question is None:
        return _answered(heard, dialogue, reminded, facts)
    if reminded and (heard.attends or not dialogue.waits_for_yes):
        return _confirm(heard, dialogue, reminded, facts)
    if (heard.attends and not dialogue.waits_for_yes) or dialogue == Dialogue():
        return _confirm(heard, dialogue, _to_begin(facts.unanswered, facts), facts)
    return None


def reminded_visit(dialogue: Dialogue, facts: Facts) -> BookedVisit | None:
    """The one visit that a message without a name for it is about, because we have just reminded of it."""
    visits = _to_begin(facts.quoted or (dialogue.reminded if dialogue.question is None else ()), facts)
    return visits[0] if len(visits) == 1 else None


def _to_begin(appointments: tuple[AppointmentId, ...], facts: Facts) -> tuple[BookedVisit, ...]:
    """The visits that these are appointments of, each once."""
    found = dict.fromkeys(facts.find_visit(appointment) for appointment in appointments)
    return tuple(visit for visit in found if visit is not None and visit.start_at > facts.now)


def _answered(heard: Heard, dialogue: Dialogue, visits: tuple[BookedVisit, ...], facts: Facts) -> Outcome | None:
    if facts.reacts and heard.intent is Intent.OTHER:
        return Outcome(replies=(), dialogue=dialogue)  # a face that says neither yes nor no
    if not visits:
        return None
    purpose = _CHOICES.get(heard.choice or 0) if not heard.says_clock else None
    says_no = Intent.DECLINE in heard.intents and not heard.says_wish
    if Intent.CANCEL in heard.intents or says_no:
        meant = visits_meant(heard, visits, facts)
        if heard.says_wish and not meant:
            return None  # another visit
        return which_visit(meant or list(visits), Purpose.CANCEL, Wish(), facts)
    if purpose is not None:
        return which_visit(list(visits), purpose, Wish(), facts)
    return _confirm(heard, dialogue, visits, facts)


def _confirm(heard: Heard, dialogue: Dialogue, visits: tuple[BookedVisit, ...], facts: Facts) -> Outcome | None:
    """They will come; an open question of ours stays open."""
    agrees = Intent.CONFIRM in heard.intents or heard.choice == 1
    if not agrees and not (facts.reacts and Intent.THANKS in heard.intents):
        return None
    meant = visits_meant(heard, visits, facts) if heard.says_wish else list(visits)
    if not meant:
        return None
    booked = (one for visit in meant for one in visit.appointments if one.status is Status.BOOKED)
    changes = tuple(ConfirmAppointment(appointment.id) for appointment in booked)
    if not changes:
        return _said_already(heard, dialogue, meant[0], facts)
    after = replace(dialogue, reminded=tuple(visit.id for visit in visits), misunderstood=0)
    if dialogue.question is not None:
        after = replace(after, reminded=())  # what is said next is for the question
    return Outcome(replies=(Confirmed(tuple(facts.told(visit) for visit in meant)),), dialogue=after, changes=changes)


def _said_already(heard: Heard, dialogue: Dialogue, visit: BookedVisit, facts: Facts) -> Outcome | None:
    if Intent.THANKS in heard.intents and not facts.reacts:
        return None
    replies = () if facts.reacts else (Kept(facts.told(visit)),)
    return Outcome(replies=replies, dialogue=replace(dialogue, misunderstood=0))
