"""Places for who waits: the free times that are what a wish on the waiting list is for."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta

from wabot.domain.arrangements import Arrangement, find_arrangements
from wabot.domain.book import Book
from wabot.domain.conversation.offers import search_of
from wabot.domain.salon import Salon
from wabot.domain.slots import Search
from wabot.domain.waitlist import HeldOffer, Stretch, Waiting
from wabot.domain.walltime import DAY, boundary
from wabot.domain.wishes import Wish
from wabot.types import CustomerId

AROUND = timedelta(hours=1)
"""Who waits for a clock time is told of starts so much before or after it, too."""


def search_around(wish: Wish, salon: Salon, now: datetime, customer: CustomerId) -> Search | None:
    """The search for what is waited for; None when the salon no longer has such a service or person.

    A visit that is to be moved counts as it stands: what overlaps it became free for nobody.
    """
    return search_of(replace(around(wish), moving=None), salon, now, customer)


def around(wish: Wish) -> Wish:
    """The wish with bounds in place of a clock time."""
    if wish.time is None:
        return wish
    at = timedelta(hours=wish.time.hour, minutes=wish.time.minute)
    first, last = max(at - AROUND, timedelta()), min(at + AROUND, DAY - timedelta(minutes=1))
    return replace(wish, time=None, part=None, not_before=_clock(first), not_after=_clock(last))


def find_places(wish: Wish, customer: CustomerId, salon: Salon, book: Book, at: datetime) -> Iterator[Arrangement]:
    """All that could be booked for the wish at that moment; earliest first."""
    search = search_around(wish, salon, at, customer)
    if search is not None:
        yield from find_arrangements(salon, book, search, at)


def nearest(places: Iterable[Arrangement], wish: Wish, salon: Salon) -> Arrangement | None:
    """The place to offer: the nearest to the clock time that is waited for, or the earliest."""
    if wish.time is None:
        return next(iter(places), None)
    wanted = timedelta(hours=wish.time.hour, minutes=wish.time.minute)

    def distance(visit: Arrangement) -> timedelta:
        return abs(visit.start_at - boundary(visit.day, wanted, salon.timezone))

    return min(places, key=distance, default=None)


def stretches(visits: Iterable[Arrangement], step: timedelta) -> tuple[Stretch, ...]:
    """The starts, earliest first, as stretches without a hole, each with all starts that would overlap one of it: for a
    customer that is the same time.
    """
    found: list[tuple[Arrangement, Arrangement]] = []
    for visit in visits:
        if found and visit.start_at <= found[-1][1].start_at + step:
            found[-1] = found[-1][0], visit
        else:
            found.append((visit, visit))
    return tuple(
        Stretch(first.start_at - _overlaps(first, step), last.start_at + _overlaps(last, step)) for first, last in found
    )


def _overlaps(visit: Arrangement, step: timedelta) -> timedelta:
    """How far from its start another visit like it may begin, on the grid, and still touch it."""
    return max(visit.end_at - visit.start_at - step, timedelta())


def stretch_around(offer: HeldOffer, waiting: Waiting, salon: Salon, book: Book, now: datetime) -> Stretch:
    """The starts that are free together with the offered one: who does not want it does not want these."""
    free = stretches(find_places(waiting.wish, waiting.customer, salon, book, now), salon.rules.step)
    alone = Stretch(offer.start_at, offer.start_at)
    return next((stretch for stretch in free if offer.start_at in stretch), alone)


def _clock(offset: timedelta) -> time:
    minutes = offset // timedelta(minutes=1)
    return time(minutes // 60, minutes % 60)
