"""`wabot run` as a process, on the loopback WhatsApp server."""

import asyncio
import os
import re
import signal
import socket
import sqlite3
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

import aiohttp

from tests.salon import CONFIG_FILE
from tests.whatsapp_server import WhatsAppServer
from tests.whatsapp_server.watches import Watch

START_S = 20.0


def write_config(folder: Path, proxy: str = "", **changes: str) -> None:
    """The demo salon's config.toml in `folder`, in a hurry; `changes` are values of keys."""
    folder.mkdir(exist_ok=True)
    text = CONFIG_FILE.read_text(encoding="utf-8")
    values = {
        "port": str(_free_port()),
        "quiet_s": "0.2",
        "min_gap_s": "0",
        "replies_per_min": "1000",
        "proxy": f'"{proxy}"',
    }
    for key, value in (values | changes).items():
        text, found = re.subn(rf"(?m)^{key} = \S+", f"{key} = {value}", text)
        assert found == 1, key
    (folder / "config.toml").write_text(text, encoding="utf-8")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Receptionist:
    """A running daemon."""

    def __init__(self, process: asyncio.subprocess.Process, http: aiohttp.ClientSession, folder: Path) -> None:
        self.process = process
        self.folder = folder
        self.log: list[str] = []
        self._http = http
        self._watch = Watch()
        self._reader = asyncio.create_task(self._read())
        self._address = ""

    @property
    def state(self) -> Path:
        return self.folder / "state"

    @property
    def is_up(self) -> bool:
        """Whether it runs and has said where its page is."""
        return self.process.returncode is None and any("page: " in line for line in self.log)

    @property
    def heard(self) -> str:
        """The whole log so far."""
        return "".join(self.log)

    async def line(self, pattern: str, deadline: float = START_S, *, after: int = 0) -> re.Match[str]:
        """Wait until a line of the log, from number `after` on, fits."""

        def find() -> re.Match[str] | None:
            return next((found for line in self.log[after:] if (found := re.search(pattern, line))), None)

        try:
            found = await self._watch.until(find, deadline, f"{pattern!r} in the log")
        except TimeoutError as error:
            raise TimeoutError(f"{error}:\n{self.heard}") from None
        assert found
        return found

    async def request(self, method: str, path: str, body: object = None, **headers: str) -> tuple[int, Any]:
        """Status and JSON of an answer of its API; `headers` beside the token's."""
        if not self._address:
            self._address = (await self.line(r"page: (http://\S+?)/ "))[1]
        token = (self.state / "token").read_text().strip()
        headers |= {"Authorization": f"Bearer {token}"}
        async with self._http.request(method, self._address + path, json=body, headers=headers) as answer:
            return answer.status, await answer.json()

    async def session(self) -> dict[str, Any]:
        """`session` of GET /api/status."""
        _, status = await self.request("GET", "/api/status")
        found: dict[str, Any] = status["session"]
        return found

    async def counters(self) -> dict[str, int]:
        _, health = await self.request("GET", "/health")
        found: dict[str, int] = health["counters"]
        return found

    async def until(self, *states: str, deadline: float = 20.0, having: str = "state") -> dict[str, Any]:
        """Wait until the session is in one of the states and has a value for `having`."""
        ends = time.monotonic() + deadline
        while True:
            session = await self.session()
            if session["state"] in states and session.get(having):
                return session
            if time.monotonic() > ends:
                raise TimeoutError(f"session is {session}, not {states}:\n{self.heard}")
            await asyncio.sleep(0.05)

    async def command(self, *arguments: str) -> tuple[int, str, str]:
        """Run another wabot command beside it: exit code, stdout, stderr."""
        pipe = asyncio.subprocess.PIPE
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "wabot", *arguments), cwd=self.folder, env=environment(), stdout=pipe, stderr=pipe
        )
        async with asyncio.timeout(60):
            stdout, stderr = await process.communicate()
        assert process.returncode is not None
        return process.returncode, stdout.decode(), stderr.decode()

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What stands in its database."""
        with closing(sqlite3.connect(self.state / "wabot.db")) as db:
            return db.execute(sql).fetchall()

    async def row(self, sql: str, deadline: float = 10.0) -> tuple[Any, ...]:
        """The first row, once there is one."""
        ends = time.monotonic() + deadline
        while not (found := self.rows(sql)):
            if time.monotonic() > ends:
                raise TimeoutError(f"no row for {sql}:\n{self.heard}")
            await asyncio.sleep(0.05)
        return found[0]

    async def pair(self, server: WhatsAppServer) -> None:
        """Scan its QR and wait until it is online."""
        await server.scan((await self.until("pairing", having="qr"))["qr"])
        await self.until("online")
        await server.wait_online()

    async def stop(self, sign: signal.Signals = signal.SIGTERM, deadline: float = 20.0) -> tuple[int, float]:
        """Exit code, and how long it took to leave."""
        begun = time.monotonic()
        self.process.send_signal(sign)
        async with asyncio.timeout(deadline):
            code = await self.process.wait()
        return code, time.monotonic() - begun

    async def kill(self) -> None:
        if self.process.returncode is None:
            self.process.kill()
        await self.process.wait()
        await self._reader

    async def _read(self) -> None:
        assert self.process.stderr is not None
        async for line in self.process.stderr:
            self.log.append(line.decode(errors="replace"))
            self._watch.changed()


def environment() -> dict[str, str]:
    """What a program of the project needs to run in a folder of its own."""
    return {**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONPATH": str(CONFIG_FILE.parent)}


@asynccontextmanager
async def wabot_started(
    server: WhatsAppServer, folder: Path, *, proxy: str | None = None, under: Sequence[str] = (), **config: str
) -> AsyncIterator[Receptionist]:
    """Start the daemon in `folder`, without waiting for it, and end it with the block; its state stays there.

    `under`: a command that runs it.
    """
    write_config(folder, server.proxy.url if proxy is None else proxy, **config)
    process = await asyncio.create_subprocess_exec(
        *under,
        *server.launch_command("wabot", "run"),
        cwd=folder,
        env=environment(),
        stdin=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=40)) as http:
        receptionist = Receptionist(process, http, folder)
        try:
            yield receptionist
        finally:
            await receptionist.kill()


@asynccontextmanager
async def wabot_run(
    server: WhatsAppServer, folder: Path, *, proxy: str | None = None, under: Sequence[str] = (), **config: str
) -> AsyncIterator[Receptionist]:
    """Run the daemon in `folder` until the end of the block; its state stays there for the next one."""
    async with wabot_started(server, folder, proxy=proxy, under=under, **config) as receptionist:
        try:
            await receptionist.line("page: ")
            yield receptionist
        finally:
            await receptionist.kill()
            assert "Traceback" not in receptionist.heard, receptionist.heard
