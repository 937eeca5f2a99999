"""What the session does beside itself: small pieces of work that nobody awaits, and none of which is forgotten."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from loguru import logger


class Chores:
    """Runs them; what one stumbles over is logged and stops nothing else."""

    def __init__(self) -> None:
        self._doing: set[asyncio.Task[None]] = set()
        self._idle: set[asyncio.Task[None]] = set()

    def begin(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Begin one that has to be finished."""
        task = asyncio.ensure_future(work)
        self._doing.add(task)
        task.add_done_callback(self._done)
        return task

    def begin_idle(self, work: Coroutine[Any, Any, None]) -> None:
        """Begin one for which nobody waits at the end."""
        task = self.begin(work)
        self._idle.add(task)
        task.add_done_callback(self._idle.discard)

    def stop_idle(self) -> None:
        """Cut those off for which nobody waits."""
        for task in tuple(self._idle):
            task.cancel()

    async def finish(self) -> None:
        """Wait until all are done, but the one that waits."""
        while left := self._doing - {asyncio.current_task()}:
            await asyncio.wait(left)

    def _done(self, task: "asyncio.Task[None]") -> None:
        self._doing.discard(task)
        if not task.cancelled() and task.exception() is not None:
            logger.opt(exception=task.exception()).error("the session stumbled")
