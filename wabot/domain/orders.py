"""Orders of the salon itself: they skip the limits that customers meet, never the ban on overlap."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache

from wabot.domain.appointments import Appointment, Refusal, Status
from wabot.domain.book import Book, Hold, room_of, staff_resource
from wabot.domain.salon import Opening, Salon, Service, Staff, no_holidays
from wabot.domain.slots import Search, Slot, check_start
from wabot.domain.walltime import DAY
from wabot.types import AppointmentId, CustomerId, Lang, ServiceId

_EVERY_DAY = {weekday: (Opening(timedelta(), DAY),) for weekday in range(7)}
_CENTURIES = 400 * 366  # days: no horizon
_TAKES_TIME = frozenset({Status.BOOKED, Status.CONFIRMED})


@dataclass(frozen=True, slots=True)
class NotBegun:
    """What became of a visit is known once it has begun."""

    start_at: datetime


@dataclass(frozen=True, slots=True)
class AlreadyOver:
    """The visit is done, or nobody came: it is not moved or cancelled any more."""

    status: Status


@dataclass(frozen=True, slots=True)
class IsCancelled:
    """The visit is cancelled: first it must be booked again."""


@dataclass(frozen=True, slots=True)
class NobodyDoesAll:
    """Each of the services is done by somebody, all of them by nobody."""


OrderRefusal = Refusal | NotBegun | AlreadyOver | IsCancelled | NobodyDoesAll
"""Why an order of the salon is not carried out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A visit as the salon wants it: the services in a row by one staff member, None for anyone who does them all.

    `has_visit`: that staff member is to do the visit already, so whether they do such services is not asked.
    `is_forced`: at any hour. `guest` None where the customer's own time does not matter: they have no visit yet, or
    it is for somebody who comes along. `moving` None for a new visit.
    """

    services: tuple[Service, ...]
    staff: Staff | None
    start_at: datetime
    guest: CustomerId | None = None
    moving: AppointmentId | None = None
    has_visit: bool = False
    is_forced: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """What shall be different about a visit; None: as it is."""

    services: tuple[Service, ...] | None = None
    staff: Staff | None = None
    start_at: datetime | None = None
    status: Status | None = None
    note: str | None = None
    is_forced: bool = False


@lru_cache(maxsize=4)
def without_limits(salon: Salon) -> Salon:
    """The salon as its own people book it: without notice and horizon."""
    return replace(salon, rules=replace(salon.rules, min_notice=timedelta(), horizon_days=_CENTURIES))


def check_order(salon: Salon, book: Book, order: Order, now: datetime) -> Slot | OrderRefusal:
    """The slot of all its services as one, or why it cannot be had."""
    whole = as_one(order.services)
    able = _with_able_staff(salon, order, whole)
    if order.staff is None and not able.who_offers(whole.id):
        return NobodyDoesAll()
    day = order.start_at.astimezone(salon.timezone).date()
    staff = able.find_staff(order.staff.id) if order.staff is not None else None
    search = Search(service=whole, first=day, last=day, staff=staff, guest=order.guest, moving=order.moving)
    return check_start(able, book, search, order.start_at, now)


def as_one(services: Sequence[Service]) -> Service:
    """Services in a row as one: as long as all of them, with the last one's buffer, in all their rooms."""
    if len(services) == 1:
        return services[0]
    return Service(
        id=ServiceId(" ".join(service.id for service in services)),
        name={lang: " + ".join(service.name[lang] for service in services) for lang in Lang},
        length=sum((service.length for service in services), timedelta()),
        buffer_after=services[-1].buffer_after,
        rooms=tuple(dict.fromkeys(room for service in services for room in service.rooms)),
    )


def _with_able_staff(salon: Salon, order: Order, whole: Service) -> Salon:
    """The salon without limits, where `whole` is done by those who do all of it, and by who has the visit.

    What is no longer offered is done by whom the salon names for it.
    """
    wanted = {service.id for service in order.services if salon.find_service(service.id) is not None}
    kept = order.staff if order.has_visit else None
    people = [
        replace(person, services=(*person.services, whole.id))
        if wanted <= set(person.services) or (kept and person.id == kept.id)
        else person
        for person in salon.staff
    ]
    if kept is not None and salon.find_staff(kept.id) is None:
        people.append(replace(kept, services=(whole.id,)))
    able = replace(without_limits(salon), staff=tuple(people))
    if not order.is_forced:
        return able
    around_the_clock = tuple(replace(person, hours={}) for person in people)
    return replace(able, hours=_EVERY_DAY, closures=(), holidays=no_holidays, staff=around_the_clock)


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
    )


def starts_in_a_row(services: Sequence[Service], start_at: datetime) -> list[tuple[ServiceId, datetime]]:
    """When each of them begins if they follow one another from then on."""
    starts: list[tuple[ServiceId, datetime]] = []
    for service in services:
        starts.append((service.id, start_at))
        start_at += service.length
    return starts


def starts_of(visit: Appointment, order: Order) -> list[tuple[ServiceId, datetime]]:
    """When each service of the visit begins once the order is carried out."""
    if [service.id for service in order.services] != [" ".join(visit.services)]:
        return starts_in_a_row(order.services, order.start_at)
    later = order.start_at - visit.start_at  # it stays as it stands in the book, whatever the salon offers now
    return [(service, begins + later) for service, begins in zip(visit.services, visit.starts, strict=True)]


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
