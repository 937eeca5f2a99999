"""One customer turn: from the messages that wait to the reply in the outbox, in one transaction."""

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from wabot.domain.conversation.answers.reminder import answer_reminder
from wabot.domain.conversation.consent import answer_stop
from wabot.domain.conversation.facts import ConfirmAppointment, Outcome, call_person
from wabot.domain.conversation.turn import answer
from wabot.domain.correspondence import Kind, PendingMessage, as_meant
from wabot.domain.customers import Customer
from wabot.domain.dialogue import Dialogue
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
from wabot.language.listener import Listener
from wabot.storage.asks import end_ask
from wabot.storage.customers import get_customer, hold_chat, remember_language
from wabot.storage.inbox import mark_handled, pending_messages
from wabot.storage.outbox import find_latest_reply
from wabot.storage.silence import silent_since
from wabot.storage.visits import apply_changes
from wabot.tasks.briefing import Briefing, Quoted, only_reacts, words_of
from wabot.tasks.owner_turn import OwnerDesk
from wabot.tasks.record import Recorder, Turn, with_ticks
from wabot.types import CustomerId

_FOR_OWNERS = {AlertReason.ASKED, AlertReason.NOT_UNDERSTOOD}
"""Alerts that nobody sends to themselves."""


class Receptionist:
    """Answers customers. Holds no state of its own but what it has read: all else is in the transaction it works in."""

    def __init__(
        self,
        listener: Listener,
        briefing: Briefing,
        desk: OwnerDesk,
        recorder: Recorder,
        *,
        handoff: timedelta,
        reject_calls: bool,
    ) -> None:
        """`handoff` is how long wabot is silent after a person of the salon has written to a customer."""
        self._listener = listener
        self._briefing = briefing
        self._desk = desk
        self._recorder = recorder
        self._handoff = handoff
        self._reject_calls = reject_calls

    def take_turn(self, db: sqlite3.Connection, customer_id: CustomerId, now: datetime) -> Turn | None:
        """Handle all messages of the customer that wait; None when none do."""
        messages = pending_messages(db, customer_id)
        if not messages:
            return None
        mark_handled(db, messages, now)
        customer = get_customer(db, customer_id)
        is_held = self._is_held(db, customer, messages, now)
        messages = as_meant(messages)
        if not messages:
            return Turn(customer.contact)
        if self._desk.serves(customer):
            ordered = self._take_order(db, customer, messages, now)
            if ordered is not None:
                return ordered
        quoted = self._briefing.quoted(db, customer_id, messages)
        if is_held and not quoted.offers:
            self._take_note(db, customer, messages, quoted, now)
            return Turn(customer.contact)
        return self._reply(db, customer, messages, quoted, now)

    def _reply(
        self,
        db: sqlite3.Connection,
        customer: Customer,
        messages: Sequence[PendingMessage],
        quoted: Quoted,
        now: datetime,
    ) -> Turn:
        dialogue, opens = self._briefing.conversation(db, customer.id, now)
        asked_in = {find_latest_reply(db, customer.id)} - {None} if dialogue.question else set()
        words = words_of(messages, asked_in | quoted.messages)
        if not words:
            outcome = Outcome(replies=tuple(self._without_words(messages)), dialogue=dialogue)
            return self._recorder.record(db, outcome, customer, messages, now)
        facts = self._briefing.facts(
            db, customer, words, now, opens_conversation=opens, quoted=quoted, reacts=only_reacts(messages)
        )
        heard = self._listener.hear(words, now=facts.local(now), lang=customer.lang)
        if heard.lang != customer.lang:
            remember_language(db, customer.id, heard.lang)
        outcome = answer(heard, dialogue, facts)
        if self._desk.is_owner(customer):
            outcome = _for_owner(outcome)
        return self._recorder.record(db, outcome, customer, messages, now, lang=heard.lang)

    def _take_order(
        self, db: sqlite3.Connection, customer: Customer, messages: Sequence[PendingMessage], now: datetime
    ) -> Turn | None:
        """Somebody who works here wrote; None when it orders nothing. Silence in the chat does not concern orders."""
        asked_in = {find_latest_reply(db, customer.id)} if self._desk.asks(db, customer, now) else set()
        words = words_of(messages, asked_in - {None})
        talks = self._briefing.conversation(db, customer.id, now)[0].question is not None
        recipients = self._desk.answer(db, customer, words, messages[-1].id, now, talks=talks) if words else None
        if recipients is None:
            return None
        return Turn(customer.contact, tuple(recipients), with_ticks(messages))

    def _take_note(
        self,
        db: sqlite3.Connection,
        customer: Customer,
        messages: Sequence[PendingMessage],
        quoted: Quoted,
        now: datetime,
    ) -> None:
        """While a person talks to the customer, a stop and a plain answer to a reminder count, and nothing is said."""
        words = words_of(messages, quoted.reminders)
        facts = self._briefing.facts(db, customer, words, now, quoted=quoted, reacts=only_reacts(messages))
        heard = self._listener.hear(words, now=facts.local(now), lang=customer.lang)
        stop = answer_stop(heard, Dialogue(), facts)
        if stop is not None:
            apply_changes(db, customer.id, stop.changes, now)
        elif heard.attends or quoted.reminders:
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
        facts = self._briefing.facts(db, customer, words_of(messages), now)
        outcome = call_person(facts, AlertReason.FAILED, dialogue=Dialogue())
        if outcome.alerts:
            outcome = Outcome(replies=(SomethingWentWrong(),), dialogue=Dialogue(), alerts=outcome.alerts)
        return self._recorder.record(db, outcome, customer, messages, now)

    def _is_held(
        self, db: sqlite3.Connection, customer: Customer, messages: Sequence[PendingMessage], now: datetime
    ) -> bool:
        """Whether the salon's people talk to everybody, or one to the customer; one who has just written begins to."""
        until = customer.held_until
        # of two clocks, WhatsApp's and ours, one that is ahead would silence the chat for as long as it is
        written = [min(message.sent_at, message.received_at) for message in messages if message.by_salon]
        if written:
            until = max(written) + self._handoff
            hold_chat(db, customer.id, until)
            end_ask(db, customer.id)
        return (until is not None and now < until) or silent_since(db) is not None

    def _without_words(self, messages: Iterable[PendingMessage]) -> list[Reply]:
        kinds = {message.kind for message in messages} - {Kind.REACTION}
        if kinds == {Kind.CALL}:
            return [CallDeclined()] if self._reject_calls else []
        if Kind.LOST in kinds:
            return [SayAgain()]
        return [TextPlease()] if kinds - {Kind.TEXT} else []


def _for_owner(outcome: Outcome) -> Outcome:
    """Where a customer would be sent to a person, or shown what customers can say, the owner reads what owners can."""
    is_lost = any(isinstance(reply, NotUnderstood | ShortMenu) for reply in outcome.replies)
    if not is_lost and not any(alert.reason in _FOR_OWNERS for alert in outcome.alerts):
        return outcome
    return Outcome(replies=(WhatYouCanSay(),), dialogue=outcome.dialogue)
