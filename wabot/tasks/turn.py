"""One customer turn: from the messages that wait to the reply in the outbox, in one transaction."""

import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from wabot.domain.conversation.answers.reminder import answer_reminder
from wabot.domain.conversation.consent import answer_stop
from wabot.domain.conversation.facts import (
    ConfirmAppointment,
    Facts,
    MakeAppointment,
    MoveAppointment,
    Outcome,
    call_person,
)
from wabot.domain.conversation.turn import answer
from wabot.domain.correspondence import Kind, PendingMessage, as_meant
from wabot.domain.customers import Contact, Customer
from wabot.domain.dialogue import Dialogue
from wabot.domain.no_shows import REMEMBERED
from wabot.domain.reminders import ReminderRules
from wabot.domain.replies.manners import (
    CallDeclined,
    NotUnderstood,
    SayAgain,
    ShortMenu,
    SomethingWentWrong,
    TextPlease,
)
from wabot.domain.replies.owner import WhatYouCanSay
from wabot.domain.replies.staff import AlertReason
from wabot.domain.replies.told import Reply
from wabot.domain.salon import Salon, Text
from wabot.domain.waitlist import HeldOffer
from wabot.language.listener import Listener
from wabot.language.replies import Texts
from wabot.storage.asks import ask_for_person, end_ask
from wabot.storage.book import KnownDays, StoredBook
from wabot.storage.customers import get_customer, hold_chat, meet_customer, remember_language
from wabot.storage.dialogues import find_dialogue, save_dialogue
from wabot.storage.health import count
from wabot.storage.inbox import mark_handled, pending_messages
from wabot.storage.keepsakes import Render, queue_keepsake
from wabot.storage.offers import find_last_offer, offered_by
from wabot.storage.openings import OpenedSalon
from wabot.storage.outbox import find_latest_reply, queue_message
from wabot.storage.reminders import reminded_by, unanswered_visits
from wabot.storage.silence import silent_since
from wabot.storage.visits import apply_changes, customer_appointments, upcoming_visits
from wabot.storage.waitlist import waits_of
from wabot.tasks.loops import LoopBreaker
from wabot.tasks.news import as_news, staff_news, tell_staff
from wabot.tasks.owner_turn import OwnerDesk
from wabot.types import AppointmentId, CustomerId, Lang, MessageId, PhoneNumber

ANSWERED = timedelta(days=1)  # after an offer a bare "yes" may still be for it
MOST_TEXT = 4000  # characters of one turn that are read; nobody books in more


_FOR_OWNERS = {AlertReason.ASKED, AlertReason.NOT_UNDERSTOOD}
"""Alerts that nobody sends to themselves."""

_UNREADABLE = {Kind.CALL, Kind.REACTION, Kind.EDIT, Kind.DELETION}
"""What has no ticks."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What a turn with a customer led to: for whom messages were queued, and what needs nobody else's eye."""

    contact: Contact
    recipients: tuple[CustomerId, ...] = ()
    read: tuple[MessageId, ...] = ()


