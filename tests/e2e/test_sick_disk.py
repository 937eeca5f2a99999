"""The disk becomes read-only, full or faulty under the running daemon, and well again: the real library."""

from pathlib import Path

import pytest

from tests.e2e.receptionist import wabot_run
from tests.e2e.sick_disk import failing_disk
from tests.whatsapp_server import WhatsAppServer

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(120)]

AGAIN_S = 60.0  # the disk is tried every 15 s at least, then WhatsApp is dialled


@pytest.mark.parametrize(("error", "words"), [("EROFS", "disk I/O error"), ("ENOSPC", "disk is full")])
async def test_while_the_disk_cannot_be_written_customers_wait_and_nothing_is_lost(
    server: WhatsAppServer, tmp_path: Path, error: str, words: str
) -> None:
    async with wabot_run(server, tmp_path / "salon") as wabot:
        await wabot.pair(server)
        olga, ira = server.customer("Ольга"), server.customer("Ира")
        await olga.write("Сколько стоит маникюр?")
        assert "1600" in (await olga.wait_answer()).text
        for customer in (olga, ira):
            customer.answers_retries = False  # a phone takes longer than loopback: it answers below
        async with failing_disk(wabot.process.pid, wabot.state, error):
            await olga.write("Сколько стоит педикюр?")
            await ira.write("Запишите на массаж завтра в 15:00")
            session = await wabot.until("reconnecting", having="reason")
            assert "the disk cannot be written" in session["reason"]
            await wabot.line("the database cannot be written")
            await server.wait_offline()
            for customer in (olga, ira):
                for number in set(customer.retries_asked):
                    customer.outbox.resend(number)
                customer.answers_retries = True
            status, health = await wabot.request("GET", "/health")
            assert (status, health["status"]) == (503, "down")
            assert words in health["trouble"]
            code, said, _ = await wabot.command("status")
            assert code == 0
            assert words in said
        await wabot.line("the database can be written again", AGAIN_S)
        assert "2600" in (await olga.wait_answer(AGAIN_S)).text
        assert "вы записаны" in (await ira.wait_answer(AGAIN_S)).text
        await wabot.row("SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM outbox WHERE state IN ('queued', 'sending'))")
        assert (await wabot.request("GET", "/health"))[1]["status"] == "ok"
        assert [len(customer.answers) for customer in (olga, ira)] == [2, 1]
        assert wabot.rows("SELECT count(*) FROM appointments") == [(1,)]
        assert wabot.rows("SELECT count(*) FROM inbox WHERE kind = 'lost'") == [(0,)]
