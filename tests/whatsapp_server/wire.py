"""The protobuf wire format, for the few messages this server reads and writes.

Written by hand so that the server does not judge the client with the client's own generated classes.
Source: the protobuf encoding specification. Groups and packed fields do not occur here.
"""

import struct
from collections.abc import Iterator

Value = int | float | bool | str | bytes | None

VARINT, FIXED64, LENGTH, FIXED32 = 0, 1, 2, 5


def render_varint(value: int) -> bytes:
    """Encode a non-negative integer in base 128, least significant group first."""
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def render(*fields: tuple[int, Value]) -> bytes:
    """Encode fields in the given order; a field whose value is None is left out.

    Floats become 64-bit doubles, everything that is not a number is length-delimited.
    """
    out = bytearray()
    for number, value in fields:
        if value is None:
            continue
        if isinstance(value, int):
            out += render_varint(number << 3 | VARINT) + render_varint(value)
        elif isinstance(value, float):
            out += render_varint(number << 3 | FIXED64) + struct.pack("<d", value)
        else:
            data = value.encode() if isinstance(value, str) else value
            out += render_varint(number << 3 | LENGTH) + render_varint(len(data)) + data
    return bytes(out)


class Message:
    """A decoded message: field number -> every value seen, in order of appearance."""

    def __init__(self, data: bytes) -> None:
        self.fields: dict[int, list[int | bytes]] = {}
        for number, value in parse(data):
            self.fields.setdefault(number, []).append(value)

    def __contains__(self, number: int) -> bool:
        return number in self.fields

    def number(self, number: int, default: int = 0) -> int:
        """Read the last integer of a field; `default` if it is absent."""
        value = self.fields.get(number, [default])[-1]
        if not isinstance(value, int):
            raise ValueError(f"field {number} is not a number")
        return value

    def data(self, number: int) -> bytes:
        """Read the last bytes of a field; empty if it is absent."""
        value = self.fields.get(number, [b""])[-1]
        if not isinstance(value, bytes):
            raise ValueError(f"field {number} is not length-delimited")
        return value

    def text(self, number: int) -> str:
        """Read the last string of a field; empty if it is absent."""
        return self.data(number).decode()

    def message(self, number: int) -> "Message":
        """Read the last embedded message of a field; an empty one if it is absent."""
        return Message(self.data(number))


def parse(data: bytes) -> Iterator[tuple[int, int | bytes]]:
    """Yield (field number, value); fixed-width values come as their raw bytes.

    Raises ValueError on a wire type that WhatsApp does not use and on data that ends early.
    """
    at, end = 0, len(data)
    while at < end:
        key, at = _varint(data, at)
        kind = key & 7
        if kind == VARINT:
            value, at = _varint(data, at)
            yield key >> 3, value
            continue
        if kind == LENGTH:
            size, at = _varint(data, at)
        elif kind in (FIXED64, FIXED32):
            size = 8 if kind == FIXED64 else 4
        else:
            raise ValueError(f"wire type {kind}")
        if at + size > end:
            raise ValueError("message ends early")
        yield key >> 3, data[at : at + size]
        at += size


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        if at >= len(data):
            raise ValueError("message ends early")
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7
