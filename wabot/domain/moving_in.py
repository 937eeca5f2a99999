"""What is taken over from the program a salon used before: customers, and their visits, past ones too."""

from dataclasses import dataclass, replace
from datetime import datetime

from wabot.domain.appointments import Status
from wabot.domain.orders import Order, OrderRefusal
from wabot.types import AppointmentId, PhoneNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerVisit:
    """A visit as the other program had it. `key` is the same however often its file is read."""

    key: str
    order: Order
    status: Status = Status.BOOKED
    note: str = ""

    def told_by(self, now: datetime) -> "FormerVisit":
        """What has begun by `now`, and nobody marked otherwise, counts as kept."""
        is_over = self.order.start_at <= now and self.status in {Status.BOOKED, Status.CONFIRMED}
        return replace(self, status=Status.DONE) if is_over else self


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line of such a file that can be read: who, and what for; `visit` None where it is only about the customer."""

    phone: PhoneNumber
    name: str
    visit: FormerVisit | None = None


@dataclass(frozen=True, slots=True)
class Added:
    """A visit that is in the book from now on; None for a customer who is known from now on."""

    appointment: AppointmentId | None


@dataclass(frozen=True, slots=True)
class AlreadyThere:
    """An earlier run took it over, or it stood in the book anyway; nothing was changed."""


Taken = Added | AlreadyThere | OrderRefusal
"""What became of an entry."""