class Receptionist:
    """Answers customers. Holds no state of its own but what it has read: all else is in the transaction it works in."""

    def __init__(
        self,
        salon: Salon,
        listener: Listener,
        texts: Texts,
        *,
        owner_phones: Sequence[PhoneNumber],
        handoff: timedelta,
        forget: timedelta,
        reject_calls: bool,
        reminders: ReminderRules,
        may_invite: bool,
        privacy: Text | None = None,
        keepsake: Render | None = None,
    ) -> None:
        """`may_invite`: customers are asked whether they may be invited again. `privacy` is the line for who writes
        for the first time, None for none. `keepsake` renders the files that
        customers get behind confirmations; None: they get none.
        """
        self._salon = salon
        self._listener = listener
        self._texts = texts
        self._owners = [Contact(phone=phone) for phone in owner_phones]
        self._handoff = handoff
        self._forget = forget
        self._reject_calls = reject_calls
        self._reminders = reminders
        self._privacy = privacy
        self._keepsake = keepsake
        self._may_invite = may_invite
        self._known_days = KnownDays()
        self._loops = LoopBreaker(handoff)
        self._desk = OwnerDesk(
            salon, texts, owner_phones=owner_phones, handoff=handoff, forget=forget, quiet_hours=reminders.quiet
        )
        self._opened = OpenedSalon(salon)

    def take_turn(self, db: sqlite3.Connection, customer_id: CustomerId, now: datetime) -> Turn | None:
        """Handle all messages of the customer that wait; None when none do."""
        messages = pending_messages(db, customer_id)
        if not messages:
            return None
        mark_handled(db, messages, now)
        customer = get_customer(db, customer_id)
        is_held = self._is_held(db, customer, messages, now)
        messages = as_meant(messages)
        if messages and self._desk.serves(customer):
            ordered = self._take_order(db, customer, messages, now)
            if ordered is not None:
                return ordered
        replied_to = {message.reply_to for message in messages if message.reply_to}
        quoted, offered = reminded_by(db, customer_id, replied_to), offered_by(db, customer_id, replied_to)
        if is_held and not offered:
            self._take_note(db, customer, messages, quoted, now)
        if (is_held and not offered) or not messages:
            return Turn(customer.contact)
        dialogue, opens = self._conversation(db, customer_id, now)
        asked_in = {find_latest_reply(db, customer_id)} - {None} if dialogue.question else set()
        words = _words(messages, asked_in | quoted.keys() | offered.keys())
        if not words:
            outcome = Outcome(replies=tuple(self._without_words(messages)), dialogue=dialogue)
            return self._commit(db, outcome, customer, messages, now)
        facts = self._facts(db, customer, words, now, opens_conversation=opens)
        facts = replace(facts, quoted=_visits(quoted), reacts=_only_reacts(messages), quoted_offer=_latest(offered))
        heard = self._listener.hear(words, now=facts.local(now), lang=customer.lang)
        if heard.lang != customer.lang:
            remember_language(db, customer_id, heard.lang)
        outcome = answer(heard, dialogue, facts)
        if self._desk.is_owner(customer):
            outcome = _for_owner(outcome)
        return self._commit(db, outcome, customer, messages, now, lang=heard.lang)

    def _take_order(
        self, db: sqlite3.Connection, customer: Customer, messages: Sequence[PendingMessage], now: datetime
    ) -> Turn | None:
        """Somebody who works here wrote; None when it orders nothing. Silence in the chat does not concern orders."""
        asked_in = {find_latest_reply(db, customer.id)} if self._desk.asks(db, customer, now) else set()
        words = _words(messages, asked_in - {None})
        talks = self._conversation(db, customer.id, now)[0].question is not None
        recipients = self._desk.answer(db, customer, words, messages[-1].id, now, talks=talks) if words else None
        if recipients is None:
            return None
        read = tuple(message.message_id for message in messages if message.kind not in _UNREADABLE)
        return Turn(customer.contact, tuple(recipients), read)

    def _take_note(
        self,
        db: sqlite3.Connection,
        customer: Customer,
        messages: Sequence[PendingMessage],
        quoted: Mapping[MessageId, tuple[AppointmentId, ...]],
        now: datetime,
    ) -> None:
        """While a person talks to the customer, a stop and a plain answer to a reminder count, and nothing is said."""
        words = _words(messages, quoted)
        facts = self._facts(db, customer, words, now, opens_conversation=False)
        facts = replace(facts, quoted=_visits(quoted), reacts=_only_reacts(messages))
        heard = self._listener.hear(words, now=facts.local(now), lang=customer.lang)
        stop = answer_stop(heard, Dialogue(), facts)
        if stop is not None:
            apply_changes(db, customer.id, stop.changes, now)
        elif heard.attends or quoted:
            outcome = answer_reminder(heard, Dialogue(), facts)
            changes = outcome.changes if outcome else ()
            confirmed = [change for change in changes if isinstance(change, ConfirmAppointment)]
            apply_changes(db, customer.id, confirmed, now)

    def give_up(self, db: sqlite3.Connection, customer_id: CustomerId, now: datetime) -> Turn | None:
        """The turn failed on our side: say so honestly and call a person."""
        messages = pending_messages(db, customer_id)
        if not messages:
            return None
        mark_handled(db, messages, now)
        customer = get_customer(db, customer_id)
        facts = self._facts(db, customer, _words(messages, ()), now, opens_conversation=False)
        outcome = call_person(facts, AlertReason.FAILED, dialogue=Dialogue())
        if outcome.alerts:
            outcome = Outcome(replies=(SomethingWentWrong(),), dialogue=Dialogue(), alerts=outcome.alerts)
        return self._commit(db, outcome, customer, messages, now)

    def _facts(
        self, db: sqlite3.Connection, customer: Customer, words: str, now: datetime, *, opens_conversation: bool
    ) -> Facts:
        salon = self._opened.read(db, now)
        waits = waits_of(db, customer.id)
        has_offer = any(waiting.offer for waiting in waits)
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
            has_people=bool(self._owners),
            unanswered=unanswered_visits(db, customer.id, now),
            history=customer_appointments(db, customer.id, since=now - REMEMBERED, until=now),
            may_invite=self._may_invite,
            reminders=self._reminders,
        )

    def _is_held(
        self, db: sqlite3.Connection, customer: Customer, messages: Sequence[PendingMessage], now: datetime
    ) -> bool:
        """Whether the salon's people talk to everybody, or one to the customer; one who has just written begins to."""
        until = customer.held_until
        written = [message.received_at for message in messages if message.by_salon]
        if written:
            until = max(written) + self._handoff
            hold_chat(db, customer.id, until)
            end_ask(db, customer.id)
        return (until is not None and now < until) or silent_since(db) is not None

    def _conversation(self, db: sqlite3.Connection, customer: CustomerId, now: datetime) -> tuple[Dialogue, bool]:
        """Where the conversation stands, and whether a new one begins: an old one is forgotten."""
        found = find_dialogue(db, customer)
        if found is None:
            return Dialogue(), True
        silence = now - found[1]
        return found[0].after(silence, self._forget), silence > self._forget

    def _without_words(self, messages: Iterable[PendingMessage]) -> list[Reply]:
        kinds = {message.kind for message in messages} - {Kind.REACTION}
        if kinds == {Kind.CALL}:
            return [CallDeclined()] if self._reject_calls else []
        if Kind.LOST in kinds:
            return [SayAgain()]
        return [TextPlease()] if kinds - {Kind.TEXT} else []

    def _commit(
        self,
        db: sqlite3.Connection,
        outcome: Outcome,
        customer: Customer,
        messages: Sequence[PendingMessage],
        now: datetime,
        *,
        lang: Lang | None = None,
    ) -> Turn:
        """Write down all that the turn led to, under keys that make a repetition impossible."""
        turn = messages[-1].id
        if any(isinstance(reply, NotUnderstood | ShortMenu) for reply in outcome.replies):
            count(db, "not_understood")
        for call in outcome.alerts:
            count(db, "person_called")
            ask_for_person(db, customer.id, call.reason, now)
        news = [*staff_news(db, outcome.changes, customer, self._salon), *as_news(outcome.tells, customer)]
        apply_changes(db, customer.id, outcome.changes, now)
        save_dialogue(db, customer.id, outcome.dialogue, now)
        today = now.astimezone(self._salon.timezone).date()
        recipients: list[CustomerId] = []
        spoken = lang or customer.lang or self._salon.language
        text = self._texts.render(outcome.replies, spoken, today)
        loop = None if outcome.changes else self._loops.stop(db, customer, messages[-1], text, now)
        alerts: Sequence[Reply] = (loop,) if loop is not None else outcome.alerts
        if outcome.replies and loop is None:
            if queue_message(db, f"reply:{turn}", customer.id, text, now) is not None:
                recipients.append(customer.id)
            self._queue_keepsakes(db, outcome, customer, spoken, now)
        for alert in alerts:
            text = self._texts.render([alert], self._salon.language, today)
            for number, contact in enumerate(self._owners):
                owner = meet_customer(db, contact, None, now)
                if queue_message(db, f"alert:{turn}:{number}", owner, text, now) is not None:
                    recipients.append(owner)
        recipients += tell_staff(db, news, turn, self._texts, self._salon, self._reminders.quiet, now)
        seen = () if alerts else messages  # a person is called: on the salon's phone the chat stays unread
        read = tuple(message.message_id for message in seen if message.kind not in _UNREADABLE)
        return Turn(customer.contact, tuple(recipients), read)

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


