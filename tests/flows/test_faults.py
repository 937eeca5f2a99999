"""What customers notice of the machine's troubles: a wait, and nothing that is not true."""

import sqlite3
from contextlib import closing
from pathlib import Path

import anyio
import pytest

from tests.api import program_at
from tests.salon import FRIDAY
from wabot.clock import SystemClock
from wabot.domain.correspondence import IncomingMessage
from wabot.domain.customers import Contact
from wabot.storage.database import open_database
from wabot.tasks.gateway import Keeper
from wabot.types import MessageId, PhoneNumber

pytestmark = pytest.mark.anyio

LONG = "массаж завтра в 15:00" + "." * 50_000  # more than the file has room for without growing


async def test_on_a_full_disk_a_customer_waits_and_is_booked_once_there_is_room(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        house = program.house
        database, customer = house.wabot.database, house.customer()
        pages = await database.write(lambda db: db.execute("PRAGMA page_count").fetchone()[0])
        await database.write(lambda db: db.execute(f"PRAGMA max_page_count = {pages}").fetchall())
        async with anyio.create_task_group() as group:
            group.start_soon(customer.sends, LONG)
            with anyio.fail_after(10):
                while "full" not in str(database.trouble):
                    await database.change.wait()
            health = (await program.request("GET", "/health")).json
            assert health["status"] != "ok", health
            assert customer.read == []
            await database.write(lambda db: db.execute("PRAGMA max_page_count = 1000000").fetchall())
        await house.settle()
        [answer] = customer.read
        assert "вы записаны" in answer
        assert (await program.request("GET", "/health")).json["status"] == "ok"
        assert len(await house.book()) == 1


def incoming(number: int, text: str) -> IncomingMessage:
    contact = Contact(phone=PhoneNumber("+79161234567"))
    return IncomingMessage(id=MessageId(str(number)), contact=contact, sent_at=FRIDAY, text=text)


def stored(folder: Path) -> list[int]:
    with closing(sqlite3.connect(folder / "wabot.db")) as db:
        return [int(number) for (number,) in db.execute("SELECT message_id FROM inbox ORDER BY id")]


async def test_what_comes_while_nothing_can_be_stored_is_stored_in_its_order(tmp_path: Path) -> None:
    async with open_database(tmp_path) as database, anyio.create_task_group() as group:
        keeper = Keeper(database, SystemClock())
        pages = await database.write(lambda db: db.execute("PRAGMA page_count").fetchone()[0])
        await database.write(lambda db: db.execute(f"PRAGMA max_page_count = {pages}").fetchall())
        for number in range(3000):
            group.start_soon(keeper, incoming(number, "массаж завтра в 15:00" + "." * 5000))
            if number % 50 == 0:
                await anyio.wait_all_tasks_blocked()
        with anyio.fail_after(10):
            while "full" not in str(database.trouble):
                await database.change.wait()
        await database.write(lambda db: db.execute("PRAGMA max_page_count = 1000000").fetchall())
    assert stored(tmp_path) == list(range(3000))


async def test_one_that_can_never_be_stored_takes_no_other_with_it(tmp_path: Path) -> None:
    refused: list[int] = []
    async with open_database(tmp_path) as database, anyio.create_task_group() as group:
        keeper = Keeper(database, SystemClock())

        async def bring(number: int) -> None:
            try:
                await keeper(incoming(number, "\ud800" if number == 5 else "массаж"))
            except UnicodeEncodeError:
                refused.append(number)

        for number in range(20):
            group.start_soon(bring, number)
    assert refused == [5]
    assert stored(tmp_path) == [number for number in range(20) if number != 5]
