"""Notices that wait for the end of the quiet hours; at their moment they go into the outbox like any message."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime

from wabot.domain.news import News
from wabot.domain.reminders import Quiet, tell_staff_at
from wabot.domain.replies.told import Reply
from wabot.domain.salon import Salon
from wabot.domain.walltime import from_ms, to_ms
from wabot.storage.customers import meet_customer
from wabot.storage.outbox import queue_message
from wabot.types import CustomerId, Lang

Render = Callable[[list[Reply], Lang, date], str]
"""Replies as one message that is read on that day."""


def tell_staff(
    db: sqlite3.Connection, news: Iterable[News], key: str, render: Render, salon: Salon, quiet: Quiet, now: datetime
) -> Iterator[CustomerId]:
    """Queue news under keys that begin with `key`, or put them aside for the night; yields for whom messages were
    queued.
    """
    for number, told_to in enumerate(news):
        at = tell_staff_at(told_to.start_at, now, quiet, salon.timezone)
        text = render([told_to.words], salon.language, at.astimezone(salon.timezone).date())
        person = meet_customer(db, told_to.to, None, now)
        if at > now:
            keep_notice(db, f"{key}:{number}", person, text, at)
        elif queue_message(db, f"{key}:{number}", person, text, now) is not None:
            yield person


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
