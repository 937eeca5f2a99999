"""What takes long to notice, side by side; and leaving from every state."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.e2e.receptionist import Receptionist, wabot_run
from tests.whatsapp_server import WhatsAppServer, open_server

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(180)]

NOTICED_S = 55.0  # a keep-alive every 20 to 30 s, 10 s for its answer, and a busy machine


@asynccontextmanager
async def open_salon(folder: Path, *, is_paired: bool = True) -> AsyncIterator[tuple[WhatsAppServer, Receptionist]]:
    """A salon with a WhatsApp of its own."""
    async with open_server(folder) as server, wabot_run(server, folder / "salon") as wabot:
        if is_paired:
            await wabot.pair(server)
        yield server, wabot


async def test_silences(tmp_path: Path) -> None:
    await asyncio.gather(
        _a_dead_link(tmp_path / "link"),
        _a_silent_acknowledgement(tmp_path / "ack"),
        _a_network_that_is_long_down(tmp_path / "down"),
        _connected_but_hearing_nothing(tmp_path / "nothing"),
        _a_network_that_swallows_everything(tmp_path / "swallows"),
    )


async def _a_dead_link(folder: Path) -> None:
    """Noticed by the first missing keep-alive; what was written into the silence is answered."""
    async with open_salon(folder) as (server, wabot):
        olga = server.customer("Ольга")
        server.faults.silence()
        await olga.write("Сколько стоит маникюр?")
        await wabot.line("session deaf: WhatsApp does not answer", NOTICED_S)
        await wabot.until("online")
        assert "Маникюр" in (await olga.wait_answer()).text
        assert (server.counters.logins, server.counters.replaced, len(olga.answers)) == (2, 0, 1)
        assert (await wabot.counters())["reconnects"] == 1


async def _a_silent_acknowledgement(folder: Path) -> None:
    """One message has an unknown outcome; everybody else is served, and the program goes on meanwhile."""
    async with open_salon(folder) as (server, wabot):
        olga, pavel = server.customer("Ольга"), server.customer("Павел")
        server.faults.withhold_acks(1)
        await olga.write("Сколько стоит маникюр?")
        await olga.wait_answer()
        await pavel.write("Сколько стоит педикюр?")
        await wabot.row("SELECT 1 FROM inbox WHERE text LIKE '%педикюр%' AND handled_at IS NOT NULL")
        begun = time.monotonic()
        assert (await wabot.request("GET", "/live"))[0] == 200
        assert time.monotonic() - begun < 2
        assert "Педикюр" in (await pavel.wait_answer(45)).text
        await wabot.row("SELECT 1 FROM outbox WHERE id = 1 AND state = 'delivered'", 20)
        assert len(olga.answers) == 1, "her phone has reported it: it is not said again"


async def _connected_but_hearing_nothing(folder: Path) -> None:
    """The connection is well, messages go out, and neither reports nor messages come in."""
    async with open_salon(folder) as (server, wabot):
        customers = [server.customer(f"Гость {number}") for number in range(3)]
        server.faults.hold_mail()
        for number in [customer.number for customer in customers]:
            assert number is not None
            body = {"phone": f"+{number.user}", "message": "Ждём вас"}
            assert (await wabot.request("POST", "/send", body))[0] == 200
        await customers[0].write("Сколько стоит маникюр?")
        await wabot.line("session deaf: messages go out", 80)
        server.faults.heal()
        await customers[0].until(lambda: any("Маникюр" in text for text in customers[0].texts), 30)
        await wabot.until("online")
        assert (await wabot.counters())["reconnects"] == 1


async def _a_network_that_is_long_down(folder: Path) -> None:
    """Longer than whatsmeow is left to try by itself: we dial, and are back soon after it is."""
    async with open_salon(folder) as (server, wabot):
        server.faults.cut_network()
        await wabot.until("reconnecting")
        await wabot.line("session reconnecting: WhatsApp does not answer", 60)
        dials = server.proxy.dials
        await server.until(lambda: server.proxy.dials >= dials + 3, 30, "dials of ours")
        server.faults.heal()
        await wabot.until("online", deadline=40)
        assert server.counters.replaced == 0


async def _a_network_that_swallows_everything(folder: Path) -> None:
    """The first dial never gets an answer."""
    async with open_server(folder) as server:
        server.faults.cut_network(silent=True)
        async with wabot_run(server, folder / "salon") as wabot:
            await wabot.until("reconnecting", deadline=60)
            server.faults.heal()
            await wabot.until("pairing", deadline=90)
            await wabot.pair(server)
            assert server.counters.replaced == 0


Arrange = Callable[[WhatsAppServer, Receptionist], Awaitable[object]]


async def _replaced(server: WhatsAppServer, _wabot: Receptionist) -> None:
    server.log_in_elsewhere()


async def _lost(server: WhatsAppServer, _wabot: Receptionist) -> None:
    server.faults.cut_network()


async def _swallowed(server: WhatsAppServer, wabot: Receptionist) -> None:
    server.faults.cut_network(silent=True)
    server.faults.drop_link()
    await wabot.until("reconnecting")
    await wabot.request("POST", "/api/session/connect")


async def _unlinked(server: WhatsAppServer, _wabot: Receptionist) -> None:
    server.unlink()


async def _refused(server: WhatsAppServer, reason: int, **attrs: str) -> None:
    server.faults.refuse_logins(reason, 1 << 30, **attrs)
    server.faults.drop_link()


LEAVING: list[tuple[str, bool, Arrange]] = [
    ("pairing", False, lambda _server, wabot: wabot.until("pairing", having="qr")),
    ("online", True, lambda _server, wabot: wabot.until("online")),
    ("reconnecting", True, _lost),
    ("connecting", True, _swallowed),
    ("replaced", True, _replaced),
    ("logged_out", True, _unlinked),
    ("banned", True, lambda server, _wabot: _refused(server, 402, code="101", expire="60")),
    ("outdated", True, lambda server, _wabot: _refused(server, 405)),
]


async def test_it_leaves_in_every_state(tmp_path: Path) -> None:
    async def leave(state: str, is_paired: bool, arrange: Arrange) -> None:
        async with open_salon(tmp_path / state, is_paired=is_paired) as (server, wabot):
            await arrange(server, wabot)
            await wabot.until(state)
            code, seconds = await wabot.stop()
            assert (state, code, seconds < 10) == (state, 0, True)

    for begin in range(0, len(LEAVING), 4):
        await asyncio.gather(*(leave(*row) for row in LEAVING[begin : begin + 4]))
