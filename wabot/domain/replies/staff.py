"""What the salon's own people are told."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from wabot.domain.replies.told import Reply, Visit


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
class VisitRearranged(Reply):
    """Told to the staff member, and to the one who had the visit before: the owner has moved it."""

    visit: Visit
    was: Visit
    who: str


@dataclass(frozen=True, slots=True)
class VisitCancelled(Reply):
    """Told to the staff member: a visit was cancelled."""

    visit: Visit
    who: str


@dataclass(frozen=True, slots=True)
class Unconfirmed(Reply):
    """Told to the staff member: a customer has not answered the reminder."""

    visit: Visit
    who: str


class AlertReason(StrEnum):
    """Why a person of the salon is needed. `no_shows`: what they want to book, the salon confirms itself."""

    ASKED = "asked"
    TOO_LATE = "too_late"
    NOT_UNDERSTOOD = "not_understood"
    LATE = "late"
    NO_SHOWS = "no_shows"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Alert(Reply):
    """Told to the owner: which customer needs a person, and why. `words` are the customer's, `visit` is what it is
    about, `chat` opens the chat; None where there is no such thing.
    """

    reason: AlertReason
    who: str
    words: str
    visit: Visit | None
    chat: str | None


@dataclass(frozen=True, slots=True)
class LoopStopped(Reply):
    """Told to the owner: a machine seems to answer in that chat, and wabot keeps silent there until then."""

    who: str
    words: str
    chat: str | None
    until_at: datetime


@dataclass(frozen=True, slots=True)
class CustomerIsLate(Reply):
    """Told to the staff member. `minutes` None when the customer has not said how much; `words` are theirs."""

    visit: Visit
    who: str
    minutes: int | None
    words: str
