"""A book of an earlier release: what stands in it is there after the upgrade, and after going back."""

import sqlite3
from contextlib import closing
from importlib.resources import files
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.house import salon_open
from tests.salon import CONFIG_FILE
from wabot.cli import by_hand
from wabot.ops.backups import back_up, go_back
from wabot.storage.backup import is_too_new

pytestmark = pytest.mark.anyio

BOOK = Path(__file__).parent / "first_release.sql"
STEPS = {
    int(step.name[:4]): step.read_text(encoding="utf-8")
    for step in files("wabot.storage.migrations").iterdir()
    if step.name.endswith(".sql")
}
MORE_MAIL = """
    INSERT INTO outbox (id, key, customer_id, text, state, queued_at) VALUES
        (11, 'more:1', 3, 'waits still', 'queued', 0), (12, 'more:2', 3, 'is sent since', 'queued', 0),
        (13, 'more:3', 3, 'is taken back since', 'queued', 0)
"""
LATER = """
    ALTER TABLE outbox ADD COLUMN mood TEXT;
    PRAGMA user_version = 9001;
    UPDATE outbox SET state = 'sent', message_id = 'W12' WHERE id = 12;
    DELETE FROM outbox WHERE id = 13;
    INSERT INTO appointments (id, customer_id, staff, start_at, end_at, status, created_at, changed_at)
        VALUES (4, 1, 'anna', 1, 2, 'booked', 0, 0);
"""
EARLIER = sorted(STEPS)[:-1]


def left_by(release: int, state: Path) -> Path:
    """A state folder as the release with that many migrations left it, which the salon has had since the first."""
    state.mkdir()
    with closing(sqlite3.connect(state / "wabot.db", isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode = WAL")
        for number in sorted(step for step in STEPS if step <= release):
            db.executescript(f"BEGIN;\n{STEPS[number]}\nPRAGMA user_version = {number};\nCOMMIT;")
            if number == 1:
                db.executescript(f"BEGIN;\n{BOOK.read_text(encoding='utf-8')}\nCOMMIT;")
    return state


def rows(file: Path) -> dict[str, int]:
    """How many rows each table has."""
    with closing(sqlite3.connect(file)) as db:
        tables = db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
        return {name: db.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for (name,) in tables}


@pytest.mark.parametrize("release", [EARLIER[0], EARLIER[len(EARLIER) // 2], EARLIER[-1]])
async def test_the_book_of_an_earlier_release_is_served(tmp_path: Path, release: int) -> None:
    state = left_by(release, tmp_path / "state")
    before = rows(state / "wabot.db")
    async with salon_open(state) as house:
        await house.settle()
        lena, kate = house.customer("+79160000077"), house.customer(lid="1234567890")
        assert "20:00" in lena.read[0], "the question that waited is answered"
        assert kate.read == ["See you on Sunday!"]
        assert "15:00" in await house.customer().writes("когда я записана?")
        assert "уже занято" in await lena.writes("маникюр у Ольги завтра в 15:00")
    after = rows(state / "wabot.db")
    assert not {name: count for name, count in before.items() if after.get(name, 0) < count}
    assert rows(state / f"wabot.before-{release + 1:04}.db") == before


async def test_going_back_is_going_back_to_the_copy(tmp_path: Path) -> None:
    state, copy = left_by(EARLIER[-1], tmp_path / "state"), tmp_path / "left.zip"
    async with salon_open(state) as house:
        await house.settle()
    with closing(sqlite3.connect(state / "wabot.db")) as db, db:
        db.execute(MORE_MAIL)
    back_up(state, copy)
    assert go_back(state, copy) is None, "it is this release's own"
    with closing(sqlite3.connect(state / "wabot.db")) as db:
        db.executescript(LATER)
        found = go_back(state, copy)  # a crashed daemon leaves what is not yet in the file itself
    assert found is not None
    backup, kept = found
    assert backup.appointments == 3
    assert rows(kept / "wabot.db")["appointments"] == 4
    async with salon_open(state) as house:
        await house.settle()
        assert len(await house.book()) == 1
        assert house.customer(lid="1234567890").read == ["waits still"]
        assert "15:00" in await house.customer().writes("когда я записана?")


def test_going_back_by_hand_says_what_it_did(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text(CONFIG_FILE.read_text(encoding="utf-8"), encoding="utf-8")
    state, copy = left_by(EARLIER[-1], tmp_path / "state"), tmp_path / "left.zip"
    back_up(state, copy)
    same = CliRunner().invoke(by_hand.restore, ["--if-newer", "--config", str(config), str(copy)])
    assert (same.exit_code, same.stdout) == (0, "")
    assert "it was left as it is" in same.stderr
    with closing(sqlite3.connect(state / "wabot.db")) as db:
        db.execute("PRAGMA user_version = 9001")
    back = CliRunner().invoke(by_hand.restore, ["--if-newer", "--config", str(config), str(copy)])
    assert back.exit_code == 0
    assert "with 3 appointments" in back.stderr
    assert (Path(back.stdout.strip()) / "wabot.db").exists()
    assert not is_too_new(state / "wabot.db")
