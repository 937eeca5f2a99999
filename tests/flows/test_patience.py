"""Bursts of messages and a disk that is full for a while, in real time."""

import sqlite3
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import anyio
import pytest
from anyio.abc import TaskGroup

from tests.house import House
from tests.salon import demo_config
from wabot.app import open_wabot
from wabot.clock import ScriptClock, SystemClock
from wabot.ops.chat import settle
from wabot.storage.database import Database, open_database
from wabot.storage.inbox import waiting_customers
from wabot.storage.writer import Unit
from wabot.tasks.persistence import write_surely
from wabot.whatsapp.simulated import open_simulated_session

pytestmark = pytest.mark.anyio


async def test_messages_in_a_row_are_one_turn_but_nobody_is_kept_waiting_for_ever(tmp_path: Path) -> None:
    config = demo_config(tmp_path)
    manners = replace(config.conversation, quiet=timedelta(seconds=0.3), quiet_max=timedelta(seconds=0.9))
    clock = SystemClock()
    async with open_wabot(replace(config, conversation=manners), open_simulated_session, clock) as wabot:
        house = House(wabot, clock)
        olya, katya = house.customer(), house.customer("+79161110001")
        for words in ("здравствуйте", "подскажите", "сколько стоит педикюр?"):
            await olya.sends(words)
        await settle(wabot.database)
        assert len(olya.read) == 1
        assert "2600 ₽" in olya.read[0]
        while not katya.read:  # she never stops: each pause is shorter than the silence that is waited for
            await katya.sends("привет")
            await clock.pause(0.05)
        assert len(await wabot.database.read(lambda db: db.execute("SELECT id FROM inbox").fetchall())) < 40


def fill(db: sqlite3.Connection) -> None:
    db.execute("CREATE TABLE big AS SELECT zeroblob(1000000) AS x")


async def test_a_full_disk_is_waited_for_and_shown(tmp_path: Path) -> None:
    async with open_database(tmp_path) as database, anyio.create_task_group() as group:
        pages = await database.write(lambda db: db.execute("PRAGMA page_count").fetchone()[0])
        await database.write(lambda db: db.execute(f"PRAGMA max_page_count = {pages}").fetchall())
        done = anyio.Event()

        async def write() -> None:
            await write_surely(database, fill, ScriptClock(SystemClock().now()))
            done.set()

        group.start_soon(write)
        with anyio.fail_after(10):
            while "full" not in str(database.trouble):
                await database.change.wait()
            await database.write(lambda db: db.execute("PRAGMA max_page_count = 1000000").fetchall())
            await done.wait()
        assert not database.trouble
        assert (await database.read(lambda db: db.execute("SELECT length(x) FROM big").fetchone()))[0] == 1_000_000


async def tries(database: Database, group: TaskGroup, unit: Unit[None]) -> anyio.CancelScope:
    """Somebody tries to write that on a disk that has no room left, and is in trouble. Returns their scope."""
    scope = anyio.CancelScope()

    async def write() -> None:
        with scope, suppress(ValueError):
            await write_surely(database, unit, SystemClock())

    pages = await database.write(lambda db: db.execute("PRAGMA page_count").fetchone()[0])
    await database.write(lambda db: db.execute(f"PRAGMA max_page_count = {pages}").fetchall())
    group.start_soon(write)
    with anyio.fail_after(10):
        while database.trouble is None:
            await database.change.wait()
    return scope


async def test_who_ends_while_it_tries_leaves_no_trouble_behind(tmp_path: Path) -> None:
    async with open_database(tmp_path) as database, anyio.create_task_group() as group:
        errand = await tries(database, group, fill)
        errand.cancel()
        with anyio.fail_after(10):
            while database.trouble is not None:
                await database.change.wait()


async def test_who_fails_otherwise_in_the_end_leaves_no_trouble_behind(tmp_path: Path) -> None:
    async with open_database(tmp_path) as database, anyio.create_task_group() as group:

        def fill_and_fail(db: sqlite3.Connection) -> None:
            fill(db)
            raise ValueError

        await tries(database, group, fill_and_fail)
        await database.write(lambda db: db.execute("PRAGMA max_page_count = 1000000").fetchall())
        with anyio.fail_after(10):
            while database.trouble is not None:
                await database.change.wait()


async def test_an_error_that_will_not_pass_is_raised_at_once(tmp_path: Path) -> None:
    async with open_database(tmp_path) as database:
        with pytest.raises(sqlite3.OperationalError, match="no such table"):
            await write_surely(database, lambda db: db.execute("SELECT * FROM nowhere"), SystemClock())
        assert database.trouble is None


async def test_a_flood_holds_back_replies_and_no_message(tmp_path: Path) -> None:
    config = demo_config(tmp_path)
    manners = replace(config.conversation, replies_per_min=3)
    clock = SystemClock()
    flooded = replace(config, conversation=manners)
    async with open_wabot(flooded, open_simulated_session, clock, drain_s=0.1) as wabot:
        house = House(wabot, clock)
        olya, katya = house.customer(), house.customer("+79161110001")

        async def until(condition: Callable[[sqlite3.Connection], bool]) -> None:
            with anyio.fail_after(10):
                await house.until(lambda: wabot.database.read(condition))

        for number in range(10):
            await olya.sends(f"массаж {number + 1} декабря")
            await until(lambda db: not waiting_customers(db))
        await katya.sends("сколько стоит педикюр?")
        await until(lambda _db: len(olya.read) == 3 and len(katya.read) == 1)
        queued = await wabot.database.read(lambda db: db.execute("SELECT state FROM outbox").fetchall())
        assert [row["state"] for row in queued].count("queued") == 7
        assert len(olya.read) == 3
