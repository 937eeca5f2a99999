"""What the owner is told of a time without WhatsApp."""

import sqlite3
from collections.abc import Iterable
from datetime import datetime

from wabot.domain.customers import Contact
from wabot.domain.walltime import to_ms
from wabot.storage.customers import meet_customer
from wabot.storage.outbox import queue_message
from wabot.types import CustomerId


def queue_notices(
    db: sqlite3.Connection, people: Iterable[Contact], text: str, lost_at: datetime, now: datetime
) -> list[CustomerId]:
    """Put a notice for each of the people into the outbox, once an outage; returns to whom one goes."""
    recipients = []
    for contact in people:
        person = meet_customer(db, contact, None, now)
        if queue_message(db, f"alert:outage:{to_ms(lost_at)}:{person}", person, text, now) is not None:
            recipients.append(person)
    return recipients
