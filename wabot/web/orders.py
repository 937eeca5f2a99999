"""What may be ordered and asked of the book over the API: the bodies and queries of its requests."""

from datetime import date, datetime, timedelta
from typing import Annotated, Self

from pydantic import Field, model_validator

from wabot.domain.amendments import Amendment
from wabot.domain.appointments import Status
from wabot.domain.customers import Contact
from wabot.domain.orders import Order
from wabot.domain.salon import Salon
from wabot.domain.walltime import boundary
from wabot.types import PhoneNumber
from wabot.web.bodies import Body, parse_moment, wrong
from wabot.web.fields import (
    DaysText,
    DayText,
    Flag,
    Moment,
    Name,
    Note,
    Number,
    Phone,
    ServiceNames,
    Services,
    StaffName,
    StatusName,
)


class WantedVisit(Body):
    """A new visit, whoever comes."""

    services: Services
    start: Moment
    name: Name | None = None
    staff: StaffName | None = None
    note: Note | None = None
    notify: bool = False
    force: bool = False

    def order(self, salon: Salon) -> Order:
        """It, as the rules judge it."""
        return Order(
            services=salon.services_named(self.services),
            staff=salon.find_staff(self.staff),
            start_at=parse_moment(self.start, salon),
            is_forced=self.force,
        )


class _Caller(Body):
    phone: Phone


class NewVisit(WantedVisit, _Caller):
    """The body of POST /api/appointments."""

    @property
    def contact(self) -> Contact:
        """Who comes."""
        return Contact(phone=PhoneNumber(self.phone))


class ChangedVisit(Body):
    """The body of PATCH /api/appointments/{id}; what is left out stays as it is."""

    start: Moment | None = None
    staff: StaffName | None = None
    services: Services | None = None
    status: StatusName | None = None
    note: Note | None = None
    notify: bool = False
    force: bool = False

    def amendment(self, salon: Salon) -> Amendment:
        """It, as the rules judge it."""
        return Amendment(
            services=salon.services_named(self.services) if self.services else None,
            staff=salon.find_staff(self.staff),
            start_at=parse_moment(self.start, salon) if self.start else None,
            status=Status(self.status) if self.status else None,
            note=self.note,
            is_forced=self.force,
        )


class NewOpening(Body):
    """The body of POST /api/openings; without `staff` the whole salon opens."""

    staff: StaffName | None = None
    from_: Annotated[Moment, Field(alias="from")]
    to: Moment
    reason: Name = ""

    def stretch(self, salon: Salon) -> tuple[datetime, datetime]:
        """From when to when."""
        return parse_moment(self.from_, salon), parse_moment(self.to, salon)


class NewBlock(NewOpening):
    """The body of POST /api/blocks; with `force` the visits that stand in it stay."""

    staff: StaffName
    force: bool = False


class DayQuery(Body):
    """Which days: `days` of them from `from`, which is today if it is left out."""

    from_: Annotated[DayText | None, Field(alias="from")] = None
    days: DaysText = "7"

    def first(self, today: date) -> date:
        """The first of the days."""
        return date.fromisoformat(self.from_) if self.from_ else today

    @property
    def length(self) -> timedelta:
        """How many days."""
        return timedelta(days=int(self.days))


class SlotQuery(DayQuery):
    """The query of GET /api/slots: `service` may be several, with commas, had in a row from one person; of a visit that
    is `moving` the own time does not count, and without `service` it is for what that visit is.
    """

    service: ServiceNames | None = None
    staff: StaffName | None = None
    moving: Number | None = None

    @model_validator(mode="after")
    def _says_what(self) -> Self:
        if self.service is None and self.moving is None:
            raise wrong("service is missing: name what the time is for")
        return self

    def order(self, salon: Salon, now: datetime) -> Order:
        """What shall begin then, from the first day on."""
        first = self.first(now.astimezone(salon.timezone).date())
        return Order(
            services=salon.services_named(self.service.split(",")) if self.service else (),
            staff=salon.find_staff(self.staff),
            start_at=boundary(first, timedelta(), salon.timezone),
        )


class CancelQuery(Body):
    """The query of DELETE /api/appointments/{id}."""

    notify: Flag = "false"

    @property
    def is_to_notify(self) -> bool:
        """Whether the customer is told."""
        return self.notify.lower() in {"true", "1"}
