"""What systemd hears: ready, how it stands, and a sign of life only while customers are being served."""

import socket
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path

import anyio
import pytest

from tests.failing import broken_line, open_failing
from tests.house import House, salon_open
from wabot.notify import Notifier
from wabot.tasks.watchdog import run_watchdog

pytestmark = pytest.mark.anyio

SOON = timedelta(milliseconds=30)


class Systemd:
    """A socket as systemd holds one, and what has come out of it."""

    def __init__(self, folder: Path, line: socket.socket) -> None:
        self.path = folder / "notify"
        self._socket = line
        self._socket.bind(str(self.path))
        self._socket.settimeout(5)

    async def hears(self, is_meant: Callable[[dict[str, str]], bool]) -> dict[str, str]:
        """The first message from now on that is meant."""
        while True:
            words = (await anyio.to_thread.run_sync(self._socket.recv, 4096)).decode()
            told = dict(line.split("=", 1) for line in words.splitlines())
            if is_meant(told):
                return told

    def forgets(self) -> None:
        """Drop what was said until now."""
        self._socket.setblocking(False)
        try:
            while self._socket.recv(4096):
                pass
        except BlockingIOError:
            self._socket.settimeout(5)


@pytest.fixture
def systemd(tmp_path: Path) -> Iterator[Systemd]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        yield Systemd(tmp_path, line)


@asynccontextmanager
async def watched(house: House, systemd: Systemd) -> AsyncIterator[None]:
    notifier = Notifier(str(systemd.path), SOON * 3)
    wabot = house.wabot
    async with anyio.create_task_group() as tasks:
        await tasks.start(run_watchdog, notifier, wabot.session, wabot.database, house.clock)
        yield
        tasks.cancel_scope.cancel()


def is_under_way(db: sqlite3.Connection) -> bool:
    """Whether the message has been handed to the session."""
    return db.execute("SELECT 1 FROM outbox WHERE state = 'sending'").fetchone() is not None


def has_failed(db: sqlite3.Connection) -> bool:
    """Whether a turn could not be made in any way."""
    return db.execute("SELECT 1 FROM inbox WHERE failed_at IS NOT NULL").fetchone() is not None


def lives(told: dict[str, str]) -> bool:
    return "WATCHDOG" in told


async def test_ready_is_told_once_and_then_how_it_stands(tmp_path: Path, systemd: Systemd) -> None:
    async with salon_open(tmp_path / "state") as house, watched(house, systemd):
        first = await systemd.hears(lambda _told: True)
        assert first == {"READY": "1", "STATUS": "online, 0 queued"}
        later = await systemd.hears(lives)
        assert later == {"WATCHDOG": "1", "STATUS": "online, 0 queued"}


async def test_a_send_that_hangs_for_minutes_costs_the_sign_of_life(tmp_path: Path, systemd: Systemd) -> None:
    async with (
        salon_open(tmp_path / "state", session=open_failing(broken_line), drain_s=0.1) as house,
        watched(house, systemd),
    ):
        await house.customer().sends("привет")
        await systemd.hears(lambda told: told["STATUS"] == "online, 1 queued")
        await house.until(partial(house.wabot.database.read, is_under_way))
        house.pass_time(minutes=6)
        stuck = await systemd.hears(lambda told: not lives(told) and "READY" not in told)
        assert stuck["STATUS"] == "online, 1 queued; replies are not sent"
        systemd.forgets()
        assert not lives(await systemd.hears(lambda _told: True))


async def test_waiting_for_the_disk_is_progress(tmp_path: Path, systemd: Systemd) -> None:
    async with (
        salon_open(tmp_path / "state", session=open_failing(broken_line), drain_s=0.1) as house,
        watched(house, systemd),
    ):
        await house.customer().sends("привет")
        await systemd.hears(lambda told: told["STATUS"] == "online, 1 queued")
        with house.wabot.database.in_trouble("the disk is full"):
            house.pass_time(minutes=6)
            told = await systemd.hears(lambda told: "the disk is full" in told["STATUS"])
            assert lives(told)


async def test_a_message_that_cannot_be_handled_costs_nobody_else_the_service(tmp_path: Path, systemd: Systemd) -> None:
    async with salon_open(tmp_path / "state") as house, watched(house, systemd):
        olya, vera = house.customer(), house.customer("+79160000022")
        await olya.writes("привет")
        await house.wabot.database.write(
            lambda db: db.execute(
                "CREATE TRIGGER poison BEFORE INSERT ON outbox WHEN NEW.customer_id = 1"
                " BEGIN SELECT RAISE(ABORT, 'poison'); END"
            )
        )
        await olya.sends("маникюр завтра в 12")
        await house.until(partial(house.wabot.database.read, has_failed))
        await vera.sends("маникюр завтра")
        await house.until(partial(house.wabot.database.read, lambda _db: vera.read))
        assert "есть такое время" in vera.read[0]
        house.pass_time(minutes=6)
        systemd.forgets()
        told = await systemd.hears(lambda _told: True)
        assert (told.get("WATCHDOG"), told["STATUS"]) == ("1", "online, 1 queued")
        await house.wabot.database.write(lambda db: db.execute("DROP TRIGGER poison"))
        assert "вы записаны" in await olya.writes("ау")
