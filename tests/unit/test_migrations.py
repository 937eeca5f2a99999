"""Migrations: whole steps, a copy beside the file, and no step back."""

import re
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


def lay_out(db: sqlite3.Connection, version: int) -> None:
    """A book as the release with migrations up to that number made it."""
    steps = [step for step in files("wabot.storage.migrations").iterdir() if step.name[:4].isdecimal()]
    older = [step for step in sorted(steps, key=lambda step: step.name) if int(step.name[:4]) <= version]
    told = "\n".join(step.read_text("utf-8") for step in older)
    db.executescript(f"BEGIN;\n{told}\nPRAGMA user_version = {version};\nCOMMIT;")


def test_whose_time_a_visit_takes_is_known_of_those_booked_before(db: sqlite3.Connection, tmp_path: Path) -> None:
    lay_out(db, 19)
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


OLD_LIFE = """
    INSERT INTO customers (id, phone, lang, held_until, created_at)
        VALUES (1, '+79161234567', 'ru', 7, 0), (2, '+79160000077', NULL, NULL, 0);
    INSERT INTO webhook_subscriptions VALUES ('till', 'message_received');
    INSERT INTO inbox (id, customer_id, message_id, kind, text, by_salon, sent_at, received_at, handled_at)
        VALUES (1, 1, 'M1', 'text', 'завтра в 12', 0, 0, 0, 0), (2, 2, 'M2', 'text', 'да', 0, 0, 0, 0);
    INSERT INTO dialogues VALUES (1, '{}', 0);
    INSERT INTO owner_dialogues VALUES (1, '{}', 0);
    INSERT INTO loops VALUES (1, 0);
    INSERT INTO asks VALUES (1, 'asked', 0);
    INSERT INTO consents (customer_id, step, at) VALUES (1, 'asked', 0);
    INSERT INTO early_receipts VALUES ('E1', 'delivered', 1, 0);
    INSERT INTO appointments (id, customer_id, staff, start_at, end_at, status, created_at, changed_at)
        VALUES (1, 1, 'anna', 100, 200, 'booked', 0, 0);
    INSERT INTO appointment_services VALUES (1, 0, 'manicure', NULL);
    INSERT INTO appointment_changes (appointment_id, at, author, what, after) VALUES (1, 0, 'api', 'made', '{}');
    INSERT INTO holds (appointment_id, resource, start_at, end_at)
        VALUES (1, 'staff:anna', 100, 200), (1, 'guest:1', 100, 200);
    INSERT INTO outbox (id, key, customer_id, text, state, queued_at, begun_at, doubted_at, wanted_until, document)
        VALUES (1, 'reply:1', 1, 'Записала', 'read', 0, 1, 2, 3, x'0004'),
               (2, 'reminder:1:before:100', 1, 'Ждём', 'queued', 0, NULL, NULL, NULL, NULL),
               (3, 'waitlist:1', 2, 'Есть время', 'queued', 0, NULL, NULL, NULL, NULL);
    INSERT INTO reminders VALUES (1, 'before', 100, 'sent', NULL, 2, 0);
    INSERT INTO notices VALUES (1, 'alert:visit:2:0', 1, 'Новый визит', 0);
    INSERT INTO blocks VALUES (1, 'olga', 100, 200, '', 0);
    INSERT INTO openings VALUES (1, NULL, 100, 200, '', 0);
    INSERT INTO waitlist VALUES (1, 2, '{}', 'waiting', 0, NULL, NULL);
    INSERT INTO waitlist_passed VALUES (1, 0, 1);
    INSERT INTO waitlist_offers VALUES (1, 1, '', 0, 9, 0, 3, 'open', NULL);
    INSERT INTO holds (offer_id, resource, start_at, end_at) VALUES (1, 'staff:olga', 300, 400);
"""
NAMES = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'sqlite_sequence' ORDER BY name"


