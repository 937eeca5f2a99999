"""A booked visit gets another time, or another person."""

from dataclasses import replace

from wabot.domain.appointments import BookedVisit, may_change
from wabot.domain.conversation.booking import pursue
from wabot.domain.conversation.facts import Facts, Outcome, call_person, too_late
from wabot.domain.dialogue import Dialogue, Wish
from wabot.domain.heard import Heard
from wabot.domain.replies.staff import AlertReason


def move(visit: BookedVisit, new: Wish, facts: Facts, *, only_asks: bool = False) -> Outcome:
    """Find the new time; what is not said of it stays as it was: "at six" is the same day, "Friday" the same hour.

    Where the customer was not that explicit, the new time is offered and not taken.
    """
    if not may_change(visit, facts.now, facts.salon.rules):
        return too_late(visit, facts)
    if any(facts.salon.find_service(service) is None for service in visit.services):
        return call_person(facts, AlertReason.ASKED, dialogue=Dialogue())  # no longer offered: only staff can move it
    local = facts.local(visit.start_at)
    same_staff = visit.staff[0] if len(visit.staff) == 1 else None
    wish = replace(new, services=visit.services, guests=visit.guests, staff=new.staff or same_staff, moving=visit.id)
    other_staff = new.staff is not None and new.staff not in visit.staff
    if new.day is None and (new.says_clock or other_staff):
        wish = replace(wish, day=local.date())
    if not new.says_clock and wish.day_to is None and (wish.day not in {None, local.date()} or other_staff):
        wish = replace(wish, time=local.time())
        only_asks = True
    return pursue(wish, facts, only_asks=only_asks)


def new_time(heard: Heard, visit: BookedVisit, facts: Facts) -> Wish:
    """The time the visit shall get: said outright, or counted from its old one ("an hour later")."""
    new = Wish().with_heard(replace(heard, services=()), facts.salon)
    if heard.shift is None or heard.says_clock:
        return new
    shifted = facts.local(visit.start_at) + heard.shift
    return replace(new, day=heard.day or shifted.date(), time=shifted.time())
