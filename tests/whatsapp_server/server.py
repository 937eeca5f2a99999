"""The server as a whole, and what tests may ask of it and do to it."""

import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeVar

from aiohttp import web

from . import messages
from .addresses import NEWSLETTER_DOMAIN, Jid
from .certificates import make_tls_context
from .customers import Customer
from .devices import Device
from .faults import Faults
from .media import MediaHost
from .nodes import Node
from .outbox import Attributes, new_message_id, timestamp
from .people import Directory, Group
from .phone import OwnerPhone
from .post import Post
from .proxy import Proxy
from .queries import Queries
from .sessions import Counters, Sessions
from .watches import Watch

T = TypeVar("T")


class WhatsAppServer:
    """One WhatsApp with one business account; made by `open_server`.

    State lives as long as the object does, so the client may be killed and started again against it.
    """

    def __init__(self, folder: Path, phone: str, name: str) -> None:
        self.ca_file = folder / "ca.pem"
        self.watch = Watch()
        self.devices: dict[int, Device] = {}
        self.directory = Directory()
        number = self.directory.new_number(phone)
        self.phone = OwnerPhone(name, self.directory.new_lid(), number, self.devices)
        self.directory.add(self.phone)
        self.sessions = Sessions(self.phone, self.devices, self.watch)
        self.proxy = Proxy(make_tls_context(folder), self._serve, self.watch)
        self.faults = Faults(self.sessions, self.proxy, self.devices)
        self.media = MediaHost(self.faults)
        self.post = Post(self.directory, self.faults, self.watch)
        self.queries = Queries(self.directory, self.devices, self.phone.app_state)
        self.sessions.attach(self.faults, self.post, self.queries)

    @property
    def counters(self) -> Counters:
        """What has happened since the start."""
        return self.sessions.counters

    @property
    def root_key(self) -> str:
        """The Noise root's public key in hex, for the launcher."""
        return self.sessions.chain.root_public.hex()

    @property
    def is_online(self) -> bool:
        """Whether a linked device is logged in and has told the server that it is active."""
        return any(device.connection and device.is_active for device in self.devices.values())

    def launch_command(self, module: str, *arguments: str) -> list[str]:
        """Return the command line that runs a Python module against this server."""
        launcher = [sys.executable, "-m", f"{__package__}.launcher"]
        ours = ["--proxy", self.proxy.url, "--ca", str(self.ca_file), "--root-key", self.root_key]
        return [*launcher, *ours, "--", module, *arguments]

    def customer(self, name: str, phone: str | None = None, *, is_hidden: bool = False) -> Customer:
        """Bring a customer into the world; `is_hidden`: nobody ever learns a phone number, only the LID."""
        number = None if is_hidden else self.directory.new_number(phone)
        customer = Customer(name, self.directory.new_lid(), number, self.devices, self.media)
        self.directory.add(customer)
        return customer

    def group(self, name: str, *members: Customer) -> Group:
        """Found a group of customers that the salon is in."""
        return self.directory.new_group(name, [self.phone, *members])

    async def post_to_newsletter(self, text: str) -> str:
        """Publish in a channel that the salon follows; returns the id."""
        number = new_message_id()
        attrs: Attributes = {
            "id": number,
            "from": Jid("120363000000000009", NEWSLETTER_DOMAIN),
            "type": "text",
            "server_id": "1",
            "t": timestamp(),
        }
        self.phone.outbox.deliver(Node("message", attrs, [Node("plaintext", {}, messages.text(text))]))
        return number

    async def scan(self, qr: str, deadline: float = 10.0) -> Device:
        """Let the owner's phone scan the text of a QR; PairingFailed if no connected client shows it."""
        return await self.sessions.pairing.scan(qr, deadline)

    async def enter_code(self, code: str, deadline: float = 10.0) -> Device:
        """Let the owner enter a pairing code on the phone; PairingFailed if it is the wrong one."""
        return await self.sessions.pairing.enter_code(code, deadline)

    def unlink(self, *, at_once: bool = False) -> None:
        """Remove every linked device on the phone: at once if online, at its next login otherwise."""
        self.faults.fail_stream("401", Node("conflict", {"type": "device_removed"}), at_once=at_once)
        self.devices.clear()

    def log_in_elsewhere(self, *, at_once: bool = False) -> None:
        """A second owner of the same session logs in; a client of ours that logs in again replaces it in turn."""
        for device in self.devices.values():
            device.is_used_elsewhere = True
            self.counters.replaced += 1
        self.faults.replace(at_once=at_once)

    async def until(self, condition: Callable[[], T], deadline: float = 10.0, what: str = "change") -> T:
        """Wait until a condition on connections, devices or counters holds."""
        return await self.watch.until(condition, deadline, what)

    async def wait_online(self, deadline: float = 20.0) -> None:
        """Wait until a linked device is online."""
        await self.until(lambda: self.is_online, deadline, "linked device online")

    async def wait_offline(self, deadline: float = 20.0) -> None:
        """Wait until no linked device is connected."""
        await self.until(lambda: not self.sessions.online(), deadline, "end of the connection")

    async def _serve(self, request: web.BaseRequest) -> web.StreamResponse:
        if request.path == "/ws/chat":
            return await self.sessions.serve(request)
        return await self.media.respond(request)


@asynccontextmanager
async def open_server(
    folder: Path, *, phone: str = "+79160000000", name: str = "Salon", port: int = 0
) -> AsyncIterator[WhatsAppServer]:
    """Run a server on 127.0.0.1 (port 0: any free one); its certificate authority is written into `folder`."""
    server = WhatsAppServer(folder, phone, name)
    await server.proxy.start(port)
    try:
        yield server
    finally:
        await server.proxy.stop()
