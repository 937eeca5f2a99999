"""Messages in and out, as they are whatever carries them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from wabot.domain.customers import Contact
from wabot.types import InboxId, MessageId, OutboxId


class Kind(StrEnum):
    """What a customer sent."""

    TEXT = "text"
    VOICE = "voice"
    IMAGE = "image"
    STICKER = "sticker"
    LOCATION = "location"
    DOCUMENT = "document"
    REACTION = "reaction"
    CALL = "call"
    EDIT = "edit"
    DELETION = "deletion"
    LOST = "lost"  # it is known that there was one, and not what it said


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingMessage:
    """A message as it reached the session.

    `text` is the caption of a picture, the emoji of a reaction, the new words of an edit; `reply_to` the message
    quoted, reacted to, edited or deleted.
    `by_salon`: a person of the salon wrote it from the phone to `contact`. `more_follows`: the sender is still
    at it, so the turn is not over. `sent_at` is the sender's time.
    """

    id: MessageId
    contact: Contact
    sent_at: datetime
    text: str = ""
    kind: Kind = Kind.TEXT
    profile_name: str | None = None
    reply_to: MessageId | None = None
    by_salon: bool = False
    more_follows: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingMessage:
    """A stored message that waits for its turn; `reply_to` as in `IncomingMessage`."""

    id: InboxId
    message_id: MessageId
    kind: Kind
    text: str
    reply_to: MessageId | None
    by_salon: bool
    sent_at: datetime
    received_at: datetime


def as_meant(messages: Iterable[PendingMessage]) -> list[PendingMessage]:
    """The messages with their corrections applied: what was deleted is gone, what was edited says the new words.

    An edit of a message whose turn is over is a message of its own; its deletion comes too late.
    """
    meant: dict[MessageId, PendingMessage] = {}
    for message in messages:
        target = message.reply_to
        if message.kind is Kind.DELETION:
            if target is not None:
                meant.pop(target, None)
        elif message.kind is Kind.EDIT and target in meant:
            meant[target] = replace(meant[target], text=message.text)
        else:
            kind = Kind.TEXT if message.kind is Kind.EDIT else message.kind
            meant[message.message_id] = replace(message, kind=kind)
    return list(meant.values())


class SendState(StrEnum):
    """What became of an outgoing message. `unknown`: it was under way when the program or the line died."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"
    UNKNOWN = "unknown"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingMessage:
    """A message from the outbox on its way. `key` says what it is, once for ever ("reply:17").

    `document`: a file, of the name `text`; None for words.
    """

    id: OutboxId
    key: str
    contact: Contact
    text: str
    document: bytes | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """WhatsApp's acknowledgement of a message."""

    message_id: MessageId
    at: datetime


class ReceiptKind(StrEnum):
    """What a customer's phone reports about our message."""

    DELIVERED = "delivered"
    READ = "read"


@dataclass(frozen=True, slots=True)
class Receipt:
    """A customer's phone got or showed one of the salon's messages, whoever wrote it."""

    message_id: MessageId
    contact: Contact
    kind: ReceiptKind
    at: datetime
