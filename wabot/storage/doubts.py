"""Messages in doubt: handed to WhatsApp, and not known to have gone out.

A receipt in that chat which belongs to no known message is evidence that it did. While a message is in doubt, nothing
else goes to its customer, so that nothing is overtaken.
"""

import sqlite3
from collections.abc import Iterator
from datetime import datetime, timedelta

from wabot.domain.correspondence import Receipt, ReceiptKind, SendState
from wabot.domain.walltime import from_ms, to_ms
from wabot.storage.health import count
from wabot.types import CustomerId, MessageId, OutboxId

_CLOCKS_DIFFER = timedelta(seconds=5)  # a receipt says when it was sent by WhatsApp's clock, in whole seconds
_REPEATABLE = ("reply:", "alert:", "calendar:", "salon:")
"""The keys of what is better said twice than never. A reminder is not."""


def doubt(db: sqlite3.Connection, message: OutboxId, reason: str, now: datetime) -> None:
    """Nobody can say whether the message went out, unless a receipt of it has come already."""
    row = db.execute(
        "UPDATE outbox SET state = 'unknown', reason = ?, doubted_at = ? WHERE id = ? RETURNING customer_id, begun_at",
        (reason, to_ms(now), message),
    ).fetchone()
    found = next(unclaimed_receipts(db, row["customer_id"], from_ms(row["begun_at"])), None)
    if found is not None:
        _settle(db, message, MessageId(found["message_id"]), ReceiptKind(found["kind"]), from_ms(found["at"]))


def doubt_interrupted(db: sqlite3.Connection, now: datetime) -> int:
    """At start: what was being sent when the process died is in doubt. Returns how many messages are."""
    rows = db.execute("SELECT id FROM outbox WHERE state = 'sending' ORDER BY id").fetchall()
    for row in rows:
        doubt(db, OutboxId(row["id"]), "wabot ended while it was being sent", now)
    return len(rows)


def settle_by_receipt(db: sqlite3.Connection, customer: CustomerId, receipt: Receipt) -> bool:
    """Whether a receipt of a message that is not known ends a doubt."""
    row = db.execute(
        "SELECT id FROM outbox WHERE customer_id = ? AND doubted_at IS NOT NULL AND begun_at <= ? ORDER BY id LIMIT 1",
        (customer, to_ms(receipt.at + _CLOCKS_DIFFER)),
    ).fetchone()
    if row is None or _is_the_salons_own(db, customer, receipt.message_id):
        return False
    _settle(db, OutboxId(row["id"]), receipt.message_id, receipt.kind, receipt.at)
    return True


def latest_doubt(db: sqlite3.Connection) -> datetime | None:
    """Since when the latest of what is in doubt has been; None when nothing is."""
    latest = db.execute("SELECT max(doubted_at) FROM outbox WHERE doubted_at IS NOT NULL").fetchone()[0]
    return from_ms(latest) if latest is not None else None


def end_doubts(db: sqlite3.Connection, until: datetime) -> int:
    """Of what came into doubt by then, replies and files are sent once more; the rest stays unknown.

    Returns how many doubts ended.
    """
    due = "doubted_at <= ?"
    repeated = 0
    for prefix in _REPEATABLE:
        repeated += db.execute(
            f"UPDATE outbox SET state = 'queued', doubted_at = NULL WHERE {due} AND attempts < 2 AND key GLOB ?",
            (to_ms(until), f"{prefix}*"),
        ).rowcount
    return repeated + db.execute(f"UPDATE outbox SET doubted_at = NULL WHERE {due}", (to_ms(until),)).rowcount


def customers_in_doubt(db: sqlite3.Connection) -> set[CustomerId]:
    """To whom nothing goes for the moment."""
    rows = db.execute("SELECT DISTINCT customer_id FROM outbox WHERE doubted_at IS NOT NULL")
    return {CustomerId(row["customer_id"]) for row in rows}


def unclaimed_receipts(db: sqlite3.Connection, customer: CustomerId, since: datetime) -> Iterator[sqlite3.Row]:
    """What their phone has reported since then of messages that nobody here knows, the first one first."""
    rows = db.execute(
        "SELECT message_id, kind, at FROM early_receipts WHERE customer_id = ? AND at >= ? ORDER BY at",
        (customer, to_ms(since - _CLOCKS_DIFFER)),
    ).fetchall()
    return (row for row in rows if not _is_the_salons_own(db, customer, row["message_id"]))


def _is_the_salons_own(db: sqlite3.Connection, customer: CustomerId, message: str) -> bool:
    """Whether a person of the salon wrote it on the phone."""
    found = db.execute(
        "SELECT EXISTS (SELECT 1 FROM inbox WHERE customer_id = ? AND message_id = ?)", (customer, message)
    )
    return bool(found.fetchone()[0])


def _settle(db: sqlite3.Connection, message: OutboxId, message_id: MessageId, kind: ReceiptKind, at: datetime) -> None:
    """It went out: this receipt says so."""
    db.execute("DELETE FROM early_receipts WHERE message_id = ?", (message_id,))
    db.execute(
        "UPDATE outbox SET state = ?, message_id = ?, sent_at = ?, reason = NULL, doubted_at = NULL WHERE id = ?",
        (SendState(kind.value), message_id, to_ms(at), message),
    )
    count(db, "sent")
    count(db, "delivered")
