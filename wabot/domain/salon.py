"""The salon: its hours, rooms, services, staff and booking rules, as the owner wrote them down."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from itertools import chain
from zoneinfo import ZoneInfo

from wabot.types import CompanyId, Lang, PhoneNumber, RoomId, ServiceId, StaffId

Text = Mapping[Lang, str]
"""What customers read, in every language the salon speaks."""

Aliases = Mapping[Lang, Sequence[str]]
"""Other words customers use for a thing. Heard, never echoed."""


@dataclass(frozen=True, slots=True, order=True)
class Opening:
    """A stretch of wall-clock time within one day, half-open; both ends count from midnight, 24 h at most."""

    opens: timedelta
    closes: timedelta


WeeklyHours = Mapping[int, tuple[Opening, ...]]
"""Weekday (Monday = 0) to its openings, in order and apart; an empty tuple means closed."""

OneOffs = dict[date, dict[StaffId | None, tuple[Opening, ...]]]
"""Openings of single days on top of the weekly hours, by whose they are; None: the whole salon's (openings.py)."""


@dataclass(frozen=True, slots=True)
class Price:
    """What a service costs, in the salon's currency; `is_from` when it may cost more."""

    amount: Decimal
    is_from: bool = False


def total_of(prices: Sequence[Price | None]) -> Price | None:
    """All of them together; None when one of them is told in the salon."""
    known = [price for price in prices if price is not None]
    if len(known) < len(prices):
        return None
    return Price(sum((price.amount for price in known), Decimal()), is_from=any(price.is_from for price in known))


@dataclass(frozen=True, slots=True)
class Break:
    """A part of a service when the staff member may serve someone else, counted from the service's start."""

    begins: timedelta
    ends: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A kind of chair or basin; `count` of them may be used at the same time."""

    id: RoomId
    name: Text
    count: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """Something a customer can book.

    `length` is the customer's time. `buffer_after` holds the staff member only and may run past closing.
    `family` groups services that one word may mean ("haircut"); `price` None means it is told in the salon.
    `rebook_after` is when people mostly come for it again, in whole days; None where nobody can say.
    """

    id: ServiceId
    name: Text
    length: timedelta
    family: str | None = None
    aliases: Aliases = field(default_factory=dict)
    buffer_after: timedelta = timedelta()
    price: Price | None = None
    rooms: tuple[RoomId, ...] = ()
    staff_free: Break | None = None
    rebook_after: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """A person who serves customers. `hours` replaces the salon's hours for the weekdays it names."""

    id: StaffId
    name: Text
    services: tuple[ServiceId, ...]
    aliases: Aliases = field(default_factory=dict)
    phone: PhoneNumber | None = None
    hours: WeeklyHours = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Closure:
    """Days on which the whole salon is closed, both ends included; a holiday's reason is its name."""

    first: date
    last: date
    reason: Text
    is_holiday: bool = False


def no_holidays(_day: date) -> Text | None:
    """For a salon that is open on public holidays."""
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingRules:
    """Limits a customer meets; each includes its exact value.

    `step` is the grid of offered starts, counted from midnight. Inside `change_notice` before a visit
    a customer is passed to a person. `max_open` counts visits still to come. `waitlist_answer` is how long a time that
    became free is held for whom it is offered to.
    """

    step: timedelta = timedelta(minutes=15)
    min_notice: timedelta = timedelta(hours=1)
    horizon_days: int = 60
    change_notice: timedelta = timedelta(hours=2)
    max_open: int = 3
    waitlist_answer: timedelta = timedelta(minutes=30)


