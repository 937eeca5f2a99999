"""Visits put into the outbox as files for the customer's calendar."""

import sqlite3
from collections.abc import Callable, Sequence
from datetime import datetime

from wabot.domain.calendars import Document, Entry
from wabot.storage.calendars import entry_of
from wabot.storage.outbox import queue_message
from wabot.storage.visits import appointments_of
from wabot.types import AppointmentId, Lang

Render = Callable[[Sequence[Entry], Lang], Document]
"""The appointments of one visit, earliest first, as a file."""


def queue_keepsake(db: sqlite3.Connection, visit: AppointmentId, render: Render, lang: Lang, now: datetime) -> None:
    """Put the visit as it stands now into the outbox, once for each state of it; nothing for one that is off.

    Once the visit has begun it is of no use any more.
    """
    entries = [entry_of(db, appointment.id) for appointment in appointments_of(db, visit)]
    if not entries:
        return
    state = "-".join(f"{entry.visit.id}.{entry.revision}" for entry in entries)
    document = render(entries, lang)
    queue_message(
        db,
        f"calendar:{visit}:{state}",
        entries[0].customer.id,
        document.name,
        now,
        wanted_until=entries[0].visit.start_at,
        document=document.data,
    )
