"""The session of `wabot run` until it can connect: stopped, and saying so."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio
from anyio.streams.memory import MemoryObjectReceiveStream

from wabot.clock import Clock
from wabot.domain.correspondence import OutgoingMessage, Sent
from wabot.errors import NotConnected
from wabot.whatsapp.session import Keep, SessionEvent, Standing, State, Status


class AbsentSession:
    """Never online. Nothing comes in, nothing goes out, nothing is lost: the outbox waits."""

    def __init__(self, clock: Clock) -> None:
        self._standing = Standing(Status(State.STOPPED, clock.now(), "not built yet"))
        self._events_in, self._events = anyio.create_memory_object_stream[SessionEvent]()

    @property
    def status(self) -> Status:
        return self._standing.status

    @property
    def change(self) -> anyio.Event:
        return self._standing.change

    @property
    def events(self) -> MemoryObjectReceiveStream[SessionEvent]:
        return self._events

    async def send(self, message: OutgoingMessage) -> Sent:
        raise NotConnected(f"WhatsApp is not connected: stopped, not built yet; message {message.id} stays queued")

    async def stop_listening(self) -> None:
        self._events_in.close()


@asynccontextmanager
async def open_absent_session(_keep: Keep, clock: Clock) -> AsyncIterator[AbsentSession]:
    """The session that is not there."""
    session = AbsentSession(clock)
    try:
        yield session
    finally:
        await session.stop_listening()
        session.events.close()
