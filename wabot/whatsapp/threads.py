"""Calls of the Go library that may block, each on a daemon thread of its own."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from typing import Any


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

            threading.Thread(target=work, name=f"neonize {name}", daemon=True).start()
            return await outcome

        return call
