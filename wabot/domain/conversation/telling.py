"""What is booked, offered and refused, as it is told."""

from collections.abc import Sequence
from datetime import timedelta

from wabot.domain.appointments import (
    CannotDoService,
    ClosedThatDay,
    DoesNotFit,
    GuestBusy,
    InThePast,
    NobodyWorks,
    OutsideHours,
    Refusal,
    SlotTaken,
    StaffOff,
    TooFar,
    TooSoon,
)
from wabot.domain.arrangements import Arrangement
from wabot.domain.conversation.facts import Facts
from wabot.domain.conversation.information import closed
from wabot.domain.dialogue import OfferedSlot
from wabot.domain.replies.refusals import (
    NobodyDoesIt,
    NotTogether,
    NotWithinHours,
    PastTime,
    SlotIsTaken,
    StaffIsOff,
    TooFarAhead,
    TooShortNotice,
    WrongStaff,
    YouAreBusy,
)
from wabot.domain.replies.told import Offer, Part, Reply, Together, Visit, Wanted
from wabot.domain.salon import Price, Service, total_of


def together(services: Sequence[Service]) -> Wanted:
    """What the visit is for, as it is told."""
    return services[0] if len(services) == 1 else Together(tuple(services))


def price_of(visit: Arrangement) -> Price | None:
    """What the services cost together; None when some of it is told in the salon."""
    return total_of([part.service.price for part in visit.parts])


def _parts(visit: Arrangement) -> tuple[Part, ...]:
    """Who does what when, where it takes more than a start and a name to say it."""
    if len(visit.staff) == 1 and not visit.waiting:
        return ()
    return tuple(Part(part.service, part.staff, part.start_at) for part in visit.parts)


def visit_told(visit: Arrangement) -> Visit:
    """What goes into the book."""
    services = tuple(part.service for part in visit.parts)
    return Visit(services, visit.parts[0].staff, visit.start_at, _parts(visit))


def refusal_told(refusal: Refusal, wanted: Wanted, facts: Facts) -> Reply:
    """Why what is wanted cannot be had."""
    services = wanted.services if isinstance(wanted, Together) else (wanted,)
    match refusal:
        case InThePast():
            return PastTime()
        case TooSoon():
            return TooShortNotice(facts.salon.rules.min_notice // timedelta(minutes=1))
        case TooFar(last):
            return TooFarAhead(last)
        case ClosedThatDay(day, closure):
            return closed(day, closure)
        case StaffOff(staff, day):
            return StaffIsOff(staff, day)
        case NobodyWorks(day, service):
            return NobodyDoesIt(service or services[0], day)
        case OutsideHours(day, openings, staff):
            return NotWithinHours(services[0], day, openings, staff)
        case DoesNotFit(start_at):
            return NotTogether(wanted, start_at)
        case SlotTaken(start_at):
            return SlotIsTaken(start_at)
        case GuestBusy(start_at):
            end_at = start_at + sum((service.length for service in services), timedelta())
            clashes = [visit for visit in facts.visits if visit.start_at < end_at and start_at < visit.end_at]
            return YouAreBusy(facts.told(clashes[0])) if clashes else SlotIsTaken(start_at)
        case CannotDoService(staff, other):
            return WrongStaff(staff, other, facts.salon.who_offers(other.id))


def offer_told(visit: Arrangement) -> Offer:
    """A free time among others."""
    return Offer(visit.parts[0].staff, visit.start_at, _parts(visit))


def offered_slot(visit: Arrangement) -> OfferedSlot:
    """What is remembered of a time that was offered."""
    return OfferedSlot(tuple(part.staff.id for part in visit.parts), visit.start_at)
