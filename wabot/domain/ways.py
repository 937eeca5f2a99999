"""Ways: how the services of one visit can follow one another, and which way is best."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import product

from wabot.domain.book import Busy, guest_resource, staff_resource
from wabot.domain.gaps import free_again, room_units, staff_stretches
from wabot.domain.grids import hours_on
from wabot.domain.salon import Salon, Service, Staff
from wabot.domain.slots import Search, Slot, people_for, slot_at

MOST_WAITING = timedelta(hours=1)  # in all; with more between its services it is two visits
_MS = timedelta(milliseconds=1)
_MOST_WAITING_MS = MOST_WAITING // _MS


def alone(search: Search, service: Service) -> Search:
    """The search for one service of the visit; who was asked for does what they can, others the rest."""
    staff = search.staff if search.staff is not None and service.id in search.staff.services else None
    return replace(search, service=service, staff=staff, further=())


@dataclass(frozen=True, slots=True)
class _Way:
    """Parts of a visit, ranked by the milliseconds waited between them and the number of staff."""

    rank: tuple[int, int]
    parts: tuple[Slot, ...]


@dataclass
class Arranger:
    """Finds the best arrangement among what is held on one day."""

    salon: Salon
    busy: Busy
    search: Search
    day: date
    _known: dict[tuple[str, str, int], Slot | None] = field(default_factory=dict)

    def best(self, firsts: Sequence[Slot]) -> tuple[Slot, ...] | None:
        """The best visit that begins with one of these slots, which all begin at the same time.

        Of equals the one whose first service was named first, then whose first person stands first; then the next.
        """
        best: _Way | None = None
        for first in firsts:
            rest = list(self.search.services)
            rest.remove(first.service)
            best = self._completed(_Way((0, 1), (first,)), rest, best)
        return best.parts if best is not None else None

    @cached_property
    def _ideal(self) -> tuple[int, int]:
        """No arrangement can be better: no waiting, and as few staff as can do it all."""
        who = [[person.id for person in people_for(self.salon, one)] for one in self._searches.values()]
        return 0, min((len(set(some)) for some in product(*who)), default=0)

    @cached_property
    def _searches(self) -> dict[str, Search]:
        return {service.id: alone(self.search, service) for service in self.search.services}

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