def _for_owner(outcome: Outcome) -> Outcome:
    """Where a customer would be sent to a person, or shown what customers can say, the owner reads what owners can."""
    is_lost = any(isinstance(reply, NotUnderstood | ShortMenu) for reply in outcome.replies)
    if not is_lost and not any(alert.reason in _FOR_OWNERS for alert in outcome.alerts):
        return outcome
    return Outcome(replies=(WhatYouCanSay(),), dialogue=outcome.dialogue)


def _visits(quoted: Mapping[MessageId, tuple[AppointmentId, ...]]) -> tuple[AppointmentId, ...]:
    return tuple(dict.fromkeys(visit for visits in quoted.values() for visit in visits))


def _latest(offered: Mapping[MessageId, HeldOffer]) -> HeldOffer | None:
    return max(offered.values(), key=lambda offer: offer.id, default=None)


def _only_reacts(messages: Iterable[PendingMessage]) -> bool:
    return all(message.kind is Kind.REACTION for message in messages)


def _words(messages: Iterable[PendingMessage], asked_in: Collection[MessageId | None]) -> str:
    """What the customer wrote, a line a message. A reaction counts as a word only on a message that asked."""
    written = [
        message.text.strip()
        for message in messages
        if not message.by_salon and (message.kind is not Kind.REACTION or message.reply_to in asked_in)
    ]
    return "\n".join(text for text in written if text)[:MOST_TEXT]
