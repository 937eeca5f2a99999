"""A wish becomes an appointment, or an offer, or the one question that is missing."""

from dataclasses import replace
from datetime import datetime, timedelta

from wabot.domain.appointments import (
    CannotDoService,
    ClosedThatDay,
    GuestBusy,
    InThePast,
    NobodyWorks,
    OutsideHours,
    Refusal,
    SlotTaken,
    StaffOff,
    TooFar,
    TooSoon,
    may_change,
)
from wabot.domain.conversation.facts import Facts, MakeAppointment, MoveAppointment, Outcome, too_late
from wabot.domain.conversation.offers import OFFERS, pick_near, pick_same_clock, pick_spread, search_for
from wabot.domain.dialogue import Dialogue, OfferedSlot, When, WhichService, WhichSlot, Wish
from wabot.domain.replies import (
    AskNewTime,
    AskOffer,
    AskOtherDay,
    AskSingleOffer,
    AskWhichService,
    Booked,
    ClosedOn,
    Moved,
    NobodyDoesIt,
    NothingBooked,
    NothingFree,
    NotWithinHours,
    Offer,
    PastTime,
    Purpose,
    Reply,
    SlotIsTaken,
    StaffIsOff,
    TooFarAhead,
    TooManyVisits,
    TooShortNotice,
    Visit,
    WrongStaff,
    YouAreBusy,
)
from wabot.domain.salon import Service, Staff
from wabot.domain.slots import (
    FROM_MIDNIGHT,
    Search,
    Slot,
    bookable_days,
    check_start,
    find_slots,
    wall_start,
    why_nobody_works,
)

NEARBY_DAYS = 7  # how far from the wanted day an alternative is still an answer


def pursue(wish: Wish, facts: Facts, *, only_asks: bool = False) -> Outcome:
    """Take the wish as far as it goes: book it, move the visit, offer times, or ask for what is missing.

    `only_asks`: the customer asked whether it is possible, so a free time is offered, not taken.
    """
    if wish.moving is not None:
        moved = facts.find_visit(wish.moving)
        if moved is None:  # cancelled, or over, since we asked
            return Outcome(replies=(NothingBooked(),), dialogue=Dialogue())
        if not may_change(moved, facts.now, facts.salon.rules):
            return too_late(moved, facts)
    candidates = _candidate_services(wish, facts)
    if len(candidates) != 1:
        question = WhichService(tuple(service.id for service in candidates))
        return _asks(AskWhichService(tuple(candidates)), question, wish)
    service = candidates[0]
    wish = replace(wish, service=service.id)
    if wish.moving is None and facts.open_visits >= facts.salon.rules.max_open:
        return Outcome(replies=(TooManyVisits(facts.salon.rules.max_open),), dialogue=Dialogue())
    staff = facts.salon.find_staff(wish.staff) if wish.staff else None
    if staff is not None and service.id not in staff.services:
        refusal = _explained(CannotDoService(staff, service), service, facts)
        return _preceded(refusal, pursue(replace(wish, staff=None), facts, only_asks=True))
    if wish.day is not None and wish.day_to is None and wish.time is not None:
        return _at_exact_time(wish, service, staff, facts, only_asks=only_asks)
    return _offers(wish, service, staff, facts)


def take(slot: Slot, wish: Wish, facts: Facts) -> Outcome:
    """Put a free slot into the book: a new visit, or the new time of the one being moved."""
    visit = Visit(services=(slot.service,), staff=slot.staff, start_at=slot.start_at)
    after = Dialogue(recent_start=slot.start_at)
    moved = facts.find_visit(wish.moving) if wish.moving is not None else None
    if moved is not None:
        reply: Reply = Moved(visit)
        return Outcome(replies=(reply,), dialogue=after, changes=(MoveAppointment(moved.id, slot),))
    reply = Booked(visit, price=slot.service.price, address=facts.salon.address)
    return Outcome(replies=(reply,), dialogue=after, changes=(MakeAppointment(slot),))


def _candidate_services(wish: Wish, facts: Facts) -> list[Service]:
    """The services the wish may mean: one when it is settled."""
    salon = facts.salon
    settled = salon.find_service(wish.service) if wish.service else None
    if settled is not None:
        return [settled]
    options = salon.families.get(wish.service or "", salon.services)
    staff = salon.find_staff(wish.staff) if wish.staff else None
    theirs = [service for service in options if staff is None or service.id in staff.services]
    return theirs or list(options)


def _at_exact_time(wish: Wish, service: Service, staff: Staff | None, facts: Facts, *, only_asks: bool) -> Outcome:
    salon = facts.salon
    assert wish.day is not None and wish.time is not None
    search = search_for(wish, service, staff, salon=salon, now=facts.now, guest=facts.customer.id)
    start_at = wall_start(salon, wish.day, wish.time)
    if start_at is None:
        return _offers(replace(wish, time=None, not_before=wish.time), service, staff, facts)
    found = check_start(salon, facts.book, search, start_at, facts.now)
    if isinstance(found, Slot):
        if not _on_grid(wish, facts):
            return _nearby(wish, search, start_at, facts)
        return _asks_single(found, wish) if only_asks else take(found, wish, facts)
    reason = _explained(found, service, facts)
    if isinstance(found, TooFar):
        return _asks(reason, When(), wish.without_time())
    return _preceded(reason, _nearby(wish, search, start_at, facts))


