"""The one WhatsApp session of the process, as the rest of the program sees it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

import anyio
from anyio.streams.memory import MemoryObjectReceiveStream

from wabot.domain.correspondence import IncomingMessage, OutgoingMessage, Receipt, Sent
from wabot.types import CustomerId


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


@dataclass(frozen=True, slots=True)
class Status:
    """A state, since when, and why in words (None when the state says it all)."""

    state: State
    since: datetime
    reason: str | None = None


class Standing:
    """A session's status and the news of it."""

    def __init__(self, status: Status) -> None:
        self.status = status
        self.change = anyio.Event()

    def become(self, status: Status) -> None:
        """The session stands differently now; who waited for the change goes on."""
        self.status = status
        news, self.change = self.change, anyio.Event()
        news.set()


@dataclass(frozen=True, slots=True)
class MessageKept:
    """A customer's message reached the session and is stored; `more_follows` while the customer is still at it."""

    customer: CustomerId
    more_follows: bool


@dataclass(frozen=True, slots=True)
class StatusChanged:
    """The session stands differently now."""

    status: Status


SessionEvent = MessageKept | Receipt | StatusChanged

Keep = Callable[[IncomingMessage], Awaitable[CustomerId | None]]
"""Stores an incoming message; None when it was stored before. When it returns, the message is on the disk."""


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

    async def stop_listening(self) -> None:
        """Take in no more messages and end `events`; sending goes on."""
        ...
