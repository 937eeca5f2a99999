"""How long customers waited for an answer."""

import sqlite3
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
