"""How the WhatsApp session stands, across restarts."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from wabot.domain.walltime import from_ms, to_ms
from wabot.storage.health import count

_LOST = ("reconnecting", "deaf")


@dataclass(frozen=True, slots=True)
class StoredStatus:
    """The fields of a session's status, its state as a word of the contract, its reason as `Reason.stored`."""

    state: str
    since: datetime
    reason: str | None = None
    until: datetime | None = None


def find_session(db: sqlite3.Connection) -> StoredStatus | None:
    """How it stood last; None before the first start."""
    row = db.execute("SELECT state, since, reason, until FROM session").fetchone()
    if row is None:
        return None
    until = from_ms(row["until"]) if row["until"] is not None else None
    return StoredStatus(row["state"], from_ms(row["since"]), row["reason"], until)


def record_session(db: sqlite3.Connection, status: StoredStatus) -> None:
    """It stands like this now. Being replaced, and coming back after a loss, are counted.

    The disk is asked each time: a page whose bytes stay as they were SQLite would not write (seen in 3.40).
    """
    before = find_session(db)
    changed = before is None or before.state != status.state
    if changed and status.state == "replaced":
        count(db, "replaced")
    if before is not None and before.state in _LOST and status.state == "online":
        count(db, "reconnects")
    db.execute("UPDATE session SET since = since + 1")
    db.execute(
        "INSERT INTO session VALUES (1, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
        " state = excluded.state, since = excluded.since, reason = excluded.reason, until = excluded.until",
        (status.state, to_ms(status.since), status.reason, to_ms(status.until) if status.until else None),
    )
