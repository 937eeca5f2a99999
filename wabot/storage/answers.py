"""How well customers are answered: how soon, and whether it arrives."""

import sqlite3
from collections.abc import Sequence
from datetime import datetime, timedelta

from wabot.domain.walltime import to_ms


def answer_times(db: sqlite3.Connection, since: datetime, most: int = 2000) -> list[timedelta]:
    """From message to acknowledged reply, of the replies sent since then among the latest `most` messages; shortest
    first.
    """
    rows = db.execute(
        "SELECT latest.sent_at - inbox.received_at AS waited"
        " FROM (SELECT * FROM outbox ORDER BY id DESC LIMIT ?) AS latest"
        " JOIN inbox ON inbox.id = CAST(substr(latest.key, length('reply:') + 1) AS INTEGER)"
        " WHERE latest.key GLOB 'reply:*' AND latest.sent_at >= ?",
        (most, to_ms(since)),
    )
    return sorted(timedelta(milliseconds=row["waited"]) for row in rows)


def quantile(waited: Sequence[timedelta], part: float) -> timedelta:
    """The nearest rank among lengths in order, of which there is at least one."""
    return waited[min(len(waited) - 1, int(part * len(waited)))]


def delivered_share(db: sqlite3.Connection, since: datetime, until: datetime, most: int = 2000) -> float | None:
    """Which part of the messages sent in that time, among the latest `most`, reached a phone; None when none was."""
    row = db.execute(
        "SELECT count(*) AS sent, sum(state IN ('delivered', 'read')) AS delivered"
        " FROM (SELECT * FROM outbox ORDER BY id DESC LIMIT ?)"
        " WHERE state IN ('sent', 'delivered', 'read') AND sent_at >= ? AND sent_at < ?",
        (most, to_ms(since), to_ms(until)),
    ).fetchone()
    return row["delivered"] / row["sent"] if row["sent"] else None
