"""The spool: what was heard survives the process."""

import resource
import signal
from pathlib import Path

from wabot.whatsapp.spool import FILE, Spool


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


def test_a_record_of_an_older_wabot_is_read(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"\0\0\0\x03old")
    spool = Spool(tmp_path)
    spool.add(b"new")
    assert spool.left_over() == [b"old", b"new"]
    spool.close()


def test_a_record_that_is_not_what_was_written_is_passed_over(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    for record in (b"first", b"second", b"third"):
        spool.add(record)
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
