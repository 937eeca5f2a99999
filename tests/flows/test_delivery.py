"""Nothing is lost and nothing is done twice: duplicates, restarts, dropped lines, full queues."""

import sqlite3
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.failing import broken_line, open_failing
from tests.house import House, salon_open
from tests.salon import demo_config
from wabot.domain.correspondence import Kind, OutgoingMessage
from wabot.errors import NewerDatabase, NotConnected, OutcomeUnknown, SendRefused, StateLocked
from wabot.ops.chat import settle
from wabot.storage.customers import get_customer_id
from wabot.storage.health import counters
from wabot.storage.outbox import queue_message

pytestmark = pytest.mark.anyio


async def rows(house: House, sql: str) -> list[tuple[object, ...]]:
    found = await house.wabot.database.read(lambda db: db.execute(sql).fetchall())
    return [tuple(row) for row in found]


async def test_a_message_delivered_twice_is_answered_once(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = house.customer()
        assert "вы записаны" in await olya.writes("массаж завтра в 15:00", id="3EB0")
        assert await olya.writes("массаж завтра в 15:00", id="3EB0") == ""
        assert len(await house.book()) == 1


async def test_who_wrote_what_was_lost_is_asked_to_write_it_again(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = house.customer()
        assert "ещё раз" in await olya.writes(kind=Kind.LOST, id="3EB0")
        assert await olya.writes(kind=Kind.LOST, id="3EB0") == ""


async def test_a_copy_of_a_message_that_came_is_not_thought_lost(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = house.customer()
        assert await olya.writes("привет", id="3EB0")
        assert await olya.writes(kind=Kind.LOST, id="3EB0") == ""


async def test_what_was_thought_lost_and_comes_after_all_is_answered(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = house.customer()
        await olya.writes(kind=Kind.LOST, id="3EB0")
        assert "вы записаны" in await olya.writes("массаж завтра в 15:00", id="3EB0")
        assert await olya.writes("массаж завтра в 15:00", id="3EB0") == ""


async def test_the_same_id_from_two_customers_is_two_messages(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        assert await house.customer().writes("привет", id="3EB0")
        assert await house.customer("+79161110001").writes("привет", id="3EB0")


async def test_several_short_messages_are_one_turn(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = house.customer()
        assert await olya.sends("здравствуйте", more_follows=True)
        assert await olya.sends("массаж", more_follows=True)
        answer = await olya.writes("завтра в 15:00")
        assert "вы записаны" in answer
        assert len(olya.read) == 1


async def test_a_conversation_goes_on_after_a_restart(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        await house.customer().writes("педикюр")
    async with salon_open(tmp_path) as house:
        assert "вы записаны" in await house.customer().writes("1", id="after-restart")


async def test_a_message_kept_but_not_answered_is_answered_after_a_restart(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        await house.customer().sends("массаж завтра в 15:00", more_follows=True)
    async with salon_open(tmp_path) as house:
        await settle(house.wabot.database)
        assert "вы записаны" in house.customer().read[0]


async def test_a_reply_waits_while_the_line_is_cut(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = house.customer()
        await house.session.cut_line()
        await olya.sends("привет")
        assert olya.read == []
        await house.session.mend_line()
        await settle(house.wabot.database)
        assert len(olya.read) == 1


async def test_a_full_outbox_survives_the_end_and_goes_out_once(tmp_path: Path) -> None:
    people = 40
    async with salon_open(tmp_path, session=open_failing(broken_line), drain_s=0.1) as house:
        for number in range(people):
            await house.customer(f"+791611100{number:02}").sends("привет")
        await house.until(lambda: rows(house, f"SELECT 1 WHERE (SELECT count(*) FROM outbox) = {people}"))
        assert house.session.phones == []
    async with salon_open(tmp_path) as house:
        await settle(house.wabot.database)
        assert len(house.session.phones) == people
        assert len({str(arrived.contact) for arrived in house.session.phones}) == people
    async with salon_open(tmp_path) as house:
        await settle(house.wabot.database)
        assert house.session.phones == []


@pytest.mark.parametrize("gap_ms", [0.5, 1, 2, 4])
async def test_gaps_that_end_while_the_outbox_is_looked_at_stop_nobody(tmp_path: Path, gap_ms: float) -> None:
    messages = 100
    config = replace(demo_config(tmp_path), min_gap=timedelta(milliseconds=gap_ms))
    async with salon_open(tmp_path, config=config) as house:
        olya = house.customer()
        await olya.writes("привет")
        now = house.clock.now()
        await house.wabot.database.write(
            lambda db: [
                queue_message(db, f"test:{number}", get_customer_id(db, olya.contact), f"Это {number}", now)
                for number in range(messages)
            ]
        )
        await olya.sends("спасибо")
        await house.settle()
        assert [text for text in olya.read if text.startswith("Это")] == [f"Это {number}" for number in range(messages)]


async def test_a_send_cut_off_by_the_end_is_made_once_more(tmp_path: Path) -> None:
    async with salon_open(tmp_path, session=open_failing(broken_line), drain_s=0.1) as house:
        await house.customer().sends("привет")
        await house.until(lambda: rows(house, "SELECT 1 FROM outbox WHERE state = 'sending'"))
    async with salon_open(tmp_path) as house:
        await settle(house.wabot.database)
        assert len(house.customer().read) == 1
        assert await rows(house, "SELECT key, attempts FROM outbox") == [("reply:1", 2)]


async def test_a_refused_message_is_failed_and_not_repeated(tmp_path: Path) -> None:
    async def refuse(_message: OutgoingMessage) -> None:
        raise SendRefused("server returned error 463")

    async with salon_open(tmp_path, session=open_failing(refuse)) as house:
        await house.customer().writes("привет")
        assert await rows(house, "SELECT state, reason, attempts FROM outbox") == [
            ("failed", "server returned error 463", 1)
        ]
        assert (await house.wabot.database.read(counters))["failed"] == 1


async def test_a_message_that_the_session_could_not_take_is_tried_again(tmp_path: Path) -> None:
    tried: list[str] = []

    async def away_for_a_moment(message: OutgoingMessage) -> None:
        tried.append(message.key)
        if len(tried) == 1:
            raise NotConnected("WhatsApp is not connected: hung up just now")

    async with salon_open(tmp_path, session=open_failing(away_for_a_moment)) as house:
        assert "Здравствуйте" in await house.customer().writes("привет")
        assert tried == ["reply:1", "reply:1"]
        assert await rows(house, "SELECT attempts FROM outbox") == [(1,)]


async def test_a_reply_without_acknowledgement_is_said_once_more_and_then_stays_unknown(tmp_path: Path) -> None:
    async def lose(_message: OutgoingMessage) -> None:
        raise OutcomeUnknown("no acknowledgement for 30 s")

    async with salon_open(tmp_path, session=open_failing(lose)) as house:
        await house.customer().writes("привет")
        assert (await rows(house, "SELECT state, attempts FROM outbox")) == [("unknown", 2)]


async def test_a_reply_that_arrived_without_acknowledgement_is_not_repeated(tmp_path: Path) -> None:
    async def lose(_message: OutgoingMessage) -> None:
        raise OutcomeUnknown("no acknowledgement for 30 s")

    async with salon_open(tmp_path, session=open_failing(afterwards=lose)) as house:
        olya = house.customer()
        await olya.writes("привет")
        await olya.writes("на маникюр")
        assert len(olya.read) == 2
        assert await rows(house, "SELECT state, attempts FROM outbox") == [("delivered", 1)] * 2


async def test_receipts_are_counted_whenever_they_come(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        await house.customer().writes("привет")
        await house.until(lambda: house.wabot.database.read(lambda db: counters(db)["delivered"]))
        assert await rows(house, "SELECT state FROM outbox") == [("delivered",)]


async def test_a_database_from_the_future_is_refused_untouched(tmp_path: Path) -> None:
    async with salon_open(tmp_path):
        pass
    path = tmp_path / "wabot.db"
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 9999")
    before = path.read_bytes()
    with pytest.raises(NewerDatabase, match="newer wabot"):
        async with salon_open(tmp_path):
            pass
    assert path.read_bytes() == before


async def test_a_second_wabot_on_the_same_state_is_refused(tmp_path: Path) -> None:
    async with salon_open(tmp_path):
        with pytest.raises(StateLocked, match="owns"):
            async with salon_open(tmp_path):
                pass


async def test_files_are_for_the_salon_alone(tmp_path: Path) -> None:
    async with salon_open(tmp_path / "state") as house:
        await house.customer().writes("привет")
        folder = tmp_path / "state"
        assert folder.stat().st_mode & 0o777 == 0o700
        modes = {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir()}
        assert modes == dict.fromkeys(("lock", "wabot.db", "wabot.db-wal", "wabot.db-shm"), 0o600)
