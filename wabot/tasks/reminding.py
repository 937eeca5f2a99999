"""One customer's reminders: from visits that come near to messages in the outbox, in one transaction."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import chain

from wabot.domain.appointments import Appointment, BookedVisit
from wabot.domain.conversation.facts import named, told
from wabot.domain.customers import Contact, Customer
from wabot.domain.dialogue import Dialogue
from wabot.domain.reminders import (
    AHEAD,
    Decision,
    ReminderRules,
    Send,
    Skip,
    Wait,
    Which,
    Why,
    decide_asking,
    decide_reminder,
)
from wabot.domain.replies.manners import Hello
from wabot.domain.replies.reminders import Answers, Reminder
from wabot.domain.replies.staff import Unconfirmed
from wabot.domain.replies.told import Reply
from wabot.domain.salon import Salon
from wabot.domain.walltime import to_ms
from wabot.language.replies import Texts
from wabot.storage.appointments import get_appointment
from wabot.storage.customers import get_customer, meet_customer
from wabot.storage.dialogues import save_dialogue
from wabot.storage.notices import find_next_notice, people_with_notices, release_notices
from wabot.storage.outbox import queue_message
from wabot.storage.reminders import Candidate, find_candidates, find_next_start, record_reminded, record_skipped
from wabot.storage.waitlist import waits_of
from wabot.tasks.standing import find_standing
from wabot.types import AppointmentId, CustomerId, OutboxId, PhoneNumber

LOOK_BACK = timedelta(days=3)  # reminders that were missed are written down as such; of older visits nobody asks
TOGETHER = timedelta(hours=2)  # visits that are reminded of this soon after each other share a message


@dataclass(frozen=True, slots=True)
class Errand:
    """A reminder that is not settled yet, and what to do about it."""

    candidate: Candidate
    which: Which
    decision: Decision


class Reminding:
    """Reminds customers and asks staff. Holds no state of its own: all of it is in the transaction it works in."""

    def __init__(
        self,
        salon: Salon,
        texts: Texts,
        rules: ReminderRules,
        *,
        owner_phones: Sequence[PhoneNumber],
        forget: timedelta,
    ) -> None:
        self._salon = salon
        self._texts = texts
        self._rules = rules
        self._owners = owner_phones
        self._forget = forget

    def customers_due(self, db: sqlite3.Connection, now: datetime) -> list[CustomerId]:
        """Whose reminders are to be settled now."""
        due = (errand for errand in self._errands(db, now) if not isinstance(errand.decision, Wait))
        return list(dict.fromkeys([*people_with_notices(db, now), *(errand.candidate.customer for errand in due)]))

    def next_moment(self, db: sqlite3.Connection, now: datetime) -> datetime | None:
        """When there is something to do next; not after `now` when there is already, None when nothing is booked."""
        errands = self._errands(db, now)
        moments = [errand.decision.until if isinstance(errand.decision, Wait) else now for errand in errands]
        further, notice = find_next_start(db, now + self._rules.reach), find_next_notice(db)
        moments += [further - self._rules.reach] if further else []
        moments += [notice] if notice else []
        return min(moments, default=None)

    def settle(self, db: sqlite3.Connection, customer_id: CustomerId, now: datetime) -> tuple[CustomerId, ...]:
        """Settle what is due for the customer; returns for whom messages were queued."""
        errands = self._errands(db, now, customer_id)
        customer = get_customer(db, customer_id)
        recipients = [customer_id] * release_notices(db, customer_id, now)
        for which in (Which.DAY_BEFORE, Which.BEFORE):
            together = self._together([errand for errand in errands if errand.which is which], now)
            if together:
                recipients += self._send(db, which, together, customer, now)
        for errand in errands:
            if isinstance(errand.decision, Skip):
                record_skipped(db, errand.candidate, errand.which, errand.decision.reason, now)
        for unanswered in _by_visit(errands):
            recipients += self._ask(db, unanswered, customer, now)
        return tuple(recipients)

    def give_up(self, db: sqlite3.Connection, customer_id: CustomerId, now: datetime) -> tuple[CustomerId, ...]:
        """It failed on our side: what is due is skipped, and shown."""
        for errand in self._errands(db, now, customer_id):
            if not isinstance(errand.decision, Wait):
                record_skipped(db, errand.candidate, errand.which, Why.FAILED, now)
        return ()

    def _errands(self, db: sqlite3.Connection, now: datetime, customer: CustomerId | None = None) -> list[Errand]:
        found = find_candidates(db, now - LOOK_BACK, now + self._rules.reach, now, customer)
        decided = (
            (candidate, which, self._decide(candidate, which, now))
            for candidate in found
            for which in AHEAD
            if which not in candidate.settled
        )
        return [Errand(candidate, which, decision) for candidate, which, decision in decided if decision is not None]

    def _decide(self, candidate: Candidate, which: Which, now: datetime) -> Decision | None:
        zone = self._salon.timezone
        if which is not Which.ASK_STAFF:
            stopped = candidate.is_stopped
            return decide_reminder(
                which, candidate.visit_at, candidate.timed_at, now, self._rules, zone, is_stopped=stopped
            )
        if candidate.is_confirmed or candidate.reminded_at is None:
            return None
        return decide_asking(candidate.visit_at, candidate.reminded_at, now, self._rules, zone)

    def _send(
        self, db: sqlite3.Connection, which: Which, errands: Sequence[Errand], customer: Customer, now: datetime
    ) -> list[CustomerId]:
        """One message of all these visits. It asks whether they come, in words that leave an open question alone.

        While a person of the salon talks to the customer, it goes all the same: nobody else keeps the date in mind.
        """
        appointments = [get_appointment(db, errand.candidate.appointment) for errand in errands]
        standing = find_standing(db, customer.id, self._forget, self._salon.timezone, now)
        dialogue = standing.dialogue.yielding()
        has_offer = any(waiting.offer for waiting in waits_of(db, customer.id))
        reminder = self._reminder(_visits(appointments), dialogue, customer, now, has_offer=has_offer)
        replies: list[Reply] = [Hello(self._salon), reminder] if standing.is_new else [reminder]
        text = self._texts.render(replies, customer.lang or self._salon.language, self._local_day(now))
        key = f"reminder:{appointments[0].id}:{which}:{to_ms(appointments[0].start_at)}"
        until = min(errand.decision.until for errand in errands if isinstance(errand.decision, Send))
        message = queue_message(db, key, customer.id, text, now, wanted_until=until)
        for errand in errands:
            _record(db, errand.candidate, which, message, now)
        after = replace(dialogue, reminded=tuple(one.id for one in appointments), misunderstood=0)
        save_dialogue(db, customer.id, after, now)
        return [customer.id] if message is not None else []

    def _reminder(
        self,
        visits: Sequence[BookedVisit],
        dialogue: Dialogue,
        customer: Customer,
        now: datetime,
        *,
        has_offer: bool,
    ) -> Reminder:
        """`has_offer`: a time of the waiting list is held for the customer, and "yes" takes that."""
        is_held = customer.held_until is not None and now < customer.held_until
        answers = Answers.WORD if is_held or has_offer or dialogue.question is not None else Answers.NUMBER
        if all(visit.is_confirmed for visit in visits):
            answers = Answers.NONE
        return Reminder(
            self._local_day(visits[0].start_at), tuple(told(visit, self._salon) for visit in visits), answers
        )

    def _ask(
        self, db: sqlite3.Connection, errands: Sequence[Errand], customer: Customer, now: datetime
    ) -> list[CustomerId]:
        """Tell everyone who serves in the visit that the customer has not answered, once each: the owner in place of
        those without a number.
        """
        visit = BookedVisit(tuple(get_appointment(db, errand.candidate.appointment) for errand in errands))
        phones = self._phones_of(visit)
        if not phones:
            for errand in errands:
                record_skipped(db, errand.candidate, Which.ASK_STAFF, Why.NOBODY_TO_TELL, now)
            return []
        words = Unconfirmed(told(visit, self._salon), named(customer))
        text = self._texts.render([words], self._salon.language, self._local_day(now))
        people = [meet_customer(db, Contact(phone=phone), None, now) for phone in phones]
        first = visit.appointments[0]
        key = f"alert:unconfirmed:{first.id}:{to_ms(first.start_at)}"
        until = min(errand.decision.until for errand in errands if isinstance(errand.decision, Send))
        messages = [
            queue_message(db, f"{key}:{number}", person, text, now, wanted_until=until)
            for number, person in enumerate(people)
        ]
        for errand in errands:
            _record(db, errand.candidate, Which.ASK_STAFF, messages[0], now)
        return people

    def _phones_of(self, visit: BookedVisit) -> list[PhoneNumber]:
        """Whom to tell about it, each once."""
        serving = (self._salon.find_staff(staff) for staff in visit.staff)
        phones = ([staff.phone] if staff and staff.phone else self._owners for staff in serving)
        return list(dict.fromkeys(chain.from_iterable(phones)))

    def _local_day(self, at: datetime) -> date:
        return at.astimezone(self._salon.timezone).date()

    def _together(self, errands: Sequence[Errand], now: datetime) -> list[Errand]:
        """Those that go into one message now: what is due of one day, and what soon would be."""
        due = [errand for errand in errands if isinstance(errand.decision, Send)]
        return [
            errand
            for errand in errands
            if due and self._local_day(errand.candidate.visit_at) == self._local_day(due[0].candidate.visit_at)
            if errand in due or (isinstance(errand.decision, Wait) and errand.decision.until <= now + TOGETHER)
        ]


def _by_visit(errands: Sequence[Errand]) -> list[list[Errand]]:
    """Those to ask staff about now, by the visit they belong to, each earliest first."""
    found: dict[AppointmentId, list[Errand]] = {}
    for errand in errands:
        if errand.which is Which.ASK_STAFF and isinstance(errand.decision, Send):
            found.setdefault(errand.candidate.visit, []).append(errand)
    return list(found.values())


def _visits(appointments: Sequence[Appointment]) -> list[BookedVisit]:
    """The visits that these belong to, each with those of its appointments that are among them."""
    found: dict[AppointmentId, list[Appointment]] = {}
    for appointment in appointments:
        found.setdefault(appointment.visit, []).append(appointment)
    return [BookedVisit(tuple(together)) for together in found.values()]


def _record(
    db: sqlite3.Connection, candidate: Candidate, which: Which, message: OutboxId | None, now: datetime
) -> None:
    """A message under that key that stands there already was sent for a reminder like this one."""
    if message is None:
        record_skipped(db, candidate, which, Why.ANOTHER_REMINDER, now)
    else:
        record_reminded(db, candidate, which, message, now)
