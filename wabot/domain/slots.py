"""Free times: which starts on the salon's grid a service can have, and why others cannot."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from wabot.domain.appointments import (
    CannotDoService,
    ClosedThatDay,
    GuestBusy,
    InThePast,
    OutsideHours,
    Refusal,
    SlotTaken,
    StaffOff,
    TooFar,
    TooSoon,
)
from wabot.domain.book import Book, Busy, Hold, Resource, guest_resource, room_resource, staff_resource
from wabot.domain.salon import Salon, Service, Staff
from wabot.domain.walltime import DAY, boundary, from_ms, instant, since_midnight, to_ms, wall_clock
from wabot.types import AppointmentId, CustomerId

_MINUTE = timedelta(minutes=1)
_MS = timedelta(milliseconds=1)
FROM_MIDNIGHT = time()


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A bookable time: `start_at` to `end_at` is the customer's; `holds` is all that it takes, buffer included."""

    service: Service
    staff: Staff
    start_at: datetime
    end_at: datetime
    holds: tuple[Hold, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What is looked for: a service from `first` to `last` day (both included), salon wall time.

    `not_before` and `not_after` bound the start, both included. `staff` None means anyone who does it.
    `guest` is the customer for whom it must be free too, `moving` the appointment whose own time does not count.
    """

    service: Service
    first: date
    last: date
    staff: Staff | None = None
    not_before: time = FROM_MIDNIGHT
    not_after: time | None = None
    guest: CustomerId | None = None
    moving: AppointmentId | None = None


def bookable_days(salon: Salon, now: datetime) -> tuple[date, date]:
    """The first and the last day a customer may book now, both included."""
    today = now.astimezone(salon.timezone).date()
    return today, today + timedelta(days=salon.rules.horizon_days)


def find_slots(salon: Salon, book: Book, search: Search, now: datetime) -> Iterator[Slot]:
    """Every free start within the customer's limits, earliest first; equal starts in the salon's order of staff."""
    opening_day, closing_day = bookable_days(salon, now)
    day, last = max(search.first, opening_day), min(search.last, closing_day)
    earliest, latest = to_ms(now + salon.rules.min_notice), _horizon_ms(salon, now)
    while day <= last:
        yield from _slots_on(salon, book, search, day, earliest, latest)
        day += DAY


def check_start(salon: Salon, book: Book, search: Search, start_at: datetime, now: datetime) -> Slot | Refusal:
    """The slot of `search.service` at exactly `start_at`, or why it cannot be had. Days in `search` are ignored."""
    day = start_at.astimezone(salon.timezone).date()
    if start_at < now:
        return InThePast()
    if start_at < now + salon.rules.min_notice:
        return TooSoon()
    if to_ms(start_at) > _horizon_ms(salon, now):
        return TooFar(bookable_days(salon, now)[1])
    if search.staff is not None and search.service.id not in search.staff.services:
        return CannotDoService(search.staff, search.service)
    if not salon.openings(day) and not any(salon.openings(day, person) for person in _people(salon, search)):
        return ClosedThatDay(day, salon.closure_on(day))
    people = [person for person in _people(salon, search) if salon.openings(day, person)]
    if not people:
        return StaffOff(search.staff, day) if search.staff else SlotTaken(start_at)
    start = to_ms(start_at)
    fitting = [person for person in people if _fits_hours(salon, search.service, person, day, start)]
    if not fitting:
        return OutsideHours(day, salon.openings(day, search.staff), search.staff)
    busy = book.busy(day, ignoring=search.moving)
    if search.guest is not None and not _is_free(
        busy, guest_resource(search.guest), start, _end(search.service, start)
    ):
        return GuestBusy(start_at)
    for person in fitting:
        slot = _slot(salon, busy, search, person, start)
        if slot is not None:
            return slot
    return SlotTaken(start_at)


def _horizon_ms(salon: Salon, now: datetime) -> int:
    """The last start a customer may book: the end of the last bookable day."""
    return to_ms(boundary(bookable_days(salon, now)[1], DAY, salon.timezone)) - 1


def _people(salon: Salon, search: Search) -> Sequence[Staff]:
    if search.staff is None:
        return salon.who_offers(search.service.id)
    return [search.staff] if search.service.id in search.staff.services else []


def _slots_on(salon: Salon, book: Book, search: Search, day: date, earliest: int, latest: int) -> Iterable[Slot]:
    busy = book.busy(day, ignoring=search.moving)
    starts = [
        (start, order, person)
        for order, person in enumerate(_people(salon, search))
        for start in _starts(salon, search, person, day)
        if earliest <= start <= latest
    ]
    starts.sort(key=lambda found: found[:2])
    for start, _, person in starts:
        slot = _slot(salon, busy, search, person, start)
        if slot is not None:
            yield slot


def _starts(salon: Salon, search: Search, person: Staff, day: date) -> Iterator[int]:
    """Starts on the grid that fit the person's hours and the wanted part of the day."""
    step = salon.rules.step // _MINUTE
    length = search.service.length // _MINUTE
    lower = since_midnight(search.not_before) // _MINUTE
    upper = since_midnight(search.not_after) // _MINUTE if search.not_after is not None else 24 * 60
    at = wall_clock(day, salon.timezone)
    for opening in salon.openings(day, person):
        first = max(opening.opens // _MINUTE, lower)
        for minutes in range(-(-first // step) * step, min(opening.closes // _MINUTE - length, upper) + 1, step):
            start = at(minutes)
            if start is not None and _fits_hours(salon, search.service, person, day, start):
                yield start


def _fits_hours(salon: Salon, service: Service, person: Staff, day: date, start: int) -> bool:
    """Whether the customer's time lies within one opening; the buffer need not."""
    end = _end(service, start)
    zone = salon.timezone
    return any(
        to_ms(boundary(day, opening.opens, zone)) <= start and end <= to_ms(boundary(day, opening.closes, zone))
        for opening in salon.openings(day, person)
    )


def _end(service: Service, start: int) -> int:
    return start + service.length // _MS


def _slot(salon: Salon, busy: Busy, search: Search, person: Staff, start: int) -> Slot | None:
    """The slot with everything it holds, or None when something it needs is busy."""
    service = search.service
    end = _end(service, start)
    needs = [(staff_resource(person.id), *stretch) for stretch in _staff_stretches(service, start)]
    if search.guest is not None:
        needs.append((guest_resource(search.guest), start, end))
    if not all(_is_free(busy, *need) for need in needs):
        return None
    for room_id in service.rooms:
        units = (room_resource(room_id, unit) for unit in range(salon.room(room_id).count))
        unit = next((unit for unit in units if _is_free(busy, unit, start, end)), None)
        if unit is None:
            return None
        needs.append((unit, start, end))
    return Slot(
        service=service,
        staff=person,
        start_at=from_ms(start),
        end_at=from_ms(end),
        holds=tuple(Hold(resource, from_ms(begins), from_ms(ends)) for resource, begins, ends in needs),
    )


def _staff_stretches(service: Service, start: int) -> list[tuple[int, int]]:
    """When the staff member is held: the service and its buffer, less the break in which they are free."""
    end = _end(service, start) + service.buffer_after // _MS
    if service.staff_free is None:
        return [(start, end)]
    begins, ends = start + service.staff_free.begins // _MS, start + service.staff_free.ends // _MS
    return [(start, begins), (ends, end)] if ends < end else [(start, begins)]


def _is_free(busy: Busy, resource: Resource, start: int, end: int) -> bool:
    return all(ends <= start or end <= begins for begins, ends in busy.get(resource, ()))


def wall_start(salon: Salon, day: date, clock: time) -> datetime | None:
    """The instant of a wall-clock time in the salon, None when clocks skip it that day."""
    return instant(day, since_midnight(clock), salon.timezone)
