"""What a simulated phone sends: encrypted for every linked device, and kept so that it can be sent again."""

import random
import time
from dataclasses import dataclass, field

from . import messages
from .addresses import Jid
from .devices import Device
from .nodes import Attribute, Node
from .sender_keys import SenderKey
from .signal import Peer, parse_bundle

Attributes = dict[str, Attribute]


def new_message_id() -> str:
    """Return an id such as phones make."""
    return f"3A{random.randbytes(9).hex().upper()}"


def timestamp() -> str:
    """Return the present time as stanzas carry it, in whole seconds."""
    return str(int(time.time()))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Sent:
    body: bytes
    attrs: Attributes
    marks: Attributes
    stanzas: list[tuple[Device, Node]] = field(default_factory=list)


class Outbox:
    """The sending half of one phone. `devices` are the linked devices of the client under test, as they come and go."""

    def __init__(self, peer: Peer, devices: dict[int, Device]) -> None:
        self.peer = peer
        self._devices = devices
        self._sent: dict[str, _Sent] = {}
        self._sender_keys: dict[Jid, SenderKey] = {}

    def __contains__(self, number: object) -> bool:
        return number in self._sent

    @property
    def device(self) -> Device:
        """The device that speaks for the salon; LookupError while none is linked."""
        for device in self._devices.values():
            return device
        raise LookupError("no device is linked to write to")

    def prepare(self) -> None:
        """Work out the keys of a first message in advance; without it, the first message does."""
        for device in self._devices.values():
            self._meet(device)

    def deliver(self, stanza: Node) -> None:
        """Hand a stanza to every device; it waits for those that are away."""
        for device in self._devices.values():
            device.deliver(stanza)

    def flash(self, stanza: Node) -> None:
        """Show a stanza to the devices that are connected; it never waits."""
        for device in self._devices.values():
            if device.connection:
                device.connection.send(stanza)

    def send(self, body: bytes, attrs: Attributes, marks: Attributes, *, damaged: bool = False) -> str:
        """Encrypt and deliver a message; return its id.

        `attrs` go on the stanza, `marks` on the ciphertext; `damaged` breaks the ciphertext of this attempt.
        """
        number = new_message_id()
        assert self.device
        self._sent[number] = _Sent(body=body, attrs=attrs, marks=marks)
        for device in self._devices.values():
            self._send_to(device, number, damaged=damaged)
        return number

    def resend(self, number: str) -> None:
        """Send a message again: same id, new ciphertext."""
        for device in self._devices.values():
            self._send_to(device, number)

    def redeliver(self, number: str) -> None:
        """Let the service deliver the same ciphertext again."""
        for device, stanza in self._sent[number].stanzas:
            device.deliver(stanza)

    def answer_retry(self, device: Device, number: str, receipt: Node) -> None:
        """Send again what a device could not decrypt, in a new session if it sent keys for one."""
        if receipt.find("keys") is not None:
            self.peer.begin(device.number, parse_bundle(receipt))
        if number in self._sent:
            self._send_to(device, number, {"count": receipt.get("retry").text("count")})

    def ask_again(self, device: Device, sender: Jid, number: str, attempt: int) -> None:
        """Ask a device for a message that could not be decrypted, with keys for a new session."""
        attrs: Attributes = {"from": sender, "id": number, "type": "retry", "t": timestamp()}
        retry = Node("retry", {"count": str(attempt), "id": number, "t": timestamp(), "v": "1"})
        registration, *keys = self.peer.bundle().nodes()
        device.deliver(Node("receipt", attrs, [retry, registration, Node("keys", {}, keys)]))

    def publish(self, audience: Jid, body: bytes, attrs: Attributes) -> str:
        """Send to a group, a broadcast list or the status with a sender key; return the id."""
        number = new_message_id()
        sender_key = self._sender_keys.setdefault(audience, SenderKey())
        distribution = messages.with_sender_key(audience, sender_key.distribution())
        sealed = Node("enc", {"v": "2", "type": "skmsg"}, sender_key.encrypt(body))
        head: Attributes = {"id": number, "from": audience, "type": "text", "t": timestamp(), **attrs}
        for device in self._devices.values():
            device.deliver(Node("message", head, [self._seal(device, distribution, {}), sealed]))
        return number

    def _send_to(self, device: Device, number: str, more: Attributes | None = None, *, damaged: bool = False) -> None:
        sent = self._sent[number]
        sealed = self._seal(device, sent.body, sent.marks | (more or {}))
        if damaged:
            sealed.content = sealed.data[:-1] + bytes([sealed.data[-1] ^ 1])
        stanza = Node("message", {"id": number, "t": timestamp(), **sent.attrs}, [sealed])
        sent.stanzas.append((device, stanza))
        device.deliver(stanza)

    def _seal(self, device: Device, body: bytes, marks: Attributes) -> Node:
        self._meet(device)
        kind, sealed = self.peer.encrypt(device.number, body)
        return Node("enc", {"v": "2", "type": kind, **marks}, sealed)

    def _meet(self, device: Device) -> None:
        if not self.peer.has_session(device.number):
            self.peer.begin(device.number, device.bundle())
