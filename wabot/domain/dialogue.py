"""Where a conversation stands: what the customer wants so far and what was asked last. Kept between turns."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from wabot.domain.heard import Company, Intent
from wabot.domain.replies.told import Purpose
from wabot.domain.wishes import Wish
from wabot.types import AppointmentId, ServiceId, StaffId

NO_WISH = Wish()


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
class MoveOrAnother:
    """Asked whether the wish is for this visit, which has the same services, or for one more."""

    twin: AppointmentId


@dataclass(frozen=True, slots=True)
class CancelVisit:
    """Asked whether to cancel this visit."""

    appointment: AppointmentId


@dataclass(frozen=True, slots=True)
class CancelAll:
    """Asked whether to cancel these visits, all that the customer has."""

    visits: tuple[AppointmentId, ...]


@dataclass(frozen=True, slots=True)
class WhoseVisit:
    """Asked whether none of the guests of this visit will come, or which of them; `options` are their appointments.

    `only_part`: some will come, as was said; a mere yes is no answer.
    """

    visit: AppointmentId
    options: tuple[AppointmentId, ...]
    only_part: bool = False


@dataclass(frozen=True, slots=True)
class AsUsual:
    """Asked a regular whether it shall be what they have had before; `often` when more than once of late.

    With several `guests` there is a service for each of them; `company` is who they were.
    """

    services: tuple[ServiceId, ...]
    staff: StaffId | None
    often: bool
    guests: int = 1
    company: Company | None = None


class MenuItem(StrEnum):
    """A line of the menu for those whom we could not understand."""

    BOOK = "book"
    MY_VISITS = "my_visits"
    PRICES = "prices"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Menu:
    """Gave a short menu, with these lines."""

    items: tuple[MenuItem, ...]


@dataclass(frozen=True, slots=True)
class MayInvite:
    """Asked at that moment whether they may be invited now and then. Only the very next message answers it."""

    asked_at: datetime


@dataclass(frozen=True, slots=True)
class ComeAgain:
    """Invited to have this service again, with that person; None with whoever does it."""

    service: ServiceId
    staff: StaffId | None


@dataclass(frozen=True, slots=True)
class MayAskSalon:
    """Asked whether a person of the salon shall answer what we do not know; `words` are the customer's. Only the
    very next message answers it.
    """

    words: str


Question = (
    WhichService
    | WhichSlot
    | When
    | WhichVisit
    | MoveOrAnother
    | CancelVisit
    | CancelAll
    | WhoseVisit
    | AsUsual
    | Menu
    | MayInvite
    | ComeAgain
    | MayAskSalon
)

_OUR_OWN = MayInvite | ComeAgain | MayAskSalon

INVITED_FOR = timedelta(days=7)
"""How long an invitation may be answered, whatever else is forgotten meanwhile."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialogue:
    """The state of one customer's conversation.

    `question` is what the last reply asked, None when it asked nothing. `recent_start` is the start of the visit
    just booked or moved: a bare time after it means that visit; `passed` are the times that were offered with it, which
    the customer may like better after all. `misunderstood` counts turns in a row.
    `reminded` are the appointments of a reminder that came after `question`; it asks whether the customer will come,
    but never in place of a question that is still open. `asked_name`: the customer was asked what they are called, and
    may say so or go on. `missed` is the latest wish for which there was nothing: what the waiting list would be for.
    `cancelled` is the visit that has just been cancelled, as a wish for it: the customer may regret it. `later` was
    wished for too, and is talked of once the visit that `wish` is about is booked. `is_late`: the last message said
    that the customer will be late; the next may say by how much. `told`: prices, hours or visits, when the last
    answer told them; the next message may go on about them, and about `told_day`, whose hours they were.
    """

    wish: Wish = NO_WISH
    question: Question | None = None
    recent_start: datetime | None = None
    passed: tuple[OfferedSlot, ...] = ()
    misunderstood: int = 0
    reminded: tuple[AppointmentId, ...] = ()
    asked_name: bool = False
    missed: Wish | None = None
    cancelled: Wish | None = None
    later: Wish | None = None
    is_late: bool = False
    told: Intent | None = None
    told_day: date | None = None

    @property
    def waits_for_yes(self) -> bool:
        """Whether a bare yes answers the open question."""
        match self.question:
            case WhichSlot(offers):
                return len(offers) == 1
            case CancelVisit() | CancelAll() | AsUsual() | MayInvite() | ComeAgain() | MayAskSalon():
                return True
            case _:
                return False

    def after(self, silence: timedelta, forget: timedelta) -> "Dialogue":
        """What is left of it: after `forget` nothing but an invitation."""
        if silence <= forget:
            return self
        is_invited = isinstance(self.question, ComeAgain) and silence <= INVITED_FOR
        return Dialogue(question=self.question) if is_invited else Dialogue()

    def yielding(self) -> "Dialogue":
        """The same where something more urgent is to be asked: questions of our own interest are dropped."""
        return replace(self, question=None) if isinstance(self.question, _OUR_OWN) else self
