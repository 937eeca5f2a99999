"""The binary form of WhatsApp's XML: nodes with a tag, attributes and either bytes or child nodes.

Strings travel as tokens of a dictionary, as packed nibbles or hex digits, or raw. This server writes tokens or
raw strings and reads all of them. The dictionary comes from pywhats; the layout is a fact of whatsmeow
(binary/decoder.go).
"""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from .addresses import LID_DOMAIN, PHONE_DOMAIN, Jid
from .tokens import DOUBLE_BYTE_TOKENS, SINGLE_BYTE_TOKENS

Attribute = str | Jid
Content = bytes | list["Node"] | None

LIST_EMPTY, LIST_8, LIST_16 = 0, 248, 249
JID_PAIR, JID_DEVICE, JID_FACEBOOK, JID_INTEROP = 250, 247, 246, 245
HEX, NIBBLE = 251, 255
BINARY_8, BINARY_20, BINARY_32 = 252, 253, 254
DICTIONARY_0, DICTIONARY_3 = 236, 239
COMPRESSED = 2
_DOMAINS = {0: PHONE_DOMAIN, 1: LID_DOMAIN, 128: "hosted", 129: "hosted.lid"}
_DIGITS = {NIBBLE: "0123456789-.\0\0\0\0", HEX: "0123456789ABCDEF"}
_PAIRS = {tag: [high + low for high in digits for low in digits] for tag, digits in _DIGITS.items()}
_TOKENS: dict[str, bytes] = {
    word: bytes([DICTIONARY_0 + table, index])
    for table, words in enumerate(DOUBLE_BYTE_TOKENS)
    for index, word in enumerate(words)
} | {word: bytes([index]) for index, word in enumerate(SINGLE_BYTE_TOKENS) if index and word}


@dataclass(slots=True)
class Node:
    """One stanza or a part of one. An attribute is text or a Jid; the client tells them apart."""

    tag: str
    attrs: Mapping[str, Attribute] = field(default_factory=dict)
    content: Content = None

    @property
    def children(self) -> list["Node"]:
        """The child nodes; none if the content is bytes."""
        return self.content if isinstance(self.content, list) else []

    @property
    def data(self) -> bytes:
        """The bytes inside; empty if there are none."""
        return self.content if isinstance(self.content, bytes) else b""

    def find(self, *path: str) -> "Node | None":
        """Follow tags downwards, taking the first match at each step; None where the path ends."""
        node: Node | None = self
        for tag in path:
            node = next((child for child in node.children if child.tag == tag), None) if node else None
        return node

    def get(self, *path: str) -> "Node":
        """Like `find`, for what must be there; raises LookupError."""
        node = self.find(*path)
        if node is None:
            raise LookupError(f"<{self.tag}> has no {'/'.join(path)}")
        return node

    def text(self, name: str) -> str:
        """Read an attribute as text; empty if absent."""
        return str(self.attrs.get(name, ""))

    def jid(self, name: str) -> Jid:
        """Read an attribute that must be an address; raises LookupError."""
        value = self.attrs.get(name)
        if not isinstance(value, Jid):
            raise LookupError(f"<{self.tag}> has no address in {name}")
        return value


def render_node(node: Node) -> bytes:
    """Encode a node behind the flag byte of an uncompressed frame."""
    out = bytearray(b"\0")
    _write_node(out, node)
    return bytes(out)


def parse_node(frame: bytes) -> Node:
    """Decode a frame (flag byte and node); raises ValueError on anything malformed."""
    body = zlib.decompress(frame[1:]) if frame[0] & COMPRESSED else frame[1:]
    try:
        return _Reader(body).node()
    except (IndexError, KeyError, UnicodeDecodeError) as error:
        raise ValueError(f"malformed node: {error!r}") from error


def _write_node(out: bytearray, node: Node) -> None:
    _write_list(out, 1 + 2 * len(node.attrs) + (node.content is not None))
    out += _render_string(node.tag)
    for name, value in node.attrs.items():
        out += _render_string(name)
        if isinstance(value, Jid):
            _write_jid(out, value)
        else:
            out += _render_string(value)
    if isinstance(node.content, bytes):
        _write_size(out, len(node.content))
        out += node.content
    elif node.content is not None:
        _write_list(out, len(node.content))
        for child in node.content:
            _write_node(out, child)


