"""The power is cut, or wabot killed, while it brings an older one's book up to date: the next start goes on."""

import random
import sqlite3
import sys
import tempfile
from contextlib import closing
from functools import partial
from pathlib import Path

import anyio
import pytest

from tests.e2e.test_power_cut import Salon
from tests.powercut.promises import cuts, lay_out
from wabot.storage.database import open_database
from wabot.storage.lock import own_state
from wabot.storage.migrations import is_current

pytestmark = [pytest.mark.timeout(300), pytest.mark.anyio]

OLD = 12
CUSTOMERS = 40
OLD_LIFE = """
import os, signal, sqlite3, sys
from importlib.resources import files
from pathlib import Path

state, version, customers = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
state.mkdir(mode=0o700)
os.fsync(os.open(state.parent, os.O_RDONLY))
db = sqlite3.connect(state / "wabot.db", isolation_level=None)
db.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;")
for step in sorted(entry.name for entry in files("wabot.storage.migrations").iterdir() if entry.name.endswith(".sql")):
    if int(step[:4]) <= version:
        db.executescript((files("wabot.storage.migrations") / step).read_text("utf-8"))
db.execute(f"PRAGMA user_version = {version}")
for number in range(customers):
    db.execute("INSERT INTO customers (phone, created_at) VALUES (?, 0)", (f"+{number}",))
os.kill(os.getpid(), signal.SIGKILL)
"""
"""A book as an older wabot left it, its log beside it."""

NEW_LIFE = """
import sys
from pathlib import Path
import anyio
from wabot.storage.database import open_database
from wabot.storage.lock import own_state

async def live():
    async with open_database(Path(sys.argv[1])):
        pass

with own_state(Path(sys.argv[1])):
    anyio.run(live)
"""


@pytest.fixture(scope="module")
def salon(tmp_path_factory: pytest.TempPathFactory) -> tuple[Salon, int]:
    """An old book and its upgrade, from that line of the record on."""
    salon = Salon(tmp_path_factory.mktemp("salon"))

    async def live() -> int:
        salon.root.mkdir()
        await salon.records(sys.executable, "-c", OLD_LIFE, str(salon.state), str(OLD), str(CUSTOMERS))
        begun = salon.lines
        await salon.records(sys.executable, "-c", NEW_LIFE, str(salon.state))
        return begun

    return salon, anyio.run(live)


def version_of(path: Path) -> int:
    with closing(sqlite3.connect(path)) as db:
        version: int = db.execute("PRAGMA user_version").fetchone()[0]
        return version


def customers_in(db: sqlite3.Connection) -> int:
    assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    found: int = db.execute("SELECT count(*) FROM customers").fetchone()[0]
    return found


async def test_after_each_cut_the_next_start_goes_on_with_the_whole_book(
    salon: tuple[Salon, int], tmp_path: Path
) -> None:
    recorded, begun = salon
    versions = list[int]()
    for cut in cuts(recorded.calls, [], recorded.root, random.Random(7), share=1, tries=4):
        if cut.at < begun:
            continue
        with tempfile.TemporaryDirectory(dir=tmp_path) as folder:
            state = lay_out(cut.files, Path(folder))
            versions.append(version_of(state / "wabot.db"))
            with own_state(state):
                async with open_database(state) as database:
                    assert await database.read(customers_in) == CUSTOMERS, cut.at
                    assert await database.read(partial(is_current, path=state / "wabot.db")), cut.at
            for copy in state.glob("*.before-*.db"):
                with closing(sqlite3.connect(copy)) as before:
                    assert customers_in(before) == CUSTOMERS, (cut.at, copy.name)
            assert (state / f"wabot.before-{OLD + 1:04}.db").exists(), cut.at
    print(f"{len(versions)} images of the disk, at versions {sorted(set(versions))}")
    assert versions[0] == OLD
    assert len(set(versions)) > 2, "cut between two steps as well"
