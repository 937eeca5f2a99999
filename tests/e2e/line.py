"""A telephone line between wabot in one process and its customers in another, so that wabot can be killed.

The customers' end is a server on a Unix socket that outlives every wabot. Each message is a JSON line:

    to wabot    {"message": {"id", "phone", "text"}}      repeated at every connection until it was kept
                {"ack": N, "id": ...}                     the message N of this connection has arrived
    from wabot  {"kept": id}                              it is on wabot's disk
                {"send": N, "key", "phone", "text"}
"""

import json
from collections.abc import AsyncIterator, Callable, Container
from contextlib import asynccontextmanager
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import anyio
from anyio.abc import ByteStream
from anyio.streams.buffered import BufferedByteReceiveStream

from wabot.clock import Clock
from wabot.domain.correspondence import IncomingMessage, OutgoingMessage, Receipt, ReceiptKind, Sent
from wabot.domain.customers import Contact
from wabot.types import MessageId, PhoneNumber
from wabot.whatsapp.session import Keep, MessageKept, Standing, State, Status

LONGEST_LINE = 65536


async def read_lines(stream: ByteStream) -> AsyncIterator[dict[str, Any]]:
    """JSON lines until the other side is gone."""
    buffered = BufferedByteReceiveStream(stream)
    while True:
        try:
            line = await buffered.receive_until(b"\n", LONGEST_LINE)
        except (anyio.EndOfStream, anyio.IncompleteRead, anyio.BrokenResourceError, anyio.ClosedResourceError):
            return
        yield json.loads(line)


async def write_line(stream: ByteStream, line: dict[str, Any]) -> None:
    await stream.send(json.dumps(line).encode() + b"\n")


class LineSession(Standing):
    """wabot's end: a `Session` whose WhatsApp is the process at the other end of the socket."""

    def __init__(self, keep: Keep, clock: Clock, stream: ByteStream) -> None:
        super().__init__(Status(State.ONLINE, clock.now()))
        self._keep = keep
        self._clock = clock
        self._stream = stream
        self._numbers = count(1)
        self._acks: dict[int, tuple[anyio.Event, list[str]]] = {}

    async def send(self, message: OutgoingMessage) -> Sent:
        number = next(self._numbers)
        arrived, ids = self._acks[number] = (anyio.Event(), [])
        line = {"send": number, "key": message.key, "phone": message.contact.phone, "text": message.text}
        await write_line(self._stream, line)
        await arrived.wait()
        return Sent(MessageId(ids[0]), self._clock.now())

    async def listen(self) -> None:
        """Take in what comes until the line is gone."""
        async with anyio.create_task_group() as arriving:
            async for line in read_lines(self._stream):
                if "ack" in line:
                    arrived, ids = self._acks.pop(line["ack"])
                    ids.append(line["id"])
                    arrived.set()
                elif "receipt" in line:
                    phone = Contact(phone=PhoneNumber(line["phone"]))
                    number = MessageId(line["receipt"])
                    await self.tell(Receipt(number, phone, ReceiptKind.DELIVERED, self._clock.now()))
                else:
                    arriving.start_soon(self._take_in, line["message"])

    async def _take_in(self, message: dict[str, str]) -> None:
        customer = await self._keep(
            IncomingMessage(
                id=MessageId(message["id"]),
                contact=Contact(phone=PhoneNumber(message["phone"])),
                sent_at=self._clock.now(),
                text=message["text"],
            )
        )
        await write_line(self._stream, {"kept": message["id"]})
        if customer is not None:
            await self.tell(MessageKept(customer, more_follows=False))


@asynccontextmanager
async def open_line(path: Path, keep: Keep, clock: Clock) -> AsyncIterator[LineSession]:
    """Connect wabot to its customers."""
    async with await anyio.connect_unix(path) as stream, anyio.create_task_group() as tasks:
        session = LineSession(keep, clock, stream)
        tasks.start_soon(session.listen)
        try:
            yield session
        finally:
            await session.stop_listening()
            session.events.close()
            tasks.cancel_scope.cancel()


class Exchange:
    """The customers' end: keeps what wabot has not kept yet, and notes every message that arrives."""

    def __init__(
        self, arrived: Callable[[str, str, str], None], takes: int | None = None, silent: Container[str] = ()
    ) -> None:
        """`arrived` is called with phone, key and text of each message, also when it came before.

        Phones report what has arrived, the last message again at each connection; `silent` ones do not. After `takes`
        messages the line acknowledges no more, and `is_full` is set; None is no limit.
        """
        self._arrived = arrived
        self.takes = takes
        self.is_full = anyio.Event()
        self._silent = silent
        self._reports: dict[str, str] = {}
        self._unkept: dict[str, dict[str, str]] = {}
        self._stream: ByteStream | None = None
        self._ids = count(1)

    async def write(self, message_id: str, phone: str, text: str) -> None:
        """A customer writes; it is delivered now or at the next connection."""
        message = self._unkept[message_id] = {"id": message_id, "phone": phone, "text": text}
        if self._stream is not None:
            await self._pass_on(message)

    async def serve(self, path: Path) -> None:
        """Connect one wabot after the other."""
        listener = await anyio.create_unix_listener(path)
        async with listener:
            await listener.serve(self._connected)

    async def _connected(self, stream: ByteStream) -> None:
        async with stream:
            self._stream = stream
            for phone in list(self._reports):
                await self._report(phone)
            for message in list(self._unkept.values()):
                await self._pass_on(message)
            async for line in read_lines(stream):
                if "kept" in line:
                    self._unkept.pop(line["kept"], None)
                    continue
                self._arrived(line["phone"], line["key"], line["text"])
                if self.takes == 0:
                    self.is_full.set()
                    continue
                if self.takes is not None:
                    self.takes -= 1
                number = self._reports[line["phone"]] = f"W{next(self._ids)}"
                try:
                    await write_line(stream, {"ack": line["send"], "id": number})
                except (anyio.BrokenResourceError, anyio.ClosedResourceError):
                    break
                await self._report(line["phone"])
            if self._stream is stream:
                self._stream = None

    async def _report(self, phone: str) -> None:
        if phone not in self._silent:
            await self._write({"receipt": self._reports[phone], "phone": phone})

    async def _pass_on(self, message: dict[str, str]) -> None:
        await self._write({"message": message})

    async def _write(self, line: dict[str, Any]) -> None:
        if self._stream is None:
            return
        try:
            await write_line(self._stream, line)
        except (anyio.BrokenResourceError, anyio.ClosedResourceError):
            self._stream = None


def opener(path: Path) -> Callable[[Keep, Clock], Any]:
    """How `run_wabot` opens a session at the socket `path`."""
    return partial(open_line, path)
