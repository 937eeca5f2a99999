"""The spool: what was heard survives the process."""

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
