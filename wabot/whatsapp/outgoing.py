"""Outgoing messages as WhatsApp carries them: words as they are, a document by way of its media servers."""

import asyncio
from collections.abc import Awaitable, Callable

from neonize.proto.waE2E.WAWebProtobufsE2E_pb2 import Message

from wabot.domain.correspondence import OutgoingMessage
from wabot.errors import SendRefused

UPLOAD_S = 10.0  # in all; meanwhile nobody else is written to
_PAUSES_S = (0.5, 2.0)  # before it is tried again; nothing has been sent yet, so nothing can be sent twice


Put = Callable[[bytes, str], Awaitable[Message]]
"""Puts a file of that name on the media servers: Client.upload."""


async def upload(put: Put, message: OutgoingMessage) -> Message:
    """The message to send; a document is uploaded first. NotConnected, or SendRefused when it cannot be."""
    if message.document is None:
        return Message(conversation=message.text)
    try:
        async with asyncio.timeout(UPLOAD_S):
            for pause in _PAUSES_S:
                try:
                    return await put(message.document, message.text)
                except SendRefused:
                    await asyncio.sleep(pause)
            return await put(message.document, message.text)
    except TimeoutError:
        raise SendRefused(
            f"WhatsApp's media servers did not take the file within {UPLOAD_S:.0f} s; nothing was sent"
        ) from None
