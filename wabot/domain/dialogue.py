"""Where a conversation stands: what the customer wants so far and what was asked last. Kept between turns."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from datetime import time as wall_time

from wabot.domain.heard import DayPart, Heard
from wabot.domain.replies import Purpose
from wabot.domain.salon import Salon
from wabot.types import AppointmentId, ServiceId, StaffId


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the customer wants, gathered over turns; days and clock times are salon wall time.

    `service` may be a family ("haircut") while it is not settled which. `moving` is the visit that gets the new time.
    """

    service: str | None = None
    staff: StaffId | None = None
    day: date | None = None
    day_to: date | None = None
    time: wall_time | None = None
    not_before: wall_time | None = None
    not_after: wall_time | None = None
    part: DayPart | None = None
    moving: AppointmentId | None = None

    def with_heard(self, heard: Heard, salon: Salon) -> "Wish":
        """The wish after another message: what is said anew replaces what was said before of the same.

        Another service is another visit: the one being moved, and who was wanted for it, are left alone.
        """
        wish = self
        if heard.services and not self._means_already(heard.services[0], salon):
            fresh = self.service is None or self.service in salon.families
            wish = replace(wish, service=heard.services[0], staff=wish.staff if fresh else None, moving=None)
        if heard.staff is not None:
            wish = replace(wish, staff=heard.staff)
        if heard.day is not None:
            wish = replace(wish, day=heard.day, day_to=heard.day_to)
        if heard.says_clock:
            wish = replace(
                wish, time=heard.time, not_before=heard.not_before, not_after=heard.not_after, part=heard.part
            )
        return wish

    def _means_already(self, said: str, salon: Salon) -> bool:
        """Whether the word says no more than the wish: the service itself, or its family."""
        service = salon.find_service(self.service) if self.service else None
        return service is not None and said in {service.id, service.family}

    @property
    def says_clock(self) -> bool:
        """Whether a clock time, a bound or a part of the day is wanted."""
        return any(value is not None for value in (self.time, self.not_before, self.not_after, self.part))

    def without_time(self) -> "Wish":
        """The same with no day and no clock time."""
        return replace(self, day=None, day_to=None, time=None, not_before=None, not_after=None, part=None)


@dataclass(frozen=True, slots=True)
class OfferedSlot:
    """A time that was offered; it may have been taken since."""

    staff: StaffId
    start_at: datetime


@dataclass(frozen=True, slots=True)
class WhichService:
    """Asked which service; the options in the order they were listed."""

    options: tuple[ServiceId, ...]


@dataclass(frozen=True, slots=True)
class WhichSlot:
    """Offered times, in the order they were listed."""

    offers: tuple[OfferedSlot, ...]


@dataclass(frozen=True, slots=True)
class When:
    """Asked for another day or time."""


@dataclass(frozen=True, slots=True)
class WhichVisit:
    """Asked which of several visits to cancel or move; a new time that was said already stands in the wish."""

    options: tuple[AppointmentId, ...]
    purpose: Purpose


@dataclass(frozen=True, slots=True)
class CancelVisit:
    """Asked whether to cancel this visit."""

    appointment: AppointmentId


Question = WhichService | WhichSlot | When | WhichVisit | CancelVisit


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialogue:
    """The state of one customer's conversation.

    `question` is what the last reply asked, None when it asked nothing. `recent_start` is the start of the visit
    just booked or moved: a bare time after it means that visit. `misunderstood` counts turns in a row.
    `reminded` are the visits of a reminder that came after `question`; it asks whether the customer will come, but
    never in place of a question that is still open.
    """

    wish: Wish = Wish()
    question: Question | None = None
    recent_start: datetime | None = None
    misunderstood: int = 0
    reminded: tuple[AppointmentId, ...] = ()
