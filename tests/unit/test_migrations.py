"""Migrations: whole steps, a copy beside the file, and no step back."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from importlib.resources import files
from pathlib import Path

import pytest

from wabot.errors import NewerDatabase
from wabot.storage.migrations import is_current, migrate


@pytest.fixture
def db(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(tmp_path / "wabot.db", isolation_level=None)) as connection:
        connection.row_factory = sqlite3.Row
        yield connection


def test_an_empty_file_becomes_current_without_a_copy(db: sqlite3.Connection, tmp_path: Path) -> None:
    migrate(db, tmp_path / "wabot.db")
    assert is_current(db, tmp_path / "wabot.db")
    migrate(db, tmp_path / "wabot.db")
    assert [path.name for path in tmp_path.glob("*before*")] == []


def test_a_newer_database_is_refused(db: sqlite3.Connection, tmp_path: Path) -> None:
    db.execute("PRAGMA user_version = 4000")
    with pytest.raises(NewerDatabase, match="4000"):
        migrate(db, tmp_path / "wabot.db")


def test_a_copy_is_left_beside_the_file_before_it_changes(db: sqlite3.Connection, tmp_path: Path) -> None:
    migrate(db, tmp_path / "wabot.db")
    db.execute("INSERT INTO customers (phone, created_at) VALUES ('+79161234567', 0)")
    migrate(db, tmp_path / "wabot.db", further=[(9001, "DELETE FROM customers;")])
    assert db.execute("SELECT count(*) FROM customers").fetchone()[0] == 0
    [copy] = tmp_path.glob("*before*")
    assert copy.stat().st_mode & 0o777 == 0o600
    with closing(sqlite3.connect(copy)) as before:
        assert before.execute("SELECT count(*) FROM customers").fetchone() == (1,)


def test_a_step_that_fails_changes_nothing(db: sqlite3.Connection, tmp_path: Path) -> None:
    migrate(db, tmp_path / "wabot.db")
    db.execute("INSERT INTO customers (phone, created_at) VALUES ('+79161234567', 0)")
    with pytest.raises(sqlite3.OperationalError):
        migrate(db, tmp_path / "wabot.db", further=[(9001, "DELETE FROM customers; SELECT nonsense;")])
    assert db.execute("SELECT count(*) FROM customers").fetchone()[0] == 1
    assert is_current(db, tmp_path / "wabot.db")


@pytest.mark.parametrize("second", [(50, 150), (100, 200), (149, 151), (0, 1000), (120, 130)])
def test_the_database_itself_refuses_an_overlap(
    db: sqlite3.Connection, tmp_path: Path, second: tuple[int, int]
) -> None:
    migrate(db, tmp_path / "wabot.db")
    db.execute("INSERT INTO customers (id, phone, created_at) VALUES (1, '+79161234567', 0)")
    for number in (1, 2):
        db.execute(
            "INSERT INTO appointments (id, customer_id, staff, start_at, end_at, status, created_at, changed_at)"
            " VALUES (?, 1, 'anna', 100, 150, 'booked', 0, 0)",
            (number,),
        )
    db.execute("INSERT INTO holds (appointment_id, resource, start_at, end_at) VALUES (1, 'staff:anna', 100, 150)")
    with pytest.raises(sqlite3.IntegrityError, match="overlap"):
        db.execute(
            "INSERT INTO holds (appointment_id, resource, start_at, end_at) VALUES (2, 'staff:anna', ?, ?)", second
        )
    db.execute("INSERT INTO holds (appointment_id, resource, start_at, end_at) VALUES (2, 'staff:anna', 150, 200)")
    db.execute("INSERT INTO holds (appointment_id, resource, start_at, end_at) VALUES (2, 'staff:olga', ?, ?)", second)
    with pytest.raises(sqlite3.IntegrityError, match="overlap"):
        db.execute("UPDATE holds SET start_at = 149 WHERE appointment_id = 2 AND resource = 'staff:anna'")


def test_whose_time_a_visit_takes_is_known_of_those_booked_before(db: sqlite3.Connection, tmp_path: Path) -> None:
    older = [step for step in files("wabot.storage.migrations").iterdir() if step.name[:4].isdecimal()]
    for step in sorted(older, key=lambda step: step.name):
        if step.name < "0020":
            db.executescript(step.read_text("utf-8"))
    db.execute("PRAGMA user_version = 19")
    db.execute("INSERT INTO customers (id, phone, created_at) VALUES (1, '+79161234567', 0)")
    for number in (1, 2, 3):
        db.execute(
            "INSERT INTO appointments (id, customer_id, staff, start_at, end_at, status, created_at, changed_at)"
            " VALUES (?, 1, 'anna', 0, 1, 'booked', 0, 0)",
            (number,),
        )
    for number, resource in ((1, "staff:anna"), (1, "guest:1"), (2, "staff:maria")):
        db.execute(
            "INSERT INTO holds (appointment_id, resource, start_at, end_at) VALUES (?, ?, 0, 1)", (number, resource)
        )
    migrate(db, tmp_path / "wabot.db")
    rows = db.execute("SELECT id, takes_customer FROM appointments ORDER BY id")
    assert [tuple(row) for row in rows] == [(1, 1), (2, 0), (3, 1)]  # 3 holds nothing: it was cancelled
