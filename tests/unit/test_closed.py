"""Closed time stays closed, whatever visits stand in it, go, come back or are moved."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.salon import FRIDAY, SALON
from wabot.domain.amendments import Amendment
from wabot.domain.appointments import Status
from wabot.domain.book import staff_resource
from wabot.domain.customers import Contact
from wabot.domain.orders import Order
from wabot.domain.walltime import to_ms
from wabot.storage.appointments import appointments_between
from wabot.storage.blocks import add_block, blocks_between, remove_block
from wabot.storage.changes import Author
from wabot.storage.migrations import migrate
from wabot.storage.orders import amend_visit, place_order
from wabot.types import PhoneNumber, StaffId

OLGA = StaffId("olga")
HOUR = timedelta(hours=1)
NOON = FRIDAY + timedelta(hours=2)  # Olga works from then to eight in the evening
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["book", "cancel", "restore", "move", "close", "reopen"]),
        st.integers(0, 7),
        st.integers(1, 5),
    ),
    max_size=20,
)


def new_book() -> sqlite3.Connection:
    db = sqlite3.connect(":memory:", isolation_level=None)
    db.row_factory = sqlite3.Row
    migrate(db, Path("book.db"))
    return db


@pytest.fixture
def db() -> Iterator[sqlite3.Connection]:
    with closing(new_book()) as opened:
        yield opened


def change(db: sqlite3.Connection, step: str, hour: int, number: int) -> None:
    visits = [visit for visit, _ in appointments_between(db, FRIDAY)]
    visit = visits[number % len(visits)] if visits else None
    brows, olga = SALON.find_service("brows"), SALON.find_staff(OLGA)
    assert brows is not None
    match step:
        case "book":
            order = Order(services=(brows,), staff=olga, start_at=NOON + hour * HOUR)
            contact = Contact(phone=PhoneNumber(f"+7916000000{number}"))
            place_order(db, SALON, order, contact, None, "", Author.OWNER, FRIDAY)
        case "cancel" if visit is not None:
            amend_visit(db, SALON, visit, Amendment(status=Status.CANCELLED), Author.OWNER, FRIDAY)
        case "restore" if visit is not None:
            amend_visit(db, SALON, visit, Amendment(status=Status.BOOKED), Author.OWNER, FRIDAY)
        case "move" if visit is not None:
            amend_visit(db, SALON, visit, Amendment(start_at=NOON + hour * HOUR), Author.OWNER, FRIDAY)
        case "close":
            add_block(db, OLGA, NOON + hour * HOUR, NOON + (hour + number) * HOUR, "", FRIDAY)
        case "reopen":
            for block in blocks_between(db, NOON + hour * HOUR, NOON + (hour + 1) * HOUR, OLGA):
                remove_block(db, block.id)


def holds(db: sqlite3.Connection, *, of_blocks: bool = False) -> list[tuple[int, int]]:
    only = " AND appointment_id IS NULL" if of_blocks else ""
    rows = db.execute(f"SELECT start_at, end_at FROM holds WHERE resource = ?{only}", (staff_resource(OLGA),))
    return [(row["start_at"], row["end_at"]) for row in rows]


def is_in(at: datetime, stretches: list[tuple[int, int]]) -> bool:
    return any(begins <= to_ms(at) < ends for begins, ends in stretches)


@settings(max_examples=150, deadline=None)
@given(STEPS)
def test_what_is_closed_is_held_and_nothing_else_is_by_closing(steps: list[tuple[str, int, int]]) -> None:
    with closing(new_book()) as db:
        for step in steps:
            change(db, *step)
            closed = [(to_ms(block.start_at), to_ms(block.end_at)) for block in blocks_between(db, FRIDAY)]
            held, by_blocks = holds(db), holds(db, of_blocks=True)
            for quarter in range(14 * 4):
                at = NOON + quarter * timedelta(minutes=15)
                if is_in(at, closed):
                    assert is_in(at, held), (step, at)
                else:
                    assert not is_in(at, by_blocks), (step, at)


def test_a_visit_that_stands_in_closed_time_is_kept(db: sqlite3.Connection) -> None:
    change(db, "book", 2, 1)
    change(db, "close", 0, 5)
    [(visit, _)] = appointments_between(db, FRIDAY)
    assert visit.status is Status.BOOKED
    change(db, "cancel", 0, 0)
    change(db, "restore", 0, 0)
    [(visit, _)] = appointments_between(db, FRIDAY)
    assert visit.status is Status.CANCELLED  # its time is closed now
