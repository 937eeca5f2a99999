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
class Changed(Reply):
    """Other services are done in the visit than before."""

    visit: Visit
    price: Price | None


@dataclass(frozen=True, slots=True)
class AlreadyBooked(Reply):
    """The very same visit was asked for again."""

    visit: Visit


@dataclass(frozen=True, slots=True)
class Cancelled(Reply):
    visit: Visit


@dataclass(frozen=True, slots=True)
class AllCancelled(Reply):
    visits: tuple[Visit, ...]


@dataclass(frozen=True, slots=True)
class GuestCancelled(Reply):
    """One of several guests will not come; `left` is what stays booked."""

    gone: Visit
    left: Visit


@dataclass(frozen=True, slots=True)
class Kept(Reply):
    visit: Visit


@dataclass(frozen=True, slots=True)
class Unchanged(Reply):
    """Something else was asked for or done beside this visit, which stays as it was."""

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
class NotBeenYet(Reply):
    """It shall be as last time, and there was none."""


@dataclass(frozen=True, slots=True)
class NothingBooked(Reply):
    """The customer has no visit to come."""
