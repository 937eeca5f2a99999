"""What stands in the tables: receipts in any order, attempts, the reach of a day, and the plans of the queries."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from tests.salon import FRIDAY, SALON
from wabot.domain.book import Resource
from wabot.domain.consent import Consent, Step
from wabot.domain.correspondence import IncomingMessage, Receipt, ReceiptKind, SendState, Sent
from wabot.domain.customers import Contact
from wabot.domain.walltime import to_ms
from wabot.storage.aftercare import find_endings, find_next_end, find_next_invitation, find_planned, last_invited
from wabot.storage.book import StoredBook
from wabot.storage.chats import recent_lines
from wabot.storage.consents import get_consent, record_consent
from wabot.storage.customers import meet_customer
from wabot.storage.dialogues import find_dialogue
from wabot.storage.doubts import customers_in_doubt, doubt, doubt_interrupted, end_doubts
from wabot.storage.health import counters
from wabot.storage.inbox import keep_message
from wabot.storage.migrations import migrate
from wabot.storage.notices import find_next_notice, people_with_notices, release_notices
from wabot.storage.outbox import (
    begin_next,
    has_sendable,
    queue_message,
    record_outcome,
    record_receipt,
    record_sent,
    unsettled_mail,
)
from wabot.storage.reminders import (
    find_candidates,
    find_next_start,
    reminded_by,
    skipped_reminders,
    unanswered_visits,
)
from wabot.storage.sends import Answer, begin_send, find_send, record_answer
from wabot.storage.visits import customer_appointments
from wabot.types import CustomerId, Lid, MessageId, PhoneNumber

OLYA = PhoneNumber("+79161234567")


@pytest.fixture
def db(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(tmp_path / "wabot.db", isolation_level=None)) as connection:
        connection.row_factory = sqlite3.Row
        migrate(connection, tmp_path / "wabot.db")
        yield connection


@pytest.fixture
def olya(db: sqlite3.Connection) -> CustomerId:
    return meet_customer(db, Contact(phone=OLYA), None, FRIDAY)


def send(db: sqlite3.Connection, olya: CustomerId, message_id: str) -> None:
    queue_message(db, f"reply:{message_id}", olya, "Здравствуйте!", FRIDAY)
    begun = begin_next(db, FRIDAY)
    assert begun is not None
    record_sent(db, begun.message.id, Sent(MessageId(message_id), FRIDAY))


def state(db: sqlite3.Connection) -> str:
    found: str = db.execute("SELECT state FROM outbox ORDER BY id DESC LIMIT 1").fetchone()[0]
    return found


@pytest.mark.parametrize("before", [True, False])
def test_a_receipt_counts_whether_it_comes_before_or_after_the_acknowledgement(
    db: sqlite3.Connection, olya: CustomerId, *, before: bool
) -> None:
    receipt = Receipt(MessageId("A"), Contact(phone=OLYA), ReceiptKind.DELIVERED, FRIDAY)
    if before:
        record_receipt(db, receipt)
    send(db, olya, "A")
    if not before:
        record_receipt(db, receipt)
    assert state(db) == "delivered"
    assert counters(db)["delivered"] == 1


def test_a_read_message_stays_read_and_is_counted_once(db: sqlite3.Connection, olya: CustomerId) -> None:
    send(db, olya, "A")
    for kind in (ReceiptKind.READ, ReceiptKind.DELIVERED, ReceiptKind.READ):
        record_receipt(db, Receipt(MessageId("A"), Contact(phone=OLYA), kind, FRIDAY))
    assert state(db) == "read"
    assert counters(db)["delivered"] == 1


def test_receipts_for_what_others_sent_do_not_gather(db: sqlite3.Connection, olya: CustomerId) -> None:
    assert olya
    for minute in range(0, 600, 10):
        at = FRIDAY + timedelta(minutes=minute)
        record_receipt(db, Receipt(MessageId(f"other{minute}"), Contact(phone=OLYA), ReceiptKind.DELIVERED, at))
    assert db.execute("SELECT count(*) FROM early_receipts").fetchone()[0] <= 7


def test_a_key_is_said_once_for_ever(db: sqlite3.Connection, olya: CustomerId) -> None:
    assert queue_message(db, "reply:1", olya, "a", FRIDAY) is not None
    assert queue_message(db, "reply:1", olya, "b", FRIDAY) is None


def test_an_interrupted_send_is_repeated_once_and_one_that_never_left_does_not_count(
    db: sqlite3.Connection, olya: CustomerId
) -> None:
    queue_message(db, "reply:1", olya, "Здравствуйте!", FRIDAY)
    begun = begin_next(db, FRIDAY)
    assert begun is not None
    record_outcome(db, begun.message.id, SendState.QUEUED, "not connected")
    begin_next(db, FRIDAY)
    assert doubt_interrupted(db, FRIDAY) == 1
    assert end_doubts(db, FRIDAY) == 1
    begin_next(db, FRIDAY)
    assert doubt_interrupted(db, FRIDAY) == 1
    assert state(db) == "unknown"
    assert end_doubts(db, FRIDAY) == 1
    assert state(db) == "unknown"
    assert not customers_in_doubt(db)


def in_doubt(db: sqlite3.Connection, olya: CustomerId, key: str = "reply:1") -> None:
    """A message whose acknowledgement did not come."""
    queue_message(db, key, olya, "Здравствуйте!", FRIDAY)
    begun = begin_next(db, FRIDAY)
    assert begun is not None
    doubt(db, begun.message.id, "no acknowledgement", FRIDAY + timedelta(seconds=30))


def reported(message_id: str, seconds: float = 1) -> Receipt:
    at = FRIDAY + timedelta(seconds=seconds)
    return Receipt(MessageId(message_id), Contact(phone=OLYA), ReceiptKind.DELIVERED, at)


@pytest.mark.parametrize("is_early", [True, False])
def test_a_receipt_of_no_known_message_ends_a_doubt(
    db: sqlite3.Connection, olya: CustomerId, *, is_early: bool
) -> None:
    if is_early:
        record_receipt(db, reported("A"))
    in_doubt(db, olya)
    if not is_early:
        assert state(db) == "unknown"
        record_receipt(db, reported("A"))
    assert (state(db), customers_in_doubt(db)) == ("delivered", set())
    record_receipt(db, Receipt(MessageId("A"), Contact(phone=OLYA), ReceiptKind.READ, FRIDAY))
    assert state(db) == "read"
    assert {name: counters(db)[name] for name in ("sent", "delivered")} == {"sent": 1, "delivered": 1}


@pytest.mark.parametrize("receipt", [reported("A", seconds=-60), reported("FROM-THE-PHONE")])
def test_other_receipts_are_no_evidence(db: sqlite3.Connection, olya: CustomerId, receipt: Receipt) -> None:
    words = IncomingMessage(
        id=MessageId("FROM-THE-PHONE"), contact=Contact(phone=OLYA), sent_at=FRIDAY, text="Ждём вас", by_salon=True
    )
    keep_message(db, words, FRIDAY)
    record_receipt(db, receipt)
    in_doubt(db, olya)
    record_receipt(db, receipt)
    assert (state(db), customers_in_doubt(db)) == ("unknown", {olya})


def test_nothing_overtakes_a_message_in_doubt_and_a_reply_is_said_twice_at_most(
    db: sqlite3.Connection, olya: CustomerId
) -> None:
    in_doubt(db, olya)
    queue_message(db, "reply:2", olya, "Ждём вас", FRIDAY)
    assert begin_next(db, FRIDAY) is None
    assert end_doubts(db, FRIDAY) == 0
    assert end_doubts(db, FRIDAY + timedelta(seconds=30)) == 1
    again = begin_next(db, FRIDAY)
    assert again is not None
    assert again.message.key == "reply:1"


def test_the_oldest_message_goes_first_and_only_to_who_may_be_written_to(
    db: sqlite3.Connection, olya: CustomerId
) -> None:
    katya = meet_customer(db, Contact(phone=PhoneNumber("+79160000009")), None, FRIDAY)
    for number, customer in enumerate((olya, katya, olya)):
        queue_message(db, f"reply:{number}", customer, "Здравствуйте!", FRIDAY)
    found = [begin_next(db, FRIDAY, not_to) for not_to in ([], [olya], [olya], [])]
    assert [begun.message.key if begun else None for begun in found] == ["reply:0", "reply:1", None, "reply:2"]
    assert not has_sendable(db)


def test_a_reminder_in_doubt_is_not_repeated(db: sqlite3.Connection, olya: CustomerId) -> None:
    in_doubt(db, olya, key="reminder:1")
    end_doubts(db, FRIDAY + timedelta(minutes=1))
    assert (state(db), begin_next(db, FRIDAY)) == ("unknown", None)


def test_messages_that_need_a_person_are_counted_and_the_latest_listed(
    db: sqlite3.Connection, olya: CustomerId
) -> None:
    for day in range(3):
        queue_message(db, f"reply:{day}", olya, "Здравствуйте!", FRIDAY + timedelta(days=day))
        begun = begin_next(db, FRIDAY)
        assert begun is not None
        record_outcome(db, begun.message.id, SendState.FAILED, "why")
    number, latest = unsettled_mail(db, FRIDAY + timedelta(days=1), most=1)
    assert number == 2
    assert [(mail.state, mail.queued_at, mail.contact.phone) for mail in latest] == [
        (SendState.FAILED, FRIDAY + timedelta(days=2), OLYA)
    ]


def test_a_doubt_needs_a_person_only_when_it_stays(db: sqlite3.Connection, olya: CustomerId) -> None:
    in_doubt(db, olya, key="reminder:1")
    assert unsettled_mail(db, FRIDAY, most=5) == (0, [])
    end_doubts(db, FRIDAY + timedelta(minutes=1))
    assert [mail.state for mail in unsettled_mail(db, FRIDAY, most=5)[1]] == [SendState.UNKNOWN]


def test_the_book_of_a_day_reaches_as_far_past_midnight_as_a_buffer(db: sqlite3.Connection, olya: CustomerId) -> None:
    day = date(2026, 11, 21)
    midnight = datetime.combine(day + timedelta(days=1), datetime.min.time(), SALON.timezone)
    db.execute(
        "INSERT INTO appointments (id, customer_id, staff, start_at, end_at, status, created_at, changed_at)"
        " VALUES (1, ?, 'anna', 0, 1, 'booked', 0, 0)",
        (olya,),
    )
    for name, minutes in (("near", 5), ("far", 60)):
        start = to_ms(midnight + timedelta(minutes=minutes))
        db.execute(
            "INSERT INTO holds (appointment_id, resource, start_at, end_at) VALUES (1, ?, ?, ?)",
            (name, start, start + 60_000),
        )
    busy = StoredBook(db, SALON).busy(day)
    assert Resource("near") in busy
    assert Resource("far") not in busy


def test_what_is_asked_all_the_time_never_reads_the_whole_past(db: sqlite3.Connection, olya: CustomerId) -> None:
    asked: list[str] = []
    db.set_trace_callback(asked.append)
    has_sendable(db)
    begin_next(db, FRIDAY)
    recent_lines(db, olya)
    unsettled_mail(db, FRIDAY, 5)
    StoredBook(db, SALON).busy(date(2026, 11, 21))
    find_send(db, "order-17", FRIDAY)
    begin_send(db, "order-17", "digest", FRIDAY)
    record_answer(db, "order-17", Answer(200, "{}"))
    find_candidates(db, FRIDAY, FRIDAY + timedelta(days=3), FRIDAY)
    find_candidates(db, FRIDAY, FRIDAY + timedelta(days=3), FRIDAY, olya)
    find_next_start(db, FRIDAY)
    unanswered_visits(db, olya, FRIDAY)
    reminded_by(db, olya, [MessageId("A")])
    skipped_reminders(db, FRIDAY)
    find_endings(db, FRIDAY, FRIDAY + timedelta(days=1), FRIDAY)
    find_endings(db, FRIDAY, FRIDAY + timedelta(days=1), FRIDAY, olya)
    find_next_end(db, FRIDAY)
    find_planned(db, FRIDAY, FRIDAY)
    find_next_invitation(db, FRIDAY)
    last_invited(db, olya)
    get_consent(db, olya)
    record_consent(db, olya, Step.STOPPED, FRIDAY)
    customer_appointments(db, olya, since=FRIDAY, until=FRIDAY)
    find_next_notice(db)
    people_with_notices(db, FRIDAY)
    release_notices(db, olya, FRIDAY)
    db.set_trace_callback(None)
    for statement in asked:
        plan = [row["detail"] for row in db.execute(f"EXPLAIN QUERY PLAN {statement}")]
        scans = [step for step in plan if step.startswith("SCAN") and "outbox_queued" not in step]
        tables = [step for step in scans if not step.startswith(("SCAN (", "SCAN CONSTANT", "SCAN json_each"))]
        assert tables == [], (statement, plan)


@pytest.mark.parametrize(
    "state",
    [
        '{"wish":{"service":"manicure"},"question":{"offers":[{"staff":"maria","start_at":"2026-11-21T12:00:00Z"}]}}',
        '{"question":{"asked":"something else"}}',
        "[]",
    ],
)
def test_a_conversation_that_an_older_wabot_wrote_differently_is_begun_anew(
    db: sqlite3.Connection, olya: CustomerId, state: str
) -> None:
    db.execute("INSERT INTO dialogues (customer_id, state, updated_at) VALUES (?, ?, 0)", (olya, state))
    assert find_dialogue(db, olya) is None


def test_a_stop_takes_back_what_waits_and_was_not_asked_for(db: sqlite3.Connection, olya: CustomerId) -> None:
    other = meet_customer(db, Contact(phone=PhoneNumber("+79167654321")), None, FRIDAY)
    for key in ("reminder:1", "thanks:1", "invitation:1", "reply:1", "alert:1"):
        queue_message(db, key, olya, "Здравствуйте!", FRIDAY)
    queue_message(db, "reminder:2", other, "Здравствуйте!", FRIDAY)
    record_consent(db, olya, Step.STOPPED, FRIDAY)
    left = [row["key"] for row in db.execute("SELECT key FROM outbox ORDER BY id")]
    assert left == ["reply:1", "alert:1", "reminder:2"]


def test_consent_is_what_its_steps_come_to_and_two_rows_of_one_person_share_it(
    db: sqlite3.Connection, olya: CustomerId
) -> None:
    hidden = Contact(lid=Lid("100000000000001@lid"))
    other = meet_customer(db, hidden, None, FRIDAY)
    record_consent(db, olya, Step.ASKED, FRIDAY)
    record_consent(db, olya, Step.AGREED, FRIDAY)
    record_consent(db, other, Step.STOPPED, FRIDAY + timedelta(hours=1))
    both = meet_customer(db, Contact(phone=OLYA, lid=hidden.lid), None, FRIDAY)
    assert get_consent(db, both) == Consent(is_stopped=True, was_asked=True, has_agreed=True)
    assert not get_consent(db, both).welcomes_invitations
    record_consent(db, both, Step.RESUMED, FRIDAY + timedelta(hours=2))
    assert get_consent(db, both).welcomes_invitations
