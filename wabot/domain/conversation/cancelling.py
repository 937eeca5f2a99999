"""Cancelling a visit: asked about before it goes."""

from collections.abc import Sequence
from dataclasses import replace

from wabot.domain.appointments import Appointment, BookedVisit, may_change
from wabot.domain.conversation.facts import CancelAppointment, Facts, Outcome, too_late
from wabot.domain.conversation.standing import as_it_stands
from wabot.domain.dialogue import CancelAll, CancelVisit, Dialogue, WhoseVisit
from wabot.domain.replies.questions import AskCancel, AskCancelAll, AskWhichVisit, AskWhose
from wabot.domain.replies.told import Purpose
from wabot.domain.replies.visits import AllCancelled, Cancelled, GuestCancelled, Kept


def ask_cancel(visit: BookedVisit, facts: Facts) -> Outcome:
    """Ask back before cancelling, and for whom where several come; too late for that, a person is told."""
    if not may_change(visit, facts.now, facts.salon.rules):
        return too_late(visit, facts)
    if visit.guests > 1:
        told = tuple(facts.told(BookedVisit((one,))) for one in visit.appointments)
        question = WhoseVisit(visit.id, tuple(one.id for one in visit.appointments))
        return Outcome(replies=(AskWhose(told),), dialogue=Dialogue(question=question))
    return Outcome(replies=(AskCancel(facts.told(visit)),), dialogue=Dialogue(question=CancelVisit(visit.id)))


def ask_whose_of(visit: BookedVisit, facts: Facts) -> Outcome:
    """Some of the guests will come: ask whose appointment goes."""
    told = tuple(facts.told(BookedVisit((one,))) for one in visit.appointments)
    question = WhoseVisit(visit.id, tuple(one.id for one in visit.appointments), only_part=True)
    return Outcome(replies=(AskWhichVisit(told, Purpose.CANCEL),), dialogue=Dialogue(question=question))


def ask_cancel_all(facts: Facts) -> Outcome:
    """Ask back before everything goes; a visit that is too close for that is for a person."""
    close = next((visit for visit in facts.visits if not may_change(visit, facts.now, facts.salon.rules)), None)
    if close is not None:
        return too_late(close, facts)
    question = CancelAll(tuple(visit.id for visit in facts.visits))
    return Outcome(replies=(AskCancelAll(tuple(map(facts.told, facts.visits))),), dialogue=Dialogue(question=question))


def cancel_all(visits: Sequence[BookedVisit], facts: Facts) -> Outcome:
    """The customer has said yes to all of it."""
    close = next((visit for visit in visits if not may_change(visit, facts.now, facts.salon.rules)), None)
    if close is not None:
        return too_late(close, facts)
    changes = tuple(CancelAppointment(visit.id) for visit in visits)
    return Outcome(replies=(AllCancelled(tuple(map(facts.told, visits))),), dialogue=Dialogue(), changes=changes)


def cancel(visit: BookedVisit, facts: Facts) -> Outcome:
    """The customer has said yes."""
    if not may_change(visit, facts.now, facts.salon.rules):
        return too_late(visit, facts)
    after = Dialogue(cancelled=replace(as_it_stands(visit, facts), another=True))
    return Outcome(replies=(Cancelled(facts.told(visit)),), dialogue=after, changes=(CancelAppointment(visit.id),))


def without(gone: Appointment, visit: BookedVisit, facts: Facts) -> Outcome:
    """One of the guests will not come; the others' time stays."""
    if not may_change(visit, facts.now, facts.salon.rules):
        return too_late(visit, facts)
    left = BookedVisit(tuple(one for one in visit.appointments if one is not gone))
    return Outcome(
        replies=(GuestCancelled(facts.told(BookedVisit((gone,))), facts.told(left)),),
        dialogue=Dialogue(recent_start=left.start_at),
        changes=(CancelAppointment(gone.id, only=True),),
    )


def keep(visit: BookedVisit, facts: Facts) -> Outcome:
    """The visit stays as it is."""
    return Outcome(replies=(Kept(facts.told(visit)),), dialogue=Dialogue(recent_start=visit.start_at))
