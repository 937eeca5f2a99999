"""The way in: an HTTP CONNECT proxy that ends the client's TLS itself, whatever host was asked for.

Nothing is ever forwarded. A host that is not WhatsApp's is refused and remembered, so that a test can prove that the
program under test asked for no other.
"""

import asyncio
import contextlib
import ssl
from collections.abc import Awaitable, Callable
from typing import Literal

from aiohttp import web

from .watches import Watch

Network = Literal["up", "refused", "silent"]
Handler = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]
_ALLOWED = ("whatsapp.com", "whatsapp.net")
_MAX_HEAD = 8192


class Proxy:
    """Listens on a free port of 127.0.0.1 from `start` to `stop`.

    `network` decides what becomes of new links: `up`; `refused` - hung up on at once; `silent` - accepted, never
    answered. `dials` counts the links, `refused_hosts` lists whom else the client wanted to reach.
    """

    def __init__(self, tls: ssl.SSLContext, handler: Handler, watch: Watch) -> None:
        self.network: Network = "up"
        self.refused_hosts: list[str] = []
        self.port = 0
        self.dials = 0
        self.watch = watch
        self.tls = tls
        self.http = web.Server(handler, access_log=None)
        self.links: set[asyncio.Transport] = set()
        self.tasks: set[asyncio.Task[None]] = set()
        self._listener: asyncio.Server | None = None

    @property
    def url(self) -> str:
        """What belongs into HTTPS_PROXY."""
        return f"http://127.0.0.1:{self.port}"

    async def start(self, port: int = 0) -> None:
        """Begin to listen; port 0 takes any free one."""
        loop = asyncio.get_running_loop()
        self._listener = await loop.create_server(lambda: _Link(self), "127.0.0.1", port)
        self.port = self._listener.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Cut every link and stop listening."""
        assert self._listener
        self._listener.close()
        for link in list(self.links):
            link.abort()
        await self.http.shutdown(1)
        for task in list(self.tasks):
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)

    def allows(self, host: str) -> bool:
        """Whether this is one of WhatsApp's hosts; a host that is not is remembered."""
        if any(host == allowed or host.endswith("." + allowed) for allowed in _ALLOWED):
            return True
        self.refused_hosts.append(host)
        return False


class _Link(asyncio.Protocol):
    """One TCP link until its CONNECT is answered; then TLS and HTTP take it over."""

    def __init__(self, proxy: Proxy) -> None:
        self._proxy = proxy
        self._head = bytearray()
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._proxy.dials += 1
        self._proxy.watch.changed()
        self._transport = transport
        self._proxy.links = {link for link in self._proxy.links if not link.is_closing()} | {transport}
        if self._proxy.network == "refused":
            transport.abort()

    def connection_lost(self, _: Exception | None) -> None:
        if self._transport:
            self._proxy.links.discard(self._transport)

    def data_received(self, data: bytes) -> None:
        self._head += data
        if self._proxy.network == "silent":
            return
        if len(self._head) > _MAX_HEAD:
            self._refuse(b"431 Request Header Fields Too Large")
        elif b"\r\n\r\n" in self._head:
            self._answer(self._head.decode("latin-1").split(" ", 2))

    def _answer(self, words: list[str]) -> None:
        if len(words) < 3 or words[0] != "CONNECT":
            self._refuse(b"405 Method Not Allowed")
        elif not self._proxy.allows(words[1].rpartition(":")[0]):
            self._refuse(b"403 Forbidden")
        else:
            task = asyncio.get_running_loop().create_task(self._open_tunnel())
            self._proxy.tasks.add(task)
            task.add_done_callback(self._proxy.tasks.discard)

    def _refuse(self, status: bytes) -> None:
        assert self._transport
        self._transport.write(b"HTTP/1.1 " + status + b"\r\nContent-Length: 0\r\n\r\n")
        self._transport.close()

    async def _open_tunnel(self) -> None:
        assert self._transport
        self._transport.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        protocol = self._proxy.http()
        with contextlib.suppress(OSError, ssl.SSLError):
            tunnel = await asyncio.get_running_loop().start_tls(
                self._transport, protocol, self._proxy.tls, server_side=True
            )
            if tunnel is not None:
                self._proxy.links.discard(self._transport)
                self._proxy.links.add(tunnel)
                protocol.connection_made(tunnel)
