"""Only the book cannot be written while the library's database can: what customers write stays with WhatsApp."""

import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing
from pathlib import Path

import pytest

from tests.e2e.receptionist import Receptionist, wabot_run
from tests.e2e.sick_disk import BOOK, failing_disk
from tests.e2e.test_whatsapp_burst import memory_kb
from tests.whatsapp_server import WhatsAppServer

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(240)]

CUSTOMERS, MESSAGES = 20, 100  # together fewer than 2048: of more at once, whatsmeow mixes the order
WORDS = "Сколько стоит маникюр? " + "а" * 3_750  # 7.5 kB
MORE_KB = 60 * 1024  # than idle, at most, while nothing can be written
PATIENT_S = 90.0


@asynccontextmanager
async def held_by_another(wabot: Receptionist) -> AsyncIterator[None]:
    with closing(sqlite3.connect(wabot.state / "wabot.db", isolation_level=None, timeout=PATIENT_S)) as db:
        db.execute("BEGIN IMMEDIATE")
        yield
        db.execute("ROLLBACK")


def full(wabot: Receptionist) -> AbstractAsyncContextManager[None]:
    return failing_disk(wabot.process.pid, wabot.state, "ENOSPC", BOOK)


@pytest.mark.parametrize("blocked", [held_by_another, full])
async def test_a_book_that_takes_nothing_cuts_the_link_and_nobody_is_forgotten(
    server: WhatsAppServer, tmp_path: Path, blocked: Callable[[Receptionist], AbstractAsyncContextManager[None]]
) -> None:
    async with wabot_run(server, tmp_path / "salon") as wabot:
        await wabot.pair(server)
        customers = [server.customer(f"Клиент {number}") for number in range(CUSTOMERS)]
        for customer in customers:
            await customer.write("Сколько стоит педикюр?")
            await customer.wait_answer()
        idle = memory_kb(wabot.process.pid, "VmRSS")
        async with blocked(wabot):
            for number in range(MESSAGES):
                for customer in customers:
                    await customer.write(f"{number} {WORDS}")
            session = await wabot.until("reconnecting", having="reason")
            assert "no message was stored" in session["reason"]
            await server.wait_offline()
            await wabot.line("database cannot be written")
            most = memory_kb(wabot.process.pid, "VmHWM")
            print(f"{idle // 1024} MB idle, {most // 1024} MB at most")
            assert most - idle < MORE_KB
            assert (await wabot.request("GET", "/health"))[0] == 503
        await wabot.until("online", deadline=PATIENT_S)
        for done in (
            f"(SELECT count(*) FROM inbox) = {CUSTOMERS * (MESSAGES + 1)}",
            "NOT EXISTS (SELECT 1 FROM inbox WHERE handled_at IS NULL)",
            "NOT EXISTS (SELECT 1 FROM outbox WHERE state IN ('queued', 'sending'))",
        ):
            await wabot.row(f"SELECT 1 WHERE {done}", PATIENT_S)
        came: dict[int, list[str]] = {}
        for customer_id, text in wabot.rows("SELECT customer_id, text FROM inbox ORDER BY id"):
            came.setdefault(customer_id, []).append(text.split()[0])
        assert list(came.values()) == [["Сколько", *map(str, range(MESSAGES))]] * CUSTOMERS
        assert all("1600" in customer.answers[-1].text for customer in customers)
