"""Encrypted files: made by simulated people, fetched and uploaded by the client over the media host.

A file is AES-CBC ciphertext and a 10-byte MAC; its keys come from the media key in the message (whatsmeow,
download.go). whatsmeow appends `&hash=...` to the direct path, so the path carries a `?` of its own.
"""

import base64
import hashlib
import hmac
import os
from dataclasses import dataclass

from aiohttp import web

from . import messages, wire
from .faults import Faults
from .keys import derive
from .queries import MEDIA_HOST
from .ratchet import Undecryptable, decrypt_cbc, encrypt_cbc

MAC_SIZE = 10
_LABELS = {
    "image": b"WhatsApp Image Keys",
    "sticker": b"WhatsApp Image Keys",
    "audio": b"WhatsApp Audio Keys",
    "video": b"WhatsApp Video Keys",
    "document": b"WhatsApp Document Keys",
}
# kind -> (field in Message, then the fields: key, direct path, hash of the file, hash of the ciphertext)
_FIELDS = {
    "image": (messages.IMAGE, 8, 11, 4, 9),
    "audio": (messages.AUDIO, 7, 9, 3, 8),
    "video": (messages.VIDEO, 6, 13, 3, 11),
    "document": (messages.DOCUMENT, 7, 10, 4, 9),
    "sticker": (messages.STICKER, 4, 8, 2, 3),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class File:
    """A file on the media host, with what a message needs to say of it."""

    path: str
    key: bytes
    size: int
    digest: bytes
    sealed_digest: bytes


class MediaHost:
    """Holds ciphertexts by path and answers the client's GET and POST."""

    def __init__(self, faults: Faults) -> None:
        self._faults = faults
        self._files: dict[str, bytes] = {}

    def store(self, kind: str, data: bytes) -> File:
        """Encrypt `data` under a fresh key and put it on the host."""
        key = os.urandom(32)
        iv, cipher_key, mac_key = _media_keys(kind, key)
        sealed = encrypt_cbc(cipher_key, iv, data)
        sealed += hmac.digest(mac_key, iv + sealed, "sha256")[:MAC_SIZE]
        path = f"/v/{hashlib.sha256(sealed).hexdigest()}"
        self._files[path] = sealed
        return File(
            path=f"{path}?ccb=1",
            key=key,
            size=len(data),
            digest=hashlib.sha256(data).digest(),
            sealed_digest=hashlib.sha256(sealed).digest(),
        )

    def open(self, content: messages.Content) -> bytes:
        """Decrypt the file of a message; LookupError if it was never uploaded, Undecryptable if it is damaged."""
        number, key_field, path_field, *_ = _FIELDS[content.kind]
        message = wire.Message(content.body).message(number)
        sealed = self._files[message.text(path_field).partition("?")[0]]
        iv, cipher_key, mac_key = _media_keys(content.kind, message.data(key_field))
        body, mac = sealed[:-MAC_SIZE], sealed[-MAC_SIZE:]
        if hmac.digest(mac_key, iv + body, "sha256")[:MAC_SIZE] != mac:
            raise Undecryptable("wrong MAC of a file")
        return decrypt_cbc(cipher_key, iv, body)

    async def respond(self, request: web.BaseRequest) -> web.Response:
        """Answer a request to the media host."""
        if self._faults.media_status != 200:
            return web.Response(status=self._faults.media_status)
        if request.method == "POST":
            path = f"/v/{hashlib.sha256(base64.urlsafe_b64decode(request.path.split('/')[-1])).hexdigest()}"
            self._files[path] = await request.read()
            url = f"https://{MEDIA_HOST}{path}?ccb=1"
            return web.json_response({"url": url, "direct_path": f"{path}?ccb=1", "handle": ""})
        data = self._files.get(request.path)
        return web.Response(body=data) if data else web.Response(status=404)


def render_file(kind: str, file: File, *more: tuple[int, wire.Value]) -> bytes:
    """Write the message that carries a file; `more` are fields of that kind only."""
    number, key, path, digest, sealed_digest = _FIELDS[kind]
    body = wire.render(
        (key, file.key), (path, file.path), (digest, file.digest), (sealed_digest, file.sealed_digest), *more
    )
    return wire.render((number, body))


def render_image(file: File, caption: str) -> bytes:
    """A photograph."""
    return render_file("image", file, (2, "image/jpeg"), (3, caption or None), (5, file.size), (6, 1), (7, 1))


def render_voice(file: File, seconds: int) -> bytes:
    """A voice message."""
    return render_file("audio", file, (2, "audio/ogg; codecs=opus"), (4, file.size), (5, seconds), (6, True))


def render_sticker(file: File) -> bytes:
    """A sticker."""
    return render_file("sticker", file, (5, "image/webp"), (9, file.size))


def render_document(file: File, name: str) -> bytes:
    """A file."""
    return render_file("document", file, (2, "application/octet-stream"), (5, file.size), (8, name))


def _media_keys(kind: str, key: bytes) -> tuple[bytes, bytes, bytes]:
    keys = derive(key, 112, info=_LABELS[kind])
    return keys[:16], keys[16:48], keys[48:80]
