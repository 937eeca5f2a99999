"""A linked device: the client under test as the server and its correspondents know it."""

import itertools
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from . import wire
from .addresses import SERVER, Jid
from .connection import Connection
from .nodes import Attribute, Node
from .signal import Bundle, parse_key

LOW_KEYS = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class Registration:
    """What an unpaired client says of itself when it connects (ClientPayload.devicePairingData)."""

    noise_key: bytes
    registration: int
    identity: bytes
    signed_id: int
    signed: bytes
    signature: bytes


def parse_registration(noise_key: bytes, data: wire.Message) -> Registration:
    """Read DevicePairingRegistrationData."""
    return Registration(
        noise_key=noise_key,
        registration=int.from_bytes(data.data(1), "big"),
        identity=data.data(3),
        signed_id=int.from_bytes(data.data(4), "big"),
        signed=data.data(5),
        signature=data.data(6),
    )


class Device:
    """One linked device: its keys, its connection, and what it has not confirmed yet.

    A stanza stays in `unconfirmed` until the device acknowledges it; whatever is there at the next login is
    delivered again with an `offline` attribute. That is the service's at-least-once delivery. While it
    `holds_mail` the link is well and nothing from people comes through, until release or the next login.
    """

    def __init__(self, number: int, phone: Jid, lid: Jid, registration: Registration, proof: bytes) -> None:
        self.number = number
        self.jid = Jid(phone.user, phone.domain, number)
        self.lid = Jid(lid.user, lid.domain, number)
        self.noise_key = registration.noise_key
        self.proof = proof
        self.connection: Connection | None = None
        self.is_ready = False
        self.is_active = False
        self.knows_settings = False
        self.is_used_elsewhere = False
        self.holds_mail = False
        self.presence = ""
        self.unconfirmed: OrderedDict[tuple[str, str, str], Node] = OrderedDict()
        self._base = Bundle(
            registration=registration.registration,
            identity=registration.identity,
            signed_id=registration.signed_id,
            signed=registration.signed,
            signature=registration.signature,
        )
        self._one_time: OrderedDict[int, bytes] = OrderedDict()
        self._offline = itertools.count()

    @property
    def identity(self) -> bytes:
        """The device's public Signal identity."""
        return self._base.identity

    @property
    def key_count(self) -> int:
        """How many one-time keys are left."""
        return len(self._one_time)

    def upload(self, query: Node) -> None:
        """Take the keys of an <iq xmlns=encrypt type=set>; raises ValueError if they are not the device's own."""
        signed = query.get("skey")
        number, public = parse_key(signed)
        if query.get("identity").data != self.identity:
            raise ValueError("the device uploads another identity than it paired with")
        self._base = replace(self._base, signed_id=number, signed=public, signature=signed.get("signature").data)
        self._one_time |= dict(parse_key(key) for key in query.get("list").children)

    def bundle(self) -> Bundle:
        """Hand out the device's keys; each one-time key only once."""
        if not self._one_time:
            return self._base
        bundle = replace(self._base, one_time=self._one_time.popitem(last=False))
        if self.key_count == LOW_KEYS:
            self.deliver(_low_keys(self.key_count))
        return bundle

    def deliver(self, node: Node) -> None:
        """Send a stanza now, or at the next login, or when mail is no longer held."""
        self.unconfirmed[_key(node)] = node
        if self.connection and self.is_ready and not self.holds_mail:
            self.connection.send(node)

    def release_mail(self) -> None:
        """Send what was held; nothing, if nothing was."""
        was_held, self.holds_mail = self.holds_mail, False
        if was_held and self.connection and self.is_ready:
            for node in list(self.unconfirmed.values()):
                self.connection.send(node)

    def redeliver(self) -> Iterator[Node]:
        """Yield what is unconfirmed, marked as offline, in order of arrival."""
        for node in self.unconfirmed.values():
            yield Node(node.tag, {**node.attrs, "offline": str(next(self._offline))}, node.content)

    def confirm(self, tag: str, number: str, kind: str = "") -> None:
        """Forget a stanza that the device has acknowledged."""
        self.unconfirmed.pop((tag, number, kind), None)


def _key(node: Node) -> tuple[str, str, str]:
    kind = "" if node.tag == "message" else node.text("type")
    return node.tag, node.text("id"), kind


def _low_keys(count: int) -> Node:
    attrs: dict[str, Attribute] = {"from": SERVER, "id": f"low-{count}", "type": "encrypt", "t": "0"}
    return Node("notification", attrs, [Node("count", {"value": str(count)})])
