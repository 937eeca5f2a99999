"""A simulated WhatsApp on which sending goes wrong."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import anyio

from wabot.app import OpenSession
from wabot.clock import Clock
from wabot.domain.correspondence import OutgoingMessage, Sent
from wabot.whatsapp.session import Keep
from wabot.whatsapp.simulated import SimulatedSession

Fault = Callable[[OutgoingMessage], Awaitable[None]]


class FailingSession(SimulatedSession):
    """A session whose sends meet a fault on their way."""

    def __init__(self, keep: Keep, clock: Clock, fault: Fault) -> None:
        super().__init__(keep, clock)
        self._fault = fault

    async def send(self, message: OutgoingMessage) -> Sent:
        await self._fault(message)
        return await super().send(message)


def open_failing(fault: Fault) -> OpenSession[SimulatedSession]:
    @asynccontextmanager
    async def open_session(keep: Keep, clock: Clock) -> AsyncIterator[SimulatedSession]:
        session = FailingSession(keep, clock, fault)
        yield session
        session.events.close()

    return open_session


async def broken_line(_message: OutgoingMessage) -> None:
    await anyio.sleep_forever()
