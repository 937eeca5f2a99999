"""SIGKILL while many write: what WhatsApp was told we have, and what stands on the disk."""

import random
from pathlib import Path

import pytest

from tests.e2e.receptionist import wabot_run
from tests.whatsapp_server import Customer, WhatsAppServer

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(120)]

CUSTOMERS, MESSAGES, KILLS = 20, 8, 4
LOST_A_KILL = 10  # one or two as a rule, seven on a starved machine: neonize confirms by itself; 20 without the spool


async def _enough(server: WhatsAppServer, customers: list[Customer], confirmed: int) -> None:
    await server.until(lambda: sum(len(customer.confirmed) for customer in customers) >= confirmed, 30)


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
        await wabot.row("SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM inbox WHERE handled_at IS NULL)", 20)
        await wabot.row(f"SELECT 1 WHERE (SELECT count(*) FROM inbox) >= {len(written) - LOST_A_KILL * KILLS}")
        kept = {number for (number,) in wabot.rows("SELECT message_id FROM inbox WHERE kind <> 'lost'")}
        asked = {number for (number,) in wabot.rows("SELECT message_id FROM inbox WHERE kind = 'lost'")}
        await wabot.row("SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM outbox WHERE state IN ('queued', 'sending'))", 20)
    lost = set(written) - kept
    assert asked <= lost, "nobody is asked to repeat what came"
    print(f"{len(written)} messages, {KILLS} kills, lost {len(lost)}, of them asked for again {len(asked)}")
    assert len(lost) <= LOST_A_KILL * KILLS
