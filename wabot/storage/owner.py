"""Where an owner's orders stand, as JSON of domain/owner/dialogue.py."""

import sqlite3
from datetime import datetime

from pydantic import TypeAdapter, ValidationError

from wabot.domain.owner.dialogue import OwnerDialogue
from wabot.domain.walltime import from_ms, to_ms
from wabot.types import CustomerId

_DIALOGUE = TypeAdapter(OwnerDialogue)


def find_orders(db: sqlite3.Connection, owner: CustomerId) -> tuple[OwnerDialogue, datetime] | None:
    """The state and when it last moved; None when there was none, or an older wabot wrote it differently."""
    row = db.execute("SELECT state, updated_at FROM owner_dialogues WHERE customer_id = ?", (owner,)).fetchone()
    if row is None:
        return None
    try:
        dialogue = _DIALOGUE.validate_json(row["state"])
    except ValidationError:
        return None
    return dialogue, from_ms(row["updated_at"])


def save_orders(db: sqlite3.Connection, owner: CustomerId, dialogue: OwnerDialogue, now: datetime) -> None:
    """Remember where the orders stand."""
    db.execute(
        "INSERT INTO owner_dialogues VALUES (?, ?, ?)"
        " ON CONFLICT (customer_id) DO UPDATE SET state = excluded.state, updated_at = excluded.updated_at",
        (owner, _DIALOGUE.dump_json(dialogue).decode(), to_ms(now)),
    )
