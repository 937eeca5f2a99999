"""The outbox as a person looks at it, and what a person may decide about a message."""

import sqlite3
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from wabot.domain.correspondence import SendState
from wabot.domain.customers import Contact
from wabot.domain.walltime import from_ms, to_ms
from wabot.storage.customers import contact_of
from wabot.types import CustomerId, OutboxId

OVER = frozenset({SendState.FAILED, SendState.UNKNOWN, SendState.DROPPED})
"""States of a message that wabot itself does nothing about any more."""


@dataclass(frozen=True, slots=True)
class Mail:
    """An outgoing message as it stands. `is_in_doubt`: its fate is being found out, so it must not be touched yet."""

    id: OutboxId
    customer: CustomerId
    contact: Contact
    name: str | None
    text: str
    state: SendState
    reason: str | None
    queued_at: datetime
    sent_at: datetime | None
    wanted_until: datetime | None
    is_in_doubt: bool

    @property
    def may_retry(self) -> bool:
        """Whether a person may have it sent (again); not once its words are forgotten."""
        return self.state in OVER and not self.is_in_doubt and bool(self.text)

    @property
    def may_drop(self) -> bool:
        """Whether a person may decide that it is not to be sent (any more)."""
        return self.state in {SendState.QUEUED, SendState.FAILED, SendState.UNKNOWN} and not self.is_in_doubt


_SELECT = "SELECT outbox.*, phone, lid, name FROM outbox JOIN customers ON customers.id = customer_id"


def list_mail(db: sqlite3.Connection, states: Collection[SendState], before: OutboxId | None, most: int) -> list[Mail]:
    """Messages in those states, newest first, older than `before`."""
    marks = ", ".join("?" * len(states))
    rows = db.execute(
        f"{_SELECT} WHERE state IN ({marks}) AND outbox.id < ? ORDER BY outbox.id DESC LIMIT ?",
        (*sorted(states), before if before is not None else 2**62, most),
    )
    return [_mail(row) for row in rows]


def find_mail(db: sqlite3.Connection, message: OutboxId) -> Mail | None:
    """One message."""
    row = db.execute(f"{_SELECT} WHERE outbox.id = ?", (message,)).fetchone()
    return _mail(row) if row is not None else None


def retry_mail(db: sqlite3.Connection, message: OutboxId, now: datetime) -> Mail | None:
    """Put a message that may be sent again back into the queue, as if it were new. None when there is none such."""
    found = find_mail(db, message)
    if found is None or not found.may_retry:
        return None
    db.execute(
        "UPDATE outbox SET state = 'queued', attempts = 0, reason = NULL, wanted_until = NULL, queued_at = ?"
        " WHERE id = ?",
        (to_ms(now), message),
    )
    return find_mail(db, message)


def drop_mail(db: sqlite3.Connection, message: OutboxId) -> Mail | None:
    """The message is not to be sent (any more). None when there is none that may be dropped."""
    found = find_mail(db, message)
    if found is None or not found.may_drop:
        return None
    db.execute("UPDATE outbox SET state = 'dropped', wanted_until = NULL WHERE id = ?", (message,))
    return find_mail(db, message)


def _mail(row: sqlite3.Row) -> Mail:
    def at(column: str) -> datetime | None:
        return from_ms(row[column]) if row[column] is not None else None

    return Mail(
        id=OutboxId(row["id"]),
        customer=CustomerId(row["customer_id"]),
        contact=contact_of(row),
        name=row["name"],
        text=row["text"],
        state=SendState(row["state"]),
        reason=row["reason"],
        queued_at=from_ms(row["queued_at"]),
        sent_at=at("sent_at"),
        wanted_until=at("wanted_until"),
        is_in_doubt=row["doubted_at"] is not None,
    )
