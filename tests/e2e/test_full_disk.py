"""The disk becomes full in the middle of a command: nothing is lost, no good file is called damaged, and the same
command does it once there is room.
"""

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.e2e.program import DEADLINE_S, wabot
from tests.flows.test_upgrades import EARLIER, left_by
from tests.salon import CONFIG_FILE

MOMENTS = (1, 2, 3, 4, 6, 9, 15, 25, 45, 80, 150, 300)
"""Which write to a database is the first that finds no room."""
CUSTOMERS = "phone;name\n+79150000001;Анна\n"


def by_full_disk(moment: int, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a command on a disk that has no room for that one of its writes to databases, nor for any later."""
    full = ("-e", "trace=pwrite64,ftruncate", "-e", f"inject=pwrite64,ftruncate:error=ENOSPC:when={moment}+")
    return subprocess.run(
        ["strace", "-f", "-qq", "-o", "/dev/null", *full, sys.executable, "-m", "wabot", *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=DEADLINE_S,
        check=False,
    )


@pytest.fixture(scope="module")
def salon(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A salon as the release before left it, and a backup of it with messages in its queues."""
    folder = tmp_path_factory.mktemp("salon")
    text = CONFIG_FILE.read_text(encoding="utf-8").replace("port = 8080", "port = 0")
    (folder / "config.toml").write_text(text, encoding="utf-8")
    (folder / "clients.csv").write_text(CUSTOMERS, encoding="utf-8")
    left_by(EARLIER[-2], folder / "state")
    assert wabot("backup", "salon.zip", cwd=folder).returncode == 0
    return folder


def customers(salon: Path) -> set[str]:
    with closing(sqlite3.connect(salon / "state" / "wabot.db")) as db:
        return {name for (name,) in db.execute("SELECT name FROM customers")}


COMMANDS = {
    "backup": ("backup", "another.zip"),
    "restore": ("restore", "salon.zip"),
    "upgrade": ("import", "clients.csv"),
}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_disk_without_room_costs_nothing_and_is_named(salon: Path, tmp_path: Path, command: str) -> None:
    before = customers(salon)
    tried = 0
    for moment in MOMENTS:
        place = tmp_path / str(moment)
        shutil.copytree(salon, place)
        done = by_full_disk(moment, *COMMANDS[command], cwd=place)
        if done.returncode == 0:
            break
        tried += 1
        assert "the disk is full" in done.stderr, done.stderr
        assert "Traceback" not in done.stderr and "damaged" not in done.stderr, done.stderr
        assert before <= customers(place)
        assert not list(place.glob("**/*.part")) and not list(place.glob("**/.backup-*")), "it takes no room"
        again = wabot(*COMMANDS[command], cwd=place)
        assert again.returncode == 0, again.stderr
        assert before <= customers(place)
    assert tried > 2


def test_a_book_that_cannot_be_read_for_want_of_room_is_not_taken_for_a_damaged_one(
    salon: Path, tmp_path: Path
) -> None:
    place = tmp_path / "salon"
    shutil.copytree(salon, place)
    seen = by_full_disk(1, "doctor", cwd=place)
    assert "wabot.db: the book cannot be read now" in seen.stdout, seen.stderr
    assert "restore" not in seen.stdout
    asked = by_full_disk(1, "slots", "--service", "manicure", cwd=place)
    assert "see whether the disk is full" in asked.stderr and "Traceback" not in asked.stderr
