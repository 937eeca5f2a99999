"""Waiting for a condition instead of sleeping."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Watch:
    """A condition somebody may wait for; whoever changes what it depends on calls `changed`."""

    def __init__(self) -> None:
        self._waiting: list[tuple[Callable[[], object], asyncio.Future[None]]] = []

    def changed(self) -> None:
        """Wake those whose condition has come true."""
        for condition, future in self._waiting:
            if not future.done() and condition():
                future.set_result(None)

    async def until(self, condition: Callable[[], T], deadline: float, what: str) -> T:
        """Return the condition's value as soon as it is true; TimeoutError("no `what` in ... s") at the deadline."""
        if value := condition():
            return value
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        waiter = (condition, future)
        self._waiting.append(waiter)
        try:
            async with asyncio.timeout(deadline):
                await future
        except TimeoutError:
            raise TimeoutError(f"no {what} in {deadline:g} s") from None
        finally:
            self._waiting.remove(waiter)
        return condition()
