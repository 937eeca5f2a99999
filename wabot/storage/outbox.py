"""Outgoing messages: each stands here before it is sent, under a key that says what it is, once for ever."""

import json
import sqlite3
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from wabot.domain.correspondence import OutgoingMessage, Receipt, ReceiptKind, SendState, Sent
from wabot.domain.customers import Contact
from wabot.domain.walltime import from_ms, to_ms
from wabot.storage.customers import contact_of, find_customer_id, meet_customer
from wabot.storage.doubts import settle_by_receipt
from wabot.storage.health import count, note_heard
from wabot.types import CustomerId, MessageId, OutboxId

_REACHED = {
    ReceiptKind.DELIVERED: (SendState.SENT,),
    ReceiptKind.READ: (SendState.SENT, SendState.DELIVERED),
}
"""The states that a receipt moves on: receipts come in any order, and a read message stays read."""
BY_PROGRAM = "api:"
"""How the keys of programs' messages begin."""
BY_PERSON = "salon:"
"""How the keys of what a person of the salon wrote on the page begin."""
_ASIDE = (BY_PROGRAM, BY_PERSON, "reminder:", "thanks:", "calendar:", "waitlist:")
"""How the keys of what is no reply of ours, asks nothing, or asks by itself, begin."""
_SET_BACK = timedelta(hours=1)  # a clock that goes back by less makes no words of ours untrue
_EARLY_KEPT = timedelta(hours=1)  # an acknowledgement takes 75 s at most; other receipts are for what others sent


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A message that failed, or of which nobody knows whether it arrived; `name` None until known."""

    contact: Contact
    name: str | None
    state: SendState
    queued_at: datetime


def queue_message(
    db: sqlite3.Connection,
    key: str,
    customer: CustomerId,
    text: str,
    now: datetime,
    *,
    wanted_until: datetime | None = None,
    document: bytes | None = None,
) -> OutboxId | None:
    """Put a message into the outbox; None when one of that key stands there already, whatever became of it.

    What has not been sent by `wanted_until` is taken back, as if it had never stood there, and so is what was written
    by a clock that has been set back since. A `document` is a file that goes by the name `text`.
    """
    cursor = db.execute(
        "INSERT INTO outbox (key, customer_id, text, state, queued_at, wanted_until, document)"
        " VALUES (?, ?, ?, 'queued', ?, ?, ?) ON CONFLICT (key) DO NOTHING",
        (key, customer, text, to_ms(now), to_ms(wanted_until) if wanted_until is not None else None, document),
    )
    return OutboxId(cursor.lastrowid) if cursor.rowcount and cursor.lastrowid is not None else None


@dataclass(frozen=True, slots=True)
class Begun:
    """A message that is marked as being sent, and the customer it is for."""

    customer: CustomerId
    message: OutgoingMessage


_SENDABLE = (
    "state = 'queued' AND NOT EXISTS (SELECT 1 FROM outbox AS earlier"
    " WHERE earlier.customer_id = outbox.customer_id AND earlier.doubted_at IS NOT NULL)"
)
"""Nothing goes to a customer while an earlier message is in doubt: what it is must be known first."""


def begin_next(db: sqlite3.Connection, now: datetime, not_to: Collection[CustomerId] = ()) -> Begun | None:
    """Mark the oldest message that may go as being sent; None when none waits, those for `not_to` aside."""
    db.execute(
        "DELETE FROM outbox WHERE state = 'queued' AND wanted_until IS NOT NULL"
        " AND (wanted_until <= ? OR queued_at > ?)",
        (to_ms(now), to_ms(now + _SET_BACK)),
    )
    row = db.execute(
        "UPDATE outbox SET state = 'sending', attempts = attempts + 1, begun_at = :now WHERE id ="
        f" (SELECT id FROM outbox WHERE {_SENDABLE} AND customer_id NOT IN (SELECT value FROM json_each(:not_to))"
        " ORDER BY id LIMIT 1) RETURNING id, key, text, document, customer_id",
        {"now": to_ms(now), "not_to": json.dumps(list(not_to))},
    ).fetchone()
    if row is None:
        return None
    contact = db.execute("SELECT phone, lid FROM customers WHERE id = ?", (row["customer_id"],)).fetchone()
    message = OutgoingMessage(
        id=OutboxId(row["id"]),
        key=row["key"],
        contact=contact_of(contact),
        text=row["text"],
        document=row["document"],
    )
    return Begun(CustomerId(row["customer_id"]), message)


def has_sendable(db: sqlite3.Connection) -> bool:
    """Whether anything waits that is only held back by manners."""
    return bool(db.execute(f"SELECT EXISTS (SELECT 1 FROM outbox WHERE {_SENDABLE})").fetchone()[0])


def put_back(db: sqlite3.Connection, message: OutboxId) -> None:
    """It was marked as being sent and never was."""
    db.execute("UPDATE outbox SET state = 'queued', attempts = attempts - 1 WHERE id = ?", (message,))


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


def record_program_message(db: sqlite3.Connection, contact: Contact, sent: Sent, now: datetime) -> None:
    """A program sent this through POST /send: it stands here as sent, so that receipts of it are understood; its words
    are not kept.
    """
    customer = meet_customer(db, contact, None, now)
    row = db.execute(
        "INSERT INTO outbox (key, customer_id, text, state, queued_at, begun_at) VALUES (?, ?, '', 'sending', ?, ?)"
        " RETURNING id",
        (f"{BY_PROGRAM}{sent.message_id}", customer, to_ms(now), to_ms(now)),
    ).fetchone()
    record_sent(db, OutboxId(row["id"]), sent)


def record_outcome(db: sqlite3.Connection, message: OutboxId, state: SendState, reason: str) -> None:
    """It failed, or goes back to the queue as never tried; `reason` in words for the owner."""
    db.execute(
        "UPDATE outbox SET state = ?, reason = ?, attempts = attempts - ? WHERE id = ?",
        (state, reason, state is SendState.QUEUED, message),
    )
    if state is SendState.FAILED:
        count(db, "failed")


def record_receipt(db: sqlite3.Connection, receipt: Receipt) -> None:
    """A customer's phone reported; a report about a message that is not known is evidence for one in doubt, or early.

    Early ones are kept until the acknowledgement comes.
    """
    note_heard(db, "receipt", receipt.at)
    if _advance(db, receipt.message_id, receipt.kind):
        return
    customer = find_customer_id(db, receipt.contact)
    if customer is None or settle_by_receipt(db, customer, receipt):
        return
    db.execute("DELETE FROM early_receipts WHERE at < ?", (to_ms(receipt.at - _EARLY_KEPT),))
    db.execute(
        "INSERT OR IGNORE INTO early_receipts (message_id, kind, customer_id, at) VALUES (?, ?, ?, ?)",
        (receipt.message_id, receipt.kind, customer, to_ms(receipt.at)),
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


def find_latest_reply(db: sqlite3.Connection, customer: CustomerId) -> MessageId | None:
    """WhatsApp's id of the last message that reached the customer from us; programs, people, reminders,
    thanks and files aside.
    """
    row = db.execute(
        "SELECT message_id FROM outbox WHERE customer_id = ? AND message_id IS NOT NULL"
        f"{' AND key NOT GLOB ?' * len(_ASIDE)} ORDER BY id DESC LIMIT 1",
        (customer, *(f"{prefix}*" for prefix in _ASIDE)),
    ).fetchone()
    return MessageId(row["message_id"]) if row is not None else None


def unsettled_mail(db: sqlite3.Connection, since: datetime, most: int) -> tuple[int, list[Unsettled]]:
    """How many messages queued since then failed or have an unknown outcome, and the latest of them, newest first.

    What is still in doubt is not among them: that needs nobody yet.
    """
    wanted = (
        "FROM outbox INDEXED BY outbox_unsettled"
        " WHERE state IN ('failed', 'unknown') AND doubted_at IS NULL AND queued_at >= ?"
    )
    number: int = db.execute(f"SELECT count(*) {wanted}", (to_ms(since),)).fetchone()[0]
    rows = db.execute(
        f"SELECT state, queued_at, phone, lid, name FROM (SELECT * {wanted} ORDER BY queued_at DESC LIMIT ?)"
        " JOIN customers ON customers.id = customer_id ORDER BY queued_at DESC",
        (to_ms(since), most),
    )
    return number, [
        Unsettled(contact_of(row), row["name"], SendState(row["state"]), from_ms(row["queued_at"])) for row in rows
    ]


def has_unsent(db: sqlite3.Connection) -> bool:
    """Whether anything waits to be sent, acknowledged or cleared up."""
    found = db.execute(
        "SELECT EXISTS (SELECT 1 FROM outbox WHERE state = 'queued')"
        " OR EXISTS (SELECT 1 FROM outbox WHERE state = 'sending')"
        " OR EXISTS (SELECT 1 FROM outbox WHERE doubted_at IS NOT NULL)"
    )
    return bool(found.fetchone()[0])
