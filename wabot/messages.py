"""What travels on the bus: hints that a row waits. The row carries the truth; a lost hint loses nothing."""

from dataclasses import dataclass

from wabot.domain.customers import Contact
from wabot.types import CustomerId, MessageId


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageReceived:
    """A customer's message was stored. By the gateway, for booking."""

    customer: CustomerId


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnBegun:
    """A customer wrote and will be answered in a moment. By booking, for the sender."""

    customer: CustomerId


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnEnded:
    """A customer's turn was committed. By booking, for the sender.

    `read`: the messages that need nobody else's eye.
    """

    contact: Contact
    read: tuple[MessageId, ...]
    is_answered: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyQueued:
    """A message for a customer was put into the outbox. By booking, for the sender."""

    customer: CustomerId


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftEnded:
    """Others work by a new configuration; what the old ones queued at last may be unannounced. For the sender."""
