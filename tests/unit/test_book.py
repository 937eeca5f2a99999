"""The days and openings that are kept in memory are those on the disk, whatever was written, undone or read between."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.salon import FRIDAY, SALON
from wabot.domain.book import staff_resource
from wabot.domain.walltime import DAY, to_ms
from wabot.storage.blocks import add_block, blocks_between, remove_block
from wabot.storage.book import KnownDays, StoredBook
from wabot.storage.migrations import migrate
from wabot.storage.openings import OpenedSalon, add_opening, read_opened, remove_opening
from wabot.types import AppointmentId, OpeningId, StaffId

DAYS = [date(2026, 11, 21) + DAY * number for number in range(3)]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["add", "move", "remove", "close", "reopen", "open", "shut", "read", "commit", "undo"]),
        st.integers(0, 5),
    ),
    max_size=25,
)
OLGA = StaffId("olga")


def new_book() -> sqlite3.Connection:
    db = sqlite3.connect(":memory:", isolation_level=None)
    db.row_factory = sqlite3.Row
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
    db.execute(
        "INSERT INTO holds (appointment_id, resource, start_at, end_at) VALUES (?, 'staff:anna', ?, ?)",
        (number, start, start + 3_600_000),
    )


def noon(number: int) -> tuple[datetime, datetime]:
    """An hour of each day."""
    begins = datetime.combine(DAYS[number % 3], time(12), SALON.timezone)
    return begins, begins + timedelta(hours=1)


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
        case "close" if not blocks_between(db, *noon(number), OLGA):
            add_block(db, OLGA, *noon(number), "", FRIDAY)
        case "reopen":
            for block in blocks_between(db, *noon(number), OLGA):
                remove_block(db, block.id)
        case "open":
            add_opening(db, OLGA if number % 2 else None, *noon(number), "", FRIDAY)
        case "shut":
            remove_opening(db, OpeningId(number))
        case "commit" | "undo":
            db.execute("COMMIT" if step == "commit" else "ROLLBACK")
            db.execute("BEGIN")


@settings(max_examples=80, deadline=None)
@given(STEPS)
def test_what_is_known_is_what_is_stored(steps: list[tuple[str, int]]) -> None:
    known, opened = KnownDays(), OpenedSalon(SALON)
    with closing(new_book()) as db:
        db.execute("BEGIN")
        for step, number in steps:
            change(db, step, number)
            book = StoredBook(db, SALON, known)
            for day in DAYS:
                assert book.busy(day) == StoredBook(db, SALON).busy(day), (step, number)
            salon = opened.read(db, FRIDAY)
            assert salon.one_offs == read_opened(db, SALON, FRIDAY).one_offs, (step, number)
            assert opened.read(db, FRIDAY) is salon


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


def test_a_visit_is_ignored_whole_or_by_appointment_and_closed_time_never(db: sqlite3.Connection) -> None:
    add_block(db, OLGA, *noon(0), "", FRIDAY)
    db.execute("UPDATE appointments SET visit_id = 0 WHERE id = 3")
    hold(db, 0)
    hold(db, 3)
    known = KnownDays()
    for ignored, ignores_visits, held in ((0, True, 0), (0, False, 1), (3, True, 1), (3, False, 1), (5, True, 2)):
        book = StoredBook(db, SALON, known, ignores_visits=ignores_visits)
        busy = book.busy(DAYS[0], ignoring=AppointmentId(ignored))
        assert len(busy[staff_resource(OLGA)]) == 1
        assert len(busy.get(staff_resource(StaffId("anna")), ())) == held, (ignored, ignores_visits)
