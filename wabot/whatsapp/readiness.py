"""When customers may be answered after a login: once what they wrote meanwhile has come in, or has had its time."""

import asyncio
from collections.abc import Callable

from wabot.whatsapp.link import Link

CATCH_UP_S = 20.0  # for messages that waited while we were away; then we answer even if WhatsApp never says it is done


class Readiness:
    """Watches one login at a time, and calls `ready` with its link when it may begin."""

    def __init__(self, ready: Callable[[Link], None]) -> None:
        self._ready = ready
        self._loop = asyncio.get_running_loop()
        self._is_connected = self._is_caught_up = False
        self._alarm: asyncio.TimerHandle | None = None

    def connected(self, link: Link) -> None:
        """Logged in: the time for catching up begins."""
        self._is_connected = True
        self._relax()
        self._alarm = self._loop.call_later(CATCH_UP_S, self.caught_up, link)
        self._tell(link)

    def caught_up(self, link: Link) -> None:
        """What waited has come in, or is not waited for any longer."""
        self._is_caught_up = True
        self._tell(link)

    def over(self) -> None:
        """The connection is gone, or another one is dialled."""
        self._is_connected = self._is_caught_up = False
        self._relax()

    def _tell(self, link: Link) -> None:
        if self._is_connected and self._is_caught_up:
            self._ready(link)

    def _relax(self) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
