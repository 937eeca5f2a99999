"""SIGKILL while many write: what WhatsApp was told we have, and what stands on the disk."""

import random
from pathlib import Path

import anyio
import pytest

from tests.e2e.receptionist import wabot_run
from tests.e2e.test_blocked_book import held_by_another
from tests.whatsapp_server import Customer, WhatsAppServer

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(180)]

CUSTOMERS, MESSAGES, KILLS = 20, 8, 4
LOST_A_KILL = 101  # neonize's channel and the one in hand, all confirmed by itself; one to five on an idle machine
PATIENT_S = 60.0


async def _enough(server: WhatsAppServer, customers: list[Customer], confirmed: int) -> None:
    await server.until(lambda: sum(len(customer.confirmed) for customer in customers) >= confirmed, 30)


def _all_in(spool: Path, messages: list[str]) -> bool:
    found = spool.read_bytes()
    return all(number.encode() in found for number in messages)


async def test_kills_in_a_burst(server: WhatsAppServer, tmp_path: Path) -> None:
    moments = random.Random(7)
    customers = [server.customer(f"Клиент {number}") for number in range(CUSTOMERS)]
    folder = tmp_path / "salon"
    async with wabot_run(server, folder) as wabot:
        await wabot.pair(server)
    written: dict[str, Customer] = {}
    for _ in range(KILLS):
        async with wabot_run(server, folder) as wabot:
            await wabot.until("online")
            before = sum(len(customer.confirmed) for customer in customers)  # many are confirmed while others write
            for _ in range(MESSAGES):
                for customer in customers:
                    written[await customer.write("Сколько стоит маникюр?")] = customer
            confirmed = moments.randrange(CUSTOMERS, CUSTOMERS * MESSAGES // 2)
            await _enough(server, customers, before + confirmed)
            await wabot.kill()
    async with wabot_run(server, folder) as wabot:
        await wabot.until("online")
        for number, customer in written.items():
            await customer.until(lambda n=number, c=customer: n in c.confirmed, 20)  # type: ignore[misc]
        await wabot.row("SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM inbox WHERE handled_at IS NULL)", PATIENT_S)
        await wabot.row("SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM outbox WHERE state IN ('queued', 'sending'))", 20)
        kept = {number for (number,) in wabot.rows("SELECT message_id FROM inbox WHERE kind <> 'lost'")}
        asked = {number for (number,) in wabot.rows("SELECT message_id FROM inbox WHERE kind = 'lost'")}
    lost = set(written) - kept
    print(f"{len(written)} messages, {KILLS} kills, lost {len(lost)}, of them asked for again {len(asked)}")
    assert asked <= lost, "nobody is asked to repeat what came"
    assert len(lost) <= LOST_A_KILL * KILLS


async def test_what_waits_for_the_book_survives_a_kill(server: WhatsAppServer, tmp_path: Path) -> None:
    folder = tmp_path / "salon"
    customers = [server.customer(f"Клиент {number}") for number in range(CUSTOMERS)]
    async with wabot_run(server, folder) as wabot:
        await wabot.pair(server)
        async with held_by_another(wabot):
            written = [await customer.write("Сколько стоит маникюр?") for customer in customers]
            await _enough(server, customers, CUSTOMERS)
            with anyio.fail_after(30):
                while not _all_in(wabot.state / "heard.spool", written):  # noqa: ASYNC110 - a file of another process
                    await anyio.sleep(0.05)
            await wabot.kill()
    async with wabot_run(server, folder) as wabot:
        await wabot.line(f"{CUSTOMERS} messages had been heard when wabot ended")
        await wabot.until("online")
        for customer in customers:
            assert "1600" in (await customer.wait_answer(PATIENT_S)).text
        assert {number for (number,) in wabot.rows("SELECT message_id FROM inbox")} == set(written)
