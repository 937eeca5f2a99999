"""What a turn of the owner may know, and what comes out of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from wabot.domain.appointments import Appointment, Status
from wabot.domain.blocks import Block
from wabot.domain.book import Book
from wabot.domain.conversation.facts import named
from wabot.domain.customers import Customer
from wabot.domain.owner.heard import Named
from wabot.domain.replies.told import Visit
from wabot.domain.salon import Salon, Staff
from wabot.domain.walltime import DAY, boundary
from wabot.types import AppointmentId, PhoneNumber

ON = frozenset({Status.BOOKED, Status.CONFIRMED})
"""Visits that are to take place."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An appointment and who it is for."""

    visit: Appointment
    customer: Customer


@dataclass(frozen=True, slots=True)
class Standing:
    """How wabot does: since when it is silent everywhere, in which chats a person talks, who waits for a word since the
    silence began, and how many messages of the last days failed.
    """

    silent_since: datetime | None
    held: tuple[Customer, ...]
    unanswered: tuple[Customer, ...]
    failed: int


class Ledger(Protocol):
    """The book and the customers, as far as a turn asks for them."""

    def visits(self, begins: datetime, ends: datetime | None = None) -> Sequence[Entry]:
        """All that touch the half-open stretch and are not cancelled, earliest first; without an end: from then on."""
        ...

    def find(self, appointment: AppointmentId) -> Entry | None:
        """An appointment, whatever its status."""
        ...

    def blocks(self, begins: datetime, ends: datetime) -> Sequence[Block]:
        """Closed time that touches the half-open stretch, earliest first."""
        ...

    def customer(self, phone: PhoneNumber) -> Customer | None:
        """Who has that number."""
        ...

    def customers(self, person: Named) -> Sequence[Customer]:
        """Whose name it may be."""
        ...

    def standing(self) -> Standing:
        """How wabot does."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerFacts:
    """The world at the moment of a turn of the owner's, or of a staff member's (`staff`)."""

    salon: Salon
    book: Book
    ledger: Ledger
    now: datetime
    is_owner: bool
    staff: Staff | None = None

    @property
    def today(self) -> date:
        """The salon's date."""
        return self.local(self.now).date()

    def local(self, at: datetime) -> datetime:
        """An instant on the salon's wall clock."""
        return at.astimezone(self.salon.timezone)

    def stretch(self, first: date, last: date | None = None) -> tuple[datetime, datetime]:
        """Whole days, the last one included, from midnight to midnight."""
        zone = self.salon.timezone
        return boundary(first, timedelta(), zone), boundary((last or first) + DAY, timedelta(), zone)

    def told(self, visit: Appointment) -> Visit:
        """An appointment as people hear of it."""
        return Visit(
            services=tuple(self.salon.find_service(service) or service for service in visit.services),
            staff=self.salon.find_staff(visit.staff) or visit.staff,
            start_at=visit.start_at,
        )


def who(customer: Customer) -> str:
    """A customer as the owner hears of them."""
    return named(customer)
