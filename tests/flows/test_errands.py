"""Errands and the people they are for."""

import sqlite3
from datetime import datetime
from pathlib import Path

import anyio
import pytest

from tests.salon import FRIDAY
from wabot.bus import open_bus
from wabot.clock import ScriptClock
from wabot.domain.customers import Contact
from wabot.storage.customers import meet_customer
from wabot.storage.database import open_database
from wabot.tasks.errands import Recipients, run_errands
from wabot.types import CustomerId, PhoneNumber

pytestmark = pytest.mark.anyio


class Round:
    """Errands for these customers, all due at once; `met` are those for whom they were done."""

    def __init__(self, *due: CustomerId) -> None:
        self.due = list(due)
        self.met: list[CustomerId] = []

    def next_moment(self, _db: sqlite3.Connection, now: datetime) -> datetime | None:
        return None if self.met else now

    def customers_due(self, _db: sqlite3.Connection, _now: datetime) -> list[CustomerId]:
        return self.due

    def settle(self, _db: sqlite3.Connection, customer: CustomerId, _now: datetime) -> Recipients:
        self.met.append(customer)
        return ()

    give_up = settle


async def test_who_was_forgotten_since_they_were_looked_up_is_no_trouble(tmp_path: Path) -> None:
    async with open_database(tmp_path) as database:
        olya = Contact(phone=PhoneNumber("+79161234567"))
        known = await database.write(lambda db: meet_customer(db, olya, None, FRIDAY))
        bus, errands = open_bus(), Round(CustomerId(known + 7), known)
        async with anyio.create_task_group() as tasks:
            await tasks.start(run_errands, database, bus, errands, ScriptClock(FRIDAY))
            with anyio.fail_after(5):
                while not errands.met:
                    await database.change.wait()
            tasks.cancel_scope.cancel()
        bus.close()
        assert errands.met == [known]
