"""Why something cannot be had, said honestly."""

from dataclasses import dataclass
from datetime import date, datetime

from wabot.domain.replies.told import Reply, Visit, Wanted
from wabot.domain.salon import Opening, Service, Staff, Text


@dataclass(frozen=True, slots=True)
class SlotIsTaken(Reply):
    start_at: datetime


@dataclass(frozen=True, slots=True)
class YouAreBusy(Reply):
    visit: Visit


@dataclass(frozen=True, slots=True)
class ClosedOn(Reply):
    """`reason` is the owner's, None for an ordinary day off."""

    day: date
    reason: Text | None


@dataclass(frozen=True, slots=True)
class HolidayOn(Reply):
    """The salon is closed on that public holiday."""

    day: date
    name: Text


@dataclass(frozen=True, slots=True)
class StaffIsOff(Reply):
    staff: Staff
    day: date


@dataclass(frozen=True, slots=True)
class NobodyDoesIt(Reply):
    """The salon is open that day, but none of those who do the service works."""

    service: Service
    day: date


@dataclass(frozen=True, slots=True)
class NotWithinHours(Reply):
    """The service does not fit at that time; `openings` are when it is done, `staff` when they are one person's."""

    service: Service
    day: date
    openings: tuple[Opening, ...]
    staff: Staff | None


@dataclass(frozen=True, slots=True)
class NotTogether(Reply):
    """The services of the visit are not possible from then on, be it in a row or side by side: somebody's hours end
    before.
    """

    service: Wanted
    start_at: datetime


@dataclass(frozen=True, slots=True)
class NothingFree(Reply):
    """`staff` when only they were asked for; `within` when only a part of the days was ("after six")."""

    day: date
    day_to: date | None
    staff: Staff | None
    within: bool


@dataclass(frozen=True, slots=True)
class PastTime(Reply):
    """The time asked for has gone by."""


@dataclass(frozen=True, slots=True)
class TooShortNotice(Reply):
    minutes: int


@dataclass(frozen=True, slots=True)
class TooFarAhead(Reply):
    last: date


@dataclass(frozen=True, slots=True)
class WrongStaff(Reply):
    """`staff` does not do `service`; `others` do."""

    staff: Staff
    service: Service
    others: tuple[Staff, ...]


@dataclass(frozen=True, slots=True)
class OnlyOneDoesIt(Reply):
    """Somebody else was asked for than the only one who does it."""

    staff: Staff
    service: Service


@dataclass(frozen=True, slots=True)
class OneAfterAnother(Reply):
    """Two want it at once, and there is only one who does it."""

    staff: Staff
    service: Service


@dataclass(frozen=True, slots=True)
class InARow(Reply):
    """More want it at once than there are who do it."""


@dataclass(frozen=True, slots=True)
class NothingEarlier(Reply):
    """What was offered stays offered, or `visit` as it is booked."""

    visit: Visit | None


@dataclass(frozen=True, slots=True)
class NothingLater(Reply):
    """What was offered stays offered, or `visit` as it is booked."""

    visit: Visit | None


@dataclass(frozen=True, slots=True)
class NothingElse(Reply):
    """All that is free has been offered; it is told again after this."""


@dataclass(frozen=True, slots=True)
class NothingCheaper(Reply):
    """Of its kind the service is the cheapest."""

    service: Service


@dataclass(frozen=True, slots=True)
class NoSuchService(Reply):
    """A service was asked for that the salon does not have; `name` is as the customer wrote it."""

    name: str
    services: tuple[Service, ...]


@dataclass(frozen=True, slots=True)
class NotThat(Reply):
    """Of what was asked for the salon does not do this; `name` is as the customer wrote it."""

    name: str


@dataclass(frozen=True, slots=True)
class NoSuchDay(Reply):
    """A date was said that no calendar has."""


@dataclass(frozen=True, slots=True)
class NoSuchStaff(Reply):
    """Somebody was asked for who does not work here; `name` is as the customer wrote it."""

    name: str
    staff: tuple[Staff, ...]


@dataclass(frozen=True, slots=True)
class NoSuchVisit(Reply):
    """A visit was named that the customer does not have."""


@dataclass(frozen=True, slots=True)
class TooManyVisits(Reply):
    limit: int


@dataclass(frozen=True, slots=True)
class TooManyServices(Reply):
    """More services were asked for than one visit can have."""

    limit: int


@dataclass(frozen=True, slots=True)
class TooLateToChange(Reply):
    """Inside the change notice: a person has been told."""

    visit: Visit
