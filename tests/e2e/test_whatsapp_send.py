"""POST /send over the real client: what the customer sees, and what the bot makes of it."""

import asyncio
from pathlib import Path

import aiohttp
import pytest

from tests.e2e.receptionist import Receptionist, wabot_run
from tests.whatsapp_server import WhatsAppServer

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(90)]

KEY = {"Idempotency-Key": "order-17"}
BODY = {"phone": "+7 916 123-45-67", "message": "Ждём вас завтра"}


async def test_what_a_program_sends_is_not_taken_for_a_person(server: WhatsAppServer, tmp_path: Path) -> None:
    olga = server.customer("Ольга", "+79161234567")
    async with wabot_run(server, tmp_path / "salon") as wabot:
        await wabot.pair(server)
        await olga.write("Сколько стоит педикюр?")
        assert "Педикюр" in (await olga.wait_answer()).text
        assert (await wabot.request("POST", "/send", BODY))[0] == 200
        assert (await olga.wait_answer()).text == "Ждём вас завтра"
        await olga.write("Сколько стоит маникюр?")
        assert "Маникюр" in (await olga.wait_answer()).text
        assert wabot.rows("SELECT count(*) FROM inbox WHERE by_salon") == [(0,)]
        assert wabot.rows("SELECT held_until FROM customers") == [(None,)]


async def test_under_a_key_one_message_arrives_whatever_dies(server: WhatsAppServer, tmp_path: Path) -> None:
    olga = server.customer("Ольга", "+79161234567")
    folder = tmp_path / "salon"
    async with wabot_run(server, folder) as wabot:
        await wabot.pair(server)
        first = await asyncio.gather(*(wabot.request("POST", "/send", BODY, **KEY) for _ in range(5)))
        assert [status for status, _ in first] == [200] * 5
        assert {answer["messageId"] for _, answer in first} == {(await olga.wait_answer()).id}
        server.faults.withhold_acks(1)
        cut_off = asyncio.create_task(die_in_the_middle(wabot))
        assert (await olga.wait_answer()).text == "Ждём вас завтра"
        await wabot.kill()
        await cut_off
    async with wabot_run(server, folder) as wabot:
        await wabot.until("online")
        assert await wabot.request("POST", "/send", BODY, **KEY) == first[0]
        status, answer = await wabot.request("POST", "/send", BODY, **{"Idempotency-Key": "order-18"})
        assert (status, answer["code"]) == (504, "unknown_outcome")
        assert (await wabot.request("POST", "/send", BODY | {"message": "?"}, **KEY))[0] == 409
    assert len(olga.answers) == 2


async def test_what_only_a_phone_reports_was_sent(server: WhatsAppServer, tmp_path: Path) -> None:
    olga = server.customer("Ольга", "+79161234567")
    async with wabot_run(server, tmp_path / "salon") as wabot:
        await wabot.pair(server)
        await olga.write("привет")
        await olga.wait_answer()
        server.faults.withhold_acks(1)
        status, answer = await wabot.request("POST", "/send", BODY)
        assert (status, answer["messageId"]) == (200, (await olga.wait_answer()).id)


async def die_in_the_middle(wabot: Receptionist) -> None:
    with pytest.raises(aiohttp.ClientConnectionError):
        await wabot.request("POST", "/send", BODY, **{"Idempotency-Key": "order-18"})
