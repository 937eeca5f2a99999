"""Curve25519 keys, the signatures WhatsApp makes with them, and HKDF.

WhatsApp signs with the same key it agrees with (XEd25519). The verifier turns the Montgomery key into an
Edwards key and takes that key's sign from the top bit of the signature's last byte; so a signer needs no curve
arithmetic if its X25519 scalar is derived from an Ed25519 seed.
"""

import hashlib
import hmac
import os

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

_PRIME = 2**255 - 19


class KeyPair:
    """An X25519 key pair; `public` is the bare 32 bytes."""

    __slots__ = ("_private", "public")

    def __init__(self, private: X25519PrivateKey | None = None) -> None:
        self._private = private or X25519PrivateKey.generate()
        self.public = self._private.public_key().public_bytes_raw()

    def agree(self, public: bytes) -> bytes:
        """Return the 32-byte Diffie-Hellman secret shared with the owner of `public`."""
        return self._private.exchange(X25519PublicKey.from_public_bytes(public))


class SigningKeyPair(KeyPair):
    """An X25519 key pair that also signs: identities, certificates, group sender keys."""

    __slots__ = ("_sign_bit", "_signer")

    def __init__(self) -> None:
        seed = os.urandom(32)
        super().__init__(X25519PrivateKey.from_private_bytes(hashlib.sha512(seed).digest()[:32]))
        self._signer = Ed25519PrivateKey.from_private_bytes(seed)
        self._sign_bit = self._signer.public_key().public_bytes_raw()[31] & 0x80

    def sign(self, message: bytes) -> bytes:
        """Return the 64-byte XEd25519 signature."""
        signature = bytearray(self._signer.sign(message))
        signature[63] |= self._sign_bit
        return bytes(signature)


def is_signed_by(public: bytes, message: bytes, signature: bytes) -> bool:
    """Check an XEd25519 signature against a 32-byte X25519 public key."""
    if len(signature) != 64:
        return False
    u = int.from_bytes(public, "little") & (2**255 - 1)
    y = (u - 1) * pow(u + 1, -1, _PRIME) % _PRIME
    edwards = bytearray(y.to_bytes(32, "little"))
    edwards[31] |= signature[63] & 0x80
    bare = signature[:63] + bytes([signature[63] & 0x7F])
    try:
        Ed25519PublicKey.from_public_bytes(bytes(edwards)).verify(bare, message)
    except InvalidSignature:
        return False
    return True


def derive(secret: bytes, size: int, *, info: bytes = b"", salt: bytes = bytes(32)) -> bytes:
    """HKDF-SHA256 (RFC 5869); on `hmac.digest`, which is several times faster than an object per call."""
    key = hmac.digest(salt, secret, "sha256")
    block = out = b""
    counter = 1
    while len(out) < size:
        block = hmac.digest(key, block + info + bytes([counter]), "sha256")
        out += block
        counter += 1
    return out[:size]
