"""Free times: which starts on the salon's grid a service can have, and why others cannot.

Inside this module instants are Unix milliseconds, as the book holds them: a search looks at thousands of them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import repeat

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
)
from wabot.domain.book import Book, Busy, Hold, Resource, guest_resource, staff_resource
from wabot.domain.gaps import free_rooms, is_free, staff_stretches, starts_outside
from wabot.domain.grids import fits_hours, grids
from wabot.domain.salon import Opening, Salon, Service, Staff, joined
from wabot.domain.walltime import DAY, boundary, from_ms, instant, midnight_ms, since_midnight, to_ms
from wabot.types import AppointmentId, CustomerId

_MINUTE = timedelta(minutes=1)
_MS = timedelta(milliseconds=1)
FROM_MIDNIGHT = time()


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A bookable time. `day` is the salon's; `rooms` are the units it would take."""

    service: Service
    staff: Staff
    day: date
    start_ms: int
    rooms: tuple[Resource, ...]
    guest: CustomerId | None

    @property
    def start_at(self) -> datetime:
        """When the customer's time begins."""
        return from_ms(self.start_ms)

    @property
    def end_at(self) -> datetime:
        """When the customer's time ends; the buffer is not in it."""
        return self.start_at + self.service.length

    @property
    def end_ms(self) -> int:
        """The same in Unix milliseconds."""
        return self.start_ms + self.service.length // _MS

    @property
    def needs(self) -> list[tuple[Resource, int, int]]:
        """All that the visit takes, from and to in Unix milliseconds: the staff member with the buffer, the rooms, the
        guest.
        """
        start, end = self.start_ms, self.end_ms
        needs = [(staff_resource(self.staff.id), start + a, start + b) for a, b in staff_stretches(self.service)]
        needs += [(room, start, end) for room in self.rooms]
        if self.guest is not None:
            needs.append((guest_resource(self.guest), start, end))
        return needs

    @property
    def holds(self) -> tuple[Hold, ...]:
        """The same as the book writes it."""
        return tuple(Hold(resource, from_ms(begins), from_ms(ends)) for resource, begins, ends in self.needs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What is looked for: a service from `first` to `last` day (both included), salon wall time.

    `not_before` and `not_after` bound the start, both included. `staff` None means anyone who does it.
    `guest` is the customer for whom it must be free too, `moving` the visit whose own time does not count.
    `further` services belong to the same visit (arrangements.py), had in that order if `in_order`, or each by a guest
    of their own at the same time if `side_by_side`.
    """

    service: Service
    first: date
    last: date
    staff: Staff | None = None
    not_before: time = FROM_MIDNIGHT
    not_after: time | None = None
    guest: CustomerId | None = None
    moving: AppointmentId | None = None
    further: tuple[Service, ...] = ()
    in_order: bool = False
    side_by_side: bool = False

    @property
    def services(self) -> tuple[Service, ...]:
        """Everything that the visit is for, as it was said."""
        return (self.service, *self.further)


@dataclass(frozen=True, slots=True)
class Limits:
    """The days, both included, and the starts, both included, that a customer may book now."""

    first: date
    last: date
    earliest: int
    latest: int


def bookable_days(salon: Salon, now: datetime) -> tuple[date, date]:
    """The first and the last day a customer may book now, both included."""
    today = now.astimezone(salon.timezone).date()
    return today, today + timedelta(days=salon.rules.horizon_days)


def wall_start(salon: Salon, day: date, clock: time) -> datetime | None:
    """The instant of a wall-clock time in the salon, None when clocks skip it that day."""
    return instant(day, since_midnight(clock), salon.timezone)


def customer_limits(salon: Salon, search: Search, now: datetime) -> Limits:
    """What of the search's days notice and horizon leave."""
    opening_day, closing_day = bookable_days(salon, now)
    return Limits(
        first=max(search.first, opening_day),
        last=min(search.last, closing_day),
        earliest=to_ms(now + salon.rules.min_notice),
        latest=_end_ms(salon, closing_day),
    )


def find_slots(salon: Salon, book: Book, search: Search, now: datetime) -> Iterator[Slot]:
    """Every free start of `search.service` within the customer's limits, earliest first; equal starts in the salon's
    order of staff.

    Days are read from the book one by one, as far as the caller goes on.
    """
    limits = customer_limits(salon, search, now)
    people = people_for(salon, search)
    day = limits.first
    while day <= limits.last:
        yield from slots_on(salon, book, search, people, day, limits)
        day += DAY


def check_start(salon: Salon, book: Book, search: Search, start_at: datetime, now: datetime) -> Slot | Refusal:
    """The slot of `search.service` at exactly `start_at`, or why it cannot be had. Days in `search` are ignored."""
    day = start_at.astimezone(salon.timezone).date()
    start = to_ms(start_at)
    beyond = beyond_limits(salon, start_at, now)
    if beyond is not None:
        return beyond
    if search.staff is not None and search.service.id not in search.staff.services:
        return CannotDoService(search.staff, search.service)
    nobody = why_nobody_works(salon, search, day)
    if nobody is not None:
        return nobody
    fitting = [person for person in people_for(salon, search) if fits_hours(salon, search.service, person, day, start)]
    if not fitting:
        return OutsideHours(day, _hours_of_service(salon, search, day), search.staff)
    busy = book.busy(day, ignoring=search.moving)
    end = start + search.service.length // _MS
    if search.guest is not None and not is_free(busy.get(guest_resource(search.guest), ()), start, end):
        return GuestBusy(start_at)
    for person in fitting:
        slot = slot_at(salon, busy, search, person, day, start)
        if slot is not None:
            return slot
    return SlotTaken(start_at)


def beyond_limits(salon: Salon, start_at: datetime, now: datetime) -> Refusal | None:
    """Why a customer may not book a visit that begins then; None when notice and horizon allow it."""
    if start_at < now:
        return InThePast()
    if start_at < now + salon.rules.min_notice:
        return TooSoon()
    closing_day = bookable_days(salon, now)[1]
    return TooFar(closing_day) if to_ms(start_at) > _end_ms(salon, closing_day) else None


def why_nobody_works(salon: Salon, search: Search, day: date) -> Refusal | None:
    """Why nobody who could do it works on that day; None when somebody does."""
    if any(salon.openings(day, person) for person in people_for(salon, search)):
        return None
    if not salon.openings(day):
        return ClosedThatDay(day, salon.closure_on(day))
    return StaffOff(search.staff, day) if search.staff is not None else NobodyWorks(day)


def _hours_of_service(salon: Salon, search: Search, day: date) -> tuple[Opening, ...]:
    """When somebody who does the service works on that day."""
    return joined(opening for person in people_for(salon, search) for opening in salon.openings(day, person))


def _end_ms(salon: Salon, day: date) -> int:
    """The last moment of a day."""
    return midnight_ms(day + DAY, salon.timezone) - 1


def people_for(salon: Salon, search: Search) -> Sequence[Staff]:
    """Who may do `search.service`."""
    if search.staff is None:
        return salon.who_offers(search.service.id)
    return [search.staff] if search.service.id in search.staff.services else []


def slots_on(
    salon: Salon, book: Book, search: Search, people: Sequence[Staff], day: date, limits: Limits
) -> Iterator[Slot]:
    """The free starts of one day with one of the people, earliest first."""
    lower, upper = _bounds(salon, search, day, limits)
    starts_of = grids(salon, tuple(person.id for person in people), day, search.service.length)
    if not any(lower <= grid[-1] and grid[0] <= upper for grid in starts_of if grid):
        return
    busy = book.busy(day, ignoring=search.moving)
    (_, length), *_ = staff_stretches(search.service)
    starts: list[tuple[int, int]] = []
    for order, grid in enumerate(starts_of):
        held = busy.get(staff_resource(people[order].id), ())
        starts += zip(starts_outside(held, grid, lower, upper, length), repeat(order))
    starts.sort()
    for start, order in starts:
        slot = slot_at(salon, busy, search, people[order], day, start)
        if slot is not None:
            yield slot


def _bounds(salon: Salon, search: Search, day: date, limits: Limits) -> tuple[int, int]:
    """The first and the last start that the search and the customer's limits allow on that day."""
    earliest, latest = limits.earliest, limits.latest
    if search.not_before != FROM_MIDNIGHT:
        earliest = max(earliest, to_ms(boundary(day, since_midnight(search.not_before), salon.timezone)))
    if search.not_after is not None:
        latest = min(latest, to_ms(boundary(day, since_midnight(search.not_after), salon.timezone)))
    return earliest, latest


def slot_at(salon: Salon, busy: Busy, search: Search, person: Staff, day: date, start: int) -> Slot | None:
    """The slot, or None when something it needs is busy."""
    service = search.service
    end = start + service.length // _MS
    theirs = busy.get(staff_resource(person.id))
    if theirs:
        for begins, ends in staff_stretches(service):
            if not is_free(theirs, start + begins, start + ends):
                return None
    if search.guest is not None:
        guests = busy.get(guest_resource(search.guest))
        if guests and not is_free(guests, start, end):
            return None
    rooms = free_rooms(salon, busy, service, start, end) if service.rooms else ()
    if rooms is None:
        return None
    return Slot(service=service, staff=person, day=day, start_ms=start, rooms=rooms, guest=search.guest)
