"""What the customer only wanted to know."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from wabot.domain.replies.told import Reply, Visit
from wabot.domain.salon import Opening, Price, Salon, Service, Staff, Text


@dataclass(frozen=True, slots=True)
class PriceList(Reply):
    """`total`: of all of them, where that was asked for."""

    services: Sequence[Service]
    total: Price | None = None


@dataclass(frozen=True, slots=True)
class PricedVisit:
    """A visit and what it comes to; None when that is told in the salon."""

    visit: Visit
    price: Price | None


@dataclass(frozen=True, slots=True)
class VisitPrices(Reply):
    """What the customer's visits come to, each, and together where they are several."""

    visits: tuple[PricedVisit, ...]
    total: Price | None


@dataclass(frozen=True, slots=True)
class MayBeChanged(Reply):
    """A visit can be moved or cancelled here until so many hours and minutes before it; 0 and 0: until it begins."""

    hours: int
    minutes: int


@dataclass(frozen=True, slots=True)
class WhoOffers(Reply):
    """Who does a service; `alone`: one person."""

    service: Service
    staff: Sequence[Staff]
    alone: bool


@dataclass(frozen=True, slots=True)
class ServiceLengths(Reply):
    services: Sequence[Service]


@dataclass(frozen=True, slots=True)
class OpeningHours(Reply):
    salon: Salon
    today: date


@dataclass(frozen=True, slots=True)
class DayHours(Reply):
    day: date
    openings: tuple[Opening, ...]


@dataclass(frozen=True, slots=True)
class StaffHours(Reply):
    staff: Staff
    day: date
    openings: tuple[Opening, ...]


@dataclass(frozen=True, slots=True)
class Whereabouts(Reply):
    address: Text
