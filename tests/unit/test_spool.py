"""The spool: what was heard survives the process."""

import resource
import signal
import struct
import zlib
from pathlib import Path

from neonize.proto.Neonize_pb2 import Message as MessageEvent

from tests.unit.test_intake import record
from wabot.whatsapp.spool import FILE, Spool
from wabot.whatsapp.translate import parse_record


def test_what_is_not_done_is_left_over(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    spool.add(b"one")
    spool.add("два".encode())
    spool.close()
    again = Spool(tmp_path)
    assert again.left_over() == [b"one", "два".encode()]
    again.clear()
    assert again.left_over() == []
    again.close()


def test_it_is_empty_once_all_is_done(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    spool.add(b"one")
    spool.add(b"two")
    spool.done()
    assert len(spool.left_over()) == 2
    spool.done()
    assert spool.left_over() == []
    spool.close()


def test_a_record_that_was_cut_off_is_passed_over(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    spool.add(b"whole")
    spool.add(b"cut off")
    spool.close()
    path = tmp_path / FILE
    path.write_bytes(path.read_bytes()[:-3])
    again = Spool(tmp_path)
    assert again.left_over() == [b"whole"]
    again.close()


def test_nobody_else_may_read_it(tmp_path: Path) -> None:
    Spool(tmp_path).close()
    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600


def with_checksum_behind(record: bytes) -> bytes:
    """As wabot wrote them for a while."""
    return struct.pack(">I", len(record) | 1 << 31) + record + struct.pack(">I", zlib.crc32(record))


def read_by_an_older_wabot(path: Path) -> list[bytes]:
    """As those read that knew no checksum; the one that wrote them behind the record does the same."""
    data, found, at = path.read_bytes(), [], 0
    while at + 4 <= len(data):
        (length,) = struct.unpack_from(">I", data, at)
        record = data[at + 4 : at + 4 + length]
        if 0 < length == len(record):
            found.append(record)
        at += 4 + length
    return found


def test_records_of_older_wabots_are_read(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"\0\0\0\x03old" + with_checksum_behind(b"newer"))
    spool = Spool(tmp_path)
    spool.add(b"new")
    assert spool.left_over() == [b"old", b"newer", b"new"]
    spool.close()


def test_an_older_wabot_that_is_gone_back_to_reads_what_waits(tmp_path: Path) -> None:
    words = {str(number): "Запишите меня на завтра" * number for number in range(1, 200)}
    spool = Spool(tmp_path)
    for number, text in words.items():
        spool.add(record(number, text))
    spool.close()
    found = [parse_record(it) for it in read_by_an_older_wabot(tmp_path / FILE)]
    assert {message.id: message.text for message in found if message} == words


def test_the_library_knows_no_field_where_the_checksum_stands() -> None:
    assert [field.name for field in MessageEvent.DESCRIPTOR.fields if field.number == 15] == []


def test_a_record_that_is_not_what_was_written_is_passed_over(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    for words in (b"first", b"second", b"third"):
        spool.add(words)
    path = tmp_path / FILE
    path.write_bytes(path.read_bytes().replace(b"second", b"sec\0\0d") + bytes(1000))
    assert spool.left_over() == [b"first", b"third"]
    spool.close()


def test_a_disk_that_takes_half_a_record_takes_none_of_it(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    spool.add(b"before")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, ((tmp_path / FILE).stat().st_size + 10, hard))
        spool.add(b"half of it fits")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)
    spool.add(b"after")
    assert spool.left_over() == [b"before", b"after"]
    spool.close()
