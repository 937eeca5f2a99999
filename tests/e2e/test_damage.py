"""A book that is damaged, cut short, empty or gone: wabot says so and never begins a new one in its place."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.program import running, wabot
from tests.salon import CONFIG_FILE

PAGE = 4096
SCRIPT = '{"from": "+79161234567", "text": "массаж завтра в 15:00", "at": "2026-11-20T10:00:00+03:00"}\n'


@pytest.fixture(scope="module")
def salon(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A salon with a visit in its book and a backup of it."""
    folder = tmp_path_factory.mktemp("salon")
    text = CONFIG_FILE.read_text(encoding="utf-8").replace("port = 8080", "port = 0")
    (folder / "config.toml").write_text(text, encoding="utf-8")
    assert wabot("chat", "--jsonl", "--state", "state", cwd=folder, stdin=SCRIPT).returncode == 0
    (folder / "state" / "backups").mkdir(exist_ok=True)
    assert wabot("backup", "state/backups/wabot-2026-11-20-0330.zip", cwd=folder).returncode == 0
    return folder


def last_page_spoilt(book: bytes) -> bytes:
    """It belongs to a table that no start reads."""
    return book[:-PAGE] + b"\xff" * PAGE


DAMAGES: dict[str, tuple[Callable[[bytes], bytes | None], str]] = {
    "a bad page": (last_page_spoilt, "is damaged"),
    "cut short": (lambda book: book[: len(book) // 2 // PAGE * PAGE], "is damaged"),
    "not a database": (lambda book: b"?" * len(book), "is damaged: file is not a database"),
    "empty": (lambda _: b"", "is empty, and"),
    "gone": (lambda _: None, "is gone, and"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_book_that_cannot_be_used_is_said_and_restored(salon: Path, damage: str) -> None:
    spoil, said = DAMAGES[damage]
    book = salon / "state" / "wabot.db"
    good = book.read_bytes()
    bad = spoil(good)
    if bad is None:
        book.unlink()
    else:
        book.write_bytes(bad)
    refused = wabot("run", cwd=salon)
    assert refused.returncode == 1
    assert said in refused.stderr and "wabot restore" in refused.stderr and "Traceback" not in refused.stderr
    assert (book.read_bytes() if book.exists() else None) == bad, "nothing is written over it"
    restored = wabot("restore", "state/backups/wabot-2026-11-20-0330.zip", cwd=salon)
    assert restored.returncode == 0, restored.stderr
    assert "1 appointments" in restored.stderr
    with running("run", cwd=salon) as daemon:
        found = daemon.request("GET", "/api/appointments?from=2026-11-20")[1]["appointments"]
        assert [visit["services"] for visit in found] == [["massage"]]
        assert daemon.stop()[0] == 0
