"""Where each conversation stands, as JSON of domain/dialogue.py."""

import sqlite3
from datetime import datetime

from pydantic import TypeAdapter, ValidationError

from wabot.domain.dialogue import Dialogue
from wabot.domain.walltime import from_ms, to_ms
from wabot.types import CustomerId

_DIALOGUE = TypeAdapter(Dialogue)


def find_dialogue(db: sqlite3.Connection, customer: CustomerId) -> tuple[Dialogue, datetime] | None:
    """The conversation and when it last moved; None when there was none, or an older wabot wrote it differently."""
    row = db.execute("SELECT state, updated_at FROM dialogues WHERE customer_id = ?", (customer,)).fetchone()
    if row is None:
        return None
    try:
        return _DIALOGUE.validate_json(row["state"]), from_ms(row["updated_at"])
    except ValidationError:
        return None


def save_dialogue(db: sqlite3.Connection, customer: CustomerId, dialogue: Dialogue, now: datetime) -> None:
    """Remember where the conversation stands."""
    state = _DIALOGUE.dump_json(dialogue, exclude_defaults=True).decode()
    db.execute(
        "INSERT INTO dialogues VALUES (?, ?, ?)"
        " ON CONFLICT (customer_id) DO UPDATE SET state = excluded.state, updated_at = excluded.updated_at",
        (customer, state, to_ms(now)),
    )
