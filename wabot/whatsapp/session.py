"""The one WhatsApp session of the process, as the rest of the program sees it."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol, runtime_checkable

import anyio
from anyio.streams.memory import MemoryObjectReceiveStream

from wabot.domain.correspondence import IncomingMessage, OutgoingMessage, Receipt, Sent
from wabot.domain.customers import Contact
from wabot.types import CustomerId, MessageId, PhoneNumber
from wabot.whatsapp.reasons import Reason


class State(StrEnum):
    """How the session stands. The last line ends only by a person's act, not by time or restart."""

    STARTING = "starting"
    CONNECTING = "connecting"
    PAIRING = "pairing"
    ONLINE = "online"
    RECONNECTING = "reconnecting"
    DEAF = "deaf"
    STOPPED = "stopped"
    REPLACED, LOGGED_OUT, BANNED, OUTDATED = "replaced", "logged_out", "banned", "outdated"


FOR_A_PERSON = frozenset({State.REPLACED, State.LOGGED_OUT, State.BANNED, State.OUTDATED})
"""The states in which nothing is dialled until a person says so."""


@dataclass(frozen=True, slots=True)
class Pairing:
    """What a person needs to link the phone: the text to encode as QR, or the code to type on the phone.

    `until`: when another QR takes the place of this one, None when that is not known.
    """

    qr: str | None = None
    code: str | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Status:
    """A state, since when, and why (None when the state says it all).

    `until`: when a ban ends, if WhatsApp said so. `pairing` is there only while something can be scanned or typed.
    """

    state: State
    since: datetime
    reason: Reason | None = None
    until: datetime | None = None
    pairing: Pairing | None = None


@dataclass(frozen=True, slots=True)
class MessageKept:
    """A customer's message reached the session and is stored; `more_follows` while the customer is still at it."""

    customer: CustomerId
    more_follows: bool


@dataclass(frozen=True, slots=True)
class StatusChanged:
    """The session stands differently now."""

    status: Status


@dataclass(frozen=True, slots=True)
class ContactLearned:
    """A phone number and a hidden id are one person, WhatsApp says."""

    contact: Contact


SessionEvent = MessageKept | Receipt | StatusChanged | ContactLearned

EVENTS = 100
"""Events that may wait for the gateway; further ones hold up whoever tells them."""

Keep = Callable[[IncomingMessage], Awaitable[CustomerId | None]]
"""Stores an incoming message; None when it was stored before. When it returns, the message is on the disk."""


class Memory(Protocol):
    """A `Keep` that also remembers how the session stood, across restarts."""

    async def __call__(self, message: IncomingMessage, /) -> CustomerId | None:
        """Store an incoming message, as `Keep` says."""
        ...

    async def recall(self) -> Status | None:
        """The state in which the session was left, if it is one that only a person ends."""
        ...

    async def remember(self, status: Status) -> None:
        """Store how the session stands from now on, and count what is counted."""
        ...


class Standing:
    """What every session has: how it stands, and the stream of what happens. `Session` says what they promise."""

    def __init__(self, status: Status) -> None:
        self.status = status
        self.change = anyio.Event()
        self._into, self.events = anyio.create_memory_object_stream[SessionEvent](EVENTS)

    def become(self, status: Status) -> None:
        """The session stands differently now; who waited for the change goes on."""
        self.status = status
        news, self.change = self.change, anyio.Event()
        news.set()

    async def tell(self, event: SessionEvent) -> None:
        """Put an event into the stream; nobody hears it any more once the gateway has ended."""
        try:
            await self._into.send(event)
        except (anyio.ClosedResourceError, anyio.BrokenResourceError):
            return  # what was kept is picked up at the next start

    def show_typing(self, contact: Contact, *, is_typing: bool) -> None:
        """Where there are no signs, none are shown."""

    def mark_read(self, contact: Contact, messages: Sequence[MessageId]) -> None:
        """Where there are no signs, none are shown."""

    async def stop_listening(self) -> None:
        """As `Session` says."""
        self._into.close()


class Session(Protocol):
    """One connection to WhatsApp. Sending never makes, opens or mends it.

    Every incoming message is handed to the session's `Keep` before anything else happens to it, and is told as an
    event only after that. Closing ends `events`.
    """

    @property
    def status(self) -> Status:
        """How it stands now."""
        ...

    @property
    def events(self) -> MemoryObjectReceiveStream[SessionEvent]:
        """What happens, in order. One reader: the gateway."""
        ...

    @property
    def change(self) -> anyio.Event:
        """Set when the status changes next. Take it before reading the status, so that no change is missed."""
        ...

    async def send(self, message: OutgoingMessage) -> Sent:
        """Send one message and wait for WhatsApp's acknowledgement.

        NotConnected: not online, nothing was sent. SendRefused: WhatsApp will not take it. OutcomeUnknown: no
        acknowledgement came.
        """
        ...

    def show_typing(self, contact: Contact, *, is_typing: bool) -> None:
        """Show the customer that an answer is being written, or no longer. A courtesy: nothing is promised."""
        ...

    def mark_read(self, contact: Contact, messages: Sequence[MessageId]) -> None:
        """Show the customer that these were read; the salon's phone shows them as read too. A courtesy."""
        ...

    async def stop_listening(self) -> None:
        """Take in no more messages and end `events`; sending goes on."""
        ...


@runtime_checkable
class Linkable(Session, Protocol):
    """A session that a person can connect, pair and unlink."""

    async def connect(self) -> None:
        """Dial, from whatever state; nothing if it is online or a dial is under way.

        From `replaced` it takes the session back, from `logged_out` it shows a new QR.
        """
        ...

    async def pair(self, phone: PhoneNumber | None) -> None:
        """Show a new QR, or with `phone` a code to type on that phone. AlreadyLinked when a phone is linked."""
        ...

    async def unlink(self) -> None:
        """Remove this device from the account. NotConnected unless online."""
        ...
