"""Incoming messages: stored before anything else happens to them, handled exactly once."""

import sqlite3
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from wabot.domain.correspondence import IncomingMessage, Kind, PendingMessage
from wabot.domain.walltime import from_ms, to_ms
from wabot.storage.customers import meet_customer
from wabot.storage.health import count, note_heard
from wabot.types import CustomerId, InboxId, MessageId


@dataclass(frozen=True, slots=True)
class Kept:
    """Where an incoming message is stored."""

    id: InboxId
    customer: CustomerId


def keep_message(db: sqlite3.Connection, message: IncomingMessage, now: datetime) -> Kept | None:
    """Store a message; None when it is stored already (WhatsApp delivers some twice).

    One that was thought lost is handled as what it says when it comes after all.
    """
    customer = meet_customer(db, message.contact, message.profile_name, now)
    if message.kind is not Kind.LOST:
        db.execute(
            "UPDATE inbox SET message_id = 'lost:' || id WHERE customer_id = ? AND message_id = ? AND kind = 'lost'",
            (customer, message.id),
        )
    cursor = db.execute(
        "INSERT INTO inbox (customer_id, message_id, kind, text, reply_to, by_salon, sent_at, received_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (
            customer,
            message.id,
            message.kind,
            message.text,
            message.reply_to,
            message.by_salon,
            to_ms(message.sent_at),
            to_ms(now),
        ),
    )
    if cursor.rowcount == 0:
        return None
    note_heard(db, "message", now)
    if not message.by_salon:
        count(db, "received")
    assert cursor.lastrowid is not None
    return Kept(InboxId(cursor.lastrowid), customer)


def pending_messages(db: sqlite3.Connection, customer: CustomerId) -> list[PendingMessage]:
    """The customer's messages that wait for a turn, in the order they came."""
    rows = db.execute(
        "SELECT id, message_id, kind, text, reply_to, by_salon, sent_at, received_at FROM inbox"
        " WHERE customer_id = ? AND handled_at IS NULL ORDER BY id",
        (customer,),
    )
    return [
        PendingMessage(
            id=InboxId(row["id"]),
            message_id=MessageId(row["message_id"]),
            kind=Kind(row["kind"]),
            text=row["text"],
            reply_to=MessageId(row["reply_to"]) if row["reply_to"] else None,
            by_salon=bool(row["by_salon"]),
            sent_at=from_ms(row["sent_at"]),
            received_at=from_ms(row["received_at"]),
        )
        for row in rows
    ]


def mark_handled(db: sqlite3.Connection, messages: Collection[PendingMessage], now: datetime) -> None:
    """Their turn is over."""
    db.executemany("UPDATE inbox SET handled_at = ? WHERE id = ?", [(to_ms(now), message.id) for message in messages])


def note_failed(db: sqlite3.Connection, customer: CustomerId, now: datetime) -> None:
    """The turn of what the customer has written failed, and it goes on waiting."""
    db.execute("UPDATE inbox SET failed_at = ? WHERE customer_id = ? AND handled_at IS NULL", (to_ms(now), customer))


def waiting_customers(db: sqlite3.Connection) -> list[CustomerId]:
    """Customers with messages that wait for a turn, the longest waiting first."""
    rows = db.execute("SELECT customer_id FROM inbox WHERE handled_at IS NULL GROUP BY customer_id ORDER BY min(id)")
    return [CustomerId(row["customer_id"]) for row in rows]
