"""One customer's aftercare: from visits that are over to thanks and invitations in the outbox, in one transaction."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from wabot.domain.aftercare import (
    AftercareRules,
    decide_aftercare,
    plan_invitation,
    why_no_invitation,
    why_no_thanks,
)
from wabot.domain.conversation.facts import told
from wabot.domain.customers import Customer
from wabot.domain.dialogue import ComeAgain, Dialogue
from wabot.domain.reminders import Decision, Send, Skip, Wait, Which, Why
from wabot.domain.replies.aftercare import ComeAgainSoon, ThankYou
from wabot.domain.replies.manners import Hello
from wabot.domain.replies.told import Reply
from wabot.domain.salon import Salon
from wabot.domain.walltime import DAY, to_ms
from wabot.language.replies import Texts
from wabot.storage.aftercare import (
    Ending,
    Planned,
    find_endings,
    find_next_end,
    find_next_invitation,
    find_planned,
    keep_invitation,
    kept_visit,
    last_invited,
)
from wabot.storage.appointments import get_appointment
from wabot.storage.customers import get_customer
from wabot.storage.dialogues import save_dialogue
from wabot.storage.outbox import queue_message
from wabot.storage.reminders import record_reminded, record_skipped, unanswered_visits
from wabot.storage.visits import customer_appointments
from wabot.tasks.standing import find_standing
from wabot.types import CustomerId

AHEAD = DAY  # visits that end within this are kept an eye on
LOOK_BACK = timedelta(days=7)  # what ended earlier, while wabot was away, is left alone
INVITATIONS_BACK = timedelta(days=30)  # and of what was due earlier nobody is invited


@dataclass(frozen=True, slots=True)
class Errand:
    """Thanks or an invitation that is not settled yet, and what to do about it."""

    of: Ending | Planned
    which: Which
    decision: Decision


class Aftercare:
    """Thanks customers and invites them. Holds no state of its own: all of it is in the transaction it works in."""

    def __init__(self, salon: Salon, texts: Texts, rules: AftercareRules, *, forget: timedelta) -> None:
        self._salon = salon
        self._texts = texts
        self._rules = rules
        self._forget = forget

    def next_moment(self, db: sqlite3.Connection, now: datetime) -> datetime | None:
        """When there is something to do next; not after `now` when there is already, None when nothing is booked."""
        if not self._rules.is_enabled:
            return None
        errands = self._errands(db, now)
        moments = [errand.decision.until if isinstance(errand.decision, Wait) else now for errand in errands]
        ends, invited = find_next_end(db, now + AHEAD), find_next_invitation(db, now)
        moments += [ends - AHEAD] if ends else []
        moments += [invited] if invited else []
        return min(moments, default=None)

    def customers_due(self, db: sqlite3.Connection, now: datetime) -> list[CustomerId]:
        """Whose aftercare is to be settled now."""
        return list(dict.fromkeys(errand.of.customer for errand in self._due(db, now)))

    def settle(self, db: sqlite3.Connection, customer_id: CustomerId, now: datetime) -> tuple[CustomerId, ...]:
        """Settle what is due for the customer; returns for whom messages were queued."""
        customer = get_customer(db, customer_id)
        recipients: list[CustomerId] = []
        while due := self._due(db, now, customer_id):
            errand = due[0]  # what is done about it may decide about the next
            if isinstance(errand.of, Ending):
                self._plan(db, errand.of, now)
            match errand.decision:
                case Skip(reason):
                    record_skipped(db, errand.of, errand.which, reason, now)
                case Send(until):
                    recipients += self._send(db, errand, until, customer, now)
        return tuple(recipients)

    def give_up(self, db: sqlite3.Connection, customer_id: CustomerId, now: datetime) -> tuple[CustomerId, ...]:
        """It failed on our side: what is due is skipped, and shown."""
        for errand in self._due(db, now, customer_id):
            record_skipped(db, errand.of, errand.which, Why.FAILED, now)
        return ()

    def _due(self, db: sqlite3.Connection, now: datetime, customer: CustomerId | None = None) -> list[Errand]:
        return [errand for errand in self._errands(db, now, customer) if not isinstance(errand.decision, Wait)]

    def _errands(self, db: sqlite3.Connection, now: datetime, customer: CustomerId | None = None) -> list[Errand]:
        if not self._rules.is_enabled:
            return []
        endings = find_endings(db, now - LOOK_BACK, now + AHEAD, now, customer)
        planned = find_planned(db, now - INVITATIONS_BACK, now, customer)
        thanks = [Errand(ending, Which.THANKS, self._decide_thanks(db, ending, now)) for ending in endings]
        return thanks + [Errand(one, Which.INVITATION, self._decide_invitation(db, one, now)) for one in planned]

    def _decide_thanks(self, db: sqlite3.Connection, ending: Ending, now: datetime) -> Decision:
        zone, due_at = self._salon.timezone, ending.end_at + self._rules.thanks_after
        if now < due_at:
            return Wait(due_at)
        customer = get_customer(db, ending.customer)
        why_not = why_no_thanks(ending.end_at, ending.next_at, customer.consent, zone)
        quiet = self._rules.quiet
        return decide_aftercare(Which.THANKS, due_at, why_not, customer.held_until, now, quiet, zone)

    def _decide_invitation(self, db: sqlite3.Connection, planned: Planned, now: datetime) -> Decision:
        """One that is due: nothing else that wabot has asked is to wait for an answer, nor a person to be talking."""
        customer = get_customer(db, planned.customer)
        why_not = why_no_invitation(
            planned.invitation,
            get_appointment(db, planned.appointment),
            customer_appointments(db, planned.customer),
            last_invited(db, planned.customer),
            customer.consent,
            self._salon,
        )
        free_at = max([now, *self._taken_until(db, customer, now)])
        due_at, quiet = planned.invitation.due_at, self._rules.quiet
        return decide_aftercare(Which.INVITATION, due_at, why_not, free_at, now, quiet, self._salon.timezone)

    def _taken_until(self, db: sqlite3.Connection, customer: Customer, now: datetime) -> Sequence[datetime]:
        """Until when the customer's ear is taken by each thing that takes it."""
        standing = find_standing(db, customer.id, self._forget, self._salon.timezone, now)
        is_asked = standing.dialogue.yielding().question is not None
        asked = [standing.since + self._forget] if is_asked and standing.since is not None else []
        held = [customer.held_until] if customer.held_until is not None else []
        reminded = [get_appointment(db, one).start_at for one in unanswered_visits(db, customer.id, now)]
        return [*asked, *held, *reminded]

    def _plan(self, db: sqlite3.Connection, ending: Ending, now: datetime) -> None:
        """Plan the invitation that follows the visit."""
        history = [one for one in customer_appointments(db, ending.customer, until=now) if one.end_at <= ending.end_at]
        invitation = plan_invitation(kept_visit(db, ending.visit), history, self._salon)
        if invitation is not None:
            keep_invitation(db, ending.appointment, invitation)

    def _send(
        self, db: sqlite3.Connection, errand: Errand, until: datetime, customer: Customer, now: datetime
    ) -> list[CustomerId]:
        """Say it, in a message that is taken back if it has not left by `until`."""
        standing = find_standing(db, customer.id, self._forget, self._salon.timezone, now)
        reply, dialogue = self._words(db, errand.of, standing.dialogue)
        replies: list[Reply] = [Hello(self._salon), reply] if standing.is_new else [reply]
        today = now.astimezone(self._salon.timezone).date()
        text = self._texts.render(replies, customer.lang or self._salon.language, today)
        key = f"{errand.which}:{errand.of.visit}:{to_ms(errand.of.start_at)}"
        message = queue_message(db, key, customer.id, text, now, wanted_until=until)
        if message is None:  # for another part of the same visit
            record_skipped(db, errand.of, errand.which, Why.ANOTHER_VISIT, now)
            return []
        record_reminded(db, errand.of, errand.which, message, now)
        if dialogue != standing.dialogue or dialogue.question is None:
            save_dialogue(db, customer.id, dialogue, now)
        return [customer.id]

    def _words(self, db: sqlite3.Connection, of: Ending | Planned, dialogue: Dialogue) -> tuple[Reply, Dialogue]:
        """What is said, and where the conversation stands then: an invitation is a question."""
        if isinstance(of, Ending):
            return ThankYou(told(kept_visit(db, of.visit), self._salon)), dialogue
        service = self._salon.find_service(of.invitation.service)
        assert service is not None, "else it was skipped"
        staff = next((one for one in self._salon.who_offers(service.id) if one.id == of.invitation.staff), None)
        question = ComeAgain(service.id, staff.id if staff else None)
        return ComeAgainSoon(service, staff), Dialogue(question=question)
