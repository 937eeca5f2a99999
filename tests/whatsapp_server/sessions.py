"""The front desk: who is connected as which linked device, and where each stanza goes."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from aiohttp import web

from . import wire
from .certificates import NoiseChain
from .connection import Connection
from .devices import Device, Registration, parse_registration
from .faults import Faults
from .nodes import Attribute, Node
from .pairing import Pairing
from .phone import OwnerPhone
from .post import Post
from .queries import Queries
from .watches import Watch

_USER, _DEVICE, _PAIRING = 1, 18, 19


@dataclass
class Counters:
    """What has happened since the start.

    `replaced`: how often one owner of the session displaced another, a dead link not counted; `pings`: keep-alives
    answered.
    """

    connections: int = 0
    registrations: int = 0
    pairings: int = 0
    logins: int = 0
    refused_logins: int = 0
    replaced: int = 0
    pings: int = 0


class Sessions:
    """Every connection, from the handshake to its end. A `connection.Host`, and the `faults.Links`."""

    def __init__(self, phone: OwnerPhone, devices: dict[int, Device], watch: Watch) -> None:
        self.counters = Counters()
        self.chain = NoiseChain()
        self.devices = devices
        self.watch = watch
        self.phone = phone
        self.pairing = Pairing(phone, self._link)
        self.faults: Faults
        self.post: Post
        self.queries: Queries

    def attach(self, faults: Faults, post: Post, queries: Queries) -> None:
        """Say who answers; once, before the first connection."""
        self.faults, self.post, self.queries = faults, post, queries

    async def serve(self, request: web.BaseRequest) -> web.StreamResponse:
        """Run one connection to its end."""
        self.counters.connections += 1
        return await Connection(self, self.chain).serve(request)

    def online(self) -> Sequence[Connection]:
        """Return the connections of linked devices."""
        return [device.connection for device in self.devices.values() if device.connection]

    def unpaired(self) -> Sequence[Connection]:
        """Return the connections that show a QR."""
        return [candidate.connection for candidate in self.pairing.candidates]

    def greet(self, connection: Connection, noise_key: bytes, payload: bytes) -> None:
        """Log a linked device in, or show an unpaired one its QR references."""
        client = wire.Message(payload)
        if _PAIRING in client:
            self.counters.registrations += 1
            registration = parse_registration(noise_key, client.message(_PAIRING))
            self.pairing.invite(connection, registration, self.faults.qr_count)
        else:
            self._log_in(connection, noise_key, client)
        self.watch.changed()

    def receive(self, connection: Connection, node: Node) -> None:
        """Take a node to whom it concerns."""
        device = self._device_on(connection)
        if device is None:
            self.pairing.receive(connection, node)
            return
        match node.tag:
            case "iq" if node.text("type") in ("get", "set"):
                self._answer(device, connection, node)
            case "message":
                self.post.accept(device, node)
            case "receipt":
                self.post.take_receipt(device, node)
                self.watch.changed()
            case "ack":
                device.confirm(node.text("class"), node.text("id"), node.text("type"))
                self.watch.changed()
            case "chatstate":
                self.post.take_typing(node)
            case "call":
                self.post.take_call(device, node)
            case "presence" if node.text("type") in ("available", "unavailable"):
                device.presence = node.text("type")
                self.watch.changed()

    def part(self, connection: Connection) -> None:
        """Forget a connection that has ended."""
        self.pairing.part(connection)
        device = self._device_on(connection)
        if device:
            device.connection, device.is_ready, device.is_active = None, False, False
        self.watch.changed()

    def complain(self, text: str) -> None:
        """Note what the client did against the protocol."""
        self.post.complaints.append(text)

    def _answer(self, device: Device, connection: Connection, query: Node) -> None:
        connection.send(self.queries.answer(device, query))
        if query.text("xmlns") == "w:p":
            self.counters.pings += 1
            self.watch.changed()
        elif query.text("xmlns") == "passive":
            device.is_active = True
            if not device.knows_settings:
                device.knows_settings = True
                self.phone.share_settings()
            self.watch.changed()

    def _device_on(self, connection: Connection) -> Device | None:
        return next((one for one in self.devices.values() if one.connection is connection), None)

    def _link(self, registration: Registration, proof: bytes, number: int) -> Device:
        device = Device(number, self.phone.number, self.phone.lid, registration, proof)
        self.devices[number] = device
        self.counters.pairings += 1
        self.watch.changed()
        return device

    def _log_in(self, connection: Connection, noise_key: bytes, client: wire.Message) -> None:
        device = self.devices.get(client.number(_DEVICE))
        failure = self.faults.plan_login()
        is_known = (
            device is not None and device.noise_key == noise_key and str(client.number(_USER)) == self.phone.number.user
        )
        if failure is None and not is_known:
            failure = Node("failure", {"reason": "401", "location": "loopback"})
        if failure is not None or device is None:
            self.counters.refused_logins += 1
            if failure:
                connection.send(failure)
            connection.finish()
            return
        self._displace(device)
        self.counters.logins += 1
        device.connection = connection
        self._welcome(device, connection)

    def _displace(self, device: Device) -> None:
        is_alive = device.connection is not None and not device.connection.is_silent
        self.counters.replaced += is_alive or device.is_used_elsewhere
        device.is_used_elsewhere = False
        if device.connection:
            device.connection.send(Node("stream:error", {}, [Node("conflict", {"type": "replaced"})]))
            device.connection.finish()

    def _welcome(self, device: Device, connection: Connection) -> None:
        success: dict[str, Attribute] = {"t": str(int(time.time())), "lid": device.lid, "location": "loopback"}
        connection.send(Node("success", success))
        waiting = [] if device.holds_mail else list(device.redeliver())
        count = str(len(waiting))
        written = str(sum(node.tag == "message" for node in waiting))
        preview = {"count": count, "message": written, "appdata": "0", "notification": "0", "receipt": "0"}
        connection.send(Node("ib", {}, [Node("offline_preview", preview)]))
        for node in waiting:
            connection.send(node)
        connection.send(Node("ib", {}, [Node("offline", {"count": count})]))
        device.is_ready = True
