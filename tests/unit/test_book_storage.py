"""The book on disk: nothing that is asked of it reads the whole past."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from importlib.resources import files
from pathlib import Path

import pytest

from tests.salon import FRIDAY, SALON
from wabot.domain.amendments import Amendment
from wabot.domain.appointments import Status
from wabot.domain.conversation.facts import JoinWaitlist
from wabot.domain.customers import Contact
from wabot.domain.orders import Order
from wabot.domain.places import find_places
from wabot.domain.waitlist import WaitState
from wabot.domain.wishes import Wish
from wabot.storage.appointments import appointments_between, find_appointment
from wabot.storage.blocks import add_block, blocks_between, find_clashes, remove_block
from wabot.storage.book import StoredBook
from wabot.storage.calendars import Calendar, add_calendar, calendar_entries, revoke_calendar
from wabot.storage.changes import Author, changes_of
from wabot.storage.customers import get_customer_id
from wabot.storage.migrations import migrate
from wabot.storage.offers import find_last_offer, hold_offer, note_asked, offered_by
from wabot.storage.openings import add_opening, openings_between, remove_opening
from wabot.storage.orders import amend_visit, place_order
from wabot.storage.outbox import queue_message
from wabot.storage.waitlist import change_waitlist, end_waits, find_line, waits_of
from wabot.types import BlockId, MessageId, PhoneNumber, StaffId

OLYA = Contact(phone=PhoneNumber("+79161234567"))
DAY = timedelta(days=1)
MASSAGE, EKATERINA = SALON.find_service("massage"), SALON.find_staff("ekaterina")


@pytest.fixture
def db(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(tmp_path / "wabot.db", isolation_level=None)) as connection:
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA foreign_keys = ON")
        migrate(connection, tmp_path / "wabot.db")
        yield connection


def work_the_book(db: sqlite3.Connection) -> None:
    """One of everything that is done to the book and asked of it."""
    assert MASSAGE is not None
    ekaterina = StaffId("ekaterina")
    order = Order(services=(MASSAGE,), staff=EKATERINA, start_at=FRIDAY + DAY)
    made = place_order(db, SALON, order, OLYA, "Оля", "", Author.API, FRIDAY)
    assert isinstance(made, int)
    for amendment in (
        Amendment(start_at=FRIDAY + DAY + timedelta(hours=1), note="!"),
        Amendment(status=Status.CANCELLED),
    ):
        found = find_appointment(db, made)
        assert found is not None
        assert amend_visit(db, SALON, found[0], amendment, Author.API, FRIDAY) is None
    add_block(db, ekaterina, FRIDAY + 2 * DAY, FRIDAY + 9 * DAY, "", FRIDAY)
    assert find_clashes(db, ekaterina, FRIDAY, FRIDAY + 30 * DAY)
    assert StoredBook(db, SALON).busy((FRIDAY + 3 * DAY).date())
    appointments_between(db, FRIDAY, FRIDAY + 7 * DAY)
    blocks_between(db, FRIDAY, FRIDAY + 7 * DAY)
    assert len(changes_of(db, made)) == 3
    calendar = Calendar("secret", None, FRIDAY)
    add_calendar(db, calendar)
    for staff in (None, ekaterina):
        calendar_entries(db, staff, FRIDAY - 30 * DAY, cancelled_since=FRIDAY)
    revoke_calendar(db, calendar)
    wait_in_line(db)
    assert remove_block(db, BlockId(1)) is not None
    opening = add_opening(db, ekaterina, FRIDAY, FRIDAY + timedelta(hours=1), "", FRIDAY)
    assert openings_between(db, FRIDAY, FRIDAY + DAY) == [opening]
    assert remove_opening(db, opening.id) == opening


def wait_in_line(db: sqlite3.Connection) -> None:
    """Somebody waits, is offered what is free, and the salon closes the time."""
    olya = get_customer_id(db, OLYA)
    day = (FRIDAY + 20 * DAY).date()
    wish = Wish(services=("massage",), day=day)
    change_waitlist(db, olya, JoinWaitlist(wish, (), None), FRIDAY)
    [waiting] = find_line(db)
    visit = next(find_places(wish, olya, SALON, StoredBook(db, SALON), FRIDAY))
    offer = hold_offer(db, waiting.id, visit, FRIDAY, FRIDAY + DAY)
    note_asked(db, offer, queue_message(db, f"waitlist:{offer}", olya, "?", FRIDAY), FRIDAY)
    assert waits_of(db, olya)[0].offer is not None
    assert offered_by(db, olya, [MessageId("unknown")]) == {}
    assert find_last_offer(db, olya, FRIDAY) is not None
    taken = next(find_places(wish, olya, SALON, StoredBook(db, SALON), FRIDAY))
    assert taken.start_at > visit.start_at
    free = next(find_places(wish, olya, SALON, StoredBook(db, SALON, offered_to=olya), FRIDAY))
    assert free.start_at == visit.start_at
    add_block(db, StaffId("ekaterina"), visit.start_at, visit.end_at, "", FRIDAY)
    assert waits_of(db, olya)[0].offer is None
    assert db.execute("SELECT * FROM holds WHERE offer_id = ?", (offer,)).fetchone() is None
    assert db.execute("SELECT * FROM outbox WHERE key = ?", (f"waitlist:{offer}",)).fetchone() is None
    end_waits(db, olya, WaitState.LEFT, FRIDAY)
    assert find_line(db) == []


def test_nothing_reads_the_whole_past(db: sqlite3.Connection) -> None:
    asked: list[str] = []
    db.set_trace_callback(asked.append)
    work_the_book(db)
    db.set_trace_callback(None)
    statements = [statement for statement in asked if not statement.startswith("--")]  # what triggers do
    assert len(statements) > 30
    for statement in statements:
        plan = [row["detail"] for row in db.execute(f"EXPLAIN QUERY PLAN {statement}")]
        scans = [step for step in plan if step.startswith("SCAN") and not step.startswith(("SCAN (", "SCAN CONSTANT"))]
        assert scans == [], (statement, plan)


def test_a_block_that_is_removed_leaves_no_hold(db: sqlite3.Connection) -> None:
    anna = StaffId("anna")
    first = add_block(db, anna, FRIDAY, FRIDAY + 3 * DAY, "", FRIDAY)
    add_block(db, anna, FRIDAY + 3 * DAY, FRIDAY + 4 * DAY, "", FRIDAY)
    remove_block(db, first.id)
    assert [block.start_at for block in blocks_between(db, FRIDAY)] == [FRIDAY + 3 * DAY]
    assert db.execute("SELECT count(*) FROM holds").fetchone()[0] == 1


def test_books_of_before_the_migration_keep_what_they_hold(tmp_path: Path) -> None:
    steps = sorted(files("wabot.storage.migrations").iterdir(), key=lambda step: step.name)
    with closing(sqlite3.connect(tmp_path / "wabot.db", isolation_level=None)) as db:
        db.row_factory = sqlite3.Row
        for step in steps:
            if step.name.endswith(".sql") and step.name < "0007":
                db.executescript(step.read_text(encoding="utf-8"))
        db.execute("INSERT INTO customers (id, phone, created_at) VALUES (1, '+79161234567', 0)")
        db.execute(
            "INSERT INTO appointments (id, customer_id, staff, start_at, end_at, status, created_at, changed_at)"
            " VALUES (1, 1, 'anna', 100, 150, 'booked', 0, 0)"
        )
        db.execute("INSERT INTO holds VALUES (1, 'staff:anna', 100, 150)")
        db.execute("PRAGMA user_version = 6")
        migrate(db, tmp_path / "wabot.db")
        assert tuple(db.execute("SELECT note, revision FROM appointments").fetchone()) == ("", 0)
        with pytest.raises(sqlite3.IntegrityError, match="overlap"):
            db.execute(
                "INSERT INTO holds (appointment_id, resource, start_at, end_at) VALUES (NULL, 'staff:anna', 149, 200)"
            )
        db.execute("PRAGMA foreign_keys = ON")
        db.execute("DELETE FROM appointments")
        assert db.execute("SELECT count(*) FROM holds").fetchone()[0] == 0