def told_by(db: sqlite3.Connection) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables, and how indexes and triggers are made."""
    found = {
        name: [tuple(row) for row in db.execute(f"SELECT * FROM {name} ORDER BY 1, 2")] for (name,) in db.execute(NAMES)
    }
    made = db.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE type <> 'table' ORDER BY name")
    return found | {"sqlite_schema": [tuple(row) for row in made]}


def test_tables_that_are_made_anew_lose_nothing_that_refers_to_them(db: sqlite3.Connection, tmp_path: Path) -> None:
    db.execute("PRAGMA foreign_keys = ON")
    lay_out(db, 20)
    db.executescript(f"BEGIN; {OLD_LIFE} COMMIT;")
    before = told_by(db)
    assert not [name for name in ("customers", "inbox", "webhook_deliveries", "reminders", "holds") if not before[name]]
    migrate(db, tmp_path / "wabot.db")
    after = told_by(db)
    for table, rows in before.items():
        assert [row[: len(rows[0])] for row in after[table]] == rows, table  # what later versions added stands behind
    assert db.execute("PRAGMA foreign_keys").fetchone()[0] == 1
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    db.execute("UPDATE waitlist SET state = 'left', ended_at = 5")
    assert {row["resource"] for row in db.execute("SELECT resource FROM holds")} == {"staff:anna", "guest:1"}
    assert db.execute("SELECT count(*) FROM outbox WHERE key = 'waitlist:1'").fetchone()[0] == 0
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        db.execute("DELETE FROM customers WHERE id = 1")


NEW_ROWS = {
    "customers": "(lid, created_at) VALUES ('new', 0)",
    "inbox": "(customer_id, message_id, kind, text, by_salon, sent_at, received_at) VALUES (1, 'N', '', '', 0, 0, 0)",
    "outbox": "(key, customer_id, text, state, queued_at) VALUES ('new', 1, '', 'queued', 0)",
    "notices": "(key, customer_id, text, due_at) VALUES ('new', 1, '', 0)",
    "blocks": "(staff, start_at, end_at, reason, created_at) VALUES ('anna', 0, 1, '', 0)",
    "openings": "(start_at, end_at, reason, created_at) VALUES (0, 1, '', 0)",
    "waitlist": "(customer_id, wish, state, since) VALUES (1, '{}', 'waiting', 0)",
    "waitlist_offers": "(waitlist_id, parts, ask_at, until, state) VALUES (1, '', 0, 9, 'open')",
}


@pytest.mark.parametrize("table", NEW_ROWS)
def test_an_id_is_given_once(db: sqlite3.Connection, tmp_path: Path, table: str) -> None:
    lay_out(db, 20)
    db.executescript(f"BEGIN; {OLD_LIFE} COMMIT;")
    migrate(db, tmp_path / "wabot.db")
    last = db.execute(f"SELECT max(id) FROM {table}").fetchone()[0]
    db.execute(f"DELETE FROM {table} WHERE id = ?", (last,))
    assert db.execute(f"INSERT INTO {table} {NEW_ROWS[table]} RETURNING id").fetchone()[0] == last + 1


def test_no_other_ids_are_freed(db: sqlite3.Connection, tmp_path: Path) -> None:
    """A table that comes later, and from which rows are deleted, counts on as well."""
    migrate(db, tmp_path / "wabot.db")
    tables = {row["name"]: row["sql"] for row in db.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'table'")}
    numbered = {name for name, sql in tables.items() if re.search(r"\bid +INTEGER PRIMARY KEY(?! AUTOINCREMENT)", sql)}
    never_deleted, never_told = {"appointments", "appointment_changes"}, {"consents"}
    assert numbered == never_deleted | never_told


@pytest.mark.parametrize(
    ("table", "traces", "largest"),
    [
        ("inbox", "UPDATE outbox SET key = 'reply:70' WHERE id = 1", 70),
        ("inbox", "UPDATE outbox SET key = 'alert:70:0' WHERE id = 1", 70),
        ("inbox", "UPDATE outbox SET key = 'alert:visit:70:0' WHERE id = 1", 70),
        ("inbox", "UPDATE notices SET key = 'alert:visit:70:1'", 70),
        ("inbox", "UPDATE outbox SET key = 'alert:outage:1795248000000:1' WHERE id = 1", 2),
        ("inbox", "INSERT INTO silence VALUES (1, 0, 70)", 70),
        ("waitlist_offers", "UPDATE outbox SET key = 'waitlist:70' WHERE id = 1", 70),
        ("customers", "UPDATE holds SET resource = 'guest:70' WHERE resource = 'guest:1'", 70),
    ],
)
def test_ids_that_were_freed_before_are_known_by_their_traces(
    db: sqlite3.Connection, tmp_path: Path, table: str, traces: str, largest: int
) -> None:
    lay_out(db, 20)
    db.executescript(f"BEGIN; {OLD_LIFE} COMMIT;")
    db.execute("UPDATE waitlist_offers SET state = 'withdrawn', settled_at = 5")
    db.execute(traces)
    migrate(db, tmp_path / "wabot.db")
    assert db.execute(f"INSERT INTO {table} {NEW_ROWS[table]} RETURNING id").fetchone()[0] == largest + 1


def test_a_message_that_waits_under_an_id_of_before_can_be_answered(db: sqlite3.Connection, tmp_path: Path) -> None:
    lay_out(db, 20)
    db.executescript(f"BEGIN; {OLD_LIFE} COMMIT;")
    db.execute("UPDATE inbox SET handled_at = NULL WHERE id = 1")
    migrate(db, tmp_path / "wabot.db")
    assert [row["key"] for row in db.execute("SELECT key FROM outbox WHERE id IN (1, 3)")] == [
        "before:reply:1",
        "waitlist:1",
    ]
