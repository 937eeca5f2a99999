"""Calls of the Go library that may block, each on a daemon thread that nothing else waits for."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from queue import SimpleQueue
from typing import Any

IDLE = 4  # threads kept for the next calls: starting one holds up the event loop for as long as a small turn

Job = Callable[[], None]
_idle: list["_Thread"] = []
"""Of the whole process: links come and go. Appending and popping are atomic."""


class _Thread:
    """Does one job after the other; between them it is idle, unless enough others are."""

    def __init__(self) -> None:
        self.jobs: SimpleQueue[Job] = SimpleQueue()
        threading.Thread(target=self._run, name="neonize", daemon=True).start()

    def _run(self) -> None:
        while True:
            self.jobs.get()()
            if len(_idle) >= IDLE:
                return
            _idle.append(self)


def _free_thread() -> _Thread:
    try:
        return _idle.pop()
    except IndexError:
        return _Thread()


class OwnThreads:
    """Go functions as coroutines.

    asyncio.to_thread would not do: calls that block for ever would starve each other, and the process could not leave.
    """

    def __init__(self, library: Any) -> None:
        self._library = library

    def __getattr__(self, name: str) -> Callable[..., Awaitable[Any]]:
        function = getattr(self._library, name)

        async def call(*args: Any) -> Any:
            loop = asyncio.get_running_loop()
            outcome: asyncio.Future[Any] = loop.create_future()

            def settle(result: Any, error: BaseException | None) -> None:
                if outcome.done():
                    return
                if error is not None:
                    outcome.set_exception(error)
                else:
                    outcome.set_result(result)

            def work() -> None:
                result, error = None, None
                try:
                    result = function(*args)
                except BaseException as caught:  # noqa: BLE001 - handed to the caller
                    error = caught
                try:
                    loop.call_soon_threadsafe(settle, result, error)
                except RuntimeError:
                    return  # the loop is closed: nobody waits any more

            _free_thread().jobs.put(work)
            return await outcome

        return call
