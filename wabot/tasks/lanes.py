"""Lanes: one thing at a time for each customer, all customers side by side."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field

import anyio
from anyio.abc import TaskGroup

from wabot.types import CustomerId

LANES = 512  # customers served at the same time; further ones wait on the bus


@dataclass(slots=True, eq=False)
class Lane:
    """One customer's lane. `woken` says that something came since the work last began, `woken_at` when."""

    customer: CustomerId
    closing: bool = False
    woken: bool = True
    woken_at: float = field(default_factory=anyio.current_time)
    _waiting: anyio.CancelScope | None = None

    def wake(self) -> None:
        """Something new waits for this customer."""
        self.woken = True
        self.woken_at = anyio.current_time()

    def close(self) -> None:
        """Nothing more will come: what waits in `unless_closing` goes on at once."""
        self.closing = True
        if self._waiting is not None:
            self._waiting.cancel()

    @contextmanager
    def unless_closing(self) -> Iterator[None]:
        """Around a wait that is given up when the house closes."""
        with anyio.CancelScope() as self._waiting:
            if self.closing:
                self._waiting.cancel()
            yield
        self._waiting = None


class Lanes:
    """Runs `work` in a customer's lane whenever the customer is woken.

    Waking a lane whose work is under way makes it run once more, so `work` must take all that waits. It reads what
    waits from storage; waking only says that there is something.
    """

    def __init__(self, work: Callable[[Lane], Awaitable[None]], running: TaskGroup) -> None:
        self._work = work
        self._running = running
        self._lanes: dict[CustomerId, Lane] = {}
        self._free = anyio.Semaphore(LANES)

    async def wake(self, customer: CustomerId) -> None:
        """See to the customer; waits while too many others are being seen to."""
        lane = self._lanes.get(customer)
        if lane is None:
            await self._free.acquire()
            lane = self._lanes.get(customer)
            if lane is None:
                self._lanes[customer] = lane = Lane(customer)
                self._running.start_soon(self._drive, lane)
                return
            self._free.release()
        lane.wake()

    def close(self) -> None:
        """Nobody will be woken any more."""
        for lane in self._lanes.values():
            lane.close()

    async def _drive(self, lane: Lane) -> None:
        try:
            while lane.woken:
                lane.woken = False
                await self._work(lane)
        finally:
            del self._lanes[lane.customer]
            self._free.release()


@asynccontextmanager
async def open_lanes(work: Callable[[Lane], Awaitable[None]]) -> AsyncIterator[Lanes]:
    """Lanes that are finished, each to its end, before the block is left."""
    async with anyio.create_task_group() as running:
        lanes = Lanes(work, running)
        yield lanes
        lanes.close()
