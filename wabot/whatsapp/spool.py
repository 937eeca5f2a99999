"""What was heard and is not in the database yet, in a file that survives the death of the process.

The library confirms messages to WhatsApp by itself. A message stands here before its callback returns, whatever the
event loop is busy with; a power cut may still lose what the kernel has not written.
"""

import os
import struct
import threading
from pathlib import Path

from loguru import logger

FILE = "heard.spool"
BAD = "heard.bad"
_LENGTH = struct.Struct(">I")


class Spool:
    """Used from two threads: the library's adds, the event loop says what is done."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._bad = folder / BAD
        self._lock = threading.Lock()
        self._waiting = 0
        self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)

    def left_over(self) -> list[bytes]:
        """What an earlier process heard; the last record is missing if it was cut off."""
        data = self._path.read_bytes()
        found, at = [], 0
        while at + _LENGTH.size <= len(data):
            (length,) = _LENGTH.unpack_from(data, at)
            record = data[at + _LENGTH.size : at + _LENGTH.size + length]
            if len(record) == length:
                found.append(record)
            at += _LENGTH.size + length
        return found

    def clear(self) -> None:
        """What was left over is in the database; before anything new is added."""
        os.ftruncate(self._file, 0)

    def add(self, record: bytes) -> None:
        """Put down a record. When the disk is full, the message is on its way to the database all the same."""
        with self._lock:
            self._waiting += 1
            try:
                os.write(self._file, _LENGTH.pack(len(record)) + record)
            except OSError as error:
                logger.error("a message could not be spooled: {}", error)

    def done(self) -> None:
        """One record is in the database. The file is emptied when all are."""
        with self._lock:
            self._waiting -= 1
            if not self._waiting:
                os.ftruncate(self._file, 0)

    def set_aside(self, record: bytes) -> None:
        """Put a record that cannot be stored where a person finds it and no start trips over it. OSError."""
        bad = os.open(self._bad, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        try:
            os.write(bad, _LENGTH.pack(len(record)) + record)
        finally:
            os.close(bad)

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._file)
