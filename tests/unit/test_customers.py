"""One person is one row, under whatever address they are heard."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from tests.salon import FRIDAY
from wabot.domain.correspondence import IncomingMessage, Kind
from wabot.domain.customers import Contact
from wabot.domain.dialogue import Dialogue
from wabot.storage.customers import get_customer, meet_customer
from wabot.storage.dialogues import save_dialogue
from wabot.storage.inbox import keep_message, pending_messages
from wabot.storage.migrations import migrate
from wabot.storage.outbox import begin_next, queue_message
from wabot.types import Lid, MessageId, PhoneNumber

PHONE, OTHER_PHONE = PhoneNumber("+79161234567"), PhoneNumber("+79167654321")
LID, OTHER_LID = Lid("100000000000001@lid"), Lid("100000000000002@lid")


@pytest.fixture
def db(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(tmp_path / "wabot.db", isolation_level=None)) as connection:
        connection.row_factory = sqlite3.Row
        migrate(connection, tmp_path / "wabot.db")
        connection.execute("PRAGMA foreign_keys = ON")
        yield connection


def heard(
    db: sqlite3.Connection, number: str, contact: Contact, at: datetime = FRIDAY, *, kind: Kind = Kind.TEXT
) -> None:
    text = number if kind is Kind.TEXT else ""
    keep_message(db, IncomingMessage(id=MessageId(number), contact=contact, sent_at=at, text=text, kind=kind), at)


def test_the_other_address_is_learnt(db: sqlite3.Connection) -> None:
    first = meet_customer(db, Contact(lid=LID), "Olga", FRIDAY)
    assert meet_customer(db, Contact(lid=LID, phone=PHONE), None, FRIDAY) == first
    assert get_customer(db, first).contact == Contact(phone=PHONE, lid=LID)
    assert meet_customer(db, Contact(phone=PHONE), None, FRIDAY) == first


def test_two_rows_that_are_one_person_become_one(db: sqlite3.Connection) -> None:
    by_phone = meet_customer(db, Contact(phone=PHONE), None, FRIDAY)
    by_lid = meet_customer(db, Contact(lid=LID), "Olga", FRIDAY)
    heard(db, "a", Contact(phone=PHONE))
    heard(db, "b", Contact(lid=LID))
    heard(db, "a", Contact(lid=LID))
    queue_message(db, "reply:1", by_lid, "text", FRIDAY)
    save_dialogue(db, by_lid, Dialogue(), FRIDAY)
    save_dialogue(db, by_phone, Dialogue(), FRIDAY)
    for number, (customer, start) in enumerate([(by_phone, 0), (by_lid, 50), (by_lid, 200)], start=1):
        db.execute(
            "INSERT INTO appointments (id, customer_id, staff, start_at, end_at, status, created_at, changed_at)"
            " VALUES (?, ?, 'anna', ?, ?, 'booked', 0, 0)",
            (number, customer, start, start + 100),
        )
        db.execute(
            "INSERT INTO holds (appointment_id, resource, start_at, end_at) VALUES (?, ?, ?, ?)",
            (number, f"guest:{customer}", start, start + 100),
        )
    heard(db, "c", Contact(phone=PHONE, lid=LID))
    [row] = db.execute("SELECT id FROM customers").fetchall()
    olga = get_customer(db, row["id"])
    assert (olga.id, olga.contact, olga.name) == (by_phone, Contact(phone=PHONE, lid=LID), "Olga")
    assert [message.message_id for message in pending_messages(db, olga.id)] == ["a", "b", "c"]
    begun = begin_next(db, FRIDAY)
    assert begun is not None
    assert begun.customer == olga.id
    held = db.execute("SELECT appointment_id FROM holds WHERE resource = ?", (f"guest:{olga.id}",)).fetchall()
    assert [row["appointment_id"] for row in held] == [1, 3]
    assert db.execute("SELECT count(*) FROM dialogues").fetchone()[0] == 1
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []


@pytest.mark.parametrize("kinds", [(Kind.LOST, Kind.TEXT), (Kind.TEXT, Kind.LOST)])
def test_words_that_came_by_one_address_and_were_lost_by_the_other_are_kept(
    db: sqlite3.Connection, kinds: tuple[Kind, Kind]
) -> None:
    for contact, kind in zip((Contact(lid=LID), Contact(phone=PHONE)), kinds, strict=True):
        heard(db, "a", contact, kind=kind)
    olga = meet_customer(db, Contact(phone=PHONE, lid=LID), None, FRIDAY)
    assert [message.text for message in pending_messages(db, olga) if message.kind is not Kind.LOST] == ["a"]


def test_a_number_that_passed_on_belongs_to_its_new_owner(db: sqlite3.Connection) -> None:
    before = meet_customer(db, Contact(phone=PHONE, lid=LID), None, FRIDAY)
    after = meet_customer(db, Contact(phone=PHONE, lid=OTHER_LID), None, FRIDAY)
    assert after != before
    assert get_customer(db, before).contact == Contact(lid=LID)
    assert meet_customer(db, Contact(phone=PHONE), None, FRIDAY) == after


def test_a_person_with_a_new_number_stays_the_same(db: sqlite3.Connection) -> None:
    olga = meet_customer(db, Contact(phone=PHONE, lid=LID), None, FRIDAY)
    assert meet_customer(db, Contact(phone=OTHER_PHONE, lid=LID), None, FRIDAY) == olga
    assert get_customer(db, olga).contact.phone == OTHER_PHONE
