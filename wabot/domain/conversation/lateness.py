"""The customer will be late: whoever waits for them is told."""

from dataclasses import replace
from datetime import timedelta

from wabot.domain.appointments import BookedVisit, Status
from wabot.domain.conversation.facts import ConfirmAppointment, Facts, Outcome, Tell, call_person, named, quoted
from wabot.domain.dialogue import Dialogue
from wabot.domain.heard import Heard
from wabot.domain.replies.lateness import MayNotFit, NotToday, PassedOnToo, SalonKnows, StaffKnow
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
    patient = replace(dialogue, misunderstood=0, is_late=True)
    visit = visit_of_today(facts)
    if visit is None:
        reply = NotToday(facts.told(facts.visits[0])) if facts.visits else NothingBooked()
        return Outcome(replies=(reply,), dialogue=patient)
    if heard.late > min(LONGEST, (visit.end_at - visit.start_at) / 2):
        told = facts.told(visit)
        outcome = call_person(facts, AlertReason.LATE, dialogue=patient, first=(MayNotFit(told),), visit=told)
    else:
        again = heard.length is not None
        outcome = replace(_expected(visit, patient, facts, again=again), changes=confirmed(visit, facts))
    return replace(outcome, tells=_tells(visit, heard.late, facts))


def _expected(visit: BookedVisit, dialogue: Dialogue, facts: Facts, *, again: bool) -> Outcome:
    """The customer is expected all the same; where somebody has no number, the owner passes it on. `again`: they have
    passed on already that the customer will be late.
    """
    people = _waiting(visit, facts)
    if people and all(person.phone for person in people):
        return Outcome(replies=(PassedOnToo() if again else StaffKnow(people, len(people)),), dialogue=dialogue)
    outcome = call_person(facts, AlertReason.LATE, dialogue=dialogue, visit=facts.told(visit))
    return replace(outcome, replies=(PassedOnToo() if again else SalonKnows(),)) if outcome.alerts else outcome


def _tells(visit: BookedVisit, late: timedelta, facts: Facts) -> tuple[Tell, ...]:
    minutes = late // timedelta(minutes=1) or None
    words = CustomerIsLate(facts.told(visit), named(facts.customer), minutes, quoted(facts.words))
    return tuple(Tell(person, words, visit.start_at) for person in _waiting(visit, facts) if person.phone)


def visit_of_today(facts: Facts) -> BookedVisit | None:
    """The visit of today that is next to begin, else one that has begun."""
    today = [visit for visit in facts.visits if facts.local(visit.start_at).date() == facts.today]
    return next((visit for visit in today if visit.start_at > facts.now), today[0] if today else None)


def _waiting(visit: BookedVisit, facts: Facts) -> tuple[Staff, ...]:
    """Who serves in it and has not finished."""
    left = (appointment for appointment in visit.appointments if appointment.end_at > facts.now)
    found = (facts.salon.find_staff(appointment.staff) for appointment in left)
    return tuple({person.id: person for person in found if person is not None}.values())


def confirmed(visit: BookedVisit, facts: Facts) -> tuple[ConfirmAppointment, ...]:
    """Who will be late will come: a reminder that asked is answered."""
    booked = (one for one in visit.appointments if one.status is Status.BOOKED and one.id in facts.unanswered)
    return tuple(ConfirmAppointment(one.id) for one in booked)
