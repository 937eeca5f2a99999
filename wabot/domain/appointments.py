"""Appointments: what one is, and every reason why one cannot be made."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from wabot.domain.salon import BookingRules, Closure, Opening, Service, Staff
from wabot.types import AppointmentId, CustomerId, ServiceId, StaffId

Begins = tuple[ServiceId, datetime]
"""A service and when it begins."""


class Status(StrEnum):
    """What became of an appointment."""

    BOOKED = "booked"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    NO_SHOW = "no_show"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """What one staff member does in a visit. `end_at` is the customer's, without the buffer.

    Ids may name services and staff that the salon no longer has. `starts` are those of the services; `visit` is
    the same for all appointments of one visit: the id of its first. `takes_customer`: it takes their own time, and is
    not for somebody else whom they book for. `note` says who else comes, and whatever the salon adds.
    """

    id: AppointmentId
    customer: CustomerId
    services: tuple[ServiceId, ...]
    staff: StaffId
    start_at: datetime
    end_at: datetime
    status: Status
    starts: tuple[datetime, ...]
    visit: AppointmentId
    takes_customer: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True)
class BookedService:
    """One service of a visit."""

    service: ServiceId
    staff: StaffId
    start_at: datetime


@dataclass(frozen=True, slots=True)
class BookedVisit:
    """All that a customer comes for at one time: an appointment with each staff member, earliest first."""

    appointments: tuple[Appointment, ...]

    @property
    def id(self) -> AppointmentId:
        """What the visit goes by."""
        return self.appointments[0].visit

    @property
    def ids(self) -> tuple[AppointmentId, ...]:
        """All that it may be known by: its own id, which is that of a cancelled appointment perhaps, and theirs."""
        return (self.id, *(appointment.id for appointment in self.appointments))

    @property
    def is_confirmed(self) -> bool:
        """Whether the customer has said of all of it that they will come."""
        return all(appointment.status is Status.CONFIRMED for appointment in self.appointments)

    @property
    def start_at(self) -> datetime:
        """When it begins."""
        return self.appointments[0].start_at

    @property
    def end_at(self) -> datetime:
        """When its last service ends."""
        return max(appointment.end_at for appointment in self.appointments)

    @property
    def staff(self) -> tuple[StaffId, ...]:
        """Who serves, in the order in which they begin."""
        return tuple(appointment.staff for appointment in self.appointments)

    @property
    def only_staff(self) -> StaffId | None:
        """Who serves; None when several do."""
        return self.staff[0] if len(self.staff) == 1 else None

    @property
    def takes_customer(self) -> bool:
        """Whether the customer comes, alone or with others; else it is for somebody else."""
        return any(appointment.takes_customer for appointment in self.appointments)

    @property
    def parts(self) -> tuple[BookedService, ...]:
        """Its services in the order of the visit."""
        parts = [
            BookedService(service, appointment.staff, start_at)
            for appointment in self.appointments
            for service, start_at in zip(appointment.services, appointment.starts, strict=True)
        ]
        return tuple(sorted(parts, key=lambda part: part.start_at))

    @property
    def guests(self) -> int:
        """How many come: one for each staff member who begins at once with the others."""
        return sum(appointment.start_at == self.start_at for appointment in self.appointments)

    @property
    def services(self) -> tuple[ServiceId, ...]:
        """What is done, in the order of the visit."""
        return tuple(part.service for part in self.parts)


def may_change(visit: BookedVisit, now: datetime, rules: BookingRules) -> bool:
    """Whether the customer may still move or cancel it without asking a person; the exact notice is enough."""
    return visit.start_at - now >= rules.change_notice


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
    """The salon is open on that day, but nobody who does the service works; None is the only one asked for."""

    day: date
    service: Service | None = None


@dataclass(frozen=True, slots=True)
class OutsideHours:
    """The service does not fit into the hours of that day; `openings` are those of who does it."""

    day: date
    openings: tuple[Opening, ...]
    staff: Staff | None


@dataclass(frozen=True, slots=True)
class DoesNotFit:
    """The services of one visit cannot follow one another from then on, whatever the book says."""

    start_at: datetime


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
    | DoesNotFit
    | SlotTaken
    | GuestBusy
    | CannotDoService
)
"""Why a time cannot be booked."""
