"""A bell: whoever has news rings it, and the one who listens looks for himself what is new."""

import anyio

from wabot.clock import Clock, at_most


class Bell:
    """Rings between two `listen`s are not lost, and count as one."""

    def __init__(self) -> None:
        self._rung = anyio.Event()

    def ring(self) -> None:
        """There may be something new."""
        self._rung.set()

    async def listen(self, clock: Clock, at_most_s: float | None = None) -> None:
        """Wait for a ring since the last `listen` returned; not longer than `at_most_s`."""
        await wait_at_most(self._rung, clock, at_most_s)
        self._rung = anyio.Event()


async def wait_at_most(event: anyio.Event, clock: Clock, seconds: float | None) -> None:
    """Wait for the event, not longer than `seconds` on the clock; None is for ever."""
    async with at_most(clock, seconds):
        await event.wait()
