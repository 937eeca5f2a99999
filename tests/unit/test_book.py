"""The days of the book that are kept in memory are those on the disk, whatever was written, undone or read between."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.salon import SALON
from wabot.domain.walltime import DAY, to_ms
from wabot.storage.book import KnownDays, StoredBook
from wabot.storage.migrations import migrate

DAYS = [date(2026, 11, 21) + DAY * number for number in range(3)]
STEPS = st.lists(
    st.tuples(st.sampled_from(["add", "move", "remove", "read", "commit", "undo"]), st.integers(0, 5)), max_size=25
)


def new_book() -> sqlite3.Connection:
    db = sqlite3.connect(":memory:", isolation_level=None)
    migrate(db, Path("book.db"))
    db.execute("INSERT INTO customers (id, phone, created_at) VALUES (1, '+79160000000', 0)")
    for number in range(6):
        db.execute(
            "INSERT INTO appointments (id, customer_id, staff, start_at, end_at, status, created_at, changed_at)"
            " VALUES (?, 1, 'anna', 0, 1, 'booked', 0, 0)",
            (number,),
        )
    return db


@pytest.fixture
def db() -> Iterator[sqlite3.Connection]:
    with closing(new_book()) as opened:
        yield opened


def hold(db: sqlite3.Connection, number: int) -> None:
    """Each appointment has an hour of its own; moved, another one."""
    start = to_ms(datetime.combine(DAYS[number % 3], time(10 + number), SALON.timezone))
    db.execute("INSERT INTO holds VALUES (?, 'staff:anna', ?, ?)", (number, start, start + 3_600_000))


def change(db: sqlite3.Connection, step: str, number: int) -> None:
    match step:
        case "add" if not db.execute("SELECT 1 FROM holds WHERE appointment_id = ?", (number,)).fetchall():
            hold(db, number)
        case "move":
            db.execute(
                "UPDATE holds SET start_at = start_at + 60000 WHERE appointment_id = ? AND end_at - start_at > 60000",
                (number,),
            )
        case "remove":
            db.execute("DELETE FROM holds WHERE appointment_id = ?", (number,))
        case "commit" | "undo":
            db.execute("COMMIT" if step == "commit" else "ROLLBACK")
            db.execute("BEGIN")


@settings(max_examples=80, deadline=None)
@given(STEPS)
def test_what_is_known_is_what_is_stored(steps: list[tuple[str, int]]) -> None:
    known = KnownDays()
    with closing(new_book()) as db:
        db.execute("BEGIN")
        for step, number in steps:
            change(db, step, number)
            book = StoredBook(db, SALON, known)
            for day in DAYS:
                assert book.busy(day) == StoredBook(db, SALON).busy(day), (step, number)


def test_a_book_that_is_being_written_shows_it(db: sqlite3.Connection) -> None:
    book = StoredBook(db, SALON, KnownDays())
    assert book.busy(DAYS[0]) == {}
    hold(db, 0)
    assert list(book.busy(DAYS[0])) == ["staff:anna"]


def test_days_that_did_not_change_are_not_read_again(db: sqlite3.Connection) -> None:
    known = KnownDays()
    hold(db, 0)
    first = StoredBook(db, SALON, known).busy(DAYS[0])
    assert StoredBook(db, SALON, known).busy(DAYS[0]) is first
