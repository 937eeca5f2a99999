"""Who is to be written to next: customers with waiting messages, each not before it is polite."""

import heapq
from collections import deque
from collections.abc import Container
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count

import anyio

from wabot.clock import Clock
from wabot.types import CustomerId

_MINUTE = 60.0


@dataclass(slots=True)
class Pace:
    """How fast one customer may be written to: `gap` between two messages, `per_minute` at most."""

    gap: timedelta
    per_minute: int
    _sent: dict[CustomerId, deque[float]] = field(default_factory=dict)
    _forget_at: float = 0.0

    def due(self, customer: CustomerId) -> float:
        """When the next message to the customer may go, on the clock of `anyio.current_time`."""
        times = self._sent.get(customer)
        if not times:
            return 0.0
        after_gap = times[-1] + self.gap.total_seconds()
        return max(after_gap, times[0] + _MINUTE) if len(times) == self.per_minute else after_gap

    def forget_before(self, moment: float) -> None:
        """Drop customers who have not been written to since."""
        self._sent = {customer: times for customer, times in self._sent.items() if times[-1] >= moment}

    def remembered(self) -> int:
        """How many customers it has in mind: those written to in the last minute or two."""
        return len(self._sent)

    def note(self, customer: CustomerId) -> None:
        """A message goes out to the customer now."""
        now = anyio.current_time()
        if now >= self._forget_at:
            self._forget_at = now + _MINUTE
            self.forget_before(now - _MINUTE)
        self._sent.setdefault(customer, deque(maxlen=self.per_minute)).append(now)


class Mail:
    """Customers with waiting messages, the longest waiting of those who are due first."""

    def __init__(self, pace: Pace, clock: Clock) -> None:
        self._pace = pace
        self._clock = clock
        self._order = count()
        self._waiting: list[tuple[float, int, CustomerId]] = []
        self._news = anyio.Event()
        self._closed = False

    def add(self, customer: CustomerId) -> None:
        """A message waits for the customer."""
        heapq.heappush(self._waiting, (self._pace.due(customer), next(self._order), customer))
        self._tell()

    def clear(self) -> None:
        """Forget who waits; they are added again when they can be served."""
        self._waiting.clear()

    def close(self) -> None:
        """Nothing will be added any more."""
        self._closed = True
        self._tell()

    def next_due(self, but: Container[CustomerId] = ()) -> CustomerId | None:
        """The next customer who may be written to now; None when nobody is due, `but` those whose turn is not over."""
        passed_over = []
        found = None
        while self._waiting and self._waiting[0][0] <= anyio.current_time():
            _, order, customer = heapq.heappop(self._waiting)
            due = self._pace.due(customer)  # written to since they were added?
            if due > anyio.current_time():
                heapq.heappush(self._waiting, (due, order, customer))
            elif customer in but:
                passed_over.append((due, order, customer))
            else:
                found = customer
                break
        for entry in passed_over:
            heapq.heappush(self._waiting, entry)
        return found

    def wake(self) -> None:
        """Somebody who waits in `until_due` looks again."""
        self._tell()

    async def until_due(self, *, still_busy: bool = False) -> bool:
        """Wait until somebody may be due, or `wake`; False once closed and empty, unless there is `still_busy`."""
        news = self._news
        if not self._waiting or (still_busy and self._waiting[0][0] <= anyio.current_time()):
            if self._closed and not still_busy:
                return False
            await news.wait()
            return True
        wait = self._waiting[0][0] - anyio.current_time()
        if wait > 0:
            async with anyio.create_task_group() as either:
                either.start_soon(self._pause, wait, either.cancel_scope)
                await news.wait()
                either.cancel_scope.cancel()
        return True

    async def _pause(self, seconds: float, scope: anyio.CancelScope) -> None:
        await self._clock.pause(seconds)
        scope.cancel()

    def _tell(self) -> None:
        news, self._news = self._news, anyio.Event()
        news.set()
