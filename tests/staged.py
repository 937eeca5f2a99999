"""A session for tests of what a person does to it: the test is WhatsApp and the phone."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from itertools import count

from wabot.clock import Clock
from wabot.domain.correspondence import IncomingMessage, OutgoingMessage, Receipt, ReceiptKind, Sent
from wabot.errors import AlreadyLinked, NotConnected, WabotError
from wabot.types import MessageId, PhoneNumber
from wabot.whatsapp.session import (
    FOR_A_PERSON,
    Memory,
    MessageKept,
    Pairing,
    Standing,
    State,
    Status,
    StatusChanged,
)
from wabot.whatsapp.states import Event, What, advance

_PAIRABLE = {State.STARTING, State.CONNECTING, State.PAIRING, State.LOGGED_OUT}


class StagedSession(Standing):
    """A `Linkable` on the real state machine: the test says what happens, that machine says where it leads."""

    def __init__(self, memory: Memory, clock: Clock) -> None:
        super().__init__(Status(State.STARTING, clock.now()))
        self._memory = memory
        self._clock = clock
        self._numbers = count(1)
        self._waiting: list[IncomingMessage] = []
        self.phones: list[str] = []
        self.documents: list[bytes] = []
        self.code_for: PhoneNumber | None = None
        self.unlinking_fails: WabotError | None = None

    async def start(self) -> None:
        """Dial, unless it was left in a state that only a person ends."""
        left = await self._memory.recall()
        if left is not None and left.state in FOR_A_PERSON:
            self.become(left)
        else:
            await self.happens(Event(What.CONNECT_ASKED))

    async def happens(self, *events: Event) -> None:
        """WhatsApp, the phone or the library did something."""
        for event in events:
            step = advance(self.status.state, event)
            if step is None:
                continue
            since = self.status.since if step.state is self.status.state else self._clock.now()
            status = Status(step.state, since, step.reason, step.until)
            await self._memory.remember(status)
            self.become(status)
            await self.tell(StatusChanged(status))

    async def shows(self, pairing: Pairing) -> None:
        """WhatsApp hands out something to scan or to type."""
        await self.happens(Event(What.QR_SHOWN))
        self.become(replace(self.status, pairing=pairing))

    async def receive(self, message: IncomingMessage) -> None:
        """A customer writes; while we are away WhatsApp keeps it."""
        if self.status.state is not State.ONLINE:
            self._waiting.append(message)
        elif (customer := await self._memory(message)) is not None:
            await self.tell(MessageKept(customer, message.more_follows))

    async def cut_line(self) -> None:
        await self.happens(Event(What.DROPPED))

    async def mend_line(self) -> None:
        await self.happens(Event(What.READY))
        waiting, self._waiting = self._waiting, []
        for message in waiting:
            await self.receive(message)

    async def connect(self) -> None:
        await self.happens(Event(What.CONNECT_ASKED))

    async def pair(self, phone: PhoneNumber | None) -> None:
        if self.status.state not in _PAIRABLE:
            raise AlreadyLinked(f"a phone is linked already (session {self.status.state})")
        self.code_for = phone
        await self.happens(Event(What.PAIR_ASKED))

    async def unlink(self) -> None:
        self._check_online()
        if self.unlinking_fails is not None:
            raise self.unlinking_fails
        await self.happens(Event(What.UNLINKED))

    async def send(self, message: OutgoingMessage) -> Sent:
        self._check_online()
        sent = Sent(MessageId(f"STAGED{next(self._numbers)}"), self._clock.now())
        self.phones.append(message.text)
        if message.document is not None:
            self.documents.append(message.document)
        await self.tell(Receipt(sent.message_id, message.contact, ReceiptKind.DELIVERED, sent.at))
        return sent

    def _check_online(self) -> None:
        if self.status.state is not State.ONLINE:
            raise NotConnected(f"WhatsApp is not connected: {self.status.state}")


@asynccontextmanager
async def open_staged_session(memory: Memory, clock: Clock) -> AsyncIterator[StagedSession]:
    """A session that has begun to dial."""
    session = StagedSession(memory, clock)
    await session.start()
    try:
        yield session
    finally:
        await session.stop_listening()
        session.events.close()
