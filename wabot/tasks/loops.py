"""Stopping a chat that goes round in circles, in the transaction of the turn that would go on with it."""

import sqlite3
from datetime import datetime, timedelta

from wabot.domain.conversation.facts import named, quoted
from wabot.domain.correspondence import PendingMessage
from wabot.domain.customers import Customer
from wabot.domain.loops import SILENCE_LEAST, WITHIN, Exchange, is_loop
from wabot.domain.replies.staff import LoopStopped
from wabot.storage.customers import hold_chat
from wabot.storage.loops import recent_exchanges, record_loop


class LoopBreaker:
    """Keeps wabot out of a chat with a machine for as long as after a person of the salon."""

    def __init__(self, handoff: timedelta) -> None:
        self._silence = max(handoff, SILENCE_LEAST)

    def stop(
        self, db: sqlite3.Connection, customer: Customer, message: PendingMessage, answer: str, now: datetime
    ) -> LoopStopped | None:
        """What the owner is told when the answer would be one too many: it is not to be sent, and the chat is silent.

        None when the conversation may go on.
        """
        this = Exchange(message.text, message.received_at, answer, now)
        if not answer or not is_loop([*recent_exchanges(db, customer.id, now - WITHIN), this]):
            return None
        until = now + self._silence
        hold_chat(db, customer.id, until)
        record_loop(db, customer.id, now)
        return LoopStopped(named(customer), quoted(message.text), customer.contact.chat_link, until)
