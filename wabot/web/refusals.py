"""Why the book does not take an order, as programs read it: a stable code, and what to do instead."""

import re
from collections.abc import Sequence
from datetime import datetime

from aiohttp import web

from wabot.domain.appointments import (
    Appointment,
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
from wabot.domain.openings import OpenAlready
from wabot.domain.orders import AlreadyOver, IsCancelled, NobodyDoesAll, NotBegun, OrderRefusal
from wabot.domain.salon import Salon
from wabot.language.spoken import spoken_openings
from wabot.types import Lang
from wabot.web.errors import problem

MOST_CLASHES = 5  # that are named
_FORCE = 'or send "force": true'


def refusal_code(refusal: OrderRefusal | OpenAlready) -> str:
    """The refusal's own name: SlotTaken is "slot_taken"."""
    return code_of(type(refusal))


def code_of(kind: type) -> str:
    """The code of such refusals."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower()


def refused(
    refusal: OrderRefusal | OpenAlready, salon: Salon, clashes: Sequence[Appointment | Block] = ()
) -> web.Response:
    """409 with the refusal; `clashes` are what holds the time, where that is known."""
    words = _explain(refusal, salon)
    if clashes:
        words += ": " + ", ".join(_clash(clash, salon) for clash in clashes[:MOST_CLASHES])
        words += f" and {len(clashes) - MOST_CLASHES} more" if len(clashes) > MOST_CLASHES else ""
    return problem(409, refusal_code(refusal), f"{words}; nothing was changed")


def _explain(refusal: OrderRefusal | OpenAlready, salon: Salon) -> str:
    match refusal:
        case InThePast():
            return "that time has gone by; take a later one"
        case ClosedThatDay(day, closure):
            why = f" ({closure.reason[Lang.EN]})" if closure else ""
            return f"the salon is closed on {day}{why}; take another day, {_FORCE}"
        case StaffOff(staff, day):
            return f"{staff.id} does not work on {day}; take another day or person, {_FORCE}"
        case NobodyWorks(day):
            return f"nobody who does it works on {day}; take another day, {_FORCE}"
        case OutsideHours(day, openings, staff):
            whose = f"{staff.id} works" if staff else "it is done"
            return f"it does not fit into that day: {whose} {spoken_openings(openings)} on {day}; take these, {_FORCE}"
        case DoesNotFit(start_at):
            return f"the services cannot follow one another from {_local(start_at, salon)} on; take another time"
        case SlotTaken(start_at):
            return f"at {_local(start_at, salon)} the person, or a room that is needed, is taken"
        case GuestBusy(start_at):
            return f"at {_local(start_at, salon)} the customer has another visit; move that one, or take another time"
        case CannotDoService(staff, service):
            what = " + ".join(service.id.split())
            return f"{staff.id} does not do {what}; take somebody who does, or leave staff out"
        case NobodyDoesAll():
            return "no one person does all of these services; order them one by one"
        case NotBegun(start_at):
            return f"the visit begins at {_local(start_at, salon)}; what became of it is known after that"
        case AlreadyOver(status):
            return f'what is {status} is not moved or cancelled; send "status": "booked" first if that is wrong'
        case IsCancelled():
            return 'what is cancelled is not moved, nor does it take place; send "status": "booked" to take it back'
        case OpenAlready(staff, openings):
            return f"{staff.id if staff else 'the salon'} works {spoken_openings(openings)} on that day anyway"
        case TooSoon() | TooFar():
            return "that time is beyond the limits of the book"


def _clash(clash: Appointment | Block, salon: Salon) -> str:
    stretch = f"{_local(clash.start_at, salon)} to {_local(clash.end_at, salon)}"
    if isinstance(clash, Block):
        return f"closed from {stretch} ({clash.reason or 'no reason given'}, block {clash.id})"
    return f"{' + '.join(clash.services)} from {stretch} (appointment {clash.id})"


def _local(at: datetime, salon: Salon) -> str:
    return f"{at.astimezone(salon.timezone):%Y-%m-%d %H:%M}"
