"""Conversations as they were held: what came in and what went out, in order."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from wabot.domain.correspondence import SendState
from wabot.domain.walltime import from_ms
from wabot.types import PhoneNumber


@dataclass(frozen=True, slots=True)
class Line:
    """One message of a chat; `state` None for the customer's own."""

    text: str
    at: datetime
    state: SendState | None


def recent_lines(db: sqlite3.Connection, phone: PhoneNumber, most: int = 200) -> list[Line]:
    """The latest messages with that customer, oldest first; empty when they never wrote."""
    rows = db.execute(
        """
        SELECT * FROM (
            SELECT text, received_at AS at, NULL AS state, 0 AS ours, inbox.id AS number
                FROM inbox JOIN customers ON customers.id = customer_id WHERE phone = :phone
            UNION ALL
            SELECT text, queued_at, state, 1, outbox.id
                FROM outbox JOIN customers ON customers.id = customer_id WHERE phone = :phone
            ORDER BY at DESC, ours DESC, number DESC LIMIT :most
        ) ORDER BY at, ours, number
        """,
        {"phone": phone, "most": most},
    )
    return [Line(row["text"], from_ms(row["at"]), SendState(row["state"]) if row["state"] else None) for row in rows]
