"""What travels on the bus: hints that a row waits. The row carries the truth; a lost hint loses nothing."""

from dataclasses import dataclass

from wabot.types import CustomerId


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageReceived:
    """A customer's message was stored. By the gateway, for booking."""

    customer: CustomerId


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyQueued:
    """A message for a customer was put into the outbox. By booking, for the sender."""

    customer: CustomerId
