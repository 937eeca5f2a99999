"""What the customer is asked."""

from dataclasses import dataclass
from datetime import datetime

from wabot.domain.replies.told import Offer, Purpose, Reply, Visit, Wanted
from wabot.domain.salon import Service, Staff


@dataclass(frozen=True, slots=True)
class AskWhichService(Reply):
    services: tuple[Service, ...]


@dataclass(frozen=True, slots=True)
class AskServiceAgain(Reply):
    """Which service, when the list was given just before; `noted`: something else was said of what is wanted."""

    services: tuple[Service, ...]
    noted: bool


@dataclass(frozen=True, slots=True)
class AskAsUsual(Reply):
    """A regular wants to come: for what they have had before?"""

    service: Wanted
    staff: Staff | None
    often: bool


@dataclass(frozen=True, slots=True)
class AskName(Reply):
    """What the customer is called."""


@dataclass(frozen=True, slots=True)
class ThenNext(Reply):
    """Said before a question about the first of two visits: which service will be talked of once that is booked."""

    service: Service


@dataclass(frozen=True, slots=True)
class AskOffer(Reply):
    """Free times to choose from by number or in words. `was_at` is when the visit that would be moved is now."""

    service: Wanted
    offers: tuple[Offer, ...]
    purpose: Purpose
    was_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AskSingleOffer(Reply):
    """One free time: shall it be booked (or the visit changed so)? `dropped` are services that would go, `was_at` is
    when the visit that would be moved is now. `is_theirs`: it is for others than the customer.
    """

    service: Wanted
    offer: Offer
    purpose: Purpose
    dropped: Wanted | None = None
    was_at: datetime | None = None
    is_theirs: bool = False


@dataclass(frozen=True, slots=True)
class AskCheaper(Reply):
    """There is something like it that costs less: shall a time be found for that?"""

    services: Service


@dataclass(frozen=True, slots=True)
class AskNewTime(Reply):
    """The visit is known, the new time is not."""

    visit: Visit


@dataclass(frozen=True, slots=True)
class AskOtherDay(Reply):
    """Nothing is free near what was asked; which other day?"""

    service: Wanted


@dataclass(frozen=True, slots=True)
class AskAnotherTime(Reply):
    """The offers were declined."""


@dataclass(frozen=True, slots=True)
class AskWhichVisit(Reply):
    visits: tuple[Visit, ...]
    purpose: Purpose


@dataclass(frozen=True, slots=True)
class AskMoveOrAnother(Reply):
    """The visit has the services that are wanted: shall it get the new time, or come one more?"""

    visit: Visit


@dataclass(frozen=True, slots=True)
class AskCancel(Reply):
    visit: Visit


@dataclass(frozen=True, slots=True)
class AskCancelAll(Reply):
    visits: tuple[Visit, ...]


@dataclass(frozen=True, slots=True)
class AskWhose(Reply):
    """Several come: is the visit to be cancelled for all of them, or for which?"""

    visits: tuple[Visit, ...]


@dataclass(frozen=True, slots=True)
class ChooseByNumber(Reply):
    """The answer to a list was unclear."""
