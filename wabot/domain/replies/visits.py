"""What was done: booked, moved, cancelled, by the customer or by the salon."""

from dataclasses import dataclass
from datetime import datetime

from wabot.domain.replies.told import Reply, Visit
from wabot.domain.salon import Price, Text


@dataclass(frozen=True, slots=True)
class Booked(Reply):
    visit: Visit
    price: Price | None
    address: Text


@dataclass(frozen=True, slots=True)
class SalonConfirms(Reply):
    """This customer's wish is not booked by machine: a person confirms it."""

    visit: Visit


@dataclass(frozen=True, slots=True)
class Moved(Reply):
    visit: Visit


@dataclass(frozen=True, slots=True)
class Cancelled(Reply):
    visit: Visit


@dataclass(frozen=True, slots=True)
class Kept(Reply):
    visit: Visit


@dataclass(frozen=True, slots=True)
class BookedBySalon(Reply):
    """Told to a customer whom the salon itself has put into the book."""

    visit: Visit
    address: Text


@dataclass(frozen=True, slots=True)
class ChangedBySalon(Reply):
    """The salon itself has moved the visit or changed what it is for; `was_at` is when it was to be."""

    visit: Visit
    was_at: datetime


@dataclass(frozen=True, slots=True)
class CancelledBySalon(Reply):
    visit: Visit


@dataclass(frozen=True, slots=True)
class YourVisits(Reply):
    visits: tuple[Visit, ...]


@dataclass(frozen=True, slots=True)
class NothingBooked(Reply):
    """The customer has no visit to come."""
