"""The owner hears of it when WhatsApp needs a person, also when WhatsApp itself is down."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import anyio
import pytest
from aiohttp import web
from loguru import logger

from tests.house import salon_open
from tests.salon import demo_config
from wabot.clock import Clock
from wabot.whatsapp.session import Memory, State, Status
from wabot.whatsapp.simulated import SimulatedSession, open_simulated_session

pytestmark = pytest.mark.anyio


@dataclass
class Notes:
    """Where alerts arrive; the first `deaf` of them are turned away."""

    url: str = ""
    deaf: int = 0
    status: int = 503
    turned_away: anyio.Event = field(default_factory=anyio.Event)
    words: list[str] = field(default_factory=list)
    arrived: anyio.Event = field(default_factory=anyio.Event)

    async def take(self, request: web.Request) -> web.Response:
        if self.deaf:
            self.deaf -= 1
            self.turned_away.set()
            return web.Response(status=self.status)
        self.words.append(await request.text())
        self.arrived.set()
        return web.Response()


@asynccontextmanager
async def noticeboard(*, deaf: int = 0, status: int = 503) -> AsyncIterator[Notes]:
    notes = Notes(deaf=deaf, status=status)
    app = web.Application()
    app.router.add_post("/salon", notes.take)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    notes.url = f"http://127.0.0.1:{runner.addresses[0][1]}/salon"
    yield notes
    await runner.cleanup()


async def test_the_owner_is_told_once_also_over_a_bad_line(tmp_path: Path) -> None:
    async with noticeboard(deaf=3) as notes:
        config = replace(demo_config(tmp_path), alert_url=notes.url)
        async with salon_open(tmp_path, config=config) as house:
            await house.session.unlink()
            with anyio.fail_after(10):
                await notes.arrived.wait()
        [words] = notes.words
        assert words.startswith("Лаванда: Телефон салона не привязан. Клиентам не отвечают")
        assert "Телефон отвязали" in words
        assert "на странице wabot" in words


async def test_a_dropped_line_alerts_nobody(tmp_path: Path) -> None:
    async with noticeboard() as notes:
        config = replace(demo_config(tmp_path), alert_url=notes.url)
        async with salon_open(tmp_path, config=config) as house:
            await house.session.cut_line()
            await house.session.mend_line()
            await house.session.unlink()
            with anyio.fail_after(10):
                await notes.arrived.wait()
        assert len(notes.words) == 1


async def test_nobody_listening_keeps_nothing_from_ending(tmp_path: Path) -> None:
    config = replace(demo_config(tmp_path), alert_url="http://127.0.0.1:9/nowhere")
    with anyio.fail_after(10):
        async with salon_open(tmp_path, config=config) as house:
            await house.session.unlink()


async def test_a_long_outage_is_told_outside_and_its_end_in_whatsapp(tmp_path: Path) -> None:
    async with noticeboard() as notes:
        config = replace(demo_config(tmp_path), alert_url=notes.url)
        async with salon_open(tmp_path, config=config) as house:
            await house.session.cut_line()
            house.pass_time(minutes=9)
            await house.customer().sends("привет")
            assert notes.words == []
            house.pass_time(minutes=2)
            with anyio.fail_after(10):
                await notes.arrived.wait()
            assert "Нет связи с WhatsApp" in notes.words[0]
            await house.session.mend_line()
            with anyio.fail_after(10):
                while not house.owner.read:
                    await house.wabot.database.change.wait()
        [words] = house.owner.read
        assert words.startswith("WhatsApp снова на связи")
        assert "Связи не было с 10:00. Связь прервалась." in words
        assert len(notes.words) == 1


async def test_the_owner_hears_in_whatsapp_that_a_person_took_the_session_back(tmp_path: Path) -> None:
    async with (
        noticeboard() as notes,
        salon_open(tmp_path, config=replace(demo_config(tmp_path), alert_url=notes.url)) as house,
    ):
        await house.session.unlink()
        with anyio.fail_after(10):
            await notes.arrived.wait()
        house.pass_time(hours=20)
        await house.session.connect()
        with anyio.fail_after(10):
            while not house.owner.read:
                await house.wabot.database.change.wait()
        assert "Связи не было со вчерашнего дня, с 10:00." in house.owner.read[0]


async def test_a_short_outage_is_told_nobody(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        await house.session.cut_line()
        house.pass_time(minutes=5)
        await house.session.mend_line()
        await house.customer().writes("привет")
        assert house.owner.read == []


async def test_an_outage_that_is_over_is_no_longer_posted(tmp_path: Path) -> None:
    async with noticeboard(deaf=1_000_000) as notes:
        config = replace(demo_config(tmp_path), alert_url=notes.url)
        async with salon_open(tmp_path, config=config) as house:
            await house.session.cut_line()
            house.pass_time(minutes=11)
            with anyio.fail_after(10):
                await notes.turned_away.wait()
                await house.session.mend_line()
                while not house.owner.read:
                    await house.wabot.database.change.wait()
                notes.deaf = 0
                await house.session.unlink()
                await notes.arrived.wait()
    [words] = notes.words
    assert "Телефон отвязали" in words


async def test_an_address_that_is_wrong_is_not_tried_for_hours_nor_shown(tmp_path: Path) -> None:
    told, lines = anyio.Event(), list[str]()

    def read(line: str) -> None:
        lines.append(line)
        if "delivered" in line:
            told.set()

    sink = logger.add(read, level="ERROR", format="{message}")
    async with noticeboard(deaf=1_000_000, status=404) as notes:
        config = replace(demo_config(tmp_path), alert_url=f"{notes.url}?token=secret")
        async with salon_open(tmp_path, config=config) as house:
            await house.session.unlink()
            with anyio.fail_after(10):
                await told.wait()
    logger.remove(sink)
    assert "".join(lines).strip() == "the alert could not be delivered to 127.0.0.1: HTTP 404"
    assert notes.deaf == 999_999


async def test_an_address_that_is_none_does_not_end_wabot(tmp_path: Path) -> None:
    config = replace(demo_config(tmp_path), alert_url="http://[::1/salon")
    async with salon_open(tmp_path, config=config) as house:
        await house.session.unlink()
        await house.session.connect()
        assert await house.customer().writes("привет")


@asynccontextmanager
async def away(state: State, memory: Memory, clock: Clock) -> AsyncIterator[SimulatedSession]:
    """A session that is not online when wabot starts."""
    async with open_simulated_session(memory, clock) as session:
        session.become(Status(state, clock.now()))
        yield session


@pytest.mark.parametrize("state", [State.CONNECTING, State.RECONNECTING, State.DEAF])
async def test_a_start_without_a_line_is_an_outage(tmp_path: Path, state: State) -> None:
    async with noticeboard() as notes:
        config = replace(demo_config(tmp_path), alert_url=notes.url)
        async with salon_open(tmp_path, config=config, session=partial(away, state)) as house:
            house.pass_time(minutes=11)
            with anyio.fail_after(10):
                await notes.arrived.wait()
    assert len(notes.words) == 1


async def test_a_phone_that_was_never_linked_alerts_nobody(tmp_path: Path) -> None:
    async with noticeboard() as notes:
        config = replace(demo_config(tmp_path), alert_url=notes.url)
        async with salon_open(tmp_path, config=config, session=partial(away, State.PAIRING)) as house:
            house.pass_time(minutes=60)
            await house.session.mend_line()
            await house.customer().writes("привет")
            await house.session.unlink()
            with anyio.fail_after(10):
                await notes.arrived.wait()
            assert house.owner.read == []
    [words] = notes.words
    assert "Телефон отвязали" in words
