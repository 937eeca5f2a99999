"""POST /send as a program meets it: what it answers, in which words, and how much it lets through."""

import sqlite3
from pathlib import Path

import pytest

from tests.api import program_at
from tests.failing import open_failing
from wabot.domain.correspondence import OutgoingMessage
from wabot.errors import NotConnected, NotOnWhatsApp, OutcomeUnknown, SendRefused, WabotError
from wabot.storage.health import counters

pytestmark = pytest.mark.anyio

NOT_A_STRING = {
    "an object": {"id": "lavanda"},
    "an array": ["lavanda"],
    "a number": 7.5,
    "a boolean": True,
    "null": None,
}


async def test_a_message_goes_out_and_its_id_comes_back(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        answer = await program.send("Ждём вас завтра", companyId="lavanda")
        [arrived] = program.house.session.phones
        assert (str(arrived.contact), arrived.text) == ("+79161234567", "Ждём вас завтра")
        assert (answer.status, answer.json) == (
            200,
            {
                "success": True,
                "messageId": arrived.id,
                "phone": "+79161234567",
                "companyId": "lavanda",
                "timestamp": "2026-11-20T07:00:00+00:00",
            },
        )


async def test_a_number_may_be_written_as_people_do(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        answer = await program.send(phone="+7 (916) 123-45-67")
        assert (answer.status, answer.json["phone"]) == (200, "+79161234567")
        assert program.house.customer().read == ["Ждём вас!"]


async def test_the_wrong_type_is_named_as_json_names_it(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        for field, code in (
            ("phone", "invalid_phone"),
            ("message", "invalid_message"),
            ("companyId", "invalid_company_id"),
        ):
            for name, value in NOT_A_STRING.items():
                body: dict[str, object] = {"phone": "+79161234567", "message": "?"} | {field: value}
                answer = await program.post(body)
                assert (answer.status, answer.code) == (400, code)
                assert answer.json["success"] is False
                assert answer.json["error"].startswith(f"{field}: expected a string, got {name}; ")
        assert program.arrived == []


@pytest.mark.parametrize(
    ("body", "code", "words"),
    [
        (b"", "invalid_message", "the body is not JSON"),
        (b"phone=%2B79161234567&message=hi", "invalid_message", "the body is not JSON"),
        (b'{"phone": "+79161234567", "message": "\xff"}', "invalid_message", "the body is not JSON"),
        (b'{"phone": "+79161234567", "message": "\\ud800"}', "invalid_message", "the body is not JSON"),
        (b"[" * 5000, "invalid_message", "the body is not JSON"),
        (["+79161234567", "?"], "invalid_message", "the body: expected an object, got an array; send {"),
        ("?", "invalid_message", "the body: expected an object, got a string; send {"),
        ({"message": "?"}, "invalid_phone", "phone is missing; write it"),
        ({"phone": "8916", "message": "?"}, "invalid_phone", 'phone: "8916" is not a phone number; write it'),
        ({"phone": "+\x1b[31m", "message": "?"}, "invalid_phone", 'phone: "+·[31m" is not a phone number; write it'),
        ({"phone": "+7 916", "message": "?"}, "invalid_phone", 'like "+79161234567"'),
        ({"phone": "+79161234567"}, "invalid_message", "message is missing; send {"),
        ({"phone": "+79161234567", "message": " \n"}, "invalid_message", "message is empty; send {"),
        ({"phone": "+79161234567", "message": "й" * 4001}, "invalid_message", "4001 characters, 4000 are the most"),
        (
            {"phone": "+79161234567", "text": "?"},
            "invalid_message",
            'unknown field "text"; there are phone, message, companyId',
        ),
        (
            {"phone": "+79161234567", "message": "?", "companyId": "other"},
            "invalid_company_id",
            'companyId: no such company "other"; write "lavanda" or leave it out',
        ),
        ({"phone": "+79161234567", "message": "?", "companyId": ""}, "invalid_company_id", "no such company"),
    ],
)
async def test_what_is_wrong_is_said_with_what_to_do(tmp_path: Path, body: object, code: str, words: str) -> None:
    async with program_at(tmp_path) as program:
        answer = await program.post(body)
        assert (answer.status, answer.code) == (400, code)
        assert words in answer.json["error"]
        assert program.arrived == []


async def test_the_longest_message_goes_out_however_it_is_written(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        assert (await program.send("😀" * 4000)).status == 200
        escaped = b'{"phone": "+79161234567", "message": "%s"}' % (b"\\ud83d\\ude00" * 4000)
        assert (await program.post(escaped)).status == 200
        assert [len(text) for text in program.arrived] == [4000, 4000]


async def test_strangers_and_floods_are_turned_away(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        answer = await program.post({"phone": "+79161234567", "message": "?"}, Authorization="Bearer wrong")
        assert (answer.status, answer.code) == (401, "unauthorized")
        answer = await program.post(b" " * (64 * 1024 + 1))
        assert (answer.status, answer.code) == (413, "too_large")
        assert "Send less" in answer.json["error"]


async def test_without_whatsapp_nothing_is_stored_for_later(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        await program.house.session.cut_line()
        answer = await program.send()
        assert (answer.status, answer.code) == (503, "not_connected")
        assert answer.json["error"].startswith("WhatsApp is not connected: reconnecting, it comes back by itself")
        await program.house.session.mend_line()
        assert "Здравствуйте" in await program.house.customer().writes("привет")
        assert len(program.arrived) == 1


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (NotConnected("hung up just now"), 503, "not_connected"),
        (OutcomeUnknown("no acknowledgement"), 504, "unknown_outcome"),
        (NotOnWhatsApp("no WhatsApp"), 404, "not_on_whatsapp"),
        (SendRefused("error 463"), 502, "refused"),
    ],
)
async def test_each_failure_has_its_word(tmp_path: Path, error: WabotError, status: int, code: str) -> None:
    async def fail(_message: OutgoingMessage) -> None:
        raise error

    async with program_at(tmp_path, open_failing(fail)) as program:
        answer = await program.send()
        assert (answer.status, answer.code) == (status, code)


async def test_120_a_minute_go_out_and_the_next_is_told_when(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        for _ in range(60):
            assert (await program.send()).status == 200
        program.house.pass_time(seconds=40)
        for _ in range(60):
            assert (await program.send()).status == 200
        answer = await program.send()
        assert (answer.status, answer.code, answer.retry_after) == (429, "rate_limited", "20")
        program.house.pass_time(seconds=19.5)
        assert (await program.send()).retry_after == "1"
        program.house.pass_time(seconds=0.5)
        for _ in range(60):
            assert (await program.send()).status == 200
        assert (await program.send()).retry_after == "40"
        assert len(program.arrived) == 180


async def test_what_was_not_sent_does_not_count(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        await program.house.session.cut_line()
        for _ in range(130):
            assert (await program.send()).status == 503
        await program.house.session.mend_line()
        for _ in range(130):
            assert (await program.send(phone="8916")).status == 400
        for _ in range(120):
            assert (await program.send()).status == 200


async def test_a_program_does_not_silence_the_bot(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        olya = program.house.customer()
        await olya.writes("массаж завтра")
        assert (await program.send("Напоминаем: у нас есть скидки")).status == 200
        assert "вы записаны" in await olya.writes("1")


async def test_what_became_of_a_programs_message_is_known_like_any_other(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        database = program.house.wabot.database
        answer = await program.send("Ждём вас завтра")

        def stored(db: sqlite3.Connection) -> tuple[str, str]:
            row = db.execute("SELECT state, message_id FROM outbox").fetchone()
            return row["state"], row["message_id"]

        async def is_delivered() -> bool:
            return (await database.read(stored))[0] == "delivered"

        await program.house.until(is_delivered)
        assert (await database.read(stored))[1] == answer.json["messageId"]
        assert (await database.read(counters))["delivered"] == 1


async def test_a_heart_on_a_programs_message_answers_no_question_of_ours(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        olya = program.house.customer()
        await olya.writes("массаж завтра в 15:00")
        assert "Отменить запись" in await olya.writes("отмените запись")
        answer = await program.send("Скидки на всё")
        assert await olya.writes("👍", kind="reaction", reply_to=answer.json["messageId"]) == ""
        assert len(await program.house.book()) == 1
