"""Outgoing messages: each stands here before it is sent, under a key that says what it is, once for ever."""

import sqlite3
from datetime import datetime, timedelta

from wabot.domain.correspondence import OutgoingMessage, Receipt, ReceiptKind, SendState, Sent
from wabot.domain.walltime import to_ms
from wabot.storage.customers import contact_of
from wabot.storage.health import count, note_heard
from wabot.types import CustomerId, MessageId, OutboxId

_REACHED = {
    ReceiptKind.DELIVERED: (SendState.SENT,),
    ReceiptKind.READ: (SendState.SENT, SendState.DELIVERED),
}
"""The states that a receipt moves on: receipts come in any order, and a read message stays read."""
_EARLY_KEPT = timedelta(hours=1)  # an acknowledgement takes 75 s at most; other receipts are for what others sent


def queue_message(db: sqlite3.Connection, key: str, customer: CustomerId, text: str, now: datetime) -> OutboxId | None:
    """Put a message into the outbox; None when one of that key stands there already, whatever became of it."""
    cursor = db.execute(
        "INSERT INTO outbox (key, customer_id, text, state, queued_at) VALUES (?, ?, ?, 'queued', ?)"
        " ON CONFLICT (key) DO NOTHING",
        (key, customer, text, to_ms(now)),
    )
    return OutboxId(cursor.lastrowid) if cursor.rowcount and cursor.lastrowid is not None else None


def begin_sending(db: sqlite3.Connection, customer: CustomerId) -> OutgoingMessage | None:
    """Mark the customer's oldest waiting message as being sent and return it; None when none waits."""
    row = db.execute(
        "UPDATE outbox SET state = 'sending', attempts = attempts + 1 WHERE id ="
        " (SELECT id FROM outbox WHERE customer_id = ? AND state = 'queued' ORDER BY id LIMIT 1)"
        " RETURNING id, key, text",
        (customer,),
    ).fetchone()
    if row is None:
        return None
    contact = db.execute("SELECT phone, lid FROM customers WHERE id = ?", (customer,)).fetchone()
    return OutgoingMessage(id=OutboxId(row["id"]), key=row["key"], contact=contact_of(contact), text=row["text"])


def record_sent(db: sqlite3.Connection, message: OutboxId, sent: Sent) -> None:
    """WhatsApp has it. Receipts that came earlier than this are counted now."""
    db.execute(
        "UPDATE outbox SET state = 'sent', message_id = ?, sent_at = ?, reason = NULL WHERE id = ?",
        (sent.message_id, to_ms(sent.at), message),
    )
    count(db, "sent")
    early = db.execute("DELETE FROM early_receipts WHERE message_id = ? RETURNING kind", (sent.message_id,)).fetchall()
    for row in early:
        _advance(db, sent.message_id, ReceiptKind(row["kind"]))


def record_outcome(db: sqlite3.Connection, message: OutboxId, state: SendState, reason: str) -> None:
    """It failed, is unknown, or goes back to the queue as never tried; `reason` in words for the owner."""
    db.execute(
        "UPDATE outbox SET state = ?, reason = ?, attempts = attempts - ? WHERE id = ?",
        (state, reason, state is SendState.QUEUED, message),
    )
    if state is SendState.FAILED:
        count(db, "failed")


def record_receipt(db: sqlite3.Connection, receipt: Receipt) -> None:
    """A customer's phone reported; reports about messages whose acknowledgement is still to come are kept."""
    note_heard(db, "receipt", receipt.at)
    if not _advance(db, receipt.message_id, receipt.kind):
        db.execute("DELETE FROM early_receipts WHERE at < ?", (to_ms(receipt.at - _EARLY_KEPT),))
        db.execute(
            "INSERT OR IGNORE INTO early_receipts VALUES (?, ?, ?)",
            (receipt.message_id, receipt.kind, to_ms(receipt.at)),
        )


def _advance(db: sqlite3.Connection, message_id: str, kind: ReceiptKind) -> bool:
    """Whether the message is known; its state moves forward only."""
    row = db.execute("SELECT id, state FROM outbox WHERE message_id = ?", (message_id,)).fetchone()
    if row is None:
        return False
    if row["state"] in _REACHED[kind]:
        db.execute("UPDATE outbox SET state = ? WHERE id = ?", (kind.value, row["id"]))
        if row["state"] != SendState.DELIVERED:
            count(db, "delivered")
    return True


def requeue_interrupted(db: sqlite3.Connection) -> int:
    """At start: what was being sent when the process died has an unknown outcome.

    It is repeated once, so that nobody stays unanswered; what was interrupted twice stays unknown. Returns how
    many are repeated.
    """
    db.execute(
        "UPDATE outbox SET state = 'unknown', reason = 'interrupted twice while being sent'"
        " WHERE state = 'sending' AND attempts > 1"
    )
    return db.execute(
        "UPDATE outbox SET state = 'queued', reason = 'interrupted while being sent' WHERE state = 'sending'"
    ).rowcount


def find_latest_reply(db: sqlite3.Connection, customer: CustomerId) -> MessageId | None:
    """WhatsApp's id of the last message that reached the customer from us."""
    row = db.execute(
        "SELECT message_id FROM outbox WHERE customer_id = ? AND message_id IS NOT NULL ORDER BY id DESC LIMIT 1",
        (customer,),
    ).fetchone()
    return MessageId(row["message_id"]) if row is not None else None


def queued_mail(db: sqlite3.Connection) -> list[CustomerId]:
    """For whom each waiting message is, the longest waiting first; a customer stands here once a message."""
    rows = db.execute("SELECT customer_id FROM outbox INDEXED BY outbox_queued WHERE state = 'queued' ORDER BY +id")
    return [CustomerId(row["customer_id"]) for row in rows]


def has_unsent(db: sqlite3.Connection) -> bool:
    """Whether anything waits to be sent or acknowledged."""
    found = db.execute(
        "SELECT EXISTS (SELECT 1 FROM outbox WHERE state = 'queued')"
        " OR EXISTS (SELECT 1 FROM outbox WHERE state = 'sending')"
    )
    return bool(found.fetchone()[0])
