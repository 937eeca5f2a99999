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
    """Why a person of the salon is needed."""

    ASKED = "asked"
    TOO_LATE = "too_late"
    NOT_UNDERSTOOD = "not_understood"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Alert(Reply):
    """Told to the owner: which customer needs a person, and why. `words` are the customer's, `link` opens the chat."""

    reason: AlertReason
    who: str
    words: str
    link: str | None


@dataclass(frozen=True, slots=True)
class LoopStopped(Reply):
    """Told to the owner: a machine seems to answer in that chat, and wabot keeps silent there until then."""

    who: str
    words: str
    link: str | None
    until_at: datetime
