"""What became of the visits of a period, in numbers: by day, staff and service; and who answered the customers."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from wabot.domain.appointments import Status
from wabot.domain.periods import Period
from wabot.domain.salon import Salon
from wabot.types import CustomerId, ServiceId, StaffId


class Outcome(StrEnum):
    """What became of a visit. One that is over and that nobody marked was kept."""

    KEPT = "kept"
    AHEAD = "ahead"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"


class Counted(NamedTuple):
    """As much of an appointment as is counted: tens of thousands of them are."""

    staff: StaffId
    services: tuple[ServiceId, ...]
    start_at: datetime
    end_at: datetime
    status: Status


@dataclass(frozen=True, slots=True)
class Worth:
    """A sum in the salon's currency by the price list of today.

    `is_least`: it may be more, as prices "from" are in it. `unpriced`: services without a price, which are not in it.
    """

    amount: Decimal = Decimal()
    is_least: bool = False
    unpriced: int = 0

    def __add__(self, other: "Worth") -> "Worth":
        return Worth(self.amount + other.amount, self.is_least or other.is_least, self.unpriced + other.unpriced)

    def __mul__(self, times: int) -> "Worth":
        return Worth(self.amount * times, self.is_least, self.unpriced * times)


@dataclass(slots=True)
class Tally:
    """How many had which outcome, and what those were worth that were kept, or are still ahead."""

    counts: dict[Outcome, int] = field(default_factory=lambda: dict.fromkeys(Outcome, 0))
    earned: Worth = Worth()
    expected: Worth = Worth()

    @property
    def total(self) -> int:
        """All of them, cancelled ones too."""
        return sum(self.counts.values())

    def include(self, other: "Tally") -> None:
        """All that the other one counts."""
        for outcome, number in other.counts.items():
            self.counts[outcome] += number
        self.earned += other.earned
        self.expected += other.expected

    def add(self, outcome: Outcome, worth: Worth, times: int) -> None:
        """So many more, each of that worth."""
        self.counts[outcome] += times
        if outcome is Outcome.KEPT:
            self.earned += worth * times
        elif outcome is Outcome.AHEAD:
            self.expected += worth * times


@dataclass(frozen=True, slots=True)
class Numbers:
    """A period's. An appointment is what one staff member does in a visit; `services` counts services, as one
    appointment may have several. Days are all there, staff and services only with something to count.
    """

    total: Tally
    days: dict[date, Tally]
    staff: dict[StaffId, Tally]
    services: dict[ServiceId, Tally]


@dataclass(frozen=True, slots=True)
class Touch:
    """Something was written in a chat: by the customer, or else by a person of the salon or in search of one."""

    customer: CustomerId
    at: datetime
    is_customers: bool


@dataclass(frozen=True, slots=True)
class Talks:
    """Conversations: all that one customer wrote on one day. `alone`: those that wabot led without a person."""

    count: int
    alone: int


def outcome_of(status: Status, end_at: datetime, now: datetime) -> Outcome:
    """What became by now of an appointment that ends then."""
    match status:
        case Status.CANCELLED:
            return Outcome.CANCELLED
        case Status.NO_SHOW:
            return Outcome.NO_SHOW
        case Status.DONE:
            return Outcome.KEPT
    return Outcome.KEPT if end_at <= now else Outcome.AHEAD


def worth_of(service: ServiceId, salon: Salon) -> Worth:
    """What the price list says of it, also of one that is no longer on it."""
    offered = salon.find_service(service)
    if offered is None or offered.price is None:
        return Worth(unpriced=1)
    return Worth(offered.price.amount, offered.price.is_from)


def add_up(appointments: Iterable[Counted], period: Period, salon: Salon, now: datetime) -> Numbers:
    """Count those that begin in the period, by the salon's clock; others are passed over."""
    days = {day: Tally() for day in period.days}
    found = Numbers(Tally(), days, defaultdict(Tally), defaultdict(Tally))
    by_day: Counter[tuple[date, tuple[ServiceId, ...], Outcome]] = Counter()
    by_staff: Counter[tuple[StaffId, tuple[ServiceId, ...], Outcome]] = Counter()
    for one in appointments:
        day = one.start_at.astimezone(salon.timezone).date()
        if day in days:
            outcome = outcome_of(one.status, one.end_at, now)
            by_day[day, one.services, outcome] += 1
            by_staff[one.staff, one.services, outcome] += 1
    for (day, services, outcome), times in by_day.items():
        days[day].add(outcome, _worth_of_all(services, salon), times)
    for (staff, services, outcome), times in by_staff.items():
        for service in services:
            found.services[service].add(outcome, worth_of(service, salon), times)
        for tally in (found.total, found.staff[staff]):
            tally.add(outcome, _worth_of_all(services, salon), times)
    return found


def _worth_of_all(services: Iterable[ServiceId], salon: Salon) -> Worth:
    return sum((worth_of(service, salon) for service in services), Worth())


def count_talks(touches: Iterable[Touch], period: Period, salon: Salon) -> Talks:
    """The conversations of the period's days by the salon's clock, and how many of them needed no person."""
    days = set(period.days)
    written: set[tuple[CustomerId, date]] = set()
    helped: set[tuple[CustomerId, date]] = set()
    for touch in touches:
        day = touch.at.astimezone(salon.timezone).date()
        if day in days:
            (written if touch.is_customers else helped).add((touch.customer, day))
    return Talks(len(written), len(written - helped))
