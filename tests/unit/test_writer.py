"""The writer: all or nothing for each unit, shared commits, order, and what happens when the disk fails."""

import sqlite3
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import anyio
import anyio.lowlevel
import pytest

from wabot.storage.database import Database, open_database
from wabot.storage.writer import Unit

pytestmark = pytest.mark.anyio


@asynccontextmanager
async def opened(tmp_path: Path) -> AsyncIterator[Database]:
    async with open_database(tmp_path) as database:
        await database.write(lambda db: db.execute("CREATE TABLE seen (number INTEGER UNIQUE)"))
        yield database


def insert(number: int) -> Unit[None]:
    def unit(db: sqlite3.Connection) -> None:
        db.execute("INSERT INTO seen VALUES (?)", (number,))

    return unit


async def write(database: Database, unit: Unit[None]) -> None:
    await database.write(unit)


async def numbers(database: Database) -> list[int]:
    rows = await database.read(lambda db: db.execute("SELECT number FROM seen ORDER BY rowid").fetchall())
    return [row[0] for row in rows]


async def test_units_at_the_same_time_share_commits_and_keep_their_order(tmp_path: Path) -> None:
    async with opened(tmp_path) as database:
        before = database.commits
        async with anyio.create_task_group() as crowd:
            for number in range(500):
                crowd.start_soon(write, database, insert(number))
        assert await numbers(database) == list(range(500))
        assert database.commits - before < 50


async def test_a_unit_that_fails_is_undone_alone(tmp_path: Path) -> None:
    def stumble(db: sqlite3.Connection) -> None:
        db.execute("INSERT INTO seen VALUES (666)")
        raise LookupError("stumbled")

    async with opened(tmp_path) as database:
        before, failing, after = database.submit(insert(1)), database.submit(stumble), database.submit(insert(2))
        await before
        with pytest.raises(LookupError, match="stumbled"):
            await failing
        await after
        assert await numbers(database) == [1, 2]


async def test_no_exception_of_a_unit_ends_the_writer(tmp_path: Path) -> None:
    async with opened(tmp_path) as database:
        with pytest.raises(RuntimeError, match="StopIteration"):
            await database.write(lambda _db: next(iter(())))
        await database.write(insert(1))
        assert await numbers(database) == [1]


async def test_a_full_disk_fails_the_whole_group_and_nothing_else(tmp_path: Path) -> None:
    async with opened(tmp_path) as database:
        await database.write(insert(1))
        pages = await database.write(lambda db: db.execute("PRAGMA page_count").fetchone()[0])
        await database.write(lambda db: db.execute(f"PRAGMA max_page_count = {pages}"))
        with pytest.raises(sqlite3.OperationalError, match="full"):
            await database.write(lambda db: db.execute("CREATE TABLE big AS SELECT zeroblob(1000000) AS x"))
        await database.write(lambda db: db.execute("PRAGMA max_page_count = 1000000"))
        await database.write(insert(2))
        assert await numbers(database) == [1, 2]


async def test_leaving_commits_what_was_handed_in(tmp_path: Path) -> None:
    async with opened(tmp_path) as database:
        for number in range(200):
            database.submit(insert(number))
    with sqlite3.connect(tmp_path / "wabot.db") as db:
        assert db.execute("SELECT count(*) FROM seen").fetchone() == (200,)
    db.close()


async def test_a_reader_does_not_wait_for_the_writer(tmp_path: Path) -> None:
    begun, may_end = anyio.Event(), anyio.Event()
    loop_token = anyio.lowlevel.current_token()

    def slow(db: sqlite3.Connection) -> None:
        db.execute("INSERT INTO seen VALUES (1)")
        anyio.from_thread.run_sync(begun.set, token=loop_token)
        anyio.from_thread.run(may_end.wait, token=loop_token)

    async with opened(tmp_path) as database:
        writing = database.submit(slow)
        await begun.wait()
        assert await numbers(database) == []
        may_end.set()
        await writing
        assert await numbers(database) == [1]


async def test_commits_survive_a_power_cut_by_configuration(tmp_path: Path) -> None:
    async with opened(tmp_path) as database:
        modes = await database.write(
            lambda db: [
                db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous", "foreign_keys")
            ]
        )
        assert modes == ["wal", 2, 1]


async def test_who_has_time_gives_way_to_what_is_being_written_but_not_for_ever(tmp_path: Path) -> None:
    done: list[str] = []

    async with opened(tmp_path) as database:

        async def answer() -> None:
            """Three units, each of which follows from the one before."""
            for number in range(3):
                await database.write(insert(number))
            done.append("answered")

        async def show(until: str) -> None:
            await database.give_way()
            done.append(until)

        async with anyio.create_task_group() as house:
            house.start_soon(answer)
            await anyio.lowlevel.checkpoint()
            house.start_soon(show, "shown")
        assert done == ["answered", "shown"]

        held = threading.Event()
        slow = database.submit(lambda _db: held.wait(10))
        try:
            await show("shown while the disk is slow")
        finally:
            held.set()
        await slow
        with anyio.fail_after(5):
            await database.give_way()
