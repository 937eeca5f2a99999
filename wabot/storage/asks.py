"""Chats that wait for a person of the salon."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from wabot.domain.walltime import from_ms, to_ms
from wabot.types import CustomerId


@dataclass(frozen=True, slots=True)
class Ask:
    """Why a person is needed (a value of AlertReason), and since when."""

    reason: str
    asked_at: datetime


def ask_for_person(db: sqlite3.Connection, customer: CustomerId, reason: str, now: datetime) -> None:
    """The chat waits for a person; one that waits already keeps its place in the line."""
    db.execute(
        "INSERT INTO asks VALUES (?, ?, ?) ON CONFLICT (customer_id) DO UPDATE SET reason = excluded.reason",
        (customer, reason, to_ms(now)),
    )


def end_ask(db: sqlite3.Connection, customer: CustomerId) -> None:
    """A person has taken care of it."""
    db.execute("DELETE FROM asks WHERE customer_id = ?", (customer,))


def count_asks(db: sqlite3.Connection) -> int:
    """How many chats wait for a person."""
    number: int = db.execute("SELECT count(*) FROM asks").fetchone()[0]
    return number


def find_ask(db: sqlite3.Connection, customer: CustomerId) -> Ask | None:
    """What the chat waits for; None when for nobody."""
    row = db.execute("SELECT reason, asked_at FROM asks WHERE customer_id = ?", (customer,)).fetchone()
    return Ask(row["reason"], from_ms(row["asked_at"])) if row is not None else None
