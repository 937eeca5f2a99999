"""The waiting list: what customers would take if it became free. First come, first served."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from wabot.domain.appointments import BookedService, BookedVisit
from wabot.domain.arrangements import Arrangement
from wabot.domain.salon import Salon
from wabot.domain.wishes import Wish
from wabot.types import CustomerId, OfferId, StaffId, WaitId

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
