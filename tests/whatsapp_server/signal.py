"""Signal sessions: key agreement (X3DH) in both directions, and one session that survives renewals.

Source: the X3DH specification; libsignal for labels and layout. A `Peer` is one device of a simulated person: its keys
and its sessions with the devices of the client under test.
"""

import itertools
import random
import struct
from collections.abc import Hashable
from dataclasses import dataclass

from . import wire
from .keys import KeyPair, SigningKeyPair, derive, is_signed_by
from .nodes import Node
from .ratchet import KEY_TYPE, VERSION, Ratchet, SeenBefore, Undecryptable

KEPT_RATCHETS = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class Bundle:
    """The public keys with which anybody may begin a session with a device; all of 32 bytes."""

    registration: int
    identity: bytes
    signed_id: int
    signed: bytes
    signature: bytes
    one_time: tuple[int, bytes] | None = None

    def __post_init__(self) -> None:
        if not is_signed_by(self.identity, KEY_TYPE + self.signed, self.signature):
            raise ValueError("the signed prekey's signature is wrong")

    def nodes(self) -> list[Node]:
        """Write the bundle the way key queries and retry receipts carry it."""
        nodes = [
            Node("registration", {}, struct.pack(">I", self.registration)),
            Node("type", {}, KEY_TYPE),
            Node("identity", {}, self.identity),
            Node("skey", {}, [*_key_nodes(self.signed_id, self.signed), Node("signature", {}, self.signature)]),
        ]
        if self.one_time:
            nodes.append(Node("key", {}, _key_nodes(*self.one_time)))
        return nodes


def parse_key(node: Node) -> tuple[int, bytes]:
    """Read a <key> or <skey>: its id and public key."""
    return int.from_bytes(node.get("id").data, "big"), node.get("value").data


def parse_bundle(receipt: Node) -> Bundle:
    """Read the keys in a retry receipt; raises LookupError or ValueError if they are not all there."""
    keys = receipt.get("keys")
    signed_id, signed = parse_key(keys.get("skey"))
    return Bundle(
        registration=int.from_bytes(receipt.get("registration").data, "big"),
        identity=keys.get("identity").data,
        signed_id=signed_id,
        signed=signed,
        signature=keys.get("skey", "signature").data,
        one_time=parse_key(keys.get("key")),
    )


def _key_nodes(number: int, public: bytes) -> list[Node]:
    return [Node("id", {}, number.to_bytes(3, "big")), Node("value", {}, public)]


@dataclass(slots=True)
class _Opening:
    """What each message repeats until the peer has answered once."""

    one_time_id: int | None
    base: bytes
    registration: int
    signed_id: int


class Session:
    """Every ratchet shared with one device, the newest first."""

    def __init__(self) -> None:
        self.ratchets: list[tuple[bytes, Ratchet]] = []
        self.opening: _Opening | None = None

    def add(self, base: bytes, ratchet: Ratchet) -> None:
        """Make `ratchet`, known by its opening's base key, the one to send with."""
        self.ratchets = [(base, ratchet), *self.ratchets[: KEPT_RATCHETS - 1]]

    def decrypt(self, message: bytes) -> bytes:
        """Try the ratchets in turn; the one that fits becomes the one to send with."""
        failure = Undecryptable("no session")
        for index, (_, ratchet) in enumerate(self.ratchets):
            try:
                plain = ratchet.decrypt(message)
            except SeenBefore:
                raise
            except Undecryptable as error:
                failure = error
                continue
            self.ratchets.insert(0, self.ratchets.pop(index))
            self.opening = None
            return plain
        raise failure


