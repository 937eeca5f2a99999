"""A bell: whoever has news rings it, and the one who listens looks for himself what is new."""

import anyio

from wabot.clock import Clock


class Bell:
    """Rings between two `listen`s are not lost, and count as one."""

    def __init__(self) -> None:
        self._rung = anyio.Event()

    def ring(self) -> None:
        """There may be something new."""
        self._rung.set()

    async def listen(self, clock: Clock, at_most_s: float | None = None) -> None:
        """Wait for a ring since the last `listen` returned; not longer than `at_most_s`."""
        if at_most_s is None:
            await self._rung.wait()
        else:
            async with anyio.create_task_group() as either:
                either.start_soon(self._pause, clock, at_most_s, either.cancel_scope)
                await self._rung.wait()
                either.cancel_scope.cancel()
        self._rung = anyio.Event()

    async def _pause(self, clock: Clock, seconds: float, scope: anyio.CancelScope) -> None:
        await clock.pause(seconds)
        scope.cancel()
