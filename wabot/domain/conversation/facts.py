"""What a turn may know, and what comes out of it."""

from dataclasses import dataclass
from datetime import date, datetime

from wabot.domain.appointments import Appointment, BookedVisit
from wabot.domain.arrangements import Arrangement
from wabot.domain.book import Book
from wabot.domain.consent import Step
from wabot.domain.customers import Customer
from wabot.domain.dialogue import Dialogue
from wabot.domain.replies.manners import CallUs, ComeToUs, PersonCalled
from wabot.domain.replies.refusals import TooLateToChange
from wabot.domain.replies.staff import Alert, AlertReason, CustomerIsLate
from wabot.domain.replies.told import Part, Reply, Visit
from wabot.domain.salon import Salon, Staff
from wabot.types import AppointmentId

QUOTED = 700  # characters of a customer's message that the owner is shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The world at the moment of a turn.

    `visits` are the customer's that have not ended, earliest first. `words` is what the customer wrote.
    `opens_conversation`: nothing was said for a while. `has_people`: somebody of the salon can be told.
    `unanswered` are appointments that a reminder asked about; `quoted` those of the reminder that the customer quoted,
    or reacted to (`reacts`). `history` are the customer's appointments of the last year that have begun, whatever
    became of them, earliest first. `may_invite`: the salon invites customers who agree to it.
    """

    salon: Salon
    book: Book
    customer: Customer
    visits: tuple[BookedVisit, ...]
    now: datetime
    words: str
    opens_conversation: bool
    has_people: bool
    unanswered: tuple[AppointmentId, ...] = ()
    quoted: tuple[AppointmentId, ...] = ()
    reacts: bool = False
    history: tuple[Appointment, ...] = ()
    may_invite: bool = False

    @property
    def today(self) -> date:
        """The salon's date."""
        return self.local(self.now).date()

    def local(self, at: datetime) -> datetime:
        """An instant on the salon's wall clock."""
        return at.astimezone(self.salon.timezone)

    def find_visit(self, appointment: AppointmentId) -> BookedVisit | None:
        """The visit that goes by this id or has this appointment, unless it is over or was cancelled."""
        return next((visit for visit in self.visits if appointment in visit.ids), None)

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
    """Put this visit into the book for the customer."""

    visit: Arrangement


@dataclass(frozen=True, slots=True)
class MoveAppointment:
    """Give the whole visit that goes by this id a new time, and its staff."""

    appointment: AppointmentId
    visit: Arrangement


@dataclass(frozen=True, slots=True)
class CancelAppointment:
    """Cancel the whole visit that goes by this id and free what it holds."""

    appointment: AppointmentId


@dataclass(frozen=True, slots=True)
class ConfirmAppointment:
    """The customer has said that they will come to this one appointment."""

    appointment: AppointmentId


@dataclass(frozen=True, slots=True)
class NoteConsent:
    """The customer's consent takes this step."""

    step: Step


Change = MakeAppointment | MoveAppointment | CancelAppointment | ConfirmAppointment | NoteConsent


@dataclass(frozen=True, slots=True)
class Tell:
    """A staff member, who has a number, hears of it: of a visit at `start_at`."""

    staff: Staff
    words: CustomerIsLate
    start_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a turn leads to; all of it happens, or none. No replies: the customer is not answered."""

    replies: tuple[Reply, ...]
    dialogue: Dialogue
    changes: tuple[Change, ...] = ()
    alerts: tuple[Alert, ...] = ()
    tells: tuple[Tell, ...] = ()


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
