"""What a turn may know, and what comes out of it."""

from dataclasses import dataclass
from datetime import date, datetime

from wabot.domain.appointments import Appointment, BookedVisit, Status
from wabot.domain.arrangements import Arrangement
from wabot.domain.book import Book
from wabot.domain.consent import Step
from wabot.domain.customers import Customer
from wabot.domain.dialogue import Dialogue
from wabot.domain.reminders import ReminderRules
from wabot.domain.replies.manners import CallUs, ComeToUs, PersonCalled
from wabot.domain.replies.refusals import TooLateToChange
from wabot.domain.replies.staff import Alert, AlertReason, CustomerIsLate
from wabot.domain.replies.told import Part, Reply, Visit
from wabot.domain.salon import Salon, Staff, Text
from wabot.domain.waitlist import HeldOffer, OfferState, Stretch, Waiting, WaitState
from wabot.domain.wishes import Wish
from wabot.types import AppointmentId, OfferId, WaitId

QUOTED = 700  # characters of a customer's message that the owner is shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The world at the moment of a turn.

    `visits` are the customer's that have not ended, earliest first.
    `called` is the name to call them by, None when none is known; `is_first_contact`: they have never written before.
    `privacy` is the owner's line for those. `words` is what the customer wrote.
    `opens_conversation`: nothing was said for a while. `has_people`: somebody of the salon can be told.
    `unanswered` are appointments that a reminder asked about; `quoted` those of the reminder that the customer quoted,
    or reacted to (`reacts`). `history` are the customer's appointments of the last year that have begun, whatever
    became of them, earliest first. `may_invite`: the salon invites customers who agree to it. `waits` is what the
    customer is on the waiting list for; `quoted_offer` the offer that they quoted or reacted to, `last_offer` the one
    that is the latest we wrote, whatever became of it.
    """

    salon: Salon
    book: Book
    customer: Customer
    visits: tuple[BookedVisit, ...]
    called: str | None = None
    is_first_contact: bool = False
    privacy: Text | None = None
    now: datetime
    words: str
    opens_conversation: bool
    has_people: bool
    reminders: ReminderRules
    unanswered: tuple[AppointmentId, ...] = ()
    quoted: tuple[AppointmentId, ...] = ()
    reacts: bool = False
    history: tuple[Appointment, ...] = ()
    may_invite: bool = False
    waits: tuple[Waiting, ...] = ()
    quoted_offer: HeldOffer | None = None
    last_offer: HeldOffer | None = None

    @property
    def today(self) -> date:
        """The salon's date."""
        return self.local(self.now).date()

    def local(self, at: datetime) -> datetime:
        """An instant on the salon's wall clock."""
        return at.astimezone(self.salon.timezone)

    def find_visit(self, appointment: AppointmentId | None) -> BookedVisit | None:
        """The visit that goes by this id or has this appointment; None when none is named, it is over or cancelled."""
        return next((visit for visit in self.visits if appointment in visit.ids), None)

    @property
    def past(self) -> tuple[BookedVisit, ...]:
        """The visits of the last year that the customer came to, as far as is known, latest first, each whole."""
        visits: dict[AppointmentId, list[Appointment]] = {}
        for one in self.history:
            if one.end_at <= self.now and one.status not in {Status.CANCELLED, Status.NO_SHOW}:
                visits.setdefault(one.visit, []).append(one)
        return tuple(BookedVisit(tuple(visit)) for visit in reversed(visits.values()))

    @property
    def open_visits(self) -> int:
        """How many visits are still to begin."""
        return sum(visit.start_at > self.now for visit in self.visits)

    def told(self, visit: BookedVisit) -> Visit:
        """A visit as customers hear of it."""
        return told(visit, self.salon)


def told(visit: BookedVisit, salon: Salon) -> Visit:
    """A visit as people hear of it."""
    parts = tuple(
        Part(
            salon.find_service(part.service) or part.service,
            salon.find_staff(part.staff) or part.staff,
            part.start_at,
        )
        for part in visit.parts
    )
    staff = salon.find_staff(visit.staff[0]) or visit.staff[0]
    shared = parts if len(visit.staff) > 1 else ()
    return Visit(tuple(part.service for part in parts), staff, visit.start_at, shared)


