"""What was asked of POST /send, and answered, under each Idempotency-Key: kept for a day, without the message."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta

from wabot.domain.walltime import to_ms

KEPT = timedelta(hours=24)  # the contract's promise


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP status and its JSON."""

    status: int
    json: str


@dataclass(frozen=True, slots=True)
class StoredSend:
    """What stands under a key. `answer` None: it was begun, and what became of it is not known (yet)."""

    digest: str
    answer: Answer | None


def find_send(db: sqlite3.Connection, key: str, now: datetime) -> StoredSend | None:
    """What stands under the key; None when nothing was begun under it within a day."""
    row = db.execute(
        "SELECT digest, status, answer FROM sends WHERE key = ? AND begun_at > ?", (key, to_ms(now - KEPT))
    ).fetchone()
    if row is None:
        return None
    answer = Answer(row["status"], row["answer"]) if row["status"] is not None else None
    return StoredSend(row["digest"], answer)


def begin_send(db: sqlite3.Connection, key: str, digest: str, now: datetime) -> None:
    """Put down, before anything is sent, that it will be; what is older than a day goes.

    sqlite3.IntegrityError when something stands under the key.
    """
    forget_old_sends(db, now)
    db.execute("INSERT INTO sends (key, digest, begun_at) VALUES (?, ?, ?)", (key, digest, to_ms(now)))


def forget_old_sends(db: sqlite3.Connection, now: datetime) -> None:
    """What is older than a day goes."""
    db.execute("DELETE FROM sends WHERE begun_at <= ?", (to_ms(now - KEPT),))


def record_answer(db: sqlite3.Connection, key: str, answer: Answer) -> None:
    """What became of it, for every repeat."""
    db.execute("UPDATE sends SET status = ?, answer = ? WHERE key = ?", (answer.status, answer.json, key))


def forget_send(db: sqlite3.Connection, key: str) -> None:
    """Nothing was sent after all: the key is as good as new."""
    db.execute("DELETE FROM sends WHERE key = ?", (key,))
