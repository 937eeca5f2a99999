"""The copy of the link: when it fails, customers are served all the same."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from wabot.whatsapp.client import STORE
from wabot.whatsapp.keepsake import keep_a_copy

pytestmark = pytest.mark.anyio


async def test_the_link_is_copied_once(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / STORE)) as db:
        db.execute("CREATE TABLE device (jid)")
    await keep_a_copy(tmp_path)
    [copy] = (tmp_path / "backups").iterdir()
    assert copy.name.startswith("session-before-neonize-")


async def test_where_nothing_can_be_written_wabot_starts_all_the_same(tmp_path: Path) -> None:
    (tmp_path / STORE).write_bytes(b"no database at all")
    await keep_a_copy(tmp_path)
    (tmp_path / "backups").rmdir()
    (tmp_path / "backups").touch()
    await keep_a_copy(tmp_path)
    assert (tmp_path / "backups").is_file()
