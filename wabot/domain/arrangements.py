"""Arrangements: one visit with one service or several in a row, with one person or with several.

The visit begins on the salon's grid; each further service begins as soon as all that it needs is free. Of the ways to
arrange it from a start, the best has the least waiting, then the fewest staff, then the order in which it was said.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from wabot.domain.appointments import (
    CannotDoService,
    DoesNotFit,
    GuestBusy,
    NobodyWorks,
    Refusal,
    SlotTaken,
)
from wabot.domain.book import Book, Busy, guest_resource
from wabot.domain.gaps import is_free
from wabot.domain.grids import fits_hours
from wabot.domain.salon import Salon, Service, Staff
from wabot.domain.side_by_side import beside, find_beside
from wabot.domain.slots import (
    Limits,
    Search,
    Slot,
    beyond_limits,
    check_start,
    customer_limits,
    find_slots,
    people_for,
    slot_at,
    slots_on,
    why_nobody_works,
)
from wabot.domain.walltime import DAY, to_ms
from wabot.domain.ways import Arranger, alone


@dataclass(frozen=True, slots=True)
class Arrangement:
    """A bookable visit: its services, one after another in time, or all at once with a guest each."""

    parts: tuple[Slot, ...]

    @property
    def day(self) -> date:
        """The salon's day."""
        return self.parts[0].day

    @property
    def start_ms(self) -> int:
        """When the visit begins, in Unix milliseconds."""
        return self.parts[0].start_ms

    @property
    def start_at(self) -> datetime:
        """When the visit begins."""
        return self.parts[0].start_at

    @property
    def end_at(self) -> datetime:
        """When the last service ends; no buffer is in it."""
        return max(part.end_at for part in self.parts)

    @property
    def staff(self) -> tuple[Staff, ...]:
        """Who serves, each once, in the order of the visit."""
        found: list[Staff] = []
        for part in self.parts:
            if part.staff not in found:
                found.append(part.staff)
        return tuple(found)

    @property
    def waiting(self) -> timedelta:
        """How long the customer waits between the services, in all."""
        gaps = (later.start_at - part.end_at for part, later in pairwise(self.parts))
        return sum((max(gap, timedelta()) for gap in gaps), timedelta())


def find_arrangements(salon: Salon, book: Book, search: Search, now: datetime) -> Iterator[Arrangement]:
    """Every start at which the whole visit is possible, earliest first: the best arrangement of each; for a single
    service all of them, in the salon's order of staff.
    """
    if not search.further:
        yield from (Arrangement((slot,)) for slot in find_slots(salon, book, search, now))
        return
    if _is_wrong_staff(search):
        return
    limits = customer_limits(salon, search, now)
    day = limits.first
    on_day = find_beside if search.side_by_side else _in_a_row
    while day <= limits.last:
        yield from map(Arrangement, on_day(salon, book, search, day, limits))
        day += DAY


def _in_a_row(salon: Salon, book: Book, search: Search, day: date, limits: Limits) -> Iterator[tuple[Slot, ...]]:
    firsts: dict[int, list[Slot]] = {}
    for service in _leading(search):
        one = alone(search, service)
        for slot in slots_on(salon, book, one, people_for(salon, one), day, limits):
            firsts.setdefault(slot.start_ms, []).append(slot)
    if not firsts:
        return
    arranger = Arranger(salon, book.busy(day, ignoring=search.moving), search, day)
    for _, slots in sorted(firsts.items()):
        best = arranger.best(slots)
        if best is not None:
            yield best


def check_arrangement(
    salon: Salon, book: Book, search: Search, start_at: datetime, now: datetime
) -> Arrangement | Refusal:
    """The best arrangement that begins at exactly `start_at`, or why there is none. Days in `search` are ignored."""
    if not search.further:
        found = check_start(salon, book, search, start_at, now)
        return Arrangement((found,)) if isinstance(found, Slot) else found
    refusal = beyond_limits(salon, start_at, now) or _nobody(salon, search, start_at)
    if refusal is not None:
        return refusal
    day = start_at.astimezone(salon.timezone).date()
    busy = book.busy(day, ignoring=search.moving)
    best = _best_at(salon, busy, search, start_at)
    if best is not None:
        return best
    in_an_empty_book = _best_at(salon, {}, search, start_at)
    if in_an_empty_book is None:
        return DoesNotFit(start_at)
    if search.guest is not None:
        guest = busy.get(guest_resource(search.guest), ())
        if not is_free(guest, to_ms(in_an_empty_book.start_at), to_ms(in_an_empty_book.end_at)):
            return GuestBusy(start_at)
    return SlotTaken(start_at)


def why_nobody_serves(salon: Salon, search: Search, day: date) -> Refusal | None:
    """Why some service of the visit is done by nobody on that day; None when each is done by somebody."""
    for service in search.services:
        refusal = why_nobody_works(salon, alone(search, service), day)
        if isinstance(refusal, NobodyWorks):
            return NobodyWorks(day, service)
        if refusal is not None:
            return refusal
    return None


def _nobody(salon: Salon, search: Search, start_at: datetime) -> Refusal | None:
    if search.staff is not None and _is_wrong_staff(search):
        return CannotDoService(search.staff, search.service)
    return why_nobody_serves(salon, search, start_at.astimezone(salon.timezone).date())


def _is_wrong_staff(search: Search) -> bool:
    """Whether who was asked for does nothing of it."""
    staff = search.staff
    return staff is not None and not any(service.id in staff.services for service in search.services)


def _best_at(salon: Salon, busy: Busy, search: Search, start_at: datetime) -> Arrangement | None:
    day, start = start_at.astimezone(salon.timezone).date(), to_ms(start_at)
    if search.side_by_side:
        parts = beside(salon, busy, search, search.services, day, start)
        return Arrangement(parts) if parts is not None else None
    firsts: list[Slot] = []
    for service in _leading(search):
        one = alone(search, service)
        for person in people_for(salon, one):
            slot = slot_at(salon, busy, one, person, day, start)
            if slot is not None and fits_hours(salon, service, person, day, start):
                firsts.append(slot)
    best = Arranger(salon, busy, search, day).best(firsts)
    return Arrangement(best) if best is not None else None


def _leading(search: Search) -> tuple[Service, ...]:
    """The services that the visit may begin with."""
    return search.services[:1] if search.in_order else search.services
