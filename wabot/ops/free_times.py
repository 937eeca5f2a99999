"""`wabot slots`: the free times of a service, from the configuration and the book."""

import sqlite3
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from wabot.domain.book import Busy
from wabot.domain.salon import Salon, Service, Staff
from wabot.domain.slots import Search, Slot, find_slots
from wabot.storage.book import StoredBook
from wabot.storage.database import open_for_reading
from wabot.storage.openings import read_opened
from wabot.types import AppointmentId


class EmptyBook:
    """The book of a salon that has none yet."""

    def busy(self, day: date, *, ignoring: AppointmentId | None = None) -> Busy:  # noqa: ARG002 - as Book has it
        return {}


async def free_times(
    salon: Salon, state: Path, service: Service, staff: Staff | None, *, first: date, days: int, now: datetime
) -> list[Slot]:
    """Every start a customer could book, on `days` days from `first`. A running daemon is not disturbed."""
    search = Search(service=service, staff=staff, first=first, last=first + timedelta(days=days - 1))
    async with open_for_reading(state) as connection:
        if connection is None:
            return list(find_slots(salon, EmptyBook(), search, now))
        return await connection.run(lambda db: _find(db, salon, search, now))


def _find(db: sqlite3.Connection, salon: Salon, search: Search, now: datetime) -> list[Slot]:
    return list(find_slots(read_opened(db, salon, now), StoredBook(db, salon), search, now))


def as_json(slots: list[Slot], salon: Salon) -> Iterator[dict[str, Any]]:
    """The slots as `slots --json` prints them; `room` is None, an id, or a list of ids."""
    for slot in slots:
        rooms = list(slot.service.rooms)
        yield {
            "service": slot.service.id,
            "staff": slot.staff.id,
            "room": rooms[0] if len(rooms) == 1 else rooms or None,
            "start": slot.start_at.astimezone(salon.timezone).isoformat(),
            "end": slot.end_at.astimezone(salon.timezone).isoformat(),
        }


def as_lines(slots: list[Slot], salon: Salon) -> Iterator[str]:
    """The slots for people: a line a day and staff member."""
    days: dict[tuple[date, str], list[str]] = {}
    for slot in slots:
        local = slot.start_at.astimezone(salon.timezone)
        days.setdefault((local.date(), slot.staff.name[salon.language]), []).append(f"{local:%H:%M}")
    for (day, name), times in days.items():
        yield f"{day:%Y-%m-%d %a}  {name}: {' '.join(times)}"
