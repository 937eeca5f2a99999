"""What a link tells the session."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from wabot.domain.correspondence import IncomingMessage, Receipt
from wabot.domain.customers import Contact
from wabot.types import MessageId
from wabot.whatsapp.states import Event


@dataclass(frozen=True, slots=True)
class Ourselves:
    """The salon's own addresses: a phone is linked, and its events are told from now on."""

    addresses: frozenset[Contact]


@dataclass(frozen=True, slots=True)
class Connected:
    """Logged in; messages that waited may still be coming in."""


@dataclass(frozen=True, slots=True)
class CaughtUp:
    """All that waited has come in."""


@dataclass(frozen=True, slots=True)
class QrShown:
    """A QR to scan, as the text to encode."""

    text: str


@dataclass(frozen=True, slots=True)
class Wordless:
    """A message came that says nothing to anybody: a reaction taken back, a vote, a setting."""

    id: MessageId


@dataclass(frozen=True, slots=True)
class Called:
    """Somebody rings; `ring` declines."""

    message: IncomingMessage
    decline: Callable[[], Coroutine[Any, Any, None]]


News = IncomingMessage | Receipt | Wordless | Called | Ourselves | QrShown | Connected | CaughtUp | Event
