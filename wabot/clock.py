"""What time it is, and waiting: the only place that asks the machine."""

from datetime import UTC, datetime
from typing import Protocol

import anyio


class Clock(Protocol):
    """Tells the time and waits."""

    def now(self) -> datetime:
        """The current instant, aware, in UTC."""
        ...

    async def pause(self, seconds: float) -> None:
        """Wait for the sake of manners (bursts, gaps between messages, retries)."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    async def pause(self, seconds: float) -> None:
        await anyio.sleep(seconds)


class ScriptClock:
    """A clock that stands still until it is moved; pauses cost no time on it, and hardly any of ours."""

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        return self._now

    async def pause(self, seconds: float) -> None:
        await anyio.sleep(min(seconds, 0.01))  # so that whoever tries again and again does not spin

    def start_at(self, instant: datetime) -> None:
        """Begin at another time; only before anything has happened."""
        self._now = instant.astimezone(UTC)

    def move_to(self, instant: datetime) -> None:
        """Let time pass up to `instant`; ValueError if that lies in the past."""
        if instant < self._now:
            raise ValueError(f"time never goes back: it is already {self._now.isoformat()}")
        self._now = instant.astimezone(UTC)
