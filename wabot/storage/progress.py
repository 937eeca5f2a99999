"""Whether work that waits is being done."""

import sqlite3
from datetime import datetime

from wabot.domain.walltime import to_ms


def has_stale_mail(db: sqlite3.Connection, before: datetime) -> bool:
    """Whether a customer's message has waited for its turn since before then, and none was tried."""
    found = db.execute(
        "SELECT EXISTS (SELECT 1 FROM inbox WHERE handled_at IS NULL AND failed_at IS NULL AND received_at < ?)",
        (to_ms(before),),
    )
    return bool(found.fetchone()[0])


def has_stuck_outbox(db: sqlite3.Connection, before: datetime) -> bool:
    """Whether a message has been on its way since before then, or waits that long and none has been begun since."""
    limit = to_ms(before)
    stuck = db.execute(
        "SELECT EXISTS (SELECT 1 FROM outbox WHERE state = 'sending' AND doubted_at IS NULL AND begun_at < ?)", (limit,)
    )
    if stuck.fetchone()[0]:
        return True
    waits = db.execute(
        "SELECT EXISTS (SELECT 1 FROM outbox WHERE state = 'queued' AND queued_at < ?)", (limit,)
    ).fetchone()[0]
    if not waits:
        return False
    begun = db.execute("SELECT EXISTS (SELECT 1 FROM outbox WHERE begun_at >= ?)", (limit,)).fetchone()[0]
    return not begun
