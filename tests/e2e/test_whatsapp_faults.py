"""What goes wrong with the connection: the state it leads to, and what the customer sees."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.receptionist import Receptionist, wabot_run
from tests.whatsapp_server import WhatsAppServer, open_server

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(120)]


@asynccontextmanager
async def paired(server: WhatsAppServer, folder: Path, **options: Any) -> AsyncIterator[Receptionist]:
    async with wabot_run(server, folder, **options) as wabot:
        await wabot.pair(server)
        yield wabot


@pytest.fixture
async def wabot(server: WhatsAppServer, tmp_path: Path) -> AsyncIterator[Receptionist]:
    async with paired(server, tmp_path / "salon") as running:
        yield running


async def ask(server: WhatsAppServer, name: str = "Ольга") -> str:
    """Somebody new asks for a price and is answered."""
    customer = server.customer(name)
    await customer.write("Сколько стоит маникюр?")
    return (await customer.wait_answer()).text


async def stays_silent(server: WhatsAppServer, seconds: float) -> None:
    """Nobody knocks, dials or connects for a while."""
    before = (server.proxy.dials, server.counters.connections)
    await asyncio.sleep(seconds)
    assert (server.proxy.dials, server.counters.connections) == before


async def test_replaced_is_left_alone_until_a_person_says_so(
    server: WhatsAppServer, wabot: Receptionist, tmp_path: Path
) -> None:
    server.log_in_elsewhere()
    session = await wabot.until("replaced")
    assert "took the session over" in session["reason"]
    assert (await wabot.request("GET", "/health"))[0] == 503
    await server.wait_offline()
    olga = server.customer("Ольга")
    await olga.write("Сколько стоит маникюр?")
    await stays_silent(server, 62)  # whatsmeow would dial after 0, 2, 6, 12, 20, 30 and 42 s, and wabot after 45
    assert (await wabot.counters())["replaced"] == 1
    await wabot.stop()
    async with wabot_run(server, tmp_path / "salon") as again:
        assert (await again.session())["state"] == "replaced"
        assert (await again.session())["since"] == session["since"]
        await stays_silent(server, 3)
        code, said, _ = await again.command("connect")
        assert (code, said.strip() in {"connecting", "online"}) == (0, True)
        await again.until("online")
        assert "Маникюр" in (await olga.wait_answer()).text
        assert (await again.counters())["replaced"] == 1
    assert server.counters.logins == 2


async def test_a_removed_device_is_linked_again(server: WhatsAppServer, wabot: Receptionist, tmp_path: Path) -> None:
    server.unlink()
    assert "removed on the phone" in (await wabot.until("logged_out"))["reason"]
    await server.wait_offline()
    await wabot.stop(deadline=10)
    async with wabot_run(server, tmp_path / "salon") as again:
        assert (await again.session())["state"] == "logged_out"
        await stays_silent(server, 2)
        code, qr, _ = await again.command("pair")
        assert code == 0
        await server.scan(qr)
        await again.until("online")
        assert "Маникюр" in await ask(server)
        code, _, words = await again.command("pair")
        assert (code, "linked already" in words) == (1, True)
    assert server.counters.pairings == 2


async def test_removed_while_down(server: WhatsAppServer, tmp_path: Path) -> None:
    async with paired(server, tmp_path / "salon"):
        pass
    server.unlink()
    async with wabot_run(server, tmp_path / "salon") as wabot:
        await wabot.until("logged_out")


async def test_unlinked_by_hand(server: WhatsAppServer, wabot: Receptionist) -> None:
    code, said, words = await wabot.command("unlink")
    assert (code, said.strip(), words) == (0, "logged_out", "")
    assert server.devices == {}
    code, _, words = await wabot.command("unlink")
    assert (code, "not connected: logged_out" in words) == (1, True)


async def test_refused_logins(tmp_path: Path) -> None:
    """Side by side: what WhatsApp says at a login, and the state it leads to."""

    async def refuse(reason: int, state: str, words: str, **attrs: str) -> None:
        folder = tmp_path / f"{reason}-{attrs.get('code')}"
        folder.mkdir()
        async with open_server(folder) as server, paired(server, folder / "salon") as wabot:
            server.faults.refuse_logins(reason, 1 << 30, **attrs)
            server.faults.drop_link()
            session = await wabot.until(state, having="reason")
            await wabot.line(f"session {state}: .*{words}")
            if state != "reconnecting":
                await stays_silent(server, 4)
                server.faults.heal()
                await wabot.request("POST", "/api/session/connect")
            else:
                logins = server.counters.refused_logins
                await asyncio.sleep(4)
                assert server.counters.refused_logins - logins <= 3, "redials are spaced"
                server.faults.heal()
            if state == "logged_out":  # the library has deleted the device
                await wabot.until("pairing")
                return
            await wabot.until("online", deadline=30)
            assert "Маникюр" in await ask(server)
            if state == "banned":
                assert session["until"]

    await asyncio.gather(
        refuse(402, "banned", "too many messages to people", code="101", expire="3600"),
        refuse(405, "outdated", "neonize"),
        refuse(403, "logged_out", "gone or locked"),
        refuse(400, "reconnecting", "refuses the login"),
        refuse(402, "reconnecting", "", code="999", expire="60"),
        refuse(463, "reconnecting", ""),
    )


@pytest.mark.parametrize("reason", [500, 503])
async def test_a_passing_refusal(server: WhatsAppServer, wabot: Receptionist, reason: int) -> None:
    server.faults.refuse_logins(reason, count=1)
    server.faults.drop_link()
    await wabot.line("session reconnecting")
    await server.until(lambda: server.counters.logins == 2 and server.is_online, 20)
    assert "Маникюр" in await ask(server)


async def test_poison_makes_it_deaf_for_a_moment_and_nothing_is_lost(
    server: WhatsAppServer, wabot: Receptionist
) -> None:
    olga = server.customer("Ольга")
    await olga.write("Сколько стоит маникюр?")
    answer = await olga.wait_answer()
    for number, kind in enumerate(("server-error", "view"), start=1):
        olga.send_receipt(answer.id, kind)
        await wabot.line("session deaf: ", after=len(wabot.log))
        await server.until(lambda number=number: server.counters.logins == 1 + number and server.is_online)  # type: ignore[misc]
        await wabot.until("online")
        await olga.write("А педикюр?")
        assert "Педикюр" in (await olga.wait_answer()).text
    assert (await wabot.counters())["reconnects"] == 2


async def test_a_dropped_link_and_a_network_that_is_down(server: WhatsAppServer, wabot: Receptionist) -> None:
    server.faults.drop_link()
    await server.until(lambda: server.counters.logins == 2 and server.is_online)
    assert "Маникюр" in await ask(server)
    server.faults.cut_network()
    session = await wabot.until("reconnecting")
    assert session["reason"] == "the connection dropped"
    assert (await wabot.request("GET", "/health"))[1]["status"] == "degraded"
    olga = server.customer("Ольга")
    await olga.write("Сколько стоит маникюр?")
    await server.until(lambda: server.proxy.dials >= 4, 15)
    server.faults.heal()
    await wabot.until("online")
    assert "Маникюр" in (await olga.wait_answer()).text
    assert server.counters.replaced == 0


async def test_no_network_at_the_first_dial(server: WhatsAppServer, tmp_path: Path) -> None:
    server.faults.cut_network()
    async with wabot_run(server, tmp_path / "salon") as wabot:
        assert "cannot be reached" in (await wabot.until("reconnecting"))["reason"]
        server.faults.heal()
        await wabot.pair(server)
        assert "Маникюр" in await ask(server)


async def test_a_second_owner_whose_message_is_lost(server: WhatsAppServer, wabot: Receptionist) -> None:
    """The stream's end overtakes its reason: we come back, or we were told; never a fight."""
    server.log_in_elsewhere(at_once=True)
    session = await wabot.until("replaced", "online")
    await asyncio.sleep(3)
    assert server.counters.logins <= (1 if session["state"] == "replaced" else 2)


async def test_two_owners_who_fight(server: WhatsAppServer, wabot: Receptionist) -> None:
    """Dropped each time as soon as the connection stands: we slow down and say why."""
    for login in range(1, 4):
        await server.until(lambda login=login: server.counters.logins == login and server.is_online)  # type: ignore[misc]
        await wabot.until("online")
        server.faults.drop_link()
    await wabot.line("does another program use this session")
    await wabot.until("online", deadline=10)


async def test_two_daemons_on_one_folder(wabot: Receptionist) -> None:
    code, _, words = await wabot.command("run")
    assert (code, f"process {wabot.process.pid}" in words) == (75, True)
