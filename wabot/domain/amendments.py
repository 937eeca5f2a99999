"""Amendments: what the salon wants to be different about a visit that stands in the book."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from wabot.domain.appointments import Appointment, Status
from wabot.domain.book import Hold, room_of, staff_resource
from wabot.domain.orders import AlreadyOver, IsCancelled, NotBegun, Order, OrderRefusal, Placed
from wabot.domain.salon import Salon, Service, Staff
from wabot.types import Lang, ServiceId

_TAKES_TIME = frozenset({Status.BOOKED, Status.CONFIRMED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """What shall be different about a visit; None: as it is."""

    services: tuple[Service, ...] | None = None
    staff: Staff | None = None
    start_at: datetime | None = None
    status: Status | None = None
    note: str | None = None
    is_forced: bool = False


def services_of(salon: Salon, visit: Appointment, held: Sequence[Hold]) -> tuple[Service, ...]:
    """What a visit is for. Where a service is no longer offered, the whole visit as it stands in the book."""
    known = [salon.find_service(service) for service in visit.services]
    offered = tuple(service for service in known if service is not None)
    if offered and len(offered) == len(known):
        return offered
    busy_until = [hold.end_at for hold in held if hold.resource == staff_resource(visit.staff)]
    rooms = (room_of(hold.resource) for hold in held)
    there_are = {room.id for room in salon.rooms}
    return (
        Service(
            id=ServiceId(" ".join(visit.services)),
            name=dict.fromkeys(Lang, " + ".join(visit.services)),
            length=visit.end_at - visit.start_at,
            buffer_after=max([*busy_until, visit.end_at]) - visit.end_at,
            rooms=tuple(room for room in rooms if room in there_are),
        ),
    )


def staff_of(salon: Salon, visit: Appointment) -> Staff:
    """Who has the visit, also when they no longer work here."""
    return salon.find_staff(visit.staff) or Staff(
        id=visit.staff, name=dict.fromkeys(Lang, str(visit.staff)), services=()
    )


def order_for(salon: Salon, visit: Appointment, held: Sequence[Hold], amendment: Amendment) -> Order | None:
    """The order that the amendment means; None when it asks for no other time, staff member or service."""
    target = amendment.status or visit.status
    returns = visit.status is Status.CANCELLED and target in _TAKES_TIME
    services = amendment.services or services_of(salon, visit, held)
    staff = amendment.staff or staff_of(salon, visit)
    start_at = amendment.start_at or visit.start_at
    keeps_services = amendment.services is None or tuple(it.id for it in services) == visit.services
    is_same = keeps_services and staff.id == visit.staff and start_at == visit.start_at
    if is_same and not returns:
        return None
    return Order(
        services=services,
        staff=staff,
        start_at=start_at,
        guest=visit.customer,
        moving=visit.id,
        has_visit=keeps_services and staff.id == visit.staff,
        is_forced=amendment.is_forced or is_same,  # the time it had was agreed on, at whatever hour
        waits=True,
        as_it_was=visit.starts if is_same and len(services) == len(visit.starts) else (),
    )


def with_all_services(visit: Appointment, order: Order, placed: Placed) -> Placed:
    """With what the salon no longer offers, which is one with the rest: it stays as it stands in the book."""
    if [service.id for service in order.services] != [" ".join(visit.services)]:
        return placed
    later = order.start_at - visit.start_at
    begins = zip(visit.services, visit.starts, strict=True)
    return replace(placed, services=tuple((service, start_at + later) for service, start_at in begins))


def check_amendment(visit: Appointment, amendment: Amendment, now: datetime) -> OrderRefusal | None:
    """Whether its status allows that, whatever the time asked for."""
    target = amendment.status or visit.status
    is_over = visit.status in {Status.DONE, Status.NO_SHOW}
    if target in {Status.DONE, Status.NO_SHOW} and visit.status is not target:
        if visit.status is Status.CANCELLED:
            return IsCancelled()
        if now < visit.start_at:
            return NotBegun(visit.start_at)
    if target is Status.CANCELLED and is_over:
        return AlreadyOver(visit.status)
    changes_visit = amendment.start_at or amendment.staff or amendment.services
    if changes_visit and target not in _TAKES_TIME:
        return IsCancelled() if target is Status.CANCELLED else AlreadyOver(target)
    return None


def moment_of(visit: Appointment, order: Order, now: datetime) -> datetime:
    """The time by which an order is judged to be past: a visit that keeps its start may have begun long ago."""
    return min(now, visit.start_at) if order.start_at == visit.start_at else now
