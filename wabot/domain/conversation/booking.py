"""A wish becomes an appointment, or an offer, or the one question that is missing."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import product

from wabot.domain.appointments import CannotDoService, TooFar, may_change
from wabot.domain.arrangements import Arrangement, check_arrangement
from wabot.domain.conversation.alternatives import is_on_grid, near, offer_times
from wabot.domain.conversation.asking import asks, asks_single, preceded_by, purpose_of
from wabot.domain.conversation.facts import Facts, MakeAppointment, MoveAppointment, Outcome, call_person, too_late
from wabot.domain.conversation.offers import search_for
from wabot.domain.conversation.telling import price_of, refusal_told, together, visit_told
from wabot.domain.dialogue import Dialogue, When, WhichService, Wish
from wabot.domain.replies.questions import AskWhichService
from wabot.domain.replies.refusals import TooManyServices, TooManyVisits
from wabot.domain.replies.staff import AlertReason
from wabot.domain.replies.told import Purpose
from wabot.domain.replies.visits import Booked, Moved, NothingBooked
from wabot.domain.salon import Salon, Service
from wabot.domain.slots import Search, wall_start
from wabot.types import StaffId

MOST_SERVICES = 5  # of one visit


def pursue(wish: Wish, facts: Facts, *, only_asks: bool = False, offered: tuple[StaffId, ...] = ()) -> Outcome:
    """Take the wish as far as it goes: book it, move the visit, offer times, or ask for what is missing.

    `only_asks`: the customer asked whether it is possible, so a free time is offered, not taken. `offered`: who was
    to do each service when the time was offered; with others it is offered anew.
    """
    if wish.moving is not None:
        moved = facts.find_visit(wish.moving)
        if moved is None:  # cancelled, or over, since we asked
            return Outcome(replies=(NothingBooked(),), dialogue=Dialogue())
        if not may_change(moved, facts.now, facts.salon.rules):
            return too_late(moved, facts)
    if len(wish.services) > MOST_SERVICES:
        return asks(TooManyServices(MOST_SERVICES), When(), replace(wish, services=()))
    wish, options = _settled(wish, facts)
    if options:
        question = WhichService(tuple(service.id for service in options))
        return asks(AskWhichService(tuple(options)), question, wish)
    if wish.moving is None and facts.open_visits >= facts.salon.rules.max_open:
        return Outcome(replies=(TooManyVisits(facts.salon.rules.max_open),), dialogue=Dialogue())
    services = [service for name in wish.services if (service := facts.salon.find_service(name))]
    if wish.guests > 1:
        services = services * wish.guests if len(services) == 1 else services if wish.moving else []
        if not _may_come_together(services, wish.guests, facts.salon):  # who wants what is for a person to ask
            return call_person(facts, AlertReason.ASKED, dialogue=Dialogue())
    staff = facts.salon.find_staff(wish.staff) if wish.staff else None
    if staff is not None and not any(service.id in staff.services for service in services):
        refusal = refusal_told(CannotDoService(staff, services[0]), together(services), facts)
        return preceded_by((refusal,), pursue(replace(wish, staff=None), facts, only_asks=True))
    search = search_for(wish, services, staff, salon=facts.salon, now=facts.now, guest=facts.customer.id)
    if wish.day is not None and wish.day_to is None and wish.time is not None:
        return _at_exact_time(wish, search, facts, only_asks=only_asks, offered=offered)
    return offer_times(wish, search, facts)


def take(visit: Arrangement, wish: Wish, facts: Facts) -> Outcome:
    """Put a free time into the book: a new visit, or the new time of the one being moved."""
    told = visit_told(visit)
    after = Dialogue(recent_start=visit.start_at)
    moved = facts.find_visit(wish.moving) if wish.moving is not None else None
    booked = Booked(told, price=price_of(visit), address=facts.salon.address)
    if moved is None:
        return Outcome(replies=(booked,), dialogue=after, changes=(MakeAppointment(visit),))
    reply = booked if purpose_of(wish, facts) is Purpose.EXTEND else Moved(told)
    return Outcome(replies=(reply,), dialogue=after, changes=(MoveAppointment(moved.id, visit),))


def _may_come_together(services: Sequence[Service], guests: int, salon: Salon) -> bool:
    """Whether there is a service and a staff member for each guest."""
    who = (salon.who_offers(service.id) for service in services)
    return len(services) == guests and any(len({one.id for one in people}) == guests for people in product(*who))


def _settled(wish: Wish, facts: Facts) -> tuple[Wish, list[Service]]:
    """The wish with every family settled that leaves no choice; options where one does, or where nothing was said."""
    salon = facts.salon
    staff = salon.find_staff(wish.staff) if wish.staff else None
    for name in wish.services or ("",):
        if salon.find_service(name) is not None:
            continue
        options = salon.families.get(name, salon.services)
        theirs = [service for service in options if staff is None or service.id in staff.services] or list(options)
        if len(theirs) > 1:
            return wish, theirs
        wish = wish.settled(theirs[0].id, salon)
    return wish, []


def _at_exact_time(
    wish: Wish, search: Search, facts: Facts, *, only_asks: bool, offered: tuple[StaffId, ...]
) -> Outcome:
    salon = facts.salon
    assert wish.day is not None and wish.time is not None
    start_at = wall_start(salon, wish.day, wish.time)
    if start_at is None:
        later = replace(wish, time=None, not_before=wish.time)
        return offer_times(later, replace(search, not_before=wish.time), facts)
    found = check_arrangement(salon, facts.book, search, start_at, facts.now)
    if isinstance(found, Arrangement):
        if not is_on_grid(wish, facts):
            return near(wish, search, start_at, facts)
        who = tuple(part.staff.id for part in found.parts)
        is_surprise = who != offered if offered else bool(found.waiting)
        return asks_single(found, wish, facts) if only_asks or is_surprise else take(found, wish, facts)
    reason = refusal_told(found, together(search.services), facts)
    if isinstance(found, TooFar):
        return asks(reason, When(), wish.without_time())
    return preceded_by((reason,), near(wish, search, start_at, facts))
