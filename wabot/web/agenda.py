"""What the book has for some days, read in one piece."""

import sqlite3
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import groupby

from wabot.domain.appointments import Appointment
from wabot.domain.blocks import Block
from wabot.domain.book import Hold
from wabot.domain.customers import Customer
from wabot.domain.openings import OneOffOpening
from wabot.domain.salon import Salon
from wabot.domain.walltime import DAY, boundary
from wabot.storage.appointments import appointments_between, holds_between
from wabot.storage.blocks import blocks_between
from wabot.storage.openings import openings_between, read_opened
from wabot.types import AppointmentId

_MINUTE = timedelta(minutes=1)
_DAY_LONG = DAY // _MINUTE


@dataclass(frozen=True)
class Agenda:
    """The days from `first` on, `days` of them; `salon` with their openings. `visits` are all appointments."""

    salon: Salon
    now: datetime
    first: date
    days: int
    visits: list[tuple[Appointment, Customer]]
    blocks: list[Block]
    openings: list[OneOffOpening]
    holds: list[tuple[AppointmentId | None, Hold]]

    def on(self, day: date) -> "Agenda":
        """One of its days."""
        zone = self.salon.timezone
        begins, ends = boundary(day, timedelta(), zone), boundary(day + DAY, timedelta(), zone)
        return Agenda(
            self.salon,
            self.now,
            day,
            1,
            [it for it in self.visits if begins < it[0].end_at and it[0].start_at < ends],
            [it for it in self.blocks if begins < it.end_at and it.start_at < ends],
            [it for it in self.openings if begins < it.end_at and it.start_at < ends],
            [it for it in self.holds if begins < it[1].end_at and it[1].start_at < ends],
        )

    def minutes(self, at: datetime) -> int:
        """A moment by the wall clock of the first day: minutes since its midnight, none before and none after it."""
        wall = at.astimezone(self.salon.timezone).replace(tzinfo=None)
        return min(max((wall - self._midnight) // _MINUTE, 0), _DAY_LONG)

    @cached_property
    def _midnight(self) -> datetime:
        return datetime.combine(self.first, time())

    @cached_property
    def parts(self) -> dict[AppointmentId, list[AppointmentId]]:
        """The appointments of each visit that has several to come or past, in their order."""
        on = [visit for visit, _ in self.visits if visit.status != "cancelled"]
        by_visit = groupby(sorted(on, key=lambda it: (it.visit, it.start_at)), key=lambda it: it.visit)
        return {number: ids for number, them in by_visit if len(ids := [it.id for it in them]) > 1}


def read_agenda(db: sqlite3.Connection, salon: Salon, first: date, days: int, now: datetime) -> Agenda:
    """Those days as one transaction sees them."""
    begins = boundary(first, timedelta(), salon.timezone)
    ends = boundary(first + days * DAY, timedelta(), salon.timezone)
    return Agenda(
        read_opened(db, salon, begins, ends),
        now,
        first,
        days,
        appointments_between(db, begins, ends),
        blocks_between(db, begins, ends),
        openings_between(db, begins, ends),
        holds_between(db, begins, ends),
    )
