"""A simulated WhatsApp within the process, for `demo`, `chat` and tests: customers write, replies arrive."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import count

import anyio

from wabot.clock import Clock
from wabot.domain.correspondence import IncomingMessage, OutgoingMessage, Receipt, ReceiptKind, Sent
from wabot.domain.customers import Contact
from wabot.errors import AlreadyLinked, NotConnected
from wabot.types import MessageId, PhoneNumber
from wabot.whatsapp.reasons import Reason, Why
from wabot.whatsapp.session import Memory, MessageKept, Standing, State, Status, StatusChanged
from wabot.whatsapp.states import Event, What, advance

BAN = timedelta(hours=2)


class Mishap(StrEnum):
    """What may happen to a session, by the state that it leads to."""

    REPLACED = State.REPLACED
    RECONNECTING = State.RECONNECTING
    LOGGED_OUT = State.LOGGED_OUT
    BANNED = State.BANNED


@dataclass(frozen=True, slots=True)
class Arrived:
    """A message of ours on a customer's phone; `text` names a `document`."""

    id: MessageId
    contact: Contact
    text: str
    at: datetime
    document: bytes | None = None


class SimulatedSession(Standing):
    """Keeps the promises of `Session` without a network.

    Customers write with `receive`; what reached their phones stands in `phones`. The line can be cut and mended, and
    worse may happen to it; `lag` is how long WhatsApp takes to acknowledge a message.
    """

    def __init__(self, memory: Memory, clock: Clock, *, receipts: bool = True) -> None:
        """`receipts`: customers' phones are switched on and report each message as delivered."""
        super().__init__(Status(State.ONLINE, clock.now()))
        self._memory = memory
        self._clock = clock
        self._receipts = receipts
        self._numbers = count(1)
        self._listening = True
        self._kept_by_whatsapp: list[IncomingMessage] = []
        self.lag = timedelta()
        self.phones: list[Arrived] = []
        self.typing: list[tuple[Contact, bool]] = []
        self.marked_read: list[MessageId] = []

    async def receive(self, message: IncomingMessage) -> bool:
        """A customer writes. False when the message was stored before, or nobody listens any more.

        While the line is cut it waits, as WhatsApp keeps messages for who is away.
        """
        if not self._listening:
            return False
        if self.status.state is not State.ONLINE:
            self._kept_by_whatsapp.append(message)
            return True
        customer = await self._memory(message)
        if customer is None:
            return False
        await self.tell(MessageKept(customer, message.more_follows))
        return True

    async def send(self, message: OutgoingMessage) -> Sent:
        if self.status.state is not State.ONLINE:
            raise NotConnected(
                f"WhatsApp is not connected: {self.status.state}; message {message.id} waits until it is"
            )
        await anyio.sleep(self.lag.total_seconds())
        sent = Sent(MessageId(f"SIM{next(self._numbers)}"), self._clock.now())
        self.phones.append(Arrived(sent.message_id, message.contact, message.text, sent.at, message.document))
        if self._receipts:
            await self.tell(Receipt(sent.message_id, message.contact, ReceiptKind.DELIVERED, sent.at))
        return sent

    def show_typing(self, contact: Contact, *, is_typing: bool) -> None:
        self.typing.append((contact, is_typing))

    def mark_read(self, contact: Contact, messages: Sequence[MessageId]) -> None:  # noqa: ARG002 - as the protocol says
        self.marked_read += messages

    def kept_by_whatsapp(self, contact: Contact) -> list[IncomingMessage]:
        """What that customer wrote while the line was cut, oldest first."""
        return [message for message in self._kept_by_whatsapp if message.contact == contact]

    async def suffer(self, mishap: Mishap) -> None:
        """It happens, and leads where it would lead the real session: nowhere from a state that only a person ends."""
        step = advance(self.status.state, _event(mishap, self._clock.now()))
        if step is not None:
            await self._become(step.state, step.reason, step.until)

    def slow_down(self, lag: timedelta) -> None:
        """WhatsApp takes that long to acknowledge each message from now on."""
        self.lag = lag
        self.become(self.status)

    async def cut_line(self) -> None:
        """The connection drops; it comes back with `mend_line`."""
        await self._become(State.RECONNECTING, Reason(Why.DROPPED))

    async def mend_line(self) -> None:
        """The connection is back."""
        await self._become(State.ONLINE, None)
        waiting, self._kept_by_whatsapp = self._kept_by_whatsapp, []
        for message in waiting:
            await self.receive(message)

    async def connect(self) -> None:
        if self.status.state is not State.ONLINE:
            await self.mend_line()

    async def pair(self, phone: PhoneNumber | None) -> None:  # noqa: ARG002 - part of the protocol
        if self.status.state is not State.LOGGED_OUT:
            raise AlreadyLinked("the simulated phone is linked already; unlink it first")
        await self.mend_line()

    async def unlink(self) -> None:
        if self.status.state is not State.ONLINE:
            raise NotConnected(f"WhatsApp is not connected: {self.status.state}; nothing was unlinked")
        await self._become(State.LOGGED_OUT, Reason(Why.UNLINKED))

    async def stop_listening(self) -> None:
        self._listening = False
        await super().stop_listening()

    async def _become(self, state: State, reason: Reason | None, until: datetime | None = None) -> None:
        status = Status(state, self._clock.now(), reason, until)
        await self._memory.remember(status)
        self.become(status)
        await self.tell(StatusChanged(status))


def _event(mishap: Mishap, now: datetime) -> Event:
    """In the words of the library."""
    match mishap:
        case Mishap.REPLACED:
            return Event(What.REPLACED)
        case Mishap.RECONNECTING:
            return Event(What.DROPPED)
        case Mishap.LOGGED_OUT:
            return Event(What.LOGGED_OUT, "LOGGED_OUT")
        case Mishap.BANNED:
            return Event(What.BANNED, "SENT_TOO_MANY_SAME_MESSAGE", now + BAN)


@asynccontextmanager
async def open_simulated_session(memory: Memory, clock: Clock) -> AsyncIterator[SimulatedSession]:
    """A simulated session, online from the start."""
    session = SimulatedSession(memory, clock)
    try:
        yield session
    finally:
        await session.stop_listening()
        session.events.close()
