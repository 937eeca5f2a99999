"""The power is cut while a backup is put back: book and link are the old ones, or both are the restored ones."""

import os
import random
import sqlite3
import sys
import tempfile
from contextlib import closing
from datetime import datetime
from pathlib import Path

import anyio
import pytest

from tests.e2e.test_power_cut import Salon
from tests.powercut.promises import Cut, cuts, lay_out
from tests.salon import CONFIG_FILE
from wabot.ops.backups import restore
from wabot.storage.backup import nightly_backups
from wabot.storage.database import open_database
from wabot.storage.lock import own_state

pytestmark = [pytest.mark.timeout(300), pytest.mark.anyio]

BACKUP = "wabot-2026-11-20-0330.zip"
LIFE = """
import os, signal, sqlite3, sys
from pathlib import Path
import anyio
from wabot.storage.database import open_database
from wabot.storage.lock import own_state

state, first = Path(sys.argv[1]), int(sys.argv[2])

async def live():
    async with open_database(state) as database:
        for number in range(first, first + 40):
            come = "INSERT INTO customers (phone, created_at) VALUES (?, 0)", (f"+{number}",)
            await database.write(lambda db: db.execute(*come))
        link = sqlite3.connect(state / "session.db", isolation_level=None)
        link.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE IF NOT EXISTS age (n);")
        link.execute("INSERT INTO age VALUES (?)", (first,))
        os.kill(os.getpid(), signal.SIGKILL)

with own_state(state):
    anyio.run(live)
"""
"""Customers and an age of the link; both logs are left behind."""
OLD, RESTORED = (80, 40), (40, 0)


@pytest.fixture(scope="module")
def salon(tmp_path_factory: pytest.TempPathFactory) -> tuple[Salon, int]:
    """Two lives, a backup of the first, and its restoring, from that line of the record on."""
    salon = Salon(tmp_path_factory.mktemp("salon"))

    async def live() -> int:
        salon.root.mkdir()
        config = CONFIG_FILE.read_text(encoding="utf-8").replace('dir = "state"', f'dir = "{salon.state}"')
        (salon.folder / "config.toml").write_text(config, encoding="utf-8")
        backup = salon.state / "backups" / BACKUP
        await salon.records(sys.executable, "-c", LIFE, str(salon.state), "0")
        await salon.records(sys.executable, "-m", "wabot.storage.backup", str(salon.state), str(backup))
        await salon.records(sys.executable, "-c", LIFE, str(salon.state), "40")
        begun = salon.lines
        words = ("restore", "--config", str(salon.folder / "config.toml"), "--with-session", str(backup))
        await salon.records(sys.executable, "-m", "wabot", *words)
        return begun

    return salon, anyio.run(live)


async def found_in(state: Path) -> tuple[int, int]:
    """How many customers a start finds, and the age of the link."""
    with own_state(state):
        async with open_database(state) as database:
            customers = await database.read(lambda db: db.execute("SELECT count(*) FROM customers").fetchone()[0])
    return customers, age(state / "session.db")


def age(link: Path) -> int:
    with closing(sqlite3.connect(link)) as db:
        found: int = db.execute("SELECT max(n) FROM age").fetchone()[0]
        return found


def kept_in(state: Path) -> list[tuple[int, int]]:
    """What was set aside."""
    found = []
    for kept in (state / "backups").glob("before-restore-*"):
        with closing(sqlite3.connect(kept / "wabot.db")) as db:
            found.append((db.execute("SELECT count(*) FROM customers").fetchone()[0], age(kept / "session.db")))
    return found


def lay_out_dated(cut: Cut, salon: Salon, root: Path) -> Path:
    """An image, with the time that the file had by which a restore is decided: calls do not tell it."""
    state = lay_out(cut.files, root)
    [kept] = (salon.state / "backups").glob("before-restore-*")
    decided = datetime.strptime(f"{kept.name} +0000", "before-restore-%Y-%m-%d-%H%M%S-%f %z")
    if (fresh := state / "wabot.db.restored").exists():
        os.utime(fresh, (decided.timestamp(), decided.timestamp()))
    return state


async def test_after_each_cut_all_is_old_or_all_is_restored(salon: tuple[Salon, int], tmp_path: Path) -> None:
    recorded, begun = salon
    seen, images = list[tuple[int, int]](), 0
    for cut in cuts(recorded.calls, [], recorded.root, random.Random(5), share=1, tries=8):
        if cut.at < begun:
            continue
        images += 1
        with tempfile.TemporaryDirectory(dir=tmp_path) as folder:
            state = lay_out_dated(cut, recorded, Path(folder))
            found = await found_in(state)
            assert found in {OLD, RESTORED}, cut.at
            if found == RESTORED:
                assert OLD in kept_in(state), cut.at
            seen.append(found)
    print(f"{images} images of the disk, {seen.count(RESTORED)} restored")
    assert seen[0] == OLD and seen[-1] == RESTORED
    assert images > 50


async def test_what_was_cut_off_can_be_restored_again(salon: tuple[Salon, int], tmp_path: Path) -> None:
    recorded, begun = salon
    for cut in cuts(recorded.calls, [], recorded.root, random.Random(6), share=0.5):
        if cut.at < begun:
            continue
        with tempfile.TemporaryDirectory(dir=tmp_path) as folder:
            state = lay_out_dated(cut, recorded, Path(folder))
            restore(state, nightly_backups(state)[0], with_session=True)
            assert await found_in(state) == RESTORED, cut.at
            assert OLD in kept_in(state), cut.at
