"""The server's side of Noise_XX_25519_AESGCM_SHA256 and the framing around it.

Source: the Noise specification; whatsmeow (socket/*.go) for WhatsApp's choices: the prologue is the client's four
header bytes, the handshake messages are protobuf, every frame is a 3-byte big-endian length and a body.
"""

from collections.abc import Iterator
from hashlib import sha256

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from . import wire
from .certificates import NoiseChain
from .keys import KeyPair, derive

_NAME = b"Noise_XX_25519_AESGCM_SHA256".ljust(32, b"\0")
_HEADER, _ROUTED = b"WA", b"ED"


class Cipher:
    """AES-GCM under a counter: one direction of an established link, or one stretch of the handshake."""

    __slots__ = ("_counter", "_gcm")

    def __init__(self, key: bytes) -> None:
        self._gcm = AESGCM(key)
        self._counter = 0

    def _nonce(self) -> bytes:
        self._counter += 1
        return (self._counter - 1).to_bytes(12, "big")

    def seal(self, plain: bytes, bound: bytes = b"") -> bytes:
        """Encrypt; `bound` is authenticated along with it."""
        return self._gcm.encrypt(self._nonce(), plain, bound)

    def open(self, sealed: bytes, bound: bytes = b"") -> bytes:
        """Decrypt; raises InvalidTag."""
        return self._gcm.decrypt(self._nonce(), sealed, bound)


class Handshake:
    """The responder. Call `answer` with the client's first message, then `finish` with its second."""

    def __init__(self, header: bytes, chain: NoiseChain) -> None:
        self._chain = chain
        self._ephemeral = KeyPair()
        self._client_ephemeral = b""
        self._salt = _NAME
        self._hash = sha256(_NAME + header).digest()
        self._cipher = Cipher(_NAME)

    def answer(self, hello: bytes) -> bytes:
        """Read the client's hello; return ours, with the certificate inside."""
        self._client_ephemeral = wire.Message(hello).message(2).data(1)
        self._mix_hash(self._client_ephemeral)
        self._mix_hash(self._ephemeral.public)
        self._mix_key(self._ephemeral.agree(self._client_ephemeral))
        static = self._seal(self._chain.leaf.public)
        self._mix_key(self._chain.leaf.agree(self._client_ephemeral))
        body = wire.render((1, self._ephemeral.public), (2, static), (3, self._seal(self._chain.certificate)))
        return wire.render((3, body))

    def finish(self, message: bytes) -> tuple[bytes, bytes, Cipher, Cipher]:
        """Read the client's last message.

        Returns its Noise public key, its ClientPayload protobuf and the ciphers for what comes in and goes out.
        """
        client = wire.Message(message).message(4)
        static = self._open(client.data(1))
        self._mix_key(self._ephemeral.agree(static))
        payload = self._open(client.data(2))
        keys = derive(b"", 64, salt=self._salt)
        return static, payload, Cipher(keys[:32]), Cipher(keys[32:])

    def _mix_hash(self, data: bytes) -> None:
        self._hash = sha256(self._hash + data).digest()

    def _mix_key(self, secret: bytes) -> None:
        keys = derive(secret, 64, salt=self._salt)
        self._salt, self._cipher = keys[:32], Cipher(keys[32:])

    def _seal(self, plain: bytes) -> bytes:
        sealed = self._cipher.seal(plain, self._hash)
        self._mix_hash(sealed)
        return sealed

    def _open(self, sealed: bytes) -> bytes:
        plain = self._cipher.open(sealed, self._hash)
        self._mix_hash(sealed)
        return plain


class Frames:
    """Cuts the client's byte stream into frames; `header` is known once the first byte of a frame is."""

    def __init__(self) -> None:
        self.header = b""
        self._buffer = bytearray()

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Take what a websocket message brought; yield the bodies of complete frames."""
        self._buffer += data
        if not self.header:
            self._read_header()
        while len(self._buffer) >= 3:
            end = 3 + int.from_bytes(self._buffer[:3], "big")
            if len(self._buffer) < end:
                return
            body = bytes(self._buffer[3:end])
            del self._buffer[:end]
            yield body

    def _read_header(self) -> None:
        if self._buffer[:2] == _ROUTED:
            del self._buffer[: 7 + int.from_bytes(self._buffer[4:7], "big")]
        if self._buffer[:2] != _HEADER:
            raise ValueError("the client does not speak WhatsApp")
        self.header = bytes(self._buffer[:4])
        del self._buffer[:4]


def render_frame(body: bytes) -> bytes:
    """Put the length in front."""
    return len(body).to_bytes(3, "big") + body
