"""Everything wabot can say, as values. The sentences themselves stand in language/texts/*.ftl, one per class."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from wabot.domain.salon import Opening, Price, Salon, Service, Staff, Text


class Reply:
    """One thing said. A turn's replies make one message, each on lines of its own."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One service of a visit as it is told."""

    service: Service | str
    staff: Staff | str
    start_at: datetime


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit as it is told: names, not ids; services and staff the salon no longer has keep their id.

    `parts` say who does what when, where `services` and `staff` would not.
    """

    services: tuple[Service | str, ...]
    staff: Staff | str
    start_at: datetime
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """A free time as it is told; `parts` as in Visit."""

    staff: Staff
    start_at: datetime
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Together:
    """Several services named in one breath."""

    services: tuple[Service, ...]


Wanted = Service | Together
"""What a visit is for."""


class Purpose(StrEnum):
    """What the customer wants to do with a visit."""

    BOOK = "book"
    CANCEL = "cancel"
    MOVE = "move"
    EXTEND = "extend"


@dataclass(frozen=True, slots=True)
class Hello(Reply):
    """The first words of a conversation."""

    salon: Salon


@dataclass(frozen=True, slots=True)
class HowCanIHelp(Reply):
    """After a bare greeting, or when the customer has not said what they want."""


@dataclass(frozen=True, slots=True)
class Booked(Reply):
    visit: Visit
    price: Price | None
    address: Text


@dataclass(frozen=True, slots=True)
class Moved(Reply):
    visit: Visit


@dataclass(frozen=True, slots=True)
class BookedBySalon(Reply):
    """Told to a customer whom the salon itself has put into the book."""

    visit: Visit
    address: Text


@dataclass(frozen=True, slots=True)
class ChangedBySalon(Reply):
    """The salon itself has moved the visit or changed what it is for; `was_at` is when it was to be."""

    visit: Visit
    was_at: datetime


@dataclass(frozen=True, slots=True)
class CancelledBySalon(Reply):
    visit: Visit


@dataclass(frozen=True, slots=True)
class AskCancel(Reply):
    visit: Visit


@dataclass(frozen=True, slots=True)
class Cancelled(Reply):
    visit: Visit


@dataclass(frozen=True, slots=True)
class Kept(Reply):
    visit: Visit


@dataclass(frozen=True, slots=True)
class NothingBooked(Reply):
    """The customer has no visit to come."""


@dataclass(frozen=True, slots=True)
class YourVisits(Reply):
    visits: tuple[Visit, ...]


@dataclass(frozen=True, slots=True)
class AskWhichVisit(Reply):
    visits: tuple[Visit, ...]
    purpose: Purpose


@dataclass(frozen=True, slots=True)
class AskWhichService(Reply):
    services: tuple[Service, ...]


@dataclass(frozen=True, slots=True)
class AskNewTime(Reply):
    """The visit is known, the new time is not."""

    visit: Visit


@dataclass(frozen=True, slots=True)
class AskOffer(Reply):
    """Free times to choose from by number or in words."""

    service: Wanted
    offers: tuple[Offer, ...]
    purpose: Purpose


@dataclass(frozen=True, slots=True)
class AskSingleOffer(Reply):
    """One free time: shall it be booked (or the visit moved there)?"""

    service: Wanted
    offer: Offer
    purpose: Purpose


@dataclass(frozen=True, slots=True)
class AskOtherDay(Reply):
    """Nothing is free near what was asked; which other day?"""

    service: Wanted


@dataclass(frozen=True, slots=True)
class AskAnotherTime(Reply):
    """The offers were declined."""


@dataclass(frozen=True, slots=True)
class TooManyServices(Reply):
    """More services were asked for than one visit can have."""

    limit: int


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
class TooLateToChange(Reply):
    """Inside the change notice: a person has been told."""

    visit: Visit


@dataclass(frozen=True, slots=True)
class PriceList(Reply):
    services: Sequence[Service]


@dataclass(frozen=True, slots=True)
class OpeningHours(Reply):
    salon: Salon
    today: date


@dataclass(frozen=True, slots=True)
class DayHours(Reply):
    day: date
    openings: tuple[Opening, ...]


@dataclass(frozen=True, slots=True)
class StaffHours(Reply):
    staff: Staff
    day: date
    openings: tuple[Opening, ...]


@dataclass(frozen=True, slots=True)
class Whereabouts(Reply):
    address: Text


@dataclass(frozen=True, slots=True)
class YouAreWelcome(Reply):
    """After thanks."""


@dataclass(frozen=True, slots=True)
class AllRight(Reply):
    """After a yes or a no that answers nothing."""


@dataclass(frozen=True, slots=True)
class PersonCalled(Reply):
    """A person of the salon has been told and will answer."""


@dataclass(frozen=True, slots=True)
class CallUs(Reply):
    """No person can be told from here; `phone` is the salon's."""

    phone: str


@dataclass(frozen=True, slots=True)
class ComeToUs(Reply):
    """No person can be told from here, and the salon has given no phone number."""

    address: Text


@dataclass(frozen=True, slots=True)
class NotUnderstood(Reply):
    """With what wabot can do."""


@dataclass(frozen=True, slots=True)
class ChooseByNumber(Reply):
    """The answer to a list was unclear."""


@dataclass(frozen=True, slots=True)
class TextPlease(Reply):
    """A voice note, picture or the like."""


@dataclass(frozen=True, slots=True)
class SayAgain(Reply):
    """A message came whose words were lost on the way."""


@dataclass(frozen=True, slots=True)
class CallDeclined(Reply):
    """Calls are not taken on this number."""


@dataclass(frozen=True, slots=True)
class SomethingWentWrong(Reply):
    """wabot failed on this turn; a person has been told."""


class Answers(StrEnum):
    """How a reminder may be answered. `word`: another question of ours is open, so "yes" and numbers are taken."""

    NUMBER = "number"
    WORD = "word"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Reminder(Reply):
    """Of the visits of one day, earliest first."""

    day: date
    visits: tuple[Visit, ...]
    answers: Answers


@dataclass(frozen=True, slots=True)
class WillYouCome(Reply):
    """The answer to the reminder was not understood."""

    visit: Visit


@dataclass(frozen=True, slots=True)
class Confirmed(Reply):
    """The customer has said that they will come."""

    visits: tuple[Visit, ...]


@dataclass(frozen=True, slots=True)
class VisitBooked(Reply):
    """Told to the staff member: a customer has booked."""

    visit: Visit
    who: str


@dataclass(frozen=True, slots=True)
class VisitMoved(Reply):
    """Told to the staff member, and to the one who had the visit before: a customer has moved it."""

    visit: Visit
    was: Visit
    who: str


@dataclass(frozen=True, slots=True)
class VisitCancelled(Reply):
    """Told to the staff member: a customer has cancelled."""

    visit: Visit
    who: str


@dataclass(frozen=True, slots=True)
class Unconfirmed(Reply):
    """Told to the staff member: a customer has not answered the reminder."""

    visit: Visit
    who: str


class AlertReason(StrEnum):
    """Why a person of the salon is needed."""

    ASKED = "asked"
    TOO_LATE = "too_late"
    NOT_UNDERSTOOD = "not_understood"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Alert(Reply):
    """Told to the owner: which customer needs a person, and why. `words` are the customer's."""

    reason: AlertReason
    who: str
    words: str
