"""What the doctor finds in a salon, and what it says is to be done."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.house import salon_open
from tests.salon import CONFIG_FILE
from wabot.errors import ConfigError
from wabot.ops.backups import back_up
from wabot.ops.doctor import Finding, examine
from wabot.ops.doctor.line import look_at_library
from wabot.storage.backup import make_backup
from wabot.storage.lock import find_owner, own_state
from wabot.whatsapp.knock import find_obstacle

pytestmark = pytest.mark.anyio


@asynccontextmanager
async def proxy() -> AsyncIterator[str]:
    """Something that takes connections and speaks no TLS."""

    async def greet(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()
        await writer.wait_closed()

    async with await asyncio.start_server(greet, "127.0.0.1", 0) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


async def examined(folder: Path, now: datetime, *, way: str = "http://127.0.0.1:9") -> dict[str, Finding]:
    """Findings by topic; the salon's configuration and state lie in the folder."""
    text = CONFIG_FILE.read_text(encoding="utf-8").replace('proxy = ""', f'proxy = "{way}"', 1)
    file = folder / "config.toml"
    file.write_text(text, encoding="utf-8")
    file.chmod(0o640)
    return {finding.topic: finding async for finding in examine(file, now, installed=False)}


@pytest.fixture
async def salon(tmp_path: Path) -> Path:
    """A salon that worked until a moment ago, with last night's backup."""
    async with salon_open(tmp_path / "state", at=datetime.now(UTC)) as house:
        await house.customer().writes("привет")
    back_up(tmp_path / "state", tmp_path / "state" / "backups" / "wabot-2026-11-20-0330.zip")
    return tmp_path


async def test_in_a_healthy_salon_there_is_only_to_start_it(salon: Path) -> None:
    async with proxy() as way:
        found = await examined(salon, datetime.now(UTC), way=way)
    todo = {topic: finding.todo for topic, finding in found.items() if finding.todo is not None}
    assert todo.keys() == {"daemon", "session.db"}, todo
    assert found["network"].words.endswith("answers")
    assert found["neonize"].words.startswith("0.5.2, whatsmeow of 2026-")
    assert found["backups"].words == "wabot-2026-11-20-0330.zip, 0 appointments, read back"
    assert str(found["wabot.db"]) == "ok   wabot.db: the book, whole"
    assert str(found["daemon"]).startswith("BAD  daemon: not running\n     -> systemctl start wabot")


async def test_every_fault_is_found_and_said_what_to_do(salon: Path) -> None:
    state = salon / "state"
    (state / "token").write_text("secret")
    (state / "token").chmod(0o644)
    (state / "heard.bad").write_bytes(b"?")
    (state / "wabot.db").write_bytes(b"no database at all, but long enough to be read as one" * 100)
    (state / "backups" / "wabot-2026-11-20-0330.zip").write_bytes(b"PK?")
    found = await examined(salon, datetime.now(UTC) + timedelta(days=500))
    assert f"chmod go= {state / 'token'}" in str(found["files"].todo)
    assert "heard.bad" in str(found["files"].todo)
    assert "file is not a database" in found["wabot.db"].words
    assert "wabot restore" in str(found["wabot.db"].todo)
    assert "take another" in str(found["backups"].todo)
    assert "127.0.0.1:9" in found["network"].words
    assert found["network"].todo == "see that the proxy runs"
    assert "newer wabot" in str(found["neonize"].todo)


async def test_a_clock_that_was_set_back_and_a_missed_night(salon: Path) -> None:
    back = await examined(salon, datetime.now(UTC) - timedelta(hours=1))
    assert "lies in the future" in str(back["heard"].todo)
    later = await examined(salon, datetime.now(UTC) + timedelta(hours=30))
    assert "30 h old" in later["backups"].words
    assert "last night's is missing" in str(later["backups"].todo)
    assert later["heard"].todo is None
    assert "long silence" in str((await examined(salon, datetime.now(UTC) + timedelta(days=4)))["heard"].todo)


async def test_a_backup_from_the_future_is_not_the_newest(salon: Path) -> None:
    folder, now = salon / "state" / "backups", datetime.now(UTC)
    make_backup(salon / "state", folder / "wabot-2099-01-01-0330.zip", now + timedelta(days=365))
    found = (await examined(salon, now))["backups"]
    assert found.words == "wabot-2026-11-20-0330.zip, 0 appointments, read back"
    assert str(found.todo).startswith("wabot-2099-01-01-0330.zip: made in the future")
    missed = (await examined(salon, now + timedelta(hours=30)))["backups"]
    assert "30 h old" in missed.words
    assert str(missed.todo).startswith("the last night's is missing") and "made in the future" in str(missed.todo)
    (folder / "wabot-2026-11-20-0330.zip").unlink()
    assert (await examined(salon, now))["backups"].words == "there is none from before now"


async def test_what_a_newer_wabot_wrote_is_said(salon: Path) -> None:
    with closing(sqlite3.connect(salon / "state" / "wabot.db")) as db:
        db.execute("PRAGMA user_version = 9999")
    assert "newer wabot" in str((await examined(salon, datetime.now(UTC)))["heard"].todo)


async def test_nothing_of_it_needs_a_state_folder_or_a_whole_configuration(tmp_path: Path) -> None:
    found = await examined(tmp_path, datetime.now(UTC))
    assert "start wabot once" in str(found["state"].todo)
    assert not (tmp_path / "state").exists()
    (tmp_path / "config.toml").write_text("[salon]\n")
    with pytest.raises(ConfigError):
        _ = [finding async for finding in examine(tmp_path / "config.toml", datetime.now(UTC), installed=False)]


def test_who_owns_a_folder_is_seen_without_locking_it(tmp_path: Path) -> None:
    assert find_owner(tmp_path) is None
    with own_state(tmp_path):
        assert find_owner(tmp_path) is not None
    assert find_owner(tmp_path) is None


def test_the_library_is_found_without_loading_it() -> None:
    [finding] = look_at_library(datetime(2026, 11, 20, tzinfo=UTC))
    assert finding.todo is None


async def test_what_is_in_the_way_to_whatsapp_has_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HTTPS_PROXY")
    async with proxy() as way:
        port = int(way.rpartition(":")[2])
        assert await find_obstacle(way) is None
        assert "not as WhatsApp does" in str(await find_obstacle("", ("127.0.0.1", port)))
    assert "Connect" in str(await find_obstacle("", ("127.0.0.1", port)))
    assert await find_obstacle("http://127.0.0.1:nine") == "the address is none"
