"""A wish becomes an appointment, or an offer, or the one question that is missing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from wabot.domain.appointments import BookedVisit, CannotDoService, Refusal, SlotTaken, TooFar, may_change
from wabot.domain.arrangements import Arrangement, check_arrangement
from wabot.domain.conversation.alternatives import is_on_grid, near, offer_times
from wabot.domain.conversation.asking import asks, asks_single, preceded_by, purpose_of
from wabot.domain.conversation.facts import Facts, MakeAppointment, MoveAppointment, Outcome, call_person, too_late
from wabot.domain.conversation.guests import for_each, in_a_row, in_turn, is_for, may_come_together
from wabot.domain.conversation.joining import join
from wabot.domain.conversation.offers import search_of
from wabot.domain.conversation.parting import as_whole, take_part
from wabot.domain.conversation.telling import price_of, refusal_told, together, visit_told
from wabot.domain.dialogue import Dialogue, MoveOrAnother, When, WhichService
from wabot.domain.no_shows import must_ask_salon
from wabot.domain.replies.questions import AskMoveOrAnother, AskWhichService
from wabot.domain.replies.refusals import InARow, OneAfterAnother, OnlyOneDoesIt, TooManyServices, TooManyVisits
from wabot.domain.replies.staff import AlertReason
from wabot.domain.replies.told import Purpose, Reply
from wabot.domain.replies.visits import AlreadyBooked, Booked, Changed, Moved, NothingBooked, SalonConfirms
from wabot.domain.salon import Service
from wabot.domain.slots import Search, wall_start
from wabot.domain.wishes import Wish
from wabot.types import StaffId

MOST_SERVICES = 5  # of one visit


def pursue(wish: Wish, facts: Facts, *, only_asks: bool = False, offered: tuple[StaffId, ...] = ()) -> Outcome:
    """Take the wish as far as it goes: book it, move the visit, offer times, or ask for what is missing.

    `only_asks`: the customer asked whether it is possible, so a free time is offered, not taken. `offered`: who was
    to do each service when the time was offered; with others it is offered anew.
    """
    stop = _why_not_at_all(wish, facts)
    if stop is not None:
        return stop
    wish, options = _settled(as_whole(wish, facts), facts)
    if options:
        question = WhichService(tuple(service.id for service in options))
        return asks(AskWhichService(tuple(options)), question, wish)
    services = for_each(facts.salon.services_named(wish.services), wish)
    if wish.guests > 1 and not may_come_together(services, wish.guests, facts.salon):
        turns, row = in_turn(wish, services), in_a_row(wish, services)
        if turns is not None:
            return _one_after_another(*turns, services[0], facts)
        if row is not None:
            return preceded_by((InARow(),), pursue(row, facts, only_asks=True))
        return call_person(facts, AlertReason.ASKED, dialogue=Dialogue())  # who wants what is for a person to ask
    twin = _twin(wish, services, facts)
    if twin is not None:
        return asks(AskMoveOrAnother(facts.told(twin)), MoveOrAnother(twin.id), wish)
    refusal = _wrong_staff(wish, services, facts)
    if refusal is not None:
        return preceded_by((refusal,), pursue(replace(wish, staff=None, not_staff=None), facts, only_asks=True))
    if wish.waits:
        joined = join(wish, facts)
        if joined is not None:
            return joined
        wish, only_asks = replace(wish, waits=False, knows_free=False), True
    search = search_of(wish, facts.salon, facts.now, facts.customer.id)
    if search is None:  # who was asked for works here no more
        return pursue(replace(wish, staff=None), facts, only_asks=True)
    if wish.day is not None and wish.day_to is None and wish.time is not None:
        return _at_exact_time(wish, search, facts, only_asks=only_asks, offered=offered)
    return offer_times(wish, search, facts)


def take(visit: Arrangement, wish: Wish, facts: Facts) -> Outcome:
    """Put a free time into the book: a new visit, or the new time or services of one that is booked."""
    if wish.part_of is not None:
        return take_part(visit, wish, facts)
    told, price = visit_told(visit), price_of(visit)
    after = Dialogue(recent_start=visit.start_at)
    booked = Booked(told, price=price, address=facts.salon.address)
    moved = facts.find_visit(wish.moving)
    if moved is None and must_ask_salon(facts.history, facts.now):
        first = (SalonConfirms(told),)
        return call_person(facts, AlertReason.NO_SHOWS, dialogue=Dialogue(), first=first, visit=told)
    if moved is None:
        return Outcome(replies=(booked,), dialogue=after, changes=(MakeAppointment(visit, wish.note),))
    match purpose_of(wish, facts):
        case Purpose.EXTEND:
            reply: Reply = booked
        case Purpose.SHORTEN | Purpose.SWAP:
            reply = Changed(told, price)
        case _:
            reply = Moved(told)
    return Outcome(replies=(reply,), dialogue=after, changes=(MoveAppointment(moved.id, visit),))


def _why_not_at_all(wish: Wish, facts: Facts) -> Outcome | None:
    """What ends it whatever the time; None when nothing does."""
    rules = facts.salon.rules
    changed = wish.moving or wish.part_of
    if changed is not None:
        moved = facts.find_visit(changed)
        if moved is None:  # cancelled, or over, since we asked
            return Outcome(replies=(NothingBooked(),), dialogue=Dialogue())
        if not may_change(moved, facts.now, rules):
            return too_late(moved, facts)
    if wish.moving is None and facts.open_visits >= rules.max_open:
        return Outcome(replies=(TooManyVisits(rules.max_open),), dialogue=Dialogue())
    if len(wish.services) > MOST_SERVICES:
        return asks(TooManyServices(MOST_SERVICES), When(), replace(wish, services=()))
    return None


def _twin(wish: Wish, services: Sequence[Service], facts: Facts) -> BookedVisit | None:
    """The visit that the wish may well be about, though it does not say so: the only one with the same services, and
    for the same people if any were named. One that is booked just as it is wished is no such question.
    """
    if wish.moving is not None or wish.another:
        return None
    wanted = {service.id for service in services}
    twins = [
        visit
        for visit in facts.visits
        if set(visit.services) == wanted and (wish.company is None or is_for(wish.company, visit))
    ]
    if len(twins) != 1:
        return None
    begins = facts.local(twins[0].start_at)
    return twins[0] if (wish.day, wish.time) != (begins.date(), begins.time()) else None


def _one_after_another(first: Wish, second: Wish, service: Service, facts: Facts) -> Outcome:
    """Offer times to the first; the second is talked of once that is booked."""
    told = OneAfterAnother(facts.salon.who_offers(service.id)[0], service)
    outcome = preceded_by((told,), pursue(first, facts, only_asks=True))
    return replace(outcome, dialogue=replace(outcome.dialogue, later=second))


def _wrong_staff(wish: Wish, services: Sequence[Service], facts: Facts) -> Reply | None:
    """Why who is wanted, or not wanted, cannot be heeded; None when they can."""
    salon = facts.salon
    staff = salon.find_staff(wish.staff)
    if staff is not None and not any(service.id in staff.services for service in services):
        return refusal_told(CannotDoService(staff, services[0]), together(services), facts)
    for service in services:
        who = salon.who_offers(service.id)
        if len(who) == 1 and who[0].id == wish.not_staff:
            return OnlyOneDoesIt(who[0], service)
    return None


def _settled(wish: Wish, facts: Facts) -> tuple[Wish, list[Service]]:
    """The wish with every family settled that leaves no choice; options where one does, or where nothing was said."""
    salon = facts.salon
    staff = salon.find_staff(wish.staff)
    for name in wish.services or ("",):
        if salon.find_service(name) is not None:
            continue
        family = salon.families.get(name, salon.services)
        options = [service for service in family if service.id not in wish.services] or family
        theirs = [service for service in options if staff is None or service.id in staff.services] or list(options)
        if name and not wish.is_for_others:
            own = [service for service in theirs if service.id in wish.own_suits]
            theirs = own if len(own) == 1 else theirs
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
    again = _same_visit(wish, found, start_at, facts)
    if again is not None:
        return Outcome(replies=(AlreadyBooked(facts.told(again)),), dialogue=Dialogue(recent_start=start_at))
    if isinstance(found, Arrangement):
        if not is_on_grid(wish, facts):
            return near(wish, search, start_at, facts)
        who = tuple(part.staff.id for part in found.parts)
        is_surprise = who != offered if offered else bool(found.waiting)
        return asks_single(found, wish, facts) if only_asks or is_surprise else take(found, wish, facts)
    reason = refusal_told(found, together(search.services), facts)
    if isinstance(found, TooFar):
        return asks(reason, When(), wish.without_time())
    outcome = preceded_by((reason,), near(wish, search, start_at, facts))
    return replace(outcome, missed=wish) if isinstance(found, SlotTaken) else outcome


def _same_visit(wish: Wish, found: Arrangement | Refusal, start_at: datetime, facts: Facts) -> BookedVisit | None:
    """The visit that is just this one already, for the same people: nothing is to be booked or moved."""
    staff = tuple(one.id for one in found.staff) if isinstance(found, Arrangement) else ()
    for visit in facts.visits:
        is_same = visit.start_at == start_at and sorted(visit.services) == sorted(wish.services)
        if wish.moving is None:
            is_same = is_same and is_for(wish.company, visit)
        elif is_same:
            is_same = wish.moving == visit.id and set(staff) == set(visit.staff)
        if is_same:
            return visit
    return None
