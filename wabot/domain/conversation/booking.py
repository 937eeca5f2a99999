"""A wish becomes an appointment, or an offer, or the one question that is missing."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import product

from wabot.domain.appointments import (
    CannotDoService,
    TooFar,
    may_change,
)
from wabot.domain.arrangements import Arrangement, check_arrangement, find_arrangements, why_nobody_serves
from wabot.domain.conversation.facts import Facts, MakeAppointment, MoveAppointment, Outcome, call_person, too_late
from wabot.domain.conversation.offers import OFFERS, pick_near, pick_same_clock, pick_spread, search_for
from wabot.domain.conversation.telling import offer_told, offered_slot, price_of, refusal_told, together, visit_told
from wabot.domain.dialogue import Dialogue, When, WhichService, WhichSlot, Wish
from wabot.domain.no_shows import must_ask_salon
from wabot.domain.replies.questions import AskNewTime, AskOffer, AskOtherDay, AskSingleOffer, AskWhichService
from wabot.domain.replies.refusals import NothingFree, PastTime, TooFarAhead, TooManyServices, TooManyVisits
from wabot.domain.replies.staff import AlertReason
from wabot.domain.replies.told import Purpose, Reply, Wanted
from wabot.domain.replies.visits import Booked, Moved, NothingBooked, SalonConfirms
from wabot.domain.salon import Salon, Service
from wabot.domain.slots import FROM_MIDNIGHT, Search, bookable_days, wall_start
from wabot.types import StaffId

MOST_SERVICES = 5  # of one visit
NEARBY_DAYS = 7  # how far from the wanted day an alternative is still an answer


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
        return _asks(TooManyServices(MOST_SERVICES), When(), replace(wish, services=()))
    wish, options = _settled(wish, facts)
    if options:
        question = WhichService(tuple(service.id for service in options))
        return _asks(AskWhichService(tuple(options)), question, wish)
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
        return _preceded_by((refusal,), pursue(replace(wish, staff=None), facts, only_asks=True))
    search = search_for(wish, services, staff, salon=facts.salon, now=facts.now, guest=facts.customer.id)
    if wish.day is not None and wish.day_to is None and wish.time is not None:
        return _at_exact_time(wish, search, facts, only_asks=only_asks, offered=offered)
    return _offers(wish, search, facts)


def take(visit: Arrangement, wish: Wish, facts: Facts) -> Outcome:
    """Put a free time into the book: a new visit, or the new time of the one being moved."""
    told = visit_told(visit)
    after = Dialogue(recent_start=visit.start_at)
    moved = facts.find_visit(wish.moving) if wish.moving is not None else None
    booked = Booked(told, price=price_of(visit), address=facts.salon.address)
    if moved is None and must_ask_salon(facts.history, facts.now):
        first = (SalonConfirms(told),)
        return call_person(facts, AlertReason.NO_SHOWS, dialogue=Dialogue(), first=first, visit=told)
    if moved is None:
        return Outcome(replies=(booked,), dialogue=after, changes=(MakeAppointment(visit),))
    reply = booked if _purpose(wish, facts) is Purpose.EXTEND else Moved(told)
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
        return _offers(later, replace(search, not_before=wish.time), facts)
    found = check_arrangement(salon, facts.book, search, start_at, facts.now)
    if isinstance(found, Arrangement):
        if not _on_grid(wish, facts):
            return _nearby(wish, search, start_at, facts)
        who = tuple(part.staff.id for part in found.parts)
        is_surprise = who != offered if offered else bool(found.waiting)
        return _asks_single(found, wish, facts) if only_asks or is_surprise else take(found, wish, facts)
    reason = refusal_told(found, together(search.services), facts)
    if isinstance(found, TooFar):
        return _asks(reason, When(), wish.without_time())
    return _preceded_by((reason,), _nearby(wish, search, start_at, facts))


def _on_grid(wish: Wish, facts: Facts) -> bool:
    assert wish.time is not None
    return not timedelta(hours=wish.time.hour, minutes=wish.time.minute) % facts.salon.rules.step


def _nearby(wish: Wish, search: Search, wanted: datetime, facts: Facts) -> Outcome:
    """Real alternatives near a time that cannot be had; whoever else is free at that very time comes first."""
    salon = facts.salon
    others = []
    if search.staff is not None:
        anyone = check_arrangement(salon, facts.book, replace(search, staff=None), wanted, facts.now)
        others = [anyone] if isinstance(anyone, Arrangement) and _on_grid(wish, facts) else []
    opening_day, closing_day = bookable_days(salon, facts.now)
    first = max(search.first, opening_day)
    around = replace(search, first=first, last=min(first + timedelta(days=NEARBY_DAYS), closing_day))
    slots = _free(wish, around, facts)
    picked = (others + pick_near(slots, wanted, salon))[:OFFERS]
    if not picked:
        picked = pick_spread(_free(wish, replace(around, last=closing_day), facts), salon)
    return _asks_choice(picked, together(search.services), wish, facts)


def _free(wish: Wish, search: Search, facts: Facts) -> Iterator[Arrangement]:
    """What can be had; the visit that is to be moved is not offered as it stands."""
    moved = facts.find_visit(wish.moving) if wish.moving is not None else None
    for visit in find_arrangements(facts.salon, facts.book, search, facts.now):
        is_same = moved is not None and visit.start_at == moved.start_at and len(visit.parts) == len(moved.parts)
        if not is_same or {one.id for one in visit.staff} != set(moved.staff if moved else ()):
            yield visit


def _offers(wish: Wish, search: Search, facts: Facts) -> Outcome:
    """Times to choose from, for a wish without an exact moment."""
    salon = facts.salon
    if wish.moving is not None and wish.day is None and not wish.says_clock:
        visit = facts.find_visit(wish.moving)
        if visit is not None:
            return _asks(AskNewTime(facts.told(visit)), When(), wish)
    slots = _free(wish, search, facts)
    picked = pick_same_clock(slots, wish.time, salon) if wish.time else pick_spread(slots, salon)
    if picked:
        return _asks_choice(picked, together(search.services), wish, facts)
    return _nothing_there(wish, search, facts)


def _nothing_there(wish: Wish, search: Search, facts: Facts) -> Outcome:
    """Why there is nothing, then the nearest other times: the same day at any hour, else the same hours later on, else
    the first that are free at all.
    """
    salon, now = facts.salon, facts.now
    reason: tuple[Reply, ...] = ()
    opening_day, closing_day = bookable_days(salon, now)
    if wish.day is not None:
        reason = (_why_empty(wish, search, facts),)
        if wish.day > closing_day:
            return _asks(reason[0], When(), wish.without_time())
    start = max(wish.day or opening_day, opening_day)
    later = replace(search, first=start, last=min(start + timedelta(days=NEARBY_DAYS), closing_day))
    same_day = replace(search, not_before=FROM_MIDNIGHT, not_after=None)
    any_time = replace(later, not_before=FROM_MIDNIGHT, not_after=None)
    at_last = replace(any_time, last=closing_day)
    searches = (_free(wish, search, facts) for search in (same_day, later, any_time, at_last))
    picked = next((found for slots in searches if (found := pick_spread(slots, salon))), [])
    if not picked:
        return _preceded_by(reason, _asks(AskOtherDay(together(search.services)), When(), wish.without_time()))
    return _preceded_by(reason, _asks_choice(picked, together(search.services), wish, facts))


def _why_empty(wish: Wish, search: Search, facts: Facts) -> Reply:
    """Why the days asked for have nothing."""
    day, salon = wish.day, facts.salon
    assert day is not None
    opening_day, closing_day = bookable_days(salon, facts.now)
    if (wish.day_to or day) < opening_day:
        return PastTime()
    if day > closing_day:
        return TooFarAhead(closing_day)
    if wish.day_to is None:
        refusal = why_nobody_serves(salon, search, day)
        if refusal is not None:
            return refusal_told(refusal, together(search.services), facts)
    return NothingFree(day, wish.day_to, search.staff, within=wish.says_clock)


def _asks(reply: Reply, question: WhichService | WhichSlot | When, wish: Wish) -> Outcome:
    return Outcome(replies=(reply,), dialogue=Dialogue(wish=wish, question=question))


def _asks_single(visit: Arrangement, wish: Wish, facts: Facts) -> Outcome:
    wanted = together([part.service for part in visit.parts])
    return _asks(
        AskSingleOffer(wanted, offer_told(visit), _purpose(wish, facts)), WhichSlot((offered_slot(visit),)), wish
    )


def _asks_choice(visits: list[Arrangement], wanted: Wanted, wish: Wish, facts: Facts) -> Outcome:
    if not visits:
        return _asks(AskOtherDay(wanted), When(), wish.without_time())
    if len(visits) == 1:
        return _asks_single(visits[0], wish, facts)
    question = WhichSlot(tuple(offered_slot(visit) for visit in visits))
    return _asks(AskOffer(wanted, tuple(offer_told(visit) for visit in visits), _purpose(wish, facts)), question, wish)


def _purpose(wish: Wish, facts: Facts) -> Purpose:
    moved = facts.find_visit(wish.moving) if wish.moving is not None else None
    if moved is None:
        return Purpose.BOOK
    return Purpose.EXTEND if len(wish.services) > len(moved.services) else Purpose.MOVE


def _preceded_by(replies: tuple[Reply, ...], outcome: Outcome) -> Outcome:
    return replace(outcome, replies=(*replies, *outcome.replies))
