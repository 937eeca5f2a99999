"""Writing down what a turn led to: changes of the book, the conversation, and messages to customer, owner and staff."""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from wabot.domain.conversation.facts import MakeAppointment, MoveAppointment, Outcome
from wabot.domain.correspondence import Kind, PendingMessage
from wabot.domain.customers import Contact, Customer
from wabot.domain.reminders import Quiet
from wabot.domain.replies.manners import NotUnderstood, ShortMenu
from wabot.domain.replies.told import Reply
from wabot.domain.salon import Salon
from wabot.language.replies import Texts
from wabot.storage.asks import ask_for_person
from wabot.storage.customers import meet_customer
from wabot.storage.dialogues import save_dialogue
from wabot.storage.health import count
from wabot.storage.keepsakes import Render, queue_keepsake
from wabot.storage.notices import tell_staff
from wabot.storage.outbox import queue_message
from wabot.storage.visits import apply_changes, upcoming_visits
from wabot.tasks.loops import LoopBreaker
from wabot.tasks.news import as_news, staff_news
from wabot.types import CustomerId, Lang, MessageId, PhoneNumber

_UNREADABLE = {Kind.CALL, Kind.REACTION, Kind.EDIT, Kind.DELETION}
"""What has no ticks."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What a turn with a customer led to: for whom messages were queued, and what needs nobody else's eye."""

    contact: Contact
    recipients: tuple[CustomerId, ...] = ()
    read: tuple[MessageId, ...] = ()


def with_ticks(messages: Iterable[PendingMessage]) -> tuple[MessageId, ...]:
    """Those that can be marked as read."""
    return tuple(message.message_id for message in messages if message.kind not in _UNREADABLE)


class Recorder:
    """Writes it, in the transaction of the turn, under keys that make a repetition impossible."""

    def __init__(
        self,
        salon: Salon,
        texts: Texts,
        *,
        owner_phones: Sequence[PhoneNumber],
        handoff: timedelta,
        quiet_hours: Quiet,
        keepsake: Render | None,
    ) -> None:
        """`keepsake` renders the files that customers get behind confirmations; None: they get none."""
        self._salon = salon
        self._texts = texts
        self._owners = [Contact(phone=phone) for phone in owner_phones]
        self._quiet_hours = quiet_hours
        self._keepsake = keepsake
        self._loops = LoopBreaker(handoff)

    def record(
        self,
        db: sqlite3.Connection,
        outcome: Outcome,
        customer: Customer,
        messages: Sequence[PendingMessage],
        now: datetime,
        *,
        lang: Lang | None = None,
    ) -> Turn:
        """All that answering these messages led to. `lang` is what they were written in; None: not known."""
        turn = messages[-1].id
        self._count(db, outcome, customer, now)
        news = [*staff_news(db, outcome.changes, customer, self._salon), *as_news(outcome.tells, customer)]
        apply_changes(db, customer.id, outcome.changes, now)
        save_dialogue(db, customer.id, outcome.dialogue, now)
        spoken = lang or customer.lang or self._salon.language
        text = self._texts.render(outcome.replies, spoken, self._today(now))
        loop = None if outcome.changes else self._loops.stop(db, customer, messages[-1], text, now)
        recipients: list[CustomerId] = []
        if outcome.replies and loop is None:
            if queue_message(db, f"reply:{turn}", customer.id, text, now) is not None:
                recipients.append(customer.id)
            self._queue_keepsakes(db, outcome, customer, spoken, now)
        alerts: Sequence[Reply] = (loop,) if loop is not None else outcome.alerts
        recipients += self._alert(db, alerts, turn, now)
        recipients += tell_staff(
            db, news, f"alert:visit:{turn}", self._texts.render, self._salon, self._quiet_hours, now
        )
        read = () if alerts else with_ticks(messages)  # a person is called: on the salon's phone the chat stays unread
        return Turn(customer.contact, tuple(recipients), read)

    def _count(self, db: sqlite3.Connection, outcome: Outcome, customer: Customer, now: datetime) -> None:
        if any(isinstance(reply, NotUnderstood | ShortMenu) for reply in outcome.replies):
            count(db, "not_understood")
        for call in outcome.alerts:
            count(db, "person_called")
            ask_for_person(db, customer.id, call.reason, now)

    def _alert(self, db: sqlite3.Connection, alerts: Iterable[Reply], turn: int, now: datetime) -> list[CustomerId]:
        """Tell the owners; returns for whom something was queued."""
        told = []
        for alert in alerts:
            text = self._texts.render([alert], self._salon.language, self._today(now))
            for number, contact in enumerate(self._owners):
                owner = meet_customer(db, contact, None, now)
                if queue_message(db, f"alert:{turn}:{number}", owner, text, now) is not None:
                    told.append(owner)
        return told

    def _queue_keepsakes(
        self, db: sqlite3.Connection, outcome: Outcome, customer: Customer, lang: Lang, now: datetime
    ) -> None:
        """The visits that have got a time, as files behind the words that say so."""
        if self._keepsake is None:
            return
        times = {
            change.visit.start_at for change in outcome.changes if isinstance(change, MakeAppointment | MoveAppointment)
        }
        for visit in upcoming_visits(db, customer.id, now) if times else ():
            if visit.start_at in times:
                queue_keepsake(db, visit.id, self._keepsake, lang, now)

    def _today(self, now: datetime) -> date:
        return now.astimezone(self._salon.timezone).date()
