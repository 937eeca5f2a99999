"""One client's connection: websocket, Noise, nodes. It knows the protocol's frames and none of its meaning."""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from typing import Protocol

from aiohttp import WSMsgType, web
from cryptography.exceptions import InvalidTag

from .certificates import NoiseChain
from .nodes import Node, parse_node, render_node
from .noise import Cipher, Frames, Handshake, render_frame

log = logging.getLogger(__name__)

CLOSING_DELAY_S = 0.5
"""Closing sooner can overtake the last node inside the client (seen with whatsmeow of 2026-09)."""


class Host(Protocol):
    """Whoever answers what arrives on a connection."""

    def greet(self, connection: "Connection", noise_key: bytes, payload: bytes) -> None:
        """The handshake is done; `payload` is the ClientPayload protobuf."""

    def receive(self, connection: "Connection", node: Node) -> None:
        """A node arrived."""

    def part(self, connection: "Connection") -> None:
        """The connection is gone."""

    def complain(self, text: str) -> None:
        """The client did something it must not."""


class Connection:
    """From the websocket's opening to its end.

    `is_silent` makes it a dead link: what arrives is dropped, what is sent goes nowhere, nobody hangs up.
    """

    def __init__(self, host: Host, chain: NoiseChain) -> None:
        self.is_silent = False
        self.is_closing = False
        self._host = host
        self._chain = chain
        self._socket = web.WebSocketResponse(compress=False, autoping=True, max_msg_size=1 << 24)
        self._transport: asyncio.Transport | None = None
        self._outgoing = bytearray()
        self._wake = asyncio.Event()
        self._hangs_up = False
        self._receiving: Cipher | None = None
        self._sending: Cipher | None = None
        self._handshake: Handshake | None = None

    async def serve(self, request: web.BaseRequest) -> web.WebSocketResponse:
        """Run the connection to its end, however that comes about."""
        await self._socket.prepare(request)
        transport = request.transport
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        writer = asyncio.create_task(self._write())
        try:
            await self._read()
        except (InvalidTag, ValueError, LookupError) as error:
            log.exception("the client broke the protocol")
            self._host.complain(f"protocol broken: {error!r}")
        finally:
            self.is_closing = True
            writer.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await writer
            self._host.part(self)
        return self._socket

    def send(self, node: Node) -> None:
        """Queue a node; nodes leave in the order of the calls."""
        if self.is_silent or self.is_closing or self._sending is None:
            return
        log.debug("-> %s", node)
        self._outgoing += render_frame(self._sending.seal(render_node(node)))
        self._wake.set()

    def finish(self, delay: float = CLOSING_DELAY_S) -> None:
        """Close `delay` seconds after what was sent so far; nothing more is sent or heard."""
        self.is_closing = True
        asyncio.get_running_loop().call_later(delay, self._hang_up)

    def abort(self) -> None:
        """Cut the TCP link and lose what is under way."""
        self.is_closing = True
        if self._transport:
            self._transport.abort()

    def _hang_up(self) -> None:
        self._hangs_up = True
        self._wake.set()

    async def _read(self) -> None:
        frames = Frames()
        step: Callable[[Frames, bytes], None] = self._hello
        async for message in self._socket:
            if message.type is not WSMsgType.BINARY:
                continue
            for frame in frames.feed(message.data):
                step(frames, frame)
                step = self._node if self._receiving else self._client_finish

    def _hello(self, frames: Frames, frame: bytes) -> None:
        self._handshake = Handshake(frames.header, self._chain)
        self._outgoing += render_frame(self._handshake.answer(frame))
        self._wake.set()

    def _client_finish(self, _: Frames, frame: bytes) -> None:
        assert self._handshake
        noise_key, payload, self._receiving, self._sending = self._handshake.finish(frame)
        self._host.greet(self, noise_key, payload)

    def _node(self, _: Frames, frame: bytes) -> None:
        assert self._receiving
        plain = self._receiving.open(frame)
        if self.is_silent or self.is_closing:
            return
        node = parse_node(plain)
        log.debug("<- %s", node)
        self._host.receive(self, node)

    async def _write(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            data = bytes(self._outgoing)
            self._outgoing.clear()
            with contextlib.suppress(ConnectionError, RuntimeError):
                if data:
                    await self._socket.send_bytes(data)
            if self._hangs_up and self._transport:
                self._transport.close()
                return
