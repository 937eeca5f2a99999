"""What systemd is on a server: starts the daemon again whenever it ends."""

import asyncio
import contextlib
import signal
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp

from tests.e2e.receptionist import Receptionist, wabot_started
from tests.whatsapp_server import WhatsAppServer

STATUS_S = 5.0


class Supervisor:
    """Keeps one daemon running in `folder` from `run` to `stop`.

    `kills`: when it was killed, in seconds on the monotonic clock. `troubles`: what no daemon should do: ends of its
    own accord and tracebacks, each with the name of the log. The log of run N is log-N.txt.
    """

    def __init__(self, server: WhatsAppServer, folder: Path) -> None:
        self.folder = folder
        self.kills: list[float] = []
        self.troubles: list[str] = []
        self._server = server
        self._wabot: Receptionist | None = None
        self._is_over = False
        self._runs = 0

    @property
    def wabot(self) -> Receptionist | None:
        """The daemon, if it is up."""
        return self._wabot if self._wabot and self._wabot.is_up else None

    async def run(self) -> None:
        """Start it, and start it again, until `stop`."""
        while not self._is_over:
            self._runs += 1
            async with wabot_started(self._server, self.folder) as self._wabot:
                await self._wabot.process.wait()
            self._note_end(self._wabot)

    def kill(self) -> None:
        """SIGKILL, wherever it is; nothing while it is not running."""
        if self._wabot and self._wabot.process.returncode is None:
            self.kills.append(time.monotonic())
            with contextlib.suppress(ProcessLookupError):
                self._wabot.process.kill()

    async def until_up(self, deadline: float = 60.0) -> Receptionist:
        """The daemon, once it is up."""
        ends = time.monotonic() + deadline
        while (wabot := self.wabot) is None:
            if time.monotonic() > ends:
                raise TimeoutError(f"no daemon in {deadline:g} s")
            await asyncio.sleep(0.05)
        return wabot

    async def says_online(self) -> bool:
        """Whether GET /api/status says `online`; False when nobody answers."""
        if (wabot := self.wabot) is None:
            return False
        try:
            async with asyncio.timeout(STATUS_S):
                return bool((await wabot.session())["state"] == "online")
        except (TimeoutError, aiohttp.ClientError):
            return False

    async def stop(self) -> None:
        """End it in good order."""
        self._is_over = True
        if self._wabot:
            await self._wabot.stop()

    def _note_end(self, wabot: Receptionist) -> None:
        log = self.folder / f"log-{self._runs}.txt"
        log.write_text(wabot.heard, encoding="utf-8")
        code = wabot.process.returncode
        if code != (0 if self._is_over else -signal.SIGKILL):
            self.troubles.append(f"it ended with code {code}: {log.name}")
        if "Traceback" in wabot.heard:
            self.troubles.append(f"a traceback: {log.name}")


@asynccontextmanager
async def supervised(server: WhatsAppServer, folder: Path) -> AsyncIterator[Supervisor]:
    """A daemon that is kept running until the end of the block, at the latest."""
    supervisor = Supervisor(server, folder)
    running = asyncio.create_task(supervisor.run())
    try:
        yield supervisor
        await running
    finally:
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running
