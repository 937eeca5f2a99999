"""What the owner, and staff of their own day, are answered when they ask: who comes, who is free, how it stands."""

from dataclasses import dataclass
from datetime import date, datetime

from wabot.domain.replies.told import Reply, Visit
from wabot.domain.salon import Opening, Staff


class Line(Reply):
    """A line of a list, or a part of a sentence; it is said only within another reply."""


class Listing(Reply):
    """Its lists are not there to choose from by number."""


@dataclass(frozen=True, slots=True)
class Coming(Line):
    """A visit in a list; `status` is the book's word."""

    visit: Visit
    who: str
    status: str


@dataclass(frozen=True, slots=True)
class ComingOn(Line):
    """A visit in a list of several days."""

    visit: Visit
    who: str


@dataclass(frozen=True, slots=True)
class ClosedTime(Line):
    """Closed time of one staff member within one day, in a list; `reason` None when none was given."""

    staff: Staff | str
    opens: str
    closes: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class WholeDays(Line):
    """Days from midnight to midnight; `day_to` None for one."""

    day: date
    day_to: date | None


@dataclass(frozen=True, slots=True)
class SomeHours(Line):
    """A part of one day; `closes` None for the rest of it, `opens` None for all before."""

    day: date
    opens: str | None
    closes: str | None


When = WholeDays | SomeHours


@dataclass(frozen=True, slots=True)
class FreeHours(Line):
    """When a staff member has nothing to do."""

    staff: Staff
    openings: tuple[Opening, ...]


@dataclass(frozen=True, slots=True)
class WaitingChat(Line):
    """Somebody who wrote and was not answered; `link` opens the chat."""

    who: str
    link: str | None


@dataclass(frozen=True, slots=True)
class DayAgenda(Listing):
    """Who comes on a day; `staff` when only theirs was asked for."""

    day: date
    staff: Staff | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class NobodyComes(Reply):
    when: WholeDays
    staff: Staff | None


@dataclass(frozen=True, slots=True)
class DayCount(Line):
    """How many visits a day has."""

    day: date
    number: int


@dataclass(frozen=True, slots=True)
class DaysCounted(Listing):
    """How many visits some days have; `lines` none for a single day."""

    when: WholeDays
    staff: Staff | None
    number: int
    lines: tuple[DayCount, ...]


@dataclass(frozen=True, slots=True)
class NextComes(Reply):
    """The next visit."""

    visit: Visit
    who: str


@dataclass(frozen=True, slots=True)
class NobodyNext(Reply):
    """There is no visit to come."""

    staff: Staff | None


@dataclass(frozen=True, slots=True)
class WhoIsFree(Listing):
    day: date
    lines: tuple[FreeHours, ...]


@dataclass(frozen=True, slots=True)
class NobodyIsFree(Reply):
    day: date
    staff: Staff | None


@dataclass(frozen=True, slots=True)
class HowItStands(Listing):
    """`since_at` None while wabot answers; `held` are chats that a person holds."""

    since_at: datetime | None
    today: int
    tomorrow: int
    held: tuple[WaitingChat, ...]
    failed: int