def _on_grid(wish: Wish, facts: Facts) -> bool:
    assert wish.time is not None
    return not timedelta(hours=wish.time.hour, minutes=wish.time.minute) % facts.salon.rules.step


def _nearby(wish: Wish, search: Search, wanted: datetime, facts: Facts) -> Outcome:
    """Real alternatives near a time that cannot be had; whoever else is free at that very time comes first."""
    salon = facts.salon
    others = []
    if search.staff is not None:
        anyone = check_start(salon, facts.book, replace(search, staff=None), wanted, facts.now)
        others = [anyone] if isinstance(anyone, Slot) and _on_grid(wish, facts) else []
    opening_day, closing_day = bookable_days(salon, facts.now)
    first = max(search.first, opening_day)
    around = replace(search, first=first, last=min(first + timedelta(days=NEARBY_DAYS), closing_day))
    slots = find_slots(salon, facts.book, around, facts.now)
    picked = (others + pick_near(slots, wanted, salon))[:OFFERS]
    return _asks_choice(picked, search.service, wish)


def _offers(wish: Wish, service: Service, staff: Staff | None, facts: Facts) -> Outcome:
    """Times to choose from, for a wish without an exact moment."""
    salon, now = facts.salon, facts.now
    search = search_for(wish, service, staff, salon=salon, now=now, guest=facts.customer.id)
    if wish.moving is not None and wish.day is None and not wish.says_clock:
        visit = facts.find_visit(wish.moving)
        if visit is not None:
            return _asks(AskNewTime(facts.told(visit)), When(), wish)
    slots = find_slots(salon, facts.book, search, now)
    picked = pick_same_clock(slots, wish.time, salon) if wish.time else pick_spread(slots, salon)
    if picked:
        return _asks_choice(picked, service, wish)
    return _nothing_there(wish, search, facts)


def _nothing_there(wish: Wish, search: Search, facts: Facts) -> Outcome:
    """Why there is nothing, then the nearest other times: the same day at any hour, else the same hours later on."""
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
    searches = (find_slots(salon, facts.book, search, now) for search in (same_day, later, any_time))
    picked = next((found for slots in searches if (found := pick_spread(slots, salon))), [])
    if not picked:
        return Outcome(
            replies=(*reason, AskOtherDay(search.service)), dialogue=Dialogue(wish=wish.without_time(), question=When())
        )
    outcome = _asks_choice(picked, search.service, wish)
    return replace(outcome, replies=(*reason, *outcome.replies))


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
        refusal = why_nobody_works(salon, search, day)
        if refusal is not None:
            return _explained(refusal, search.service, facts)
    return NothingFree(day, wish.day_to, search.staff, within=wish.says_clock)


def _explained(refusal: Refusal, service: Service, facts: Facts) -> Reply:
    match refusal:
        case InThePast():
            return PastTime()
        case TooSoon():
            return TooShortNotice(facts.salon.rules.min_notice // timedelta(minutes=1))
        case TooFar(last):
            return TooFarAhead(last)
        case ClosedThatDay(day, closure):
            return ClosedOn(day, closure.reason if closure else None)
        case StaffOff(staff, day):
            return StaffIsOff(staff, day)
        case NobodyWorks(day):
            return NobodyDoesIt(service, day)
        case OutsideHours(day, openings, staff):
            return NotWithinHours(service, day, openings, staff)
        case SlotTaken(start_at):
            return SlotIsTaken(start_at)
        case GuestBusy(start_at):
            end_at = start_at + service.length
            clashes = [visit for visit in facts.visits if visit.start_at < end_at and start_at < visit.end_at]
            return YouAreBusy(facts.told(clashes[0])) if clashes else SlotIsTaken(start_at)
        case CannotDoService(staff, other):
            return WrongStaff(staff, other, facts.salon.who_offers(other.id))


def _asks(reply: Reply, question: WhichService | WhichSlot | When, wish: Wish) -> Outcome:
    return Outcome(replies=(reply,), dialogue=Dialogue(wish=wish, question=question))


def _asks_single(slot: Slot, wish: Wish) -> Outcome:
    offered = OfferedSlot(slot.staff.id, slot.start_at)
    reply = AskSingleOffer(slot.service, Offer(slot.staff, slot.start_at), _purpose(wish))
    return _asks(reply, WhichSlot((offered,)), wish)


def _asks_choice(slots: list[Slot], service: Service, wish: Wish) -> Outcome:
    if not slots:
        return _asks(AskOtherDay(service), When(), wish.without_time())
    if len(slots) == 1:
        return _asks_single(slots[0], wish)
    offers = tuple(Offer(slot.staff, slot.start_at) for slot in slots)
    question = WhichSlot(tuple(OfferedSlot(slot.staff.id, slot.start_at) for slot in slots))
    return _asks(AskOffer(service, offers, _purpose(wish)), question, wish)


def _purpose(wish: Wish) -> Purpose:
    return Purpose.BOOK if wish.moving is None else Purpose.MOVE


def _preceded(reply: Reply, outcome: Outcome) -> Outcome:
    return replace(outcome, replies=(reply, *outcome.replies))