class Peer:
    """One device's Signal identity and everything it remembers of others."""

    def __init__(self, identity: SigningKeyPair | None = None) -> None:
        self.identity = identity or SigningKeyPair()
        self.registration = random.randrange(1, 1 << 14)
        self._signed_id = random.randrange(1, 1 << 24)
        self._signed = KeyPair()
        self._signature = self.identity.sign(KEY_TYPE + self._signed.public)
        self._one_time: dict[int, KeyPair] = {}
        self._ids = itertools.count(1)
        self._sessions: dict[Hashable, Session] = {}

    def bundle(self) -> Bundle:
        """Offer this device's keys, with a one-time key made for the occasion."""
        number, pair = next(self._ids), KeyPair()
        self._one_time[number] = pair
        return Bundle(
            registration=self.registration,
            identity=self.identity.public,
            signed_id=self._signed_id,
            signed=self._signed.public,
            signature=self._signature,
            one_time=(number, pair.public),
        )

    def has_session(self, device: Hashable) -> bool:
        """Whether `device` was met before."""
        return device in self._sessions

    def begin(self, device: Hashable, bundle: Bundle) -> None:
        """Agree on keys with a device from its bundle (X3DH, the initiator's side)."""
        base = KeyPair()
        secret = b"\xff" * 32 + self.identity.agree(bundle.signed)
        secret += base.agree(bundle.identity) + base.agree(bundle.signed)
        if bundle.one_time:
            secret += base.agree(bundle.one_time[1])
        keys = derive(secret, 64, info=b"WhisperText")
        ratchet = Ratchet(keys[:32], base, (self.identity.public, bundle.identity))
        ratchet.expect(bundle.signed, keys[32:])
        ratchet.start_sending(bundle.signed)
        session = self._sessions.setdefault(device, Session())
        session.add(base.public, ratchet)
        one_time_id = bundle.one_time[0] if bundle.one_time else None
        session.opening = _Opening(one_time_id, base.public, self.registration, bundle.signed_id)

    def encrypt(self, device: Hashable, plain: bytes) -> tuple[str, bytes]:
        """Return the kind of ciphertext (pkmsg until the device has answered, then msg) and its bytes."""
        session = self._sessions[device]
        message = session.ratchets[0][1].encrypt(pad(plain))
        opening = session.opening
        if opening is None:
            return "msg", message
        return "pkmsg", bytes([VERSION]) + wire.render(
            (1, opening.one_time_id),
            (2, KEY_TYPE + opening.base),
            (3, KEY_TYPE + self.identity.public),
            (4, message),
            (5, opening.registration),
            (6, opening.signed_id),
        )

    def decrypt(self, device: Hashable, kind: str, message: bytes) -> bytes:
        """Return the plaintext of a msg or pkmsg; raises Undecryptable."""
        if kind == "msg":
            if device not in self._sessions:
                raise Undecryptable("no session")
            return unpad(self._sessions[device].decrypt(message))
        fields = wire.Message(message[1:])
        session = self._sessions.get(device) or Session()
        base = fields.data(2)[1:]
        is_new = all(known != base for known, _ in session.ratchets)
        if is_new:
            session.add(base, self._accept(fields, base))
        try:
            plain = session.decrypt(fields.data(4))
        except Undecryptable:
            if is_new:
                session.ratchets.pop(0)
            raise
        self._one_time.pop(fields.number(1), None)
        self._sessions[device] = session
        return unpad(plain)

    def forget_sessions(self) -> None:
        """Lose every session, as a phone does that was restored without them."""
        self._sessions.clear()

    def _accept(self, opening: wire.Message, base: bytes) -> Ratchet:
        """Agree on keys with the sender of an opening (X3DH, the responder's side)."""
        if opening.number(6) != self._signed_id:
            raise Undecryptable("unknown signed prekey")
        their_identity = opening.data(3)[1:]
        secret = b"\xff" * 32 + self._signed.agree(their_identity)
        secret += self.identity.agree(base) + self._signed.agree(base)
        if 1 in opening:
            one_time = self._one_time.get(opening.number(1))
            if one_time is None:
                raise Undecryptable("unknown one-time prekey")
            secret += one_time.agree(base)
        keys = derive(secret, 64, info=b"WhisperText")
        ratchet = Ratchet(keys[:32], self._signed, (self.identity.public, their_identity))
        ratchet.reuse_for_sending(keys[32:])
        return ratchet


def pad(plain: bytes) -> bytes:
    """Add 1 to 15 bytes that each hold their count."""
    count = random.randrange(1, 16)
    return plain + bytes([count]) * count


def unpad(padded: bytes) -> bytes:
    """Undo `pad`; raises Undecryptable."""
    count = padded[-1] if padded else 0
    if not count or padded[-count:] != bytes([count]) * count:
        raise Undecryptable("wrong padding")
    return padded[:-count]
