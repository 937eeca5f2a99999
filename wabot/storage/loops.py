"""Chats that went round in circles: what was said in them last, and where it was stopped."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from wabot.domain.customers import Contact
from wabot.domain.loops import MOST, Exchange
from wabot.domain.walltime import from_ms, to_ms
from wabot.storage.changes import Author
from wabot.storage.customers import contact_of
from wabot.types import CustomerId

_REPLY = "reply:"
"""How the key of an answer begins; the id of the message that it answers follows."""


@dataclass(frozen=True, slots=True)
class Loop:
    """A chat in which wabot keeps silent because a machine seemed to answer; `name` None until known."""

    contact: Contact
    name: str | None
    noticed_at: datetime
    until: datetime


def recent_exchanges(db: sqlite3.Connection, customer: CustomerId, since: datetime) -> list[Exchange]:
    """The latest answers of a chat with what they answered, oldest first; as many as the rules look at.

    Only after `since`, and only since the customer last changed something in the book: that was no idle talk.
    """
    # No GLOB with a parameter here: SQLite prepares such a statement anew whenever it is bound, a tenth of a turn.
    rows = db.execute(
        "SELECT inbox.text AS heard, received_at, outbox.text AS said, queued_at FROM outbox"
        " JOIN inbox ON inbox.id = CAST(substr(key, ?) AS INTEGER)"
        " WHERE outbox.customer_id = ? AND substr(key, 1, ?) = ? AND queued_at > max(?,"
        "  (SELECT ifnull(max(at), 0) FROM appointment_changes JOIN appointments ON appointments.id = appointment_id"
        "   WHERE customer_id = ? AND author = ?))"
        " ORDER BY outbox.id DESC LIMIT ?",
        (len(_REPLY) + 1, customer, len(_REPLY), _REPLY, to_ms(since), customer, Author.CUSTOMER, MOST),
    ).fetchall()
    return [
        Exchange(row["heard"], from_ms(row["received_at"]), row["said"], from_ms(row["queued_at"]))
        for row in reversed(rows)
    ]


def record_loop(db: sqlite3.Connection, customer: CustomerId, now: datetime) -> None:
    """The chat was stopped."""
    db.execute(
        "INSERT INTO loops VALUES (?, ?) ON CONFLICT (customer_id) DO UPDATE SET noticed_at = excluded.noticed_at",
        (customer, to_ms(now)),
    )


def stopped_loops(db: sqlite3.Connection, now: datetime) -> list[Loop]:
    """Where wabot is still silent for that reason, latest first."""
    rows = db.execute(
        "SELECT phone, lid, name, noticed_at, held_until FROM loops JOIN customers ON customers.id = customer_id"
        " WHERE held_until > ? ORDER BY noticed_at DESC",
        (to_ms(now),),
    )
    return [Loop(contact_of(row), row["name"], from_ms(row["noticed_at"]), from_ms(row["held_until"])) for row in rows]
