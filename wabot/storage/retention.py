"""What is not kept for ever: words older than the salon wants them go, what they belonged to stays as numbers."""

import sqlite3
from datetime import datetime

from wabot.domain.walltime import from_ms, to_ms
from wabot.storage.sends import forget_old_sends
from wabot.storage.webhooks import forget_given_up


def newest_heard(db: sqlite3.Connection) -> datetime | None:
    """When the latest message was written, by WhatsApp's clock; None when nobody has written yet."""
    newest = db.execute("SELECT max(sent_at) FROM inbox").fetchone()[0]
    return from_ms(newest) if newest is not None else None


def empty_old_texts(db: sqlite3.Connection, before: datetime, now: datetime) -> int:
    """Empty what customers, staff and wabot wrote before that moment; returns how many messages were emptied.

    What waits to be answered or sent keeps its words, however old it is. Conversations that rested since then are gone.
    """
    moment = (to_ms(before),)
    heard = db.execute(
        "UPDATE inbox SET text = '', reply_to = NULL WHERE received_at < ? AND handled_at IS NOT NULL AND text <> ''",
        moment,
    )
    said = db.execute(
        "UPDATE outbox SET text = '', document = NULL WHERE queued_at < ? AND text <> ''"
        " AND state NOT IN ('queued', 'sending') AND doubted_at IS NULL",
        moment,
    )
    for table in ("dialogues", "owner_dialogues"):
        db.execute(f"DELETE FROM {table} WHERE updated_at < ?", moment)
    forget_old_sends(db, now)
    forget_given_up(db, now)
    return heard.rowcount + said.rowcount
