"""What was heard and is not in the database yet, in a file that survives the death of the process and a power cut.

The library confirms messages to WhatsApp by itself. A message is in the file before its callback returns, whatever the
event loop is busy with: a kill can take only what was confirmed and not handed over yet, so the callback waits for
nothing, the disk included. Who leaves messages here for longer than a moment syncs them. A disk that refuses is told in
the log, and the callback returns all the same: then only the process has the message.

Each record is a protobuf message, behind its length. A field that the library does not know leads it and holds the
CRC-32 of the rest. Wabots that knew no checksum pass over it: a release that is gone back to reads all that waits.
"""

import errno
import os
import struct
import threading
import zlib
from collections.abc import Iterator
from pathlib import Path

from loguru import logger

from wabot.disk import sync_folder
from wabot.errors import StateError

FILE = "heard.spool"
BAD = "heard.bad"
_NUMBER = struct.Struct(">I")
_SEAL = struct.Struct("<BI")  # a protobuf field: key, fixed32
_SEALED = 15 << 3 | 5  # of neonize's Message, which ends with 14 in 0.5.2
_BEHIND = 1 << 31  # in a length: the CRC-32 follows the record, as some older wabots wrote it


class Spool:
    """Used from two threads: the library's adds, the event loop says what is done."""

    def __init__(self, folder: Path) -> None:
        """StateError when the file cannot be used."""
        self._path = folder / FILE
        self._bad = folder / BAD
        self._lock = threading.Lock()
        self._waiting = 0
        try:
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
            sync_folder(folder)
        except OSError as error:
            raise StateError(f"{self._path} cannot be used: {error}; see `wabot doctor`, as root") from None

    def left_over(self) -> list[bytes]:
        """What an earlier process heard, but for records that it could not write to the end."""
        return list(_whole(self._path.read_bytes()))

    def clear(self) -> None:
        """What was left over is in the database; before anything new is added."""
        os.ftruncate(self._file, 0)

    def add(self, record: bytes) -> None:
        """Put down a record. When the disk is full, the message is on its way to the database all the same."""
        with self._lock:
            self._waiting += 1
            try:
                _append(self._file, _framed(record))
            except OSError as error:
                logger.error("a message could not be spooled: {}", error)

    def sync(self) -> None:
        """What stands here survives a power cut from now on; a disk that refuses is told in the log."""
        try:
            os.fdatasync(self._file)
        except OSError as error:
            logger.error("the spool could not be written to the disk: {}", error)

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
            _append(bad, _framed(record))
            os.fsync(bad)
        finally:
            os.close(bad)
        sync_folder(self._bad.parent)

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._file)


def _framed(record: bytes) -> bytes:
    return _NUMBER.pack(_SEAL.size + len(record)) + _seal(record) + record


def _seal(record: bytes) -> bytes:
    return _SEAL.pack(_SEALED, zlib.crc32(record))


def _whole(data: bytes) -> Iterator[bytes]:
    """The records in a spool that are what was written."""
    at = 0
    while at + _NUMBER.size <= len(data):
        (length,) = _NUMBER.unpack_from(data, at)
        start, end = at + _NUMBER.size, at + _NUMBER.size + (length & ~_BEHIND)
        record = data[start:end]
        if length & _BEHIND:
            end += _NUMBER.size
            is_whole = data[end - _NUMBER.size : end] == _NUMBER.pack(zlib.crc32(record))
        elif record[:1] == bytes([_SEALED]):
            seal, record = record[: _SEAL.size], record[_SEAL.size :]
            is_whole = seal == _seal(record)
        else:
            is_whole = record[:1] > b"\0"  # no message begins with a zero: that sector was never written
        if is_whole and end <= len(data):
            yield record
        at = end


def _append(file: int, data: bytes) -> None:
    """The whole or nothing: behind a part, no record that follows could be read. OSError."""
    end = os.fstat(file).st_size
    if os.write(file, data) < len(data):
        os.ftruncate(file, end)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
