"""The waiting list: what customers would take if it became free. First come, first served."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import StrEnum

from wabot.domain.appointments import BookedService, BookedVisit
from wabot.domain.arrangements import Arrangement, find_arrangements
from wabot.domain.book import Book
from wabot.domain.conversation.offers import search_for
from wabot.domain.dialogue import Wish
from wabot.domain.salon import Salon
from wabot.domain.slots import Search
from wabot.domain.walltime import DAY, boundary
from wabot.types import CustomerId, OfferId, StaffId, WaitId

AROUND = timedelta(hours=1)
"""Who waits for a clock time is told of starts so much before or after it, too."""
MOST_WAITS = 3
"""Wishes of one customer on the list."""


class WaitState(StrEnum):
    """What became of a wish. `left`: the customer does not wait any more, and said so or let two offers go by."""

    WAITING = "waiting"
    TAKEN = "taken"
    EXPIRED = "expired"
    LEFT = "left"


class OfferState(StrEnum):
    """What became of a time that was offered.

    ignored    nobody answered in time
    withdrawn  the salon gave the time to somebody else, or the customer was never asked, or waits no more
    """

    OPEN = "open"
    TAKEN = "taken"
    DECLINED = "declined"
    IGNORED = "ignored"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Starts from the first to the last, both included."""

    first_at: datetime
    last_at: datetime

    def __contains__(self, start_at: datetime) -> bool:
        return self.first_at <= start_at <= self.last_at


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldOffer:
    """A time that became free, held for the customer of a wish from now up to `until`, which is not included.

    `parts` are who does each service when. The customer is asked at `ask_at`; `is_asked`: the message has been written,
    `is_sent`: and it has left.
    """

    id: OfferId
    wait: WaitId
    wish: Wish
    parts: tuple[BookedService, ...]
    ask_at: datetime
    until: datetime
    state: OfferState
    is_asked: bool = False
    is_sent: bool = False

    @property
    def start_at(self) -> datetime:
        """When the visit would begin."""
        return self.parts[0].start_at

    @property
    def staff(self) -> tuple[StaffId, ...]:
        """Who would do each service."""
        return tuple(part.staff for part in self.parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A wish on the list: its services are settled and its days are said.

    `passed` are starts that the customer knows and does not want; `ignored` is how many offers went by unanswered.
    """

    id: WaitId
    customer: CustomerId
    wish: Wish
    since: datetime
    rests_until: datetime | None = None
    passed: tuple[Stretch, ...] = ()
    ignored: int = 0
    offer: HeldOffer | None = None

    def has_passed(self, start_at: datetime) -> bool:
        """Whether the customer does not want this start."""
        return any(start_at in stretch for stretch in self.passed)


def search_of(wish: Wish, salon: Salon, now: datetime, guest: CustomerId) -> Search | None:
    """The search for what is waited for; None when the salon no longer has such a service or person.

    A visit that is to be moved counts as it stands: what overlaps it became free for nobody.
    """
    services = [service for name in wish.services if (service := salon.find_service(name))]
    staff = salon.find_staff(wish.staff) if wish.staff else None
    if not services or len(services) < len(wish.services) or (wish.staff and staff is None):
        return None
    if wish.guests > 1 and len(services) == 1:
        services *= wish.guests
    return search_for(replace(around(wish), moving=None), services, staff, salon=salon, now=now, guest=guest)


def around(wish: Wish) -> Wish:
    """The wish with bounds in place of a clock time."""
    if wish.time is None:
        return wish
    at = timedelta(hours=wish.time.hour, minutes=wish.time.minute)
    first, last = max(at - AROUND, timedelta()), min(at + AROUND, DAY - timedelta(minutes=1))
    return replace(wish, time=None, part=None, not_before=_clock(first), not_after=_clock(last))


def find_places(wish: Wish, customer: CustomerId, salon: Salon, book: Book, at: datetime) -> Iterator[Arrangement]:
    """All that could be booked for the wish at that moment; earliest first."""
    search = search_of(wish, salon, at, customer)
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


def fulfils(visit: BookedVisit | Arrangement, wish: Wish, salon: Salon) -> bool:
    """Whether the visit is what is waited for: those services on one of those days."""
    if isinstance(visit, Arrangement):
        services = [str(part.service.id) for part in visit.parts]
    else:
        services = [str(service) for service in visit.services]
    assert wish.day is not None
    day = visit.start_at.astimezone(salon.timezone).date()
    return set(wish.services) <= set(services) and wish.day <= day <= (wish.day_to or wish.day)


def is_same(wish: Wish, other: Wish) -> bool:
    """Whether two wishes are for the same services on the same days: then the later one only says it anew."""
    days = (wish.day, wish.day_to or wish.day)
    return wish.services == other.services and days == (other.day, other.day_to or other.day)


def _clock(offset: timedelta) -> time:
    minutes = offset // timedelta(minutes=1)
    return time(minutes // 60, minutes % 60)
