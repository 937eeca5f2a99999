"""What time it is, and waiting: the only place that asks the machine."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Protocol

import anyio

CORRECTED = timedelta(seconds=1)
"""A clock that goes back by less was not set: it is kept right."""


class Clock(Protocol):
    """Tells the time and waits."""

    def now(self) -> datetime:
        """The current instant, aware, in UTC."""
        ...

    async def pause(self, seconds: float) -> None:
        """Wait for the sake of manners (bursts, gaps between messages, retries)."""
        ...

    async def reach(self, instant: datetime, since: datetime | None = None) -> bool:
        """Wait until it is that late, also when the clock is set forward meanwhile or the machine sleeps. False when
        it is set back, also between `since`, when that was decided, and the call: something else may be due first.
        """
        ...


class SystemClock:
    """The machine's clock. That somebody has set it is noticed within `look_s`."""

    def __init__(self, *, look_s: float = 60.0) -> None:
        self._look_s = look_s

    def now(self) -> datetime:
        return datetime.now(UTC)

    async def pause(self, seconds: float) -> None:
        await anyio.sleep(max(seconds, 0.0))

    async def reach(self, instant: datetime, since: datetime | None = None) -> bool:
        before = since or self.now()
        while (now := self.now()) < instant:
            if before - now > CORRECTED:
                return False
            before = now
            await anyio.sleep(min((instant - now).total_seconds(), self._look_s))
        return True


class ScriptClock:
    """A clock that stands still until it is moved; pauses cost no time on it, and hardly any of ours."""

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(UTC)
        self._moved = anyio.Event()

    def now(self) -> datetime:
        return self._now

    async def pause(self, seconds: float) -> None:
        await anyio.sleep(min(max(seconds, 0.0), 0.01))  # so that whoever tries again and again does not spin

    async def reach(self, instant: datetime, since: datetime | None = None) -> bool:
        before = since or self._now
        while self._now < instant:
            if before - self._now > CORRECTED:
                return False
            before = self._now
            await self._moved.wait()
        return True

    def move_to(self, instant: datetime) -> None:
        """Let time pass up to `instant`; ValueError if that lies in the past."""
        if instant < self._now:
            raise ValueError(f"time never goes back: it is already {self._now.isoformat()}")
        self._now = instant.astimezone(UTC)
        moved, self._moved = self._moved, anyio.Event()
        moved.set()


@asynccontextmanager
async def at_most(clock: Clock, seconds: float | None) -> AsyncIterator[None]:
    """The block is cut short after a pause of so many seconds; None is never."""
    async with anyio.create_task_group() as either:
        if seconds is not None:
            either.start_soon(_cut_short, clock, seconds, either.cancel_scope)
        yield
        either.cancel_scope.cancel()


async def _cut_short(clock: Clock, seconds: float, scope: anyio.CancelScope) -> None:
    await clock.pause(seconds)
    scope.cancel()
