"""No name server answers for WhatsApp or the way to it: the page serves, and nothing is lost."""

from pathlib import Path

import pytest

from tests.e2e.receptionist import wabot_run
from tests.whatsapp_server import WhatsAppServer

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(120)]

NOWHERE = "http://proxy.invalid:3128"  # a name that never exists (RFC 6761)


async def test_a_name_that_is_not_found_costs_nothing_but_the_wait(server: WhatsAppServer, tmp_path: Path) -> None:
    folder = tmp_path / "salon"
    async with wabot_run(server, folder) as wabot:
        await wabot.pair(server)
    await server.wait_offline()
    olga = server.customer("Ольга")
    await olga.write("Сколько стоит маникюр?")
    async with wabot_run(server, folder, proxy=NOWHERE) as wabot:
        session = await wabot.until("reconnecting", having="reason")
        assert "cannot be reached" in session["reason"]
        code, said, _ = await wabot.command("status")
        assert (code, "cannot be reached" in said) == (0, True)
        assert (await wabot.request("GET", "/health"))[1]["queue"] == {"inbox": 0, "outbox": 0}
        assert olga.answers == []
        assert (await wabot.stop())[0] == 0
    async with wabot_run(server, folder) as wabot:
        assert "1600" in (await olga.wait_answer(30)).text
        assert len(olga.answers) == 1
        await wabot.until("online")
