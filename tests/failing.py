"""A simulated WhatsApp on which sending goes wrong."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import anyio

from wabot.app import OpenSession
from wabot.clock import Clock
from wabot.domain.correspondence import OutgoingMessage, Sent
from wabot.whatsapp.session import Memory
from wabot.whatsapp.simulated import SimulatedSession

Fault = Callable[[OutgoingMessage], Awaitable[None]]


class FailingSession(SimulatedSession):
    """A session whose sends meet a fault on their way, or once they have arrived."""

    def __init__(self, keep: Memory, clock: Clock, fault: Fault, afterwards: Fault) -> None:
        super().__init__(keep, clock)
        self._fault = fault
        self._afterwards = afterwards

    async def send(self, message: OutgoingMessage) -> Sent:
        await self._fault(message)
        sent = await super().send(message)
        await self._afterwards(message)
        return sent


async def _well(_message: OutgoingMessage) -> None:
    pass


def open_failing(fault: Fault = _well, *, afterwards: Fault = _well) -> OpenSession[SimulatedSession]:
    @asynccontextmanager
    async def open_session(keep: Memory, clock: Clock) -> AsyncIterator[SimulatedSession]:
        session = FailingSession(keep, clock, fault, afterwards)
        yield session
        session.events.close()

    return open_session


async def broken_line(_message: OutgoingMessage) -> None:
    await anyio.sleep_forever()