@dataclass(frozen=True, kw_only=True, eq=False)
class Salon:
    """Everything that is true of the salon until the owner changes the configuration, and the one-off openings of the
    moment. One is like no other.
    """

    id: CompanyId
    name: Text
    country: str
    timezone: ZoneInfo
    language: Lang
    address: Text
    phone: PhoneNumber | None
    currency: str
    hours: WeeklyHours
    closures: tuple[Closure, ...]
    holidays: Callable[[date], Text | None] = no_holidays  # the name of the public holiday on which it is closed
    rules: BookingRules
    rooms: tuple[Room, ...]
    services: tuple[Service, ...]
    staff: tuple[Staff, ...]
    one_offs: OneOffs = field(default_factory=dict)

    @cached_property
    def _services(self) -> dict[ServiceId, Service]:
        return {service.id: service for service in self.services}

    @cached_property
    def _staff(self) -> dict[StaffId, Staff]:
        return {person.id: person for person in self.staff}

    @cached_property
    def _rooms(self) -> dict[RoomId, Room]:
        return {room.id: room for room in self.rooms}

    @cached_property
    def families(self) -> dict[str, tuple[Service, ...]]:
        """Family name to its services, in the order of the configuration."""
        found: dict[str, list[Service]] = {}
        for service in self.services:
            if service.family:
                found.setdefault(service.family, []).append(service)
        return {family: tuple(services) for family, services in found.items()}

    def find_service(self, service_id: str) -> Service | None:
        """The service, or None when the salon does not (or no longer) offer it."""
        return self._services.get(ServiceId(service_id))

    def services_named(self, service_ids: Iterable[str]) -> tuple[Service, ...]:
        """Those of them that the salon has, in their order."""
        return tuple(service for name in service_ids if (service := self.find_service(name)) is not None)

    def find_staff(self, staff_id: str | None) -> Staff | None:
        """The staff member, or None when nobody is named, or nobody of that id works here (any more)."""
        return self._staff.get(StaffId(staff_id)) if staff_id is not None else None

    def room(self, room_id: RoomId) -> Room:
        """A room that a service of this salon names; the configuration guarantees that it exists."""
        return self._rooms[room_id]

    def who_offers(self, service_id: ServiceId) -> tuple[Staff, ...]:
        """Staff who do the service, in the order of the configuration."""
        return tuple(person for person in self.staff if service_id in person.services)

    def closure_on(self, day: date) -> Closure | None:
        """The closure that covers the day, if any: the owner's own, else a public holiday."""
        own = next((closure for closure in self.closures if closure.first <= day <= closure.last), None)
        if own is not None:
            return own
        name = self.holidays(day)
        return Closure(first=day, last=day, reason=name, is_holiday=True) if name is not None else None

    def openings(self, day: date, person: Staff | None = None) -> tuple[Opening, ...]:
        """When the staff member works on that day, or the salon is open: that is also when any one-off opening is.

        Empty when closed or off; in order and apart.
        """
        hours = self.hours_on(day, person)
        if person is not None or day not in self.one_offs:
            return hours
        return joined((*hours, *chain.from_iterable(self.one_offs[day].values())))

    def hours_on(self, day: date, person: Staff | None = None) -> tuple[Opening, ...]:
        """When the staff member works on that day; for None, who follows the salon's hours."""
        weekday = day.weekday()
        own = person.hours.get(weekday) if person is not None else None
        weekly = self.hours[weekday] if own is None else own
        hours = () if self.closure_on(day) else weekly
        if day not in self.one_offs:
            return hours
        whose = {person.id if person is not None else None} | ({None} if own is None else set())
        return joined((*hours, *chain.from_iterable(self.one_offs[day].get(staff, ()) for staff in whose)))


def joined(openings: Iterable[Opening]) -> tuple[Opening, ...]:
    """The same time in order and apart: what touches or overlaps is one opening."""
    found: list[Opening] = []
    for opening in sorted(openings):
        if found and opening.opens <= found[-1].closes:
            found[-1] = Opening(found[-1].opens, max(found[-1].closes, opening.closes))
        else:
            found.append(opening)
    return tuple(found)


def are_alike(one: Service, other: Service) -> bool:
    """Whether they do the same kind of thing: of one family, or one is called after the other."""
    if one is other:
        return False
    if one.family is not None:
        return one.family == other.family
    names = ((one.name[lang].lower().split(), other.name[lang].lower().split()) for lang in Lang)
    return any(set(theirs) <= set(ours) or set(ours) <= set(theirs) for ours, theirs in names)