def _write_list(out: bytearray, size: int) -> None:
    if size == 0:
        out.append(LIST_EMPTY)
    elif size < 256:
        out += bytes((LIST_8, size))
    else:
        out.append(LIST_16)
        out += size.to_bytes(2, "big")


def _write_jid(out: bytearray, jid: Jid) -> None:
    if jid.device and jid.domain in (PHONE_DOMAIN, LID_DOMAIN):
        out += bytes((JID_DEVICE, jid.domain == LID_DOMAIN, jid.device))
        out += _render_string(jid.user)
    else:
        out.append(JID_PAIR)
        out += _render_string(jid.user) if jid.user else bytes([LIST_EMPTY])
        out += _render_string(jid.domain)


def _write_size(out: bytearray, size: int) -> None:
    if size < 256:
        out += bytes((BINARY_8, size))
    elif size < 1 << 20:
        out.append(BINARY_20)
        out += size.to_bytes(3, "big")
    else:
        out.append(BINARY_32)
        out += size.to_bytes(4, "big")


@lru_cache(maxsize=4096)
def _render_string(text: str) -> bytes:
    if text in _TOKENS:
        return _TOKENS[text]
    data = text.encode()
    out = bytearray()
    _write_size(out, len(data))
    return bytes(out) + data


class _Reader:
    """A cursor over the bytes of one frame."""

    __slots__ = ("at", "body")

    def __init__(self, body: bytes) -> None:
        self.body = body
        self.at = 0

    def take(self, size: int) -> bytes:
        piece = self.body[self.at : self.at + size]
        if len(piece) != size:
            raise ValueError("node ends early")
        self.at += size
        return piece

    def byte(self) -> int:
        self.at += 1
        return self.body[self.at - 1]

    def integer(self, size: int) -> int:
        return int.from_bytes(self.take(size), "big")

    def node(self) -> Node:
        size = self.list_size(self.byte())
        tag = self.string()
        attrs: dict[str, Attribute] = {}
        for _ in range((size - 1) // 2):
            name = self.string()
            attrs[name] = self.attribute(self.byte())
        return Node(tag, attrs, None if size % 2 else self.content())

    def list_size(self, tag: int) -> int:
        if tag == LIST_EMPTY:
            return 0
        if tag not in (LIST_8, LIST_16):
            raise ValueError(f"{tag} begins no list")
        return self.integer(1 if tag == LIST_8 else 2)

    def content(self) -> Content:
        tag = self.byte()
        if tag in (LIST_8, LIST_16):
            return [self.node() for _ in range(self.list_size(tag))]
        if tag == LIST_EMPTY:
            return None
        if tag in (BINARY_8, BINARY_20, BINARY_32):
            return self.take(self.size(tag))
        return str(self.attribute(tag)).encode()

    def size(self, tag: int) -> int:
        if tag == BINARY_20:
            return self.integer(3) & 0xFFFFF
        return self.integer(1 if tag == BINARY_8 else 4)

    def string(self) -> str:
        return str(self.attribute(self.byte()))

    def attribute(self, tag: int) -> Attribute:
        if 0 < tag < DICTIONARY_0:
            return str(SINGLE_BYTE_TOKENS[tag])
        if DICTIONARY_0 <= tag <= DICTIONARY_3:
            return str(DOUBLE_BYTE_TOKENS[tag - DICTIONARY_0][self.byte()])
        if tag in (BINARY_8, BINARY_20, BINARY_32):
            return self.take(self.size(tag)).decode()
        if tag in _DIGITS:
            return self.packed(_PAIRS[tag])
        if tag == LIST_EMPTY:
            return ""
        return self.address(tag)

    def packed(self, pairs: list[str]) -> str:
        head = self.byte()
        text = "".join([pairs[byte] for byte in self.take(head & 0x7F)])
        return text[:-1] if head & 0x80 else text

    def address(self, tag: int) -> Jid:
        if tag == JID_PAIR:
            user = self.string()
            return Jid(user, self.string())
        if tag == JID_DEVICE:
            domain, device = self.byte(), self.byte()
            return Jid(self.string(), _DOMAINS[domain], device)
        if tag in (JID_FACEBOOK, JID_INTEROP):
            user, device = self.string(), self.integer(2)
            if tag == JID_INTEROP:
                self.integer(2)
            return Jid(user, self.string(), device)
        raise ValueError(f"unknown token {tag}")
