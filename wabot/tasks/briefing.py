"""What the receptionist knows before it answers: of the salon, the customer, their visits, and what is talked about."""

import sqlite3
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from wabot.domain.conversation.facts import Facts
from wabot.domain.correspondence import Kind, PendingMessage
from wabot.domain.customers import Customer
from wabot.domain.dialogue import Dialogue
from wabot.domain.no_shows import REMEMBERED
from wabot.domain.reminders import ReminderRules
from wabot.domain.salon import Salon, Text
from wabot.domain.waitlist import HeldOffer
from wabot.language.listener import Listener
from wabot.storage.book import KnownDays, StoredBook
from wabot.storage.dialogues import find_dialogue
from wabot.storage.offers import find_last_offer, offered_by
from wabot.storage.openings import OpenedSalon
from wabot.storage.reminders import reminded_by, unanswered_visits
from wabot.storage.visits import customer_appointments, upcoming_visits
from wabot.storage.waitlist import waits_of
from wabot.types import AppointmentId, CustomerId, MessageId

ANSWERED = timedelta(days=1)  # after an offer a bare "yes" may still be for it
MOST_TEXT = 4000  # characters of one turn that are read; nobody books in more


@dataclass(frozen=True, slots=True)
class Quoted:
    """The reminders and offers that a customer's messages answer by name: quoted, or reacted to."""

    reminders: Mapping[MessageId, tuple[AppointmentId, ...]] = field(default_factory=dict)
    offers: Mapping[MessageId, HeldOffer] = field(default_factory=dict)

    @property
    def messages(self) -> set[MessageId]:
        return {*self.reminders, *self.offers}

    @property
    def visits(self) -> tuple[AppointmentId, ...]:
        return tuple(dict.fromkeys(visit for visits in self.reminders.values() for visit in visits))

    @property
    def offer(self) -> HeldOffer | None:
        """The latest."""
        return max(self.offers.values(), key=lambda offer: offer.id, default=None)


class Briefing:
    """Gathers it, in the transaction of the turn."""

    def __init__(
        self,
        salon: Salon,
        listener: Listener,
        *,
        forget: timedelta,
        has_people: bool,
        reminders: ReminderRules,
        may_invite: bool,
        privacy: Text | None,
    ) -> None:
        """`forget` is the silence after which a conversation is a new one; the others are as `Facts` has them."""
        self._listener = listener
        self._forget = forget
        self._has_people = has_people
        self._reminders = reminders
        self._may_invite = may_invite
        self._privacy = privacy
        self._known_days = KnownDays()
        self._opened = OpenedSalon(salon)

    def conversation(self, db: sqlite3.Connection, customer: CustomerId, now: datetime) -> tuple[Dialogue, bool]:
        """Where the conversation stands, and whether a new one begins: an old one is forgotten."""
        found = find_dialogue(db, customer)
        if found is None:
            return Dialogue(), True
        silence = now - found[1]
        return found[0].after(silence, self._forget), silence > self._forget

    def quoted(self, db: sqlite3.Connection, customer: CustomerId, messages: Iterable[PendingMessage]) -> Quoted:
        """What the messages answer by name."""
        replied_to = {message.reply_to for message in messages if message.reply_to}
        return Quoted(reminded_by(db, customer, replied_to), offered_by(db, customer, replied_to))

    def facts(
        self,
        db: sqlite3.Connection,
        customer: Customer,
        words: str,
        now: datetime,
        *,
        opens_conversation: bool = False,
        quoted: Quoted | None = None,
        reacts: bool = False,
    ) -> Facts:
        """All that an answer to these words may need. `reacts`: they are reactions and nothing else."""
        salon = self._opened.read(db, now)
        waits = waits_of(db, customer.id)
        has_offer = any(waiting.offer for waiting in waits)
        quoted = quoted or Quoted()
        return Facts(
            salon=salon,
            book=StoredBook(db, salon, self._known_days, offered_to=customer.id if has_offer else None),
            waits=waits,
            last_offer=find_last_offer(db, customer.id, now - ANSWERED),
            customer=customer,
            visits=upcoming_visits(db, customer.id, now),
            called=self._listener.first_name(customer.name) if customer.name else None,
            is_first_contact=find_dialogue(db, customer.id) is None,
            privacy=self._privacy,
            now=now,
            words=words,
            opens_conversation=opens_conversation,
            has_people=self._has_people,
            unanswered=unanswered_visits(db, customer.id, now),
            history=customer_appointments(db, customer.id, since=now - REMEMBERED, until=now),
            may_invite=self._may_invite,
            reminders=self._reminders,
            quoted=quoted.visits,
            quoted_offer=quoted.offer,
            reacts=reacts,
        )


def only_reacts(messages: Iterable[PendingMessage]) -> bool:
    """Whether no message has words of its own."""
    return all(message.kind is Kind.REACTION for message in messages)


def words_of(messages: Iterable[PendingMessage], asked_in: Collection[MessageId | None] = ()) -> str:
    """What the customer wrote, a line a message. A reaction counts as a word only on a message that asked."""
    written = [
        message.text.strip()
        for message in messages
        if not message.by_salon and (message.kind is not Kind.REACTION or message.reply_to in asked_in)
    ]
    return "\n".join(text for text in written if text)[:MOST_TEXT]
