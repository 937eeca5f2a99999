"""What the daemon wrote down, as far as a verdict needs it."""

import sqlite3
from collections import defaultdict
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.bench.townsfolk import Visit
from tests.salon import SALON

_OVERLAPS = """SELECT count(*) FROM appointments a JOIN appointments b
    ON a.staff = b.staff AND a.id < b.id AND a.start_at < b.end_at AND b.start_at < a.end_at
    WHERE a.status IN ('booked', 'confirmed') AND b.status IN ('booked', 'confirmed')"""
_REPLIES = """SELECT lid, outbox.id, key, text, state, attempts, message_id, reason
    FROM outbox JOIN customers ON customers.id = customer_id WHERE key LIKE 'reply:%' ORDER BY outbox.id"""
_VISITS = """SELECT lid, start_at FROM appointments JOIN customers ON customers.id = customer_id
    WHERE status IN ('booked', 'confirmed')"""


@dataclass(frozen=True, slots=True)
class Reply:
    """A row of the outbox; `turn` is the last message that it answers, by its number in the inbox."""

    id: int
    turn: int
    text: str
    state: str
    attempts: int
    message_id: str | None
    reason: str | None


@dataclass
class Tables:
    """By customer, known by WhatsApp's hidden id; `inbox` is by WhatsApp's id of the message."""

    inbox: dict[str, int] = field(default_factory=dict)
    replies: dict[str, list[Reply]] = field(default_factory=lambda: defaultdict(list))
    visits: dict[str, set[Visit]] = field(default_factory=lambda: defaultdict(set))
    double_booked: int = 0
    unknown: int = 0


def read_tables(path: Path) -> Tables:
    """Read wabot.db, changing nothing."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        tables = Tables(
            inbox=dict(db.execute("SELECT message_id, id FROM inbox")),
            double_booked=_one(db, _OVERLAPS),
            unknown=_one(db, "SELECT count(*) FROM outbox WHERE state = 'unknown'"),
        )
        for lid, number, key, *rest in db.execute(_REPLIES):
            tables.replies[lid].append(Reply(number, int(key.removeprefix("reply:")), *rest))
        for lid, start in db.execute(_VISITS):
            local = datetime.fromtimestamp(start / 1000, UTC).astimezone(SALON.timezone)
            tables.visits[lid].add((local.day, f"{local:%H:%M}"))
        return tables


def _one(db: sqlite3.Connection, sql: str) -> Any:
    return db.execute(sql).fetchone()[0]
