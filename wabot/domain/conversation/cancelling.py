"""Cancelling a visit: asked about before it goes."""

from wabot.domain.appointments import BookedVisit, may_change
from wabot.domain.conversation.facts import CancelAppointment, Facts, Outcome, too_late
from wabot.domain.dialogue import CancelVisit, Dialogue
from wabot.domain.replies.questions import AskCancel
from wabot.domain.replies.visits import Cancelled, Kept


def ask_cancel(visit: BookedVisit, facts: Facts) -> Outcome:
    """Ask back before cancelling; too late for that, a person is told."""
    if not may_change(visit, facts.now, facts.salon.rules):
        return too_late(visit, facts)
    return Outcome(replies=(AskCancel(facts.told(visit)),), dialogue=Dialogue(question=CancelVisit(visit.id)))


def cancel(visit: BookedVisit, facts: Facts) -> Outcome:
    """The customer has said yes."""
    if not may_change(visit, facts.now, facts.salon.rules):
        return too_late(visit, facts)
    return Outcome(replies=(Cancelled(facts.told(visit)),), dialogue=Dialogue(), changes=(CancelAppointment(visit.id),))


def keep(visit: BookedVisit, facts: Facts) -> Outcome:
    """The visit stays as it is."""
    return Outcome(replies=(Kept(facts.told(visit)),), dialogue=Dialogue(recent_start=visit.start_at))
