"""Counters and last moments, kept across restarts."""

import sqlite3
from datetime import datetime
from typing import Literal

from wabot.domain.walltime import from_ms, to_ms

Counter = Literal[
    "replaced",
    "reconnects",
    "received",
    "sent",
    "delivered",
    "failed",
    "not_understood",
    "person_called",
    "booked",
    "moved",
    "cancelled",
]
Heard = Literal["message", "receipt"]


def count(db: sqlite3.Connection, name: Counter) -> None:
    """One more."""
    db.execute("UPDATE counters SET value = value + 1 WHERE name = ?", (name,))


def note_heard(db: sqlite3.Connection, what: Heard, at: datetime) -> None:
    """Something reached us at that moment."""
    db.execute(
        "INSERT INTO last_heard VALUES (?, ?) ON CONFLICT (what) DO UPDATE SET at = max(at, excluded.at)",
        (what, to_ms(at)),
    )


def counters(db: sqlite3.Connection) -> dict[str, int]:
    """Every counter since the first start."""
    return {row["name"]: row["value"] for row in db.execute("SELECT name, value FROM counters")}


def last_heard(db: sqlite3.Connection) -> dict[str, datetime]:
    """When a message and a receipt last came in; a kind that never came is missing."""
    return {row["what"]: from_ms(row["at"]) for row in db.execute("SELECT what, at FROM last_heard")}


def queue_lengths(db: sqlite3.Connection) -> dict[str, int]:
    """How many messages wait for a turn (`inbox`) and to be sent or acknowledged (`outbox`)."""
    inbox = db.execute("SELECT count(*) FROM inbox WHERE handled_at IS NULL").fetchone()[0]
    outbox = db.execute(
        "SELECT (SELECT count(*) FROM outbox WHERE state = 'queued')"
        " + (SELECT count(*) FROM outbox WHERE state = 'sending')"
    ).fetchone()[0]
    return {"inbox": inbox, "outbox": outbox}
