"""App state: settings shared between a phone and its linked devices. The phone's only one is the account's name.

Without the name a linked device may not show itself as available (neonize 0.5.2 refuses), so its receipts never give
customers a second tick. Source: whatsmeow (appstate/*.go) for labels, MACs and the order of what is hashed.
"""

import hmac
import json
import os
import time

from . import wire
from .keys import derive
from .messages import KEY_SHARE, PROTOCOL
from .nodes import Node
from .ratchet import encrypt_cbc

COLLECTION = "critical_block"
_SET = b"\x01"


class AppState:
    """Patches by collection, oldest first, encrypted under a key that the phone shares; a patch's version is its place.

    What devices write (read marks, archive, their own change of name) is kept and handed out unread.
    """

    def __init__(self, name: str) -> None:
        self._key_id = os.urandom(6)
        self._key = os.urandom(32)
        keys = derive(self._key, 160, info=b"WhatsApp Mutation Keys")
        self._index, self._cipher, self._value, self._snapshot, self._patch = (
            keys[at : at + 32] for at in range(0, 160, 32)
        )
        self.patches: dict[str, list[bytes]] = {COLLECTION: [self._render_patch(name)]}

    def share_key(self) -> bytes:
        """Return the message with which the phone hands the key to a device."""
        fingerprint = wire.render((1, 1), (2, 0))
        data = wire.render((1, self._key), (2, fingerprint), (3, int(time.time())))
        key = wire.render((1, wire.render((1, self._key_id))), (2, data))
        return wire.render((PROTOCOL, wire.render((2, KEY_SHARE), (7, wire.render((1, key))))))

    def answer(self, query: Node) -> list[Node]:
        """Take what an <iq xmlns=w:sync:app:state> brings; answer with what is newer than the versions in it."""
        return [Node("sync", {}, [self._collection(part) for part in query.get("sync").children])]

    def _collection(self, asked: Node) -> Node:
        name, version = asked.text("name"), int(asked.text("version") or 0)
        known = self.patches.setdefault(name, [])
        newer = Node("patches", {}, [Node("patch", {}, blob) for blob in known[version:]])
        if (patch := asked.find("patch")) is None:
            return Node("collection", {"name": name, "version": str(len(known))}, [newer])
        if version != len(known):
            conflict = Node("error", {"code": "409", "text": "conflict"})
            return Node("collection", {"name": name, "type": "error"}, [conflict, newer])
        known.append(wire.render((1, wire.render((1, version + 1)))) + patch.data)
        return Node("collection", {"name": name, "version": str(version + 1)})

    def _render_patch(self, name: str) -> bytes:
        index = json.dumps(["setting_pushName"]).encode()
        action = wire.render((1, int(time.time() * 1000)), (7, wire.render((1, name))))
        plain = wire.render((1, index), (2, action), (3, b""), (4, 1))
        iv = os.urandom(16)
        sealed = iv + encrypt_cbc(self._cipher, iv, plain)
        length = (len(self._key_id) + 1).to_bytes(8, "big")
        mac = hmac.digest(self._value, _SET + self._key_id + sealed + length, "sha512")[:32]
        record = wire.render(
            (1, wire.render((1, hmac.digest(self._index, index, "sha256")))),
            (2, wire.render((1, sealed + mac))),
            (3, wire.render((1, self._key_id))),
        )
        version, label = (1).to_bytes(8, "big"), COLLECTION.encode()
        state = derive(mac, 128, info=b"WhatsApp Patch Integrity")
        snapshot_mac = hmac.digest(self._snapshot, state + version + label, "sha256")
        patch_mac = hmac.digest(self._patch, snapshot_mac + mac + version + label, "sha256")
        return wire.render(
            (1, wire.render((1, 1))),
            (2, wire.render((1, 0), (2, record))),
            (4, snapshot_mac),
            (5, patch_mac),
            (6, wire.render((1, self._key_id))),
        )
