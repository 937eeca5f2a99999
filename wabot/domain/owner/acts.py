"""What the owner's words come to: plain facts, so that an act can wait for an answer, or be taken back later.

`kind` tells them apart where they are stored.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

from wabot.domain.appointments import Appointment, Status
from wabot.domain.blocks import Block
from wabot.domain.customers import Customer
from wabot.domain.openings import OneOffOpening
from wabot.domain.orders import OrderRefusal
from wabot.domain.owner.facts import Entry
from wabot.types import AppointmentId, BlockId, CustomerId, OpeningId, PhoneNumber, ServiceId, StaffId


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Book a visit; `staff` None for whoever is free, `name` None where it is not said. `is_forced`: at any hour."""

    services: tuple[ServiceId, ...]
    staff: StaffId | None
    start_at: datetime
    phone: PhoneNumber
    name: str | None
    is_forced: bool = False
    kind: Literal["place"] = "place"


@dataclass(frozen=True, slots=True, kw_only=True)
class Amend:
    """Change one appointment; None leaves it as it is."""

    appointment: AppointmentId
    start_at: datetime | None = None
    staff: StaffId | None = None
    status: Status | None = None
    is_forced: bool = False
    kind: Literal["amend"] = "amend"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Time of one staff member, half-open."""

    staff: StaffId
    start_at: datetime
    end_at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Hours:
    """Working hours of one day beyond the usual ones, of one staff member or of who follows the salon's hours."""

    staff: StaffId | None
    start_at: datetime
    end_at: datetime


@dataclass(frozen=True, slots=True)
class Close:
    """Take nobody then. Visits that stand there stay. `opening`: take back these hours beyond the usual ones, too."""

    stretches: tuple[Stretch, ...]
    opening: OpeningId | None = None
    kind: Literal["close"] = "close"


@dataclass(frozen=True, slots=True)
class Unblock:
    """Take back closed time, whole."""

    blocks: tuple[BlockId, ...]
    kind: Literal["unblock"] = "unblock"


@dataclass(frozen=True, slots=True)
class Reopen:
    """Take people then although the time was closed; closed time around it stays closed. `hours` are to be worked then,
    whatever the usual ones are; None: the usual ones.
    """

    stretches: tuple[Stretch, ...]
    hours: Hours | None = None
    kind: Literal["reopen"] = "reopen"


@dataclass(frozen=True, slots=True)
class Hush:
    """Be silent in the chat with that customer; None: with everybody."""

    customer: CustomerId | None
    kind: Literal["hush"] = "hush"


@dataclass(frozen=True, slots=True)
class Speak:
    """Answer that customer again; None: everybody whose chat no person holds."""

    customer: CustomerId | None
    kind: Literal["speak"] = "speak"


class News(StrEnum):
    """What a customer is told of."""

    BOOKED = "booked"
    MOVED = "moved"
    CANCELLED = "cancelled"
    CLOSED = "closed"  # the salon cannot take them then; the visit stands until another time is found


@dataclass(frozen=True, slots=True)
class Notice:
    """To the customer of that appointment; `was_at` is when a moved one was to be."""

    appointment: AppointmentId
    news: News
    was_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Tell:
    """Write to customers."""

    notices: tuple[Notice, ...]
    kind: Literal["tell"] = "tell"


Act = Place | Amend | Close | Unblock | Reopen | Hush | Speak | Tell


@dataclass(frozen=True, slots=True)
class Carried:
    """It was done. `before` is the visit as it was, `after` as it is; `blocks` the closed time it made or took away,
    or as much of it; `opening` likewise.

    `customers` were written to; are silent now or no more; or wrote while wabot was silent with everybody.
    """

    before: Appointment | None = None
    after: Entry | None = None
    blocks: tuple[Block, ...] = ()
    opening: OneOffOpening | None = None
    customers: tuple[Customer, ...] = ()
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """It was not, and nothing was changed. `clashes` are what holds the time, where one person was asked for."""

    refusal: OrderRefusal
    clashes: tuple[Entry | Block, ...] = ()


Result = Carried | Refused
