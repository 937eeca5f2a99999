"""What customers notice of the machine's troubles: a wait, and nothing that is not true."""

from pathlib import Path

import anyio
import pytest

from tests.api import program_at

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
