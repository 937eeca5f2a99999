"""Sender keys: how one person of a group encrypts once for all its members (Signal sender keys, version 3).

Source: libsignal's layout, whose Go form the client contains (libsignal groups/*): a distribution message travels
inside an ordinary message, group messages carry an XEd25519 signature.
"""

import hmac
import random

from . import wire
from .keys import SigningKeyPair, derive
from .ratchet import KEY_TYPE, VERSION, encrypt_cbc
from .signal import pad


class SenderKey:
    """The chain with which one member writes to one group."""

    def __init__(self) -> None:
        self._id = random.randrange(1, 1 << 31)
        self._chain = random.randbytes(32)
        self._iteration = 0
        self._signer = SigningKeyPair()

    def distribution(self) -> bytes:
        """Return what a member needs to read everything written from now on."""
        return bytes([VERSION]) + wire.render(
            (1, self._id),
            (2, self._iteration),
            (3, self._chain),
            (4, KEY_TYPE + self._signer.public),
        )

    def encrypt(self, plain: bytes) -> bytes:
        """Return a signed group message (skmsg)."""
        keys = derive(hmac.digest(self._chain, b"\x01", "sha256"), 48, info=b"WhisperGroup")
        sealed = encrypt_cbc(keys[16:], keys[:16], pad(plain))
        body = bytes([VERSION]) + wire.render((1, self._id), (2, self._iteration), (3, sealed))
        self._chain = hmac.digest(self._chain, b"\x02", "sha256")
        self._iteration += 1
        return body + self._signer.sign(body)
