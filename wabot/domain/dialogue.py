"""Where a conversation stands: what the customer wants so far and what was asked last. Kept between turns."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from datetime import time as wall_time

from wabot.domain.heard import DayPart, Heard, Intent
from wabot.domain.replies.told import Purpose
from wabot.domain.salon import Salon
from wabot.types import AppointmentId, ServiceId, StaffId


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the customer wants, gathered over turns; days and clock times are salon wall time.

    `services` are those of one visit, in the order they were said, to be had in that order if `in_order`; one may be
    a family ("haircut") while it is not settled which. `guests` come together, for one service each. `moving` is the
    visit that gets the new time.
    """

    services: tuple[str, ...] = ()
    in_order: bool = False
    guests: int = 1
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

        Other services are another visit, unless they are added: the one being moved is left alone.
        """
        wish = self._with_services(heard, salon) if heard.services else self
        if heard.guests > 1:
            wish = replace(wish, guests=heard.guests)
        if heard.staff is not None:
            wish = replace(wish, staff=heard.staff)
        if heard.day is not None:
            wish = replace(wish, day=heard.day, day_to=heard.day_to)
        if heard.says_clock:
            wish = replace(
                wish, time=heard.time, not_before=heard.not_before, not_after=heard.not_after, part=heard.part
            )
        return wish

    def _with_services(self, heard: Heard, salon: Salon) -> "Wish":
        said = [service for service in heard.services if heard.only or not self._means_already(service, salon)]
        if not said:
            left = tuple(service for service in self.services if service not in heard.services)
            drops = Intent.DECLINE in heard.intents and left
            return replace(self, services=left) if drops else self
        in_order = heard.in_order and len(heard.services) > 1
        if heard.adds and self.services and self.moving is None:
            return replace(self, services=(*self.services, *said), in_order=in_order or self.in_order)
        if len(said) == 1 and self._family_of(said[0], salon) in self.services:
            return self.settled(said[0], salon)
        is_fresh = not self.services or any(service in salon.families for service in self.services)
        staff = self.staff if is_fresh else None
        return replace(self, services=heard.services, in_order=in_order, staff=staff, moving=None)

    def settled(self, chosen: str, salon: Salon) -> "Wish":
        """The wish once a service was chosen: in the place of its family, or as the only one."""
        family = self._family_of(chosen, salon)
        if family not in self.services:
            return replace(self, services=(chosen,))
        return replace(self, services=tuple(chosen if service == family else service for service in self.services))

    def _family_of(self, said: str, salon: Salon) -> str | None:
        service = salon.find_service(said)
        return service.family if service else None

    def _means_already(self, said: str, salon: Salon) -> bool:
        """Whether the word says no more than the wish: a service of it, or its family."""
        wanted = [service for name in self.services if (service := salon.find_service(name))]
        return any(said in {service.id, service.family} for service in wanted)

    @property
    def says_clock(self) -> bool:
        """Whether a clock time, a bound or a part of the day is wanted."""
        return any(value is not None for value in (self.time, self.not_before, self.not_after, self.part))

    def without_time(self) -> "Wish":
        """The same with no day and no clock time."""
        return replace(self, day=None, day_to=None, time=None, not_before=None, not_after=None, part=None)


@dataclass(frozen=True, slots=True)
class OfferedSlot:
    """A time that was offered; it may have been taken since. `staff` is who does each service of the visit."""

    staff: tuple[StaffId, ...]
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


@dataclass(frozen=True, slots=True)
class MayInvite:
    """Asked at that moment whether they may be invited now and then. Only the very next message answers it."""

    asked_at: datetime


@dataclass(frozen=True, slots=True)
class ComeAgain:
    """Invited to have this service again, with that person; None with whoever does it."""

    service: ServiceId
    staff: StaffId | None


Question = WhichService | WhichSlot | When | WhichVisit | CancelVisit | MayInvite | ComeAgain

INVITED_FOR = timedelta(days=7)
"""How long an invitation may be answered, whatever else is forgotten meanwhile."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialogue:
    """The state of one customer's conversation.

    `question` is what the last reply asked, None when it asked nothing. `recent_start` is the start of the visit
    just booked or moved: a bare time after it means that visit. `misunderstood` counts turns in a row.
    `reminded` are the appointments of a reminder that came after `question`; it asks whether the customer will come,
    but never in place of a question that is still open.
    """

    wish: Wish = Wish()
    question: Question | None = None
    recent_start: datetime | None = None
    misunderstood: int = 0
    reminded: tuple[AppointmentId, ...] = ()

    def after(self, silence: timedelta, forget: timedelta) -> "Dialogue":
        """What is left of it: after `forget` nothing but an invitation."""
        if silence <= forget:
            return self
        is_invited = isinstance(self.question, ComeAgain) and silence <= INVITED_FOR
        return Dialogue(question=self.question) if is_invited else Dialogue()

    def yielding(self) -> "Dialogue":
        """The same where something more urgent is to be asked: questions of our own interest are dropped."""
        return replace(self, question=None) if isinstance(self.question, MayInvite | ComeAgain) else self
