"""An event loop whose clock can be moved on."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")


class HurriedLoop(asyncio.SelectorEventLoop):
    """`ahead` seconds before the machine's clock."""

    ahead = 0.0

    def time(self) -> float:
        """Seconds, as asyncio counts them."""
        return super().time() + self.ahead


def play(scene: Callable[[HurriedLoop], Awaitable[T]]) -> T:
    """Run a scene on a loop of its own."""

    async def run() -> T:
        loop = asyncio.get_running_loop()
        assert isinstance(loop, HurriedLoop)
        return await scene(loop)

    with asyncio.Runner(loop_factory=HurriedLoop) as runner:
        return runner.run(run())
