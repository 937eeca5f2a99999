"""The bare library: a bot that answers each message with its own text, and nothing else.

    python -m tests.bench.echo STORE

Run through the loopback server's launcher. Prints the QR on a line of its own. Neonize as it comes, but for WAL with
FULL: the same promise to the disk as the daemon's.
"""

import asyncio
import sys
from typing import Any

from neonize.aioze.client import NewAClient
from neonize.aioze.events import ConnectedEv, MessageEv, PairStatusEv
from neonize.proto.waE2E.WAWebProtobufsE2E_pb2 import Message

WAL = "{}?_journal_mode=WAL&_synchronous=FULL&_foreign_keys=on&x="


async def show_qr(_: NewAClient, qr: bytes) -> None:
    print("QR", qr.decode(), flush=True)


async def echo(client: NewAClient, message: Any) -> None:
    """Send the text back to where it came from; the account's own messages are left alone."""
    source = message.Info.MessageSource
    if not source.IsFromMe:
        await client.send_message(source.Chat, Message(conversation=message.Message.conversation))


async def ignore(_: NewAClient, _event: Any) -> None:
    """Nothing: without a handler the library does not note that it is connected."""


async def main(store: str) -> None:
    client = NewAClient(WAL.format(store))
    client.event.qr(show_qr)
    client.event(MessageEv)(echo)
    client.event(ConnectedEv)(ignore)
    client.event(PairStatusEv)(ignore)
    await client.connect()
    await client.idle()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