def named(customer: Customer) -> str:
    """The customer as the salon's people hear of them: a name if there is one, and how to reach them."""
    return f"{customer.name} ({customer.contact})" if customer.name else str(customer.contact)


def quoted(words: str) -> str:
    """What the customer wrote, as the salon's people are shown it."""
    return words if len(words) <= QUOTED else f"{words[:QUOTED]}…"


@dataclass(frozen=True, slots=True)
class MakeAppointment:
    """Put this visit into the book for the customer; `note` tells the salon whom it is for besides them."""

    visit: Arrangement
    note: str = ""


@dataclass(frozen=True, slots=True)
class MoveAppointment:
    """Give the whole visit that goes by this id a new time, its staff and its services."""

    appointment: AppointmentId
    visit: Arrangement


@dataclass(frozen=True, slots=True)
class CancelAppointment:
    """Cancel the whole visit that goes by this id and free what it holds; of several guests `only` that appointment."""

    appointment: AppointmentId
    only: bool = False


@dataclass(frozen=True, slots=True)
class ConfirmAppointment:
    """The customer has said that they will come to this one appointment."""

    appointment: AppointmentId


@dataclass(frozen=True, slots=True)
class GiveVisit:
    """The customer has said that this visit, booked as their own, is for somebody else; `note` says for whom."""

    visit: AppointmentId
    note: str


@dataclass(frozen=True, slots=True)
class NameCustomer:
    """The customer has said what they are called."""

    name: str


@dataclass(frozen=True, slots=True)
class NoteConsent:
    """The customer's consent takes this step."""

    step: Step


@dataclass(frozen=True, slots=True)
class JoinWaitlist:
    """Put the wish at the end of the line, or in place of the wish `again`. `passed` are starts that are free now."""

    wish: Wish
    passed: tuple[Stretch, ...]
    again: WaitId | None


@dataclass(frozen=True, slots=True)
class SettleOffer:
    """A time that was held for the customer is not any more. `passed` is what shall not be offered again for `wait`."""

    offer: OfferId
    state: OfferState
    wait: WaitId | None = None
    passed: Stretch | None = None


@dataclass(frozen=True, slots=True)
class EndWait:
    """The wish is on the list no more."""

    wait: WaitId
    state: WaitState


WaitlistChange = JoinWaitlist | SettleOffer | EndWait
BookChange = MakeAppointment | MoveAppointment | CancelAppointment | ConfirmAppointment | GiveVisit
Change = NameCustomer | BookChange | NoteConsent | WaitlistChange


@dataclass(frozen=True, slots=True)
class Tell:
    """A staff member, who has a number, hears of it: of a visit at `start_at`."""

    staff: Staff
    words: CustomerIsLate
    start_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a turn leads to; all of it happens, or none. No replies: the customer is not answered.

    `missed` is what was wished for and is not to be had although the salon works then.
    """

    replies: tuple[Reply, ...]
    dialogue: Dialogue
    changes: tuple[Change, ...] = ()
    alerts: tuple[Alert, ...] = ()
    tells: tuple[Tell, ...] = ()
    missed: Wish | None = None


def booked(outcome: Outcome) -> list[Arrangement]:
    """What the turn puts into the book."""
    return [change.visit for change in outcome.changes if isinstance(change, MakeAppointment | MoveAppointment)]


PATIENCE = 3
"""Turns not understood in a row before a person is called."""


def call_person(
    facts: Facts, reason: AlertReason, *, dialogue: Dialogue, first: tuple[Reply, ...] = (), visit: Visit | None = None
) -> Outcome:
    """Pass the customer to a person; promised only when there is one to tell. `visit` is what it is about."""
    if not facts.has_people:
        phone = facts.salon.phone
        instead: Reply = CallUs(phone) if phone else ComeToUs(facts.salon.address)
        return Outcome(replies=(*first, instead), dialogue=dialogue)
    alert = Alert(reason, named(facts.customer), quoted(facts.words), visit, facts.customer.contact.chat_link)
    return Outcome(replies=(*first, PersonCalled()), dialogue=dialogue, alerts=(alert,))


def too_late(visit: BookedVisit, facts: Facts) -> Outcome:
    """Inside the change notice the visit stays as it is, and a person is told."""
    told = TooLateToChange(facts.told(visit))
    return call_person(facts, AlertReason.TOO_LATE, dialogue=Dialogue(), first=(told,))
