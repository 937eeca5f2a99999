"""The Double Ratchet as WhatsApp runs it (Signal message version 3).

Source: the Double Ratchet specification; libsignal for labels, layout and lengths.
"""

import hmac
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from . import wire
from .keys import KeyPair, derive

VERSION = 0x33
MAC_SIZE = 8
MAX_SKIPPED = 2000
KEY_TYPE = b"\x05"


class Undecryptable(Exception):
    """A ciphertext this state cannot read: wrong keys, damaged, or seen before."""


class SeenBefore(Undecryptable):
    """A ciphertext whose message key was used already."""


@dataclass(slots=True)
class Chain:
    """One symmetric chain, with the keys of messages that were passed over."""

    key: bytes
    counter: int = 0
    skipped: dict[int, bytes] = field(default_factory=dict)

    def step(self) -> bytes:
        """Return the next message seed and move on."""
        seed = hmac.digest(self.key, b"\x01", "sha256")
        self.key = hmac.digest(self.key, b"\x02", "sha256")
        self.counter += 1
        return seed

    def seed_at(self, counter: int) -> bytes:
        """Return the seed of message `counter`, once; raises SeenBefore or Undecryptable."""
        if counter < self.counter:
            if counter not in self.skipped:
                raise SeenBefore(f"message {counter} of this chain was read already")
            return self.skipped.pop(counter)
        if counter - self.counter > MAX_SKIPPED:
            raise Undecryptable(f"message {counter} is too far ahead of {self.counter}")
        while self.counter < counter:
            passed_over = self.counter
            self.skipped[passed_over] = self.step()
        return self.step()


class Ratchet:
    """One conversation between two identities, from the moment both know the root key.

    `identities` are our and the peer's public identity keys (32 bytes each).
    """

    def __init__(self, root: bytes, ours: KeyPair, identities: tuple[bytes, bytes]) -> None:
        self._root = root
        self._ours = ours
        self._identities = identities
        self._sending: Chain | None = None
        self._previous_count = 0
        self._receiving: dict[bytes, Chain] = {}

    def expect(self, their_public: bytes, chain_key: bytes) -> None:
        """Be ready for messages the peer sends before it has seen a key of ours."""
        self._receiving[their_public] = Chain(chain_key)

    def start_sending(self, their_public: bytes) -> None:
        """Begin a sending chain towards the peer's ratchet key, with a fresh key of ours."""
        if self._sending:
            self._previous_count = self._sending.counter
        self._ours = KeyPair()
        self._sending = Chain(self._turn(their_public))

    def reuse_for_sending(self, chain_key: bytes) -> None:
        """Send on the chain that came out of the key agreement, under the key we already have."""
        self._sending = Chain(chain_key)

    def encrypt(self, plain: bytes) -> bytes:
        """Return a serialized message with its MAC."""
        if self._sending is None:
            raise RuntimeError("no sending chain")
        counter = self._sending.counter
        cipher_key, mac_key, iv = _message_keys(self._sending.step())
        body = bytes([VERSION]) + wire.render(
            (1, KEY_TYPE + self._ours.public),
            (2, counter),
            (3, self._previous_count),
            (4, encrypt_cbc(cipher_key, iv, plain)),
        )
        return body + self._mac(mac_key, body, sent=True)

    def decrypt(self, message: bytes) -> bytes:
        """Return the plaintext; raises Undecryptable and leaves the state as it was."""
        body, mac = message[:-MAC_SIZE], message[-MAC_SIZE:]
        try:
            fields = wire.Message(body[1:])
            their_public, counter = fields.data(1)[1:], fields.number(2)
        except ValueError as error:
            raise Undecryptable(str(error)) from error
        known = self._receiving.get(their_public)
        if known is None:
            return self._turn_and_decrypt(their_public, fields, body, mac)
        before = known.key, known.counter, dict(known.skipped)
        try:
            return self._open(known.seed_at(counter), fields.data(4), body, mac)
        except Undecryptable:
            known.key, known.counter, known.skipped = before
            raise

    def _turn_and_decrypt(self, their_public: bytes, fields: wire.Message, body: bytes, mac: bytes) -> bytes:
        if len(their_public) != 32:
            raise Undecryptable("no ratchet key")
        before = self._root, self._ours, self._sending, self._previous_count
        try:
            chain = Chain(self._turn(their_public))
            plain = self._open(chain.seed_at(fields.number(2)), fields.data(4), body, mac)
        except Undecryptable:
            self._root, self._ours, self._sending, self._previous_count = before
            raise
        self._receiving[their_public] = chain
        self.start_sending(their_public)
        return plain

    def _turn(self, their_public: bytes) -> bytes:
        keys = derive(self._ours.agree(their_public), 64, info=b"WhisperRatchet", salt=self._root)
        self._root = keys[:32]
        return keys[32:]

    def _open(self, seed: bytes, sealed: bytes, body: bytes, mac: bytes) -> bytes:
        cipher_key, mac_key, iv = _message_keys(seed)
        if not hmac.compare_digest(self._mac(mac_key, body, sent=False), mac):
            raise Undecryptable("wrong MAC")
        return decrypt_cbc(cipher_key, iv, sealed)

    def _mac(self, key: bytes, body: bytes, *, sent: bool) -> bytes:
        ours, theirs = self._identities
        first, second = (ours, theirs) if sent else (theirs, ours)
        return hmac.digest(key, KEY_TYPE + first + KEY_TYPE + second + body, "sha256")[:MAC_SIZE]


def _message_keys(seed: bytes) -> tuple[bytes, bytes, bytes]:
    keys = derive(seed, 80, info=b"WhisperMessageKeys")
    return keys[:32], keys[32:64], keys[64:]


def encrypt_cbc(key: bytes, iv: bytes, plain: bytes) -> bytes:
    """AES-256-CBC with PKCS#7 padding."""
    count = 16 - len(plain) % 16
    encryptor = Cipher(algorithms.AES(key), modes.CBC(iv)).encryptor()
    return encryptor.update(plain + bytes([count]) * count) + encryptor.finalize()


def decrypt_cbc(key: bytes, iv: bytes, sealed: bytes) -> bytes:
    """Undo `encrypt_cbc`; raises Undecryptable on a wrong length or padding."""
    if not sealed or len(sealed) % 16:
        raise Undecryptable("not a whole number of blocks")
    decryptor = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
    plain = decryptor.update(sealed) + decryptor.finalize()
    count = plain[-1]
    if not 1 <= count <= 16 or plain[-count:] != bytes([count]) * count:
        raise Undecryptable("wrong padding")
    return plain[:-count]
