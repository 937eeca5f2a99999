"""Compares what the daemon says of itself with what the server knows."""

import asyncio
import time
from collections.abc import Iterable

from tests.bench.supervisor import Supervisor
from tests.bench.townsfolk import Character
from tests.whatsapp_server import WhatsAppServer

LOOK_S = 0.25


class Lookout:
    """Looks four times a second.

    `online_while_deaf_s`: the longest stretch in which the status said `online` at every look while the link was dead,
    or one and the same customer waited for an answer. `online_on_dead_link_s`: the first of the two alone.
    """

    def __init__(self, server: WhatsAppServer, supervisor: Supervisor, town: Iterable[Character]) -> None:
        self.online_while_deaf_s = 0.0
        self.online_on_dead_link_s = 0.0
        self._server = server
        self._supervisor = supervisor
        self._town = list(town)

    async def watch(self) -> None:
        """Look until cancelled."""
        online_since: float | None = None
        dead_since: float | None = None
        while True:
            is_online = await self._supervisor.says_online()
            now = time.monotonic()
            online_since = (online_since or now) if is_online else None
            dead_since = None if self._is_link_alive else dead_since or now
            if online_since is not None:
                self._note(now, online_since, dead_since)
            await asyncio.sleep(LOOK_S)

    def _note(self, now: float, online_since: float, dead_since: float | None) -> None:
        if dead_since is not None:
            self.online_on_dead_link_s = max(self.online_on_dead_link_s, now - max(online_since, dead_since))
        waits = [character.waits_since for character in self._town if character.waits_since is not None]
        longest = now - max(online_since, min(waits, default=now))
        self.online_while_deaf_s = max(self.online_while_deaf_s, self.online_on_dead_link_s, longest)

    @property
    def _is_link_alive(self) -> bool:
        return any(
            not connection.is_silent and not connection.is_closing for connection in self._server.sessions.online()
        )
