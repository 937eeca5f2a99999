"""Twenty megabytes of messages at once: memory stays below what systemd allows, and everybody is answered."""

from pathlib import Path

import pytest

from tests.e2e.receptionist import wabot_run
from tests.whatsapp_server import WhatsAppServer

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(180)]

CUSTOMERS, MESSAGES = 20, 20
LONG = "Здравствуйте! Сколько стоит маникюр? " + "а" * 25_000  # 50 kB
ALLOWED_KB = 400 * 1024  # MemoryHigh in systemd/wabot.service


def memory_kb(process: int, what: str) -> int:
    """VmRSS: what is held now; VmHWM: the most that ever was."""
    for line in Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines():
        name, _, amount = line.partition(":")
        if name == what:
            return int(amount.split()[0])
    raise LookupError(what)


async def test_a_burst_of_long_messages_stays_within_the_memory_limit(server: WhatsAppServer, tmp_path: Path) -> None:
    async with wabot_run(server, tmp_path / "salon") as wabot:
        await wabot.pair(server)
        idle = memory_kb(wabot.process.pid, "VmRSS")
        customers = [server.customer(f"Клиент {number}") for number in range(CUSTOMERS)]
        for _ in range(MESSAGES):
            for customer in customers:
                await customer.write(LONG)
        await wabot.row(f"SELECT 1 WHERE (SELECT count(*) FROM inbox) = {CUSTOMERS * MESSAGES}", 90)
        await wabot.row("SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM inbox WHERE handled_at IS NULL)", 90)
        await wabot.row("SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM outbox WHERE state IN ('queued', 'sending'))", 90)
        assert all(customer.answers for customer in customers)
        most = memory_kb(wabot.process.pid, "VmHWM")
        print(f"{idle // 1024} MB idle, {most // 1024} MB at most")
        assert most < ALLOWED_KB
        assert (await wabot.request("GET", "/health"))[1]["queue"] == {"inbox": 0, "outbox": 0}
