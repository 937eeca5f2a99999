"""Notices that wait for the end of the quiet hours; at their moment they go into the outbox like any message."""

import sqlite3
from datetime import datetime

from wabot.domain.walltime import from_ms, to_ms
from wabot.storage.outbox import queue_message
from wabot.types import CustomerId


def keep_notice(db: sqlite3.Connection, key: str, to: CustomerId, text: str, due_at: datetime) -> None:
    """Put a message aside until then; the key is the one it will have in the outbox."""
    db.execute(
        "INSERT INTO notices (key, customer_id, text, due_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (key, to, text, to_ms(due_at)),
    )


def find_next_notice(db: sqlite3.Connection) -> datetime | None:
    """When the first of them is due; None when none waits."""
    first = db.execute("SELECT min(due_at) FROM notices").fetchone()[0]
    return from_ms(first) if first is not None else None


def people_with_notices(db: sqlite3.Connection, now: datetime) -> list[CustomerId]:
    """For whom each that is due is meant."""
    rows = db.execute("SELECT customer_id FROM notices WHERE due_at <= ?", (to_ms(now),))
    return [CustomerId(row["customer_id"]) for row in rows]


def release_notices(db: sqlite3.Connection, to: CustomerId, now: datetime) -> int:
    """Put what is due for the person into the outbox, in the order it was said; returns how many."""
    rows = db.execute(
        "DELETE FROM notices WHERE customer_id = ? AND due_at <= ? RETURNING id, key, text", (to, to_ms(now))
    ).fetchall()
    for row in sorted(rows, key=lambda row: row["id"]):
        queue_message(db, row["key"], to, row["text"], now)
    return len(rows)
