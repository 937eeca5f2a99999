"""Arrangements: one visit with one service or several in a row, with one person or with several.

The visit begins on the salon's grid; each further service begins as soon as all that it needs is free. Of the ways to
arrange it from a start, the best has the least waiting, then the fewest staff, then the order in which it was said.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import pairwise, product

from wabot.domain.appointments import (
    CannotDoService,
    DoesNotFit,
    GuestBusy,
    NobodyWorks,
    Refusal,
    SlotTaken,
)
from wabot.domain.book import Book, Busy, guest_resource, staff_resource
from wabot.domain.gaps import free_again, is_free, room_units, staff_stretches
from wabot.domain.salon import Salon, Service, Staff
from wabot.domain.side_by_side import beside, find_beside
from wabot.domain.slots import (
    Search,
    Slot,
    beyond_limits,
    check_start,
    customer_limits,
    find_slots,
    fits_hours,
    hours_on,
    people_for,
    slot_at,
    slots_on,
    why_nobody_works,
)
from wabot.domain.walltime import DAY, to_ms

MOST_WAITING = timedelta(hours=1)  # in all; with more between its services it is two visits
_MS = timedelta(milliseconds=1)
_MOST_WAITING_MS = MOST_WAITING // _MS


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
    while day <= limits.last:
        if search.side_by_side:
            yield from map(Arrangement, find_beside(salon, book, search, day, limits))
            day += DAY
            continue
        firsts: dict[int, list[Slot]] = {}
        for service in _leading(search):
            one = _alone(search, service)
            for slot in slots_on(salon, book, one, people_for(salon, one), day, limits):
                firsts.setdefault(slot.start_ms, []).append(slot)
        arranger = _Arranger(salon, book.busy(day, ignoring=search.moving), search, day) if firsts else None
        for start in sorted(firsts):
            best = arranger.best(firsts[start]) if arranger else None
            if best is not None:
                yield best
        day += DAY


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
    alone = _best_at(salon, {}, search, start_at)
    if alone is None:
        return DoesNotFit(start_at)
    if search.guest is not None:
        guest = busy.get(guest_resource(search.guest), ())
        if not is_free(guest, to_ms(alone.start_at), to_ms(alone.end_at)):
            return GuestBusy(start_at)
    return SlotTaken(start_at)


def why_nobody_serves(salon: Salon, search: Search, day: date) -> Refusal | None:
    """Why some service of the visit is done by nobody on that day; None when each is done by somebody."""
    for service in search.services:
        refusal = why_nobody_works(salon, _alone(search, service), day)
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
        one = _alone(search, service)
        for person in people_for(salon, one):
            slot = slot_at(salon, busy, one, person, day, start)
            if slot is not None and fits_hours(salon, service, person, day, start):
                firsts.append(slot)
    return _Arranger(salon, busy, search, day).best(firsts)


def _leading(search: Search) -> tuple[Service, ...]:
    """The services that the visit may begin with."""
    return search.services[:1] if search.in_order else search.services


def _alone(search: Search, service: Service) -> Search:
    """The search for one service of the visit; who was asked for does what they can, others the rest."""
    staff = search.staff if search.staff is not None and service.id in search.staff.services else None
    return replace(search, service=service, staff=staff, further=())


@dataclass(frozen=True, slots=True)
class _Way:
    """Parts of a visit, ranked by the milliseconds waited between them and the number of staff."""

    rank: tuple[int, int]
    parts: tuple[Slot, ...]


@dataclass
class _Arranger:
    """Finds the best arrangement among what is held on one day."""

    salon: Salon
    busy: Busy
    search: Search
    day: date
    _known: dict[tuple[str, str, int], Slot | None] = field(default_factory=dict)

    def best(self, firsts: Sequence[Slot]) -> Arrangement | None:
        """The best visit that begins with one of these slots, which all begin at the same time."""
        best: _Way | None = None
        for first in firsts:
            rest = list(self.search.services)
            rest.remove(first.service)
            best = self._completed(_Way((0, 1), (first,)), rest, best)
        return Arrangement(best.parts) if best is not None else None

    @cached_property
    def _ideal(self) -> tuple[int, int]:
        """No arrangement can be better: no waiting, and as few staff as can do it all."""
        who = [[person.id for person in people_for(self.salon, one)] for one in self._searches.values()]
        return 0, min((len(set(some)) for some in product(*who)), default=0)

    @cached_property
    def _searches(self) -> dict[str, Search]:
        return {service.id: _alone(self.search, service) for service in self.search.services}

    def _completed(self, way: _Way, rest: list[Service], best: _Way | None) -> _Way | None:
        """The best of `best` and all that `way` can become with the rest of the services."""
        if best is not None and (best.rank == self._ideal or best.rank <= way.rank):
            return best
        if not rest:
            return way
        waited, _ = way.rank
        done = way.parts[-1].end_ms
        for place, service in enumerate(rest[:1] if self.search.in_order else rest):
            for person in people_for(self.salon, self._searches[service.id]):
                part = self._soonest(service, person, _free_from(way.parts, person))
                if part is not None and waited + part.start_ms - done <= _MOST_WAITING_MS:
                    parts = (*way.parts, part)
                    rank = waited + part.start_ms - done, len({one.staff.id for one in parts})
                    best = self._completed(_Way(rank, parts), rest[:place] + rest[place + 1 :], best)
        return best

    def _soonest(self, service: Service, person: Staff, start: int) -> Slot | None:
        """The service with that person at the first moment from `start` on at which it is possible that day."""
        key = service.id, person.id, start
        if key not in self._known:
            search = self._searches[service.id]
            moment, later = start, self._not_before(search, person, start)
            while later is not None and later != moment:
                moment, later = later, self._not_before(search, person, later)
            slot = None if later is None else slot_at(self.salon, self.busy, search, person, self.day, moment)
            self._known[key] = slot
        return self._known[key]

    def _not_before(self, search: Search, person: Staff, start: int) -> int | None:
        """`start` if it is possible then; else a later moment before which it is not; None when it is not that day."""
        length = search.service.length // _MS
        for opens, closes in hours_on(self.salon, person.id, self.day):
            within = max(start, opens)
            if within + length <= closes:
                break
        else:
            return None
        held = self.busy.get(staff_resource(person.id), ())
        for begins, ends in staff_stretches(search.service):
            again = free_again(held, within + begins, within + ends)
            within = again - begins if again is not None else within
        if search.guest is not None:
            guest = self.busy.get(guest_resource(search.guest), ())
            within = free_again(guest, within, within + length) or within
        for room in search.service.rooms:
            units = (self.busy.get(unit, ()) for unit in room_units(self.salon, room))
            within = min((free_again(unit, within, within + length) or within for unit in units), default=within)
        return within


def _free_from(parts: Sequence[Slot], person: Staff) -> int:
    """When the customer is, and the staff member with their buffers is, done with the services before."""
    buffers = (part.end_ms + part.service.buffer_after // _MS for part in parts if part.staff is person)
    return max((parts[-1].end_ms, *buffers))
