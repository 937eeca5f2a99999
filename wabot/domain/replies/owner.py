"""What the owner reads of their orders."""

from dataclasses import dataclass
from datetime import datetime

from wabot.domain.replies.agenda import ComingOn, Line, Listing, WaitingChat, When
from wabot.domain.replies.told import Reply, Visit
from wabot.domain.salon import Service, Staff


@dataclass(frozen=True, slots=True)
class TimeClosed(Listing):
    """Nobody is taken then; `visits` stand there all the same."""

    staff: Staff | None
    when: When
    visits: tuple[ComingOn, ...]


@dataclass(frozen=True, slots=True)
class TimeOpened(Reply):
    staff: Staff | None
    when: When


@dataclass(frozen=True, slots=True)
class HoursOpened(Reply):
    """Hours beyond the usual ones; `others` have hours of their own that day, and keep them."""

    staff: Staff | None
    when: When
    others: tuple[Staff, ...]


@dataclass(frozen=True, slots=True)
class HoursToOpen(Reply):
    """Nobody usually works then: it must be said from when to when."""


@dataclass(frozen=True, slots=True)
class NothingWasClosed(Reply):
    """It was to be opened, and nothing but the usual hours keeps people away then."""

    staff: Staff | None
    when: When


@dataclass(frozen=True, slots=True)
class TimeReserved(Reply):
    """A visit of somebody without a number: time that is closed, with a name."""

    staff: Staff
    start_at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class VisitPlaced(Reply):
    visit: Visit
    who: str


@dataclass(frozen=True, slots=True)
class VisitShifted(Reply):
    visit: Visit
    was: Visit
    who: str


@dataclass(frozen=True, slots=True)
class VisitDropped(Reply):
    visit: Visit
    who: str


@dataclass(frozen=True, slots=True)
class VisitRestored(Reply):
    """It stands in the book as before."""

    visit: Visit
    who: str


@dataclass(frozen=True, slots=True)
class DidNotCome(Reply):
    visit: Visit
    who: str


@dataclass(frozen=True, slots=True)
class ShallITell(Reply):
    """The customer, of what was just done."""


@dataclass(frozen=True, slots=True)
class ShallIMoveThem(Reply):
    """Customers who stand in closed time: shall they be asked for another one?"""

    number: int


@dataclass(frozen=True, slots=True)
class CustomersTold(Reply):
    number: int


@dataclass(frozen=True, slots=True)
class NobodyTold(Reply):
    """As the owner wished."""


@dataclass(frozen=True, slots=True)
class AllTheSame(Reply):
    """Shall it be done at an hour at which nobody works?"""


@dataclass(frozen=True, slots=True)
class LeftAsItWas(Reply):
    """The owner said no to a question of ours."""


@dataclass(frozen=True, slots=True)
class WhoseNumber(Reply):
    """Nobody of that name is known."""

    name: str


@dataclass(frozen=True, slots=True)
class IsItThem(Reply):
    """A customer of that name is known: is it the one?"""

    who: str


@dataclass(frozen=True, slots=True)
class WhichOfThem(Reply):
    people: tuple[WaitingChat, ...]


@dataclass(frozen=True, slots=True)
class ForWhichService(Reply):
    services: tuple[Service, ...]


@dataclass(frozen=True, slots=True)
class ForWhichTime(Reply):
    """Day or clock time of a visit is not known."""


@dataclass(frozen=True, slots=True)
class WhichOfVisits(Reply):
    visits: tuple[ComingOn, ...]


@dataclass(frozen=True, slots=True)
class IsItThatVisit(Reply):
    """There is none on the day that goes without saying; is it this one?"""

    visit: ComingOn


@dataclass(frozen=True, slots=True)
class WhereToShift(Reply):
    visit: ComingOn


@dataclass(frozen=True, slots=True)
class NoVisitThere(Reply):
    """Nothing in the book is what the owner means."""


@dataclass(frozen=True, slots=True)
class NoSuchChat(Reply):
    """Nobody with that name or number has written."""


@dataclass(frozen=True, slots=True)
class WhichDaysToClose(Reply):
    staff: Staff | None


@dataclass(frozen=True, slots=True)
class WhichHours(Reply):
    """A part of the day was said, or an hour without an end: it must be from when to when."""


@dataclass(frozen=True, slots=True)
class TimeIsHeld(Listing):
    """What the visit needs is taken then; `clashes` say by what, where one person was asked for."""

    start_at: datetime
    clashes: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class CustomerIsBusy(Reply):
    """The customer has another visit then."""

    start_at: datetime


@dataclass(frozen=True, slots=True)
class NotBegunYet(Reply):
    start_at: datetime


@dataclass(frozen=True, slots=True)
class OverAlready(Reply):
    """The visit is done, or nobody came."""


@dataclass(frozen=True, slots=True)
class CancelledAlready(Reply):
    """The visit is cancelled."""


@dataclass(frozen=True, slots=True)
class NobodyDoesThemAll(Reply):
    """No one person does all of the services."""


@dataclass(frozen=True, slots=True)
class CannotDoIt(Reply):
    staff: Staff
    service: Service


@dataclass(frozen=True, slots=True)
class SilentNow(Reply):
    """In one chat (`who`) until `until_at`, or everywhere."""

    who: str | None
    until_at: datetime | None


@dataclass(frozen=True, slots=True)
class TalkingTo(Reply):
    """In one chat."""

    who: str


@dataclass(frozen=True, slots=True)
class TalkingAgain(Listing):
    """Everywhere; `waiting` wrote meanwhile and got no answer."""

    waiting: tuple[WaitingChat, ...]


@dataclass(frozen=True, slots=True)
class NothingToUndo(Reply):
    """No order of late can be taken back."""


@dataclass(frozen=True, slots=True)
class OneByOne(Reply):
    """Several orders in one sentence: nothing was done."""


@dataclass(frozen=True, slots=True)
class WhatYouCanSay(Reply):
    """A short list of orders."""


@dataclass(frozen=True, slots=True)
class OnlyYourDay(Reply):
    """A staff member asked for somebody else's."""


@dataclass(frozen=True, slots=True)
class CannotTakeYou(Reply):
    """Told to a customer whose visit stands in time that the salon has closed: which other time suits them?"""

    visit: Visit
