"""Guests who come together: each is served by a staff member of their own, all from the same moment on."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from wabot.domain.book import Book, Busy, Resource
from wabot.domain.grids import fits_hours
from wabot.domain.salon import Salon, Service
from wabot.domain.slots import Limits, Search, Slot, people_for, slot_at, slots_on


def find_beside(salon: Salon, book: Book, search: Search, day: date, limits: Limits) -> Iterator[tuple[Slot, ...]]:
    """Every start of the day at which all can be served, earliest first; the first choice of staff of each."""
    anyone = replace(search, staff=None, guest=None)
    starts = {slot.start_ms for slot in slots_on(salon, book, anyone, people_for(salon, anyone), day, limits)}
    busy = book.busy(day, ignoring=search.moving) if starts else {}
    for start in sorted(starts):
        parts = beside(salon, busy, search, search.services, day, start)
        if parts is not None:
            yield parts


def beside(
    salon: Salon, busy: Busy, search: Search, services: Sequence[Service], day: date, start: int
) -> tuple[Slot, ...] | None:
    """A slot for each of the services at that moment, None when they are not free together.

    Who was asked for serves one guest, and the customer is one of them.
    """
    if not services:
        return ()
    service, *others = services
    one = replace(search, service=service, further=())
    people = people_for(salon, one)
    for person in people or people_for(salon, replace(one, staff=None)):
        slot = slot_at(salon, busy, one, person, day, start)
        if slot is None or not fits_hours(salon, service, person, day, start):
            continue
        staff = None if search.staff is person else search.staff
        rest = beside(salon, _with(busy, slot), replace(search, guest=None, staff=staff), others, day, start)
        if rest is not None:
            return (slot, *rest)
    return None


def _with(busy: Busy, slot: Slot) -> Busy:
    """What is held once the slot is."""
    held: dict[Resource, list[tuple[int, int]]] = {resource: list(times) for resource, times in busy.items()}
    for resource, begins, ends in slot.needs:
        held[resource] = sorted([*held.get(resource, ()), (begins, ends)])
    return held
