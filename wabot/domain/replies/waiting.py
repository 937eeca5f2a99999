"""The waiting list: who is on it, and what becomes free for them."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from wabot.domain.replies.told import Reply, Visit
from wabot.domain.salon import Service, Staff


class Clock(StrEnum):
    """How the hours are told that are waited for; the parts of the day as in `DayPart`."""

    ANY = "any"
    AROUND = "around"
    FROM = "from"
    UNTIL = "until"
    BETWEEN = "between"
    MORNING = "morning"
    LUNCH = "lunch"
    AFTERNOON = "afternoon"
    EVENING = "evening"


@dataclass(frozen=True, slots=True)
class Awaited:
    """What is waited for, as it is told; `first` and `last` are bounds of the start, or `first` what it is around.
    Services and staff that the salon no longer has keep their id.
    """

    services: tuple[Service | str, ...]
    staff: Staff | str | None
    day: date
    day_to: date | None
    clock: Clock
    first: time | None = None
    last: time | None = None


@dataclass(frozen=True, slots=True)
class OnWaitlist(Reply):
    """The customer waits from now on, and has so many minutes to answer. `again`: they waited for it already."""

    awaited: Awaited
    minutes: int
    again: bool


@dataclass(frozen=True, slots=True)
class TooManyWaits(Reply):
    """The customer waits for so much already."""

    waits: tuple[Awaited, ...]


@dataclass(frozen=True, slots=True)
class MayWait(Reply):
    """There was nothing; the customer may be told when something becomes free."""


@dataclass(frozen=True, slots=True)
class OffWaitlist(Reply):
    """The customer waits for this no more."""

    waits: tuple[Awaited, ...]


@dataclass(frozen=True, slots=True)
class NotOnWaitlist(Reply):
    """The customer wants to leave a list on which they are not."""


@dataclass(frozen=True, slots=True)
class YourWaits(Reply):
    """`booked`: the customer's visits have been told before this."""

    waits: tuple[Awaited, ...]
    booked: bool


@dataclass(frozen=True, slots=True)
class StillWaiting(Reply):
    """Something else was booked; the customer still waits for this."""

    waits: tuple[Awaited, ...]


class Takes(StrEnum):
    """How an offer is answered. `near`: with another hour, too, as more is free beside it; `word`: another question of
    ours is open, so "yes" and "no" are taken.
    """

    YES = "yes"
    NEAR = "near"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class Freed(Reply):
    """A time became free and is held up to `until_at`. `moves`: a visit would be moved there."""

    visit: Visit
    until_at: datetime
    takes: Takes
    moves: bool


@dataclass(frozen=True, slots=True)
class PassedOn(Reply):
    """The customer does not want the time that became free, and waits on."""


@dataclass(frozen=True, slots=True)
class OfferGone(Reply):
    """The answer came too late: the time is somebody else's. `stays`: the customer waits on."""

    start_at: datetime
    stays: bool
