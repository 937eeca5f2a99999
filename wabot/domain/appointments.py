"""Appointments: what one is, and every reason why one cannot be made."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from wabot.domain.salon import BookingRules, Closure, Opening, Service, Staff
from wabot.types import AppointmentId, CustomerId, ServiceId, StaffId


class Status(StrEnum):
    """What became of an appointment."""

    BOOKED = "booked"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    NO_SHOW = "no_show"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """One visit to one staff member. `end_at` is the customer's, without the buffer.

    Ids may name services and staff that the salon no longer has. `note` is the salon's own.
    """

    id: AppointmentId
    customer: CustomerId
    services: tuple[ServiceId, ...]
    staff: StaffId
    start_at: datetime
    end_at: datetime
    status: Status
    note: str = ""


def may_change(appointment: Appointment, now: datetime, rules: BookingRules) -> bool:
    """Whether the customer may still move or cancel it without asking a person; the exact notice is enough."""
    return appointment.start_at - now >= rules.change_notice


@dataclass(frozen=True, slots=True)
class InThePast:
    """That time has gone by."""


@dataclass(frozen=True, slots=True)
class TooSoon:
    """Sooner than the salon can prepare for."""


@dataclass(frozen=True, slots=True)
class TooFar:
    """Later than the book is open; `last` is the last day that can be booked."""

    last: date


@dataclass(frozen=True, slots=True)
class ClosedThatDay:
    """The salon does not open on that day; `closure` when the owner said why."""

    day: date
    closure: Closure | None


@dataclass(frozen=True, slots=True)
class StaffOff:
    """The staff member does not work on that day although the salon does."""

    staff: Staff
    day: date


@dataclass(frozen=True, slots=True)
class NobodyWorks:
    """The salon is open on that day, but nobody who does the service works."""

    day: date


@dataclass(frozen=True, slots=True)
class OutsideHours:
    """The service does not fit into the hours of that day; `openings` are those of who does it."""

    day: date
    openings: tuple[Opening, ...]
    staff: Staff | None


@dataclass(frozen=True, slots=True)
class SlotTaken:
    """Everyone who could, or the room that is needed, is busy then."""

    start_at: datetime


@dataclass(frozen=True, slots=True)
class GuestBusy:
    """The customer has another visit at that time."""

    start_at: datetime


@dataclass(frozen=True, slots=True)
class CannotDoService:
    """The staff member does not do that service."""

    staff: Staff
    service: Service


Refusal = (
    InThePast
    | TooSoon
    | TooFar
    | ClosedThatDay
    | StaffOff
    | NobodyWorks
    | OutsideHours
    | SlotTaken
    | GuestBusy
    | CannotDoService
)
"""Why a time cannot be booked."""
