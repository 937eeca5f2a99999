"""Where each conversation stands, as JSON of domain/dialogue.py."""

import json
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
        dialogue = _DIALOGUE.validate_json(row["state"])
    except ValidationError:
        return None
    if json.loads(_to_json(dialogue)) != json.loads(row["state"]):
        return None  # it says what is not known here, and would be taken for less than it was
    return dialogue, from_ms(row["updated_at"])


def save_dialogue(db: sqlite3.Connection, customer: CustomerId, dialogue: Dialogue, now: datetime) -> None:
    """Remember where the conversation stands."""
    db.execute(
        "INSERT INTO dialogues VALUES (?, ?, ?)"
        " ON CONFLICT (customer_id) DO UPDATE SET state = excluded.state, updated_at = excluded.updated_at",
        (customer, _to_json(dialogue), to_ms(now)),
    )


def _to_json(dialogue: Dialogue) -> str:
    return _DIALOGUE.dump_json(dialogue, exclude_defaults=True).decode()
