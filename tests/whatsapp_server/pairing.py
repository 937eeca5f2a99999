"""Linking: the QR references shown to an unpaired client, and the phone that scans one or enters a code.

Source: whatsmeow (pair.go, pair-code.go) for the order of the exchange and the labels.
"""

import asyncio
import base64
import hashlib
import hmac
import os
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from . import wire
from .addresses import SERVER
from .connection import Connection
from .devices import Device, Registration
from .keys import KeyPair, derive, is_signed_by
from .nodes import Attribute, Node
from .phone import OwnerPhone
from .watches import Watch

CODE_ROUNDS = 2 << 16
_ACCOUNT, _DEVICE = b"\x06\x00", b"\x06\x01"


class PairingFailed(Exception):
    """The client and the phone did not come together; the text says why."""


@dataclass
class Candidate:
    """An unpaired client that is connected and shows a QR."""

    connection: Connection
    registration: Registration
    refs: list[str]
    wrapped_key: bytes = b""
    finish: asyncio.Future[Node] | None = None
    results: dict[str, asyncio.Future[Node]] = field(default_factory=dict)


class Pairing:
    """Everything between a client's first connection and its becoming a linked device."""

    def __init__(self, phone: OwnerPhone, link: Callable[[Registration, bytes, int], Device]) -> None:
        self.candidates: list[Candidate] = []
        self.watch = Watch()
        self._phone = phone
        self._link = link
        self._numbers = iter(range(1, 255))

    def invite(self, connection: Connection, registration: Registration, count: int) -> None:
        """Give an unpaired client `count` references to make QR codes of."""
        refs = [f"2@{base64.b64encode(os.urandom(48)).decode()}" for _ in range(count)]
        self.candidates.append(Candidate(connection, registration, refs))
        nodes = [Node("ref", {}, ref.encode()) for ref in refs]
        attrs: dict[str, Attribute] = {"from": SERVER, "type": "set", "id": _new_id(), "xmlns": "md"}
        connection.send(Node("iq", attrs, [Node("pair-device", {}, nodes)]))
        self.watch.changed()

    def part(self, connection: Connection) -> None:
        """Forget an unpaired client that has gone."""
        self.candidates = [one for one in self.candidates if one.connection is not connection]

    def receive(self, connection: Connection, node: Node) -> None:
        """Take what an unpaired client says."""
        candidate = next((one for one in self.candidates if one.connection is connection), None)
        if candidate is None or node.tag != "iq":
            return
        registering = node.find("link_code_companion_reg")
        if registering is not None:
            self._receive_code_step(candidate, node, registering)
        elif (waiter := candidate.results.pop(node.text("id"), None)) is not None:
            waiter.set_result(node)

    async def scan(self, qr: str, deadline: float = 10.0) -> Device:
        """Let the phone scan the text of a QR; returns the device once it is linked.

        Raises PairingFailed if no connected client shows this QR or the client refuses.
        """
        ref, noise, identity, secret, *_ = qr.strip().rpartition("#")[2].split(",")
        candidate = next((one for one in self.candidates if ref in one.refs), None)
        if candidate is None:
            raise PairingFailed("no connected client shows this QR")
        told = candidate.registration
        if (base64.b64decode(noise), base64.b64decode(identity)) != (told.noise_key, told.identity):
            raise PairingFailed("the QR shows other keys than the client registered with")
        return await self._introduce(candidate, base64.b64decode(secret), deadline)

    async def enter_code(self, code: str, deadline: float = 10.0) -> Device:
        """Let the owner type the eight characters the client shows; returns the device once it is linked."""
        candidate = await self.watch.until(
            lambda: next((one for one in self.candidates if one.wrapped_key), None), deadline, "code request"
        )
        assert candidate
        letters = code.replace("-", "").upper()
        theirs = await asyncio.to_thread(_unwrap, letters, candidate.wrapped_key)
        ephemeral = KeyPair()
        wrapped = await asyncio.to_thread(_wrap, letters, ephemeral.public)
        candidate.finish = asyncio.get_running_loop().create_future()
        self._notify_code(candidate, wrapped)
        async with asyncio.timeout(deadline):
            finish = await candidate.finish
        secret = self._read_key_bundle(candidate, ephemeral.agree(theirs), finish)
        return await self._introduce(candidate, secret, deadline)

    def _receive_code_step(self, candidate: Candidate, query: Node, step: Node) -> None:
        attrs: dict[str, Attribute] = {"from": SERVER, "type": "result", "id": query.text("id")}
        answer: list[Node] | None = None
        if step.text("stage") == "companion_hello":
            candidate.wrapped_key = step.get("link_code_pairing_wrapped_companion_ephemeral_pub").data
            ref = Node("link_code_pairing_ref", {}, candidate.refs[0].encode())
            answer = [Node("link_code_companion_reg", {"stage": "companion_hello"}, [ref])]
        elif candidate.finish is not None and not candidate.finish.done():
            candidate.finish.set_result(step)
        candidate.connection.send(Node("iq", attrs, answer))
        self.watch.changed()

    def _notify_code(self, candidate: Candidate, wrapped: bytes) -> None:
        attrs: dict[str, Attribute] = {
            "from": SERVER,
            "type": "link_code_companion_reg",
            "id": _new_id(),
            "t": str(int(time.time())),
        }
        parts = [
            Node("link_code_pairing_ref", {}, candidate.refs[0].encode()),
            Node("link_code_pairing_wrapped_primary_ephemeral_pub", {}, wrapped),
            Node("primary_identity_pub", {}, self._phone.account.public),
        ]
        body = Node("link_code_companion_reg", {"stage": "primary_hello"}, parts)
        candidate.connection.send(Node("notification", attrs, [body]))

    def _read_key_bundle(self, candidate: Candidate, shared: bytes, finish: Node) -> bytes:
        wrapped = finish.get("link_code_pairing_wrapped_key_bundle").data
        salt, nonce, sealed = wrapped[:32], wrapped[32:44], wrapped[44:]
        key = derive(shared, 32, info=b"link_code_pairing_key_bundle_encryption_key", salt=salt)
        try:
            bundle = AESGCM(key).decrypt(nonce, sealed, None)
        except InvalidTag:
            raise PairingFailed("that is not the code the client shows") from None
        identity, account, noise = bundle[:32], bundle[32:64], bundle[64:]
        if identity != candidate.registration.identity or account != self._phone.account.public:
            raise PairingFailed("the client's key bundle names other identities")
        return derive(shared + self._phone.account.agree(identity) + noise, 32, info=b"adv_secret")

    async def _introduce(self, candidate: Candidate, secret: bytes, deadline: float) -> Device:
        """Send pair-success, check the client's signature, link the device and ask it to come back (515)."""
        number = next(self._numbers)
        phone, told = self._phone, candidate.registration
        details = wire.render((1, random.randrange(1 << 31)), (2, int(time.time())), (3, number))
        signature = phone.account.sign(_ACCOUNT + details + told.identity)
        signed = wire.render((1, details), (2, phone.account.public), (3, signature))
        container = wire.render((1, signed), (2, hmac.digest(secret, signed, "sha256")))
        device = {"jid": phone.number._replace(device=number), "lid": phone.lid._replace(device=number)}
        parts = [
            Node("device-identity", {}, container),
            Node("device", device),
            Node("platform", {"name": "android"}),
        ]
        attrs: dict[str, Attribute] = {
            "from": SERVER,
            "type": "set",
            "id": _new_id(),
            "t": str(int(time.time())),
        }
        waiter = candidate.results[attrs["id"]] = asyncio.get_running_loop().create_future()  # type: ignore[index]
        candidate.connection.send(Node("iq", attrs, [Node("pair-success", {}, parts)]))
        async with asyncio.timeout(deadline):
            answer = await waiter
        if answer.text("type") == "error":
            raise PairingFailed(f"the client refuses: {answer.get('error').text('text')}")
        proof = wire.Message(answer.get("pair-device-sign", "device-identity").data)
        said = _DEVICE + details + told.identity + phone.account.public
        if not is_signed_by(told.identity, said, proof.data(4)):
            raise PairingFailed("the client's device signature is wrong")
        whole = wire.render((1, details), (2, phone.account.public), (3, signature), (4, proof.data(4)))
        linked = self._link(told, whole, number)
        candidate.connection.send(Node("stream:error", {"code": "515"}))
        candidate.connection.finish()
        return linked


def _new_id() -> str:
    return os.urandom(6).hex().upper()


def _code_cipher(letters: str, salt: bytes, iv: bytes) -> Cipher[modes.CTR]:
    key = hashlib.pbkdf2_hmac("sha256", letters.encode(), salt, CODE_ROUNDS)
    return Cipher(algorithms.AES(key), modes.CTR(iv))


def _wrap(letters: str, public: bytes) -> bytes:
    salt, iv = os.urandom(32), os.urandom(16)
    return salt + iv + _code_cipher(letters, salt, iv).encryptor().update(public)


def _unwrap(letters: str, wrapped: bytes) -> bytes:
    return _code_cipher(letters, wrapped[:32], wrapped[32:48]).decryptor().update(wrapped[48:80])
