"""The whole program with the real library: a phone is linked, a customer books, and it goes on after a restart."""

from pathlib import Path

import pytest

from tests.e2e.receptionist import wabot_run
from tests.whatsapp_server import WhatsAppServer

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(90)]


async def test_links_books_and_goes_on_after_a_restart(server: WhatsAppServer, tmp_path: Path) -> None:
    olga = server.customer("Ольга", "+7 916 123-45-67")
    async with wabot_run(server, tmp_path / "salon") as wabot:
        await wabot.pair(server)
        await olga.write("Здравствуйте! Можно на маникюр?")
        offer = await olga.wait_answer()
        assert "1)" in offer.text
        await olga.write("1")
        assert "вы записаны" in (await olga.wait_answer()).text
        assert (await wabot.stop())[0] == 0
    await server.wait_offline()
    await olga.write("мои записи")
    async with wabot_run(server, tmp_path / "salon") as wabot:
        await wabot.until("online")
        assert "Маникюр" in (await olga.wait_answer()).text
        assert "qr" not in await wabot.session()
    assert (server.counters.pairings, server.counters.logins, server.counters.replaced) == (1, 2, 0)
    assert olga.doubled == olga.undecryptable == olga.reused_keys == []
