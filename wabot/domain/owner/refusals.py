"""Why the book does not take an order, as the owner reads it, and whether it can be had all the same."""

from datetime import datetime, timedelta

from wabot.domain.appointments import (
    CannotDoService,
    ClosedThatDay,
    DoesNotFit,
    GuestBusy,
    InThePast,
    NobodyWorks,
    OutsideHours,
    SlotTaken,
    StaffOff,
    TooFar,
    TooSoon,
)
from wabot.domain.blocks import Block
from wabot.domain.orders import AlreadyOver, IsCancelled, NobodyDoesAll, NotBegun, OrderRefusal
from wabot.domain.owner.acts import Refused
from wabot.domain.owner.facts import OwnerFacts
from wabot.domain.owner.lines import closed_time, coming
from wabot.domain.replies.owner import (
    CancelledAlready,
    CannotDoIt,
    CustomerIsBusy,
    NobodyDoesThemAll,
    NotBegunYet,
    OverAlready,
    TimeIsHeld,
)
from wabot.domain.replies.refusals import (
    ClosedOn,
    HolidayOn,
    NobodyDoesIt,
    NotWithinHours,
    PastTime,
    StaffIsOff,
    TooFarAhead,
    TooShortNotice,
)
from wabot.domain.replies.told import Reply
from wabot.domain.salon import Service

FORCEABLE = OutsideHours | ClosedThatDay | StaffOff | NobodyWorks
"""It is only that nobody works then."""


def told_refusal(refused: Refused, service: Service, facts: OwnerFacts) -> Reply:
    """The refusal in words; `service` is what was ordered."""
    refusal: OrderRefusal = refused.refusal
    match refusal:
        case InThePast():
            return PastTime()
        case TooSoon():
            return TooShortNotice(facts.salon.rules.min_notice // timedelta(minutes=1))
        case TooFar(last):
            return TooFarAhead(last)
        case ClosedThatDay(day, closure):
            if closure is not None and closure.is_holiday:
                return HolidayOn(day, closure.reason)
            return ClosedOn(day, closure.reason if closure else None)
        case StaffOff(staff, day):
            return StaffIsOff(staff, day)
        case NobodyWorks(day, other):
            return NobodyDoesIt(other or service, day)
        case OutsideHours(day, openings, person):
            return NotWithinHours(service, day, openings, person)
        case DoesNotFit(start_at):
            return TimeIsHeld(start_at, ())
        case SlotTaken(start_at):
            return _held(start_at, refused, facts)
        case GuestBusy(start_at):
            return CustomerIsBusy(start_at)
        case CannotDoService(staff, other):
            return CannotDoIt(staff, other)
        case NotBegun(start_at):
            return NotBegunYet(start_at)
        case AlreadyOver():
            return OverAlready()
        case IsCancelled():
            return CancelledAlready()
        case NobodyDoesAll():
            return NobodyDoesThemAll()


def _held(start_at: datetime, refused: Refused, facts: OwnerFacts) -> Reply:
    day = facts.local(start_at).date()
    lines = tuple(
        closed_time(clash, day, facts) if isinstance(clash, Block) else coming(clash, facts)
        for clash in refused.clashes
    )
    return TimeIsHeld(start_at, lines)
