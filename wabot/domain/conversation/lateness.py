"""The customer will be late: whoever waits for them is told."""

from dataclasses import replace
from datetime import timedelta

from wabot.domain.appointments import BookedVisit, Status
from wabot.domain.conversation.facts import ConfirmAppointment, Facts, Outcome, Tell, call_person, named, quoted
from wabot.domain.dialogue import Dialogue
from wabot.domain.heard import Heard
from wabot.domain.replies.lateness import MayNotFit, NotToday, StaffKnow
from wabot.domain.replies.staff import AlertReason, CustomerIsLate
from wabot.domain.replies.visits import NothingBooked
from wabot.domain.salon import Staff

LONGEST = timedelta(minutes=30)
"""Of a delay that needs nobody's decision, unless half of the visit is less."""


def tell_lateness(heard: Heard, dialogue: Dialogue, facts: Facts) -> Outcome | None:
    """Tell the staff of today's visit, or a person where they have no number or the delay is long; an open question
    stays open. None when nothing was said of being late.
    """
    if heard.late is None:
        return None
    patient = replace(dialogue, misunderstood=0)
    visit = _near(facts)
    if visit is None:
        reply = NotToday(facts.told(facts.visits[0])) if facts.visits else NothingBooked()
        return Outcome(replies=(reply,), dialogue=patient)
    told = facts.told(visit)
    people = _waiting(visit, facts)
    reachable = tuple(person for person in people if person.phone)
    is_long = heard.late > min(LONGEST, (visit.end_at - visit.start_at) / 2)
    minutes = heard.late // timedelta(minutes=1) or None
    words = CustomerIsLate(told, named(facts.customer), minutes, quoted(facts.words))
    tells = tuple(Tell(person, words, visit.start_at) for person in reachable)
    if is_long or not reachable or len(reachable) < len(people):
        first = (MayNotFit(told),) if is_long else ()
        outcome = call_person(facts, AlertReason.LATE, dialogue=patient, first=first, visit=told)
    else:
        outcome = Outcome(replies=(StaffKnow(reachable, len(reachable)),), dialogue=patient)
    changes = () if is_long else _confirmed(visit, facts)
    return replace(outcome, tells=tells, changes=changes)


def _near(facts: Facts) -> BookedVisit | None:
    """The visit of today that is next to begin, else one that has begun."""
    today = [visit for visit in facts.visits if facts.local(visit.start_at).date() == facts.today]
    return next((visit for visit in today if visit.start_at > facts.now), today[0] if today else None)


def _waiting(visit: BookedVisit, facts: Facts) -> list[Staff]:
    """Who serves in it and has not finished."""
    left = (appointment for appointment in visit.appointments if appointment.end_at > facts.now)
    found = (facts.salon.find_staff(appointment.staff) for appointment in left)
    return list({person.id: person for person in found if person is not None}.values())


def _confirmed(visit: BookedVisit, facts: Facts) -> tuple[ConfirmAppointment, ...]:
    """Who will be late will come: a reminder that asked is answered."""
    booked = (one for one in visit.appointments if one.status is Status.BOOKED and one.id in facts.unanswered)
    return tuple(ConfirmAppointment(one.id) for one in booked)
