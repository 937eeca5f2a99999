"""Orders of the salon itself: they skip the limits that customers meet, never the ban on overlap."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise

from wabot.domain.appointments import Begins, GuestBusy, OutsideHours, Refusal, SlotTaken, Status
from wabot.domain.arrangements import Arrangement, check_arrangement
from wabot.domain.book import Book
from wabot.domain.salon import Opening, Salon, Service, Staff, no_holidays
from wabot.domain.slots import Search, Slot, check_start, find_slots
from wabot.domain.walltime import DAY
from wabot.types import AppointmentId, CustomerId, Lang, ServiceId

_ANY_HOUR = {weekday: (Opening(timedelta(), 2 * DAY),) for weekday in range(7)}  # midnight ends no visit
_CENTURIES = 400 * 366  # days: no horizon


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
    it is for somebody who comes along. `moving` None for a new visit. `waits`: where they cannot follow one another at
    once, the customer may wait between them. `as_it_was`: when each of them began, if they may begin so again.
    """

    services: tuple[Service, ...]
    staff: Staff | None
    start_at: datetime
    guest: CustomerId | None = None
    moving: AppointmentId | None = None
    has_visit: bool = False
    is_forced: bool = False
    waits: bool = False
    as_it_was: tuple[datetime, ...] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """What an order takes, and when each of its services begins."""

    slots: tuple[Slot, ...]
    services: tuple[Begins, ...]

    @property
    def start_at(self) -> datetime:
        """When it begins."""
        return self.slots[0].start_at

    @property
    def staff(self) -> Staff:
        """Who does it all."""
        return self.slots[0].staff


@lru_cache(maxsize=4)
def without_limits(salon: Salon) -> Salon:
    """The salon as its own people book it: without notice and horizon."""
    return replace(salon, rules=replace(salon.rules, min_notice=timedelta(), horizon_days=_CENTURIES))


def check_order(salon: Salon, book: Book, order: Order, now: datetime) -> Placed | OrderRefusal:
    """What the order takes: as it was, if it says so; else in a row, as one; else with the least waiting, if it may
    wait. Or why it cannot be had.
    """
    whole = as_one(order.services)
    able = _with_able_staff(salon, order, whole)
    if order.staff is None and not able.who_offers(whole.id):
        return NobodyDoesAll()
    day = order.start_at.astimezone(salon.timezone).date()
    staff = able.find_staff(order.staff.id) if order.staff is not None else None
    search = Search(service=whole, first=day, last=day, staff=staff, guest=order.guest, moving=order.moving)
    placed = _as_it_was(able, book, search, order, now)
    if placed is not None:
        return placed
    slot = check_start(able, book, search, order.start_at, now)
    if isinstance(slot, Slot):
        return Placed((slot,), tuple(_in_a_row(order.services, order.start_at)))
    if order.waits and len(order.services) > 1 and isinstance(slot, SlotTaken | GuestBusy | OutsideHours):
        first, *further = order.services
        apart = replace(search, service=first, further=tuple(further), in_order=True)
        found = check_arrangement(able, book, apart, order.start_at, now)
        if isinstance(found, Arrangement):
            return Placed(found.parts, _begins(found.parts))
    return slot


def find_starts(salon: Salon, book: Book, order: Order, last: date, now: datetime) -> Iterator[Slot]:
    """Every start that such an order can have without force from the day of its `start_at` to `last`, both included."""
    whole = as_one(order.services)
    is_plain = len(order.services) == 1 and not order.has_visit  # then what is known of the salon's days serves again
    able = without_limits(salon) if is_plain else _with_able_staff(salon, replace(order, is_forced=False), whole)
    staff = able.find_staff(order.staff.id) if order.staff is not None else None
    first = order.start_at.astimezone(salon.timezone).date()
    search = Search(service=whole, first=first, last=last, staff=staff, guest=order.guest, moving=order.moving)
    return find_slots(able, book, search, now)


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


def _as_it_was(able: Salon, book: Book, search: Search, order: Order, now: datetime) -> Placed | None:
    """Each service when it began before, None where one of them cannot, or that is not asked."""
    slots: list[Slot] = []
    for service, start_at in zip(order.services, order.as_it_was, strict=False):
        slot = check_start(able, book, replace(search, service=service), start_at, now)
        if not isinstance(slot, Slot):
            return None
        slots.append(slot)
    needs = sorted(need for slot in slots for need in slot.needs)
    overlap = any(one[0] == other[0] and other[1] < one[2] for one, other in pairwise(needs))  # they were one
    return Placed(tuple(slots), _begins(slots)) if slots and not overlap else None


def _begins(slots: Iterable[Slot]) -> tuple[Begins, ...]:
    return tuple((slot.service.id, slot.start_at) for slot in slots)


def _in_a_row(services: Sequence[Service], start_at: datetime) -> Iterable[Begins]:
    """When each of them begins if they follow one another from then on."""
    for service in services:
        yield service.id, start_at
        start_at += service.length


def _with_able_staff(salon: Salon, order: Order, whole: Service) -> Salon:
    """The salon without limits, where `whole` is done by those who do all of it, and by who has the visit.

    What is no longer offered is done by whom the salon names for it.
    """
    wanted = {service.id for service in order.services if salon.find_service(service.id) is not None}
    kept = order.staff if order.has_visit else None
    done = (whole.id, *(service.id for service in order.services))
    people = [
        replace(person, services=(*person.services, *done))
        if wanted <= set(person.services) or (kept and person.id == kept.id)
        else person
        for person in salon.staff
    ]
    if kept is not None and salon.find_staff(kept.id) is None:
        people.append(replace(kept, services=done))
    able = replace(without_limits(salon), staff=tuple(people))
    if not order.is_forced:
        return able
    around_the_clock = tuple(replace(person, hours={}) for person in people)
    return replace(able, hours=_ANY_HOUR, closures=(), holidays=no_holidays, staff=around_the_clock)
