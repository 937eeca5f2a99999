"""Where the conversation with a customer stands when wabot writes of its own accord."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from wabot.domain.dialogue import Dialogue
from wabot.storage.dialogues import find_dialogue
from wabot.types import CustomerId


@dataclass(frozen=True, slots=True)
class Standing:
    """What is still in mind, and since when; `is_new`: nothing was said today, so one begins with a greeting."""

    dialogue: Dialogue
    since: datetime | None
    is_new: bool


def find_standing(
    db: sqlite3.Connection, customer: CustomerId, forget: timedelta, zone: ZoneInfo, now: datetime
) -> Standing:
    """How things stand with the customer now; an unfinished conversation is forgotten after `forget`."""
    found = find_dialogue(db, customer)
    if found is None:
        return Standing(Dialogue(), None, is_new=True)
    dialogue, since = found
    is_new = since.astimezone(zone).date() != now.astimezone(zone).date()
    return Standing(dialogue.after(now - since, forget), since, is_new)
