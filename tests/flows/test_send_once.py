"""Under one Idempotency-Key a message goes out once: repeated, side by side, after a restart, after a crash."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import anyio
import pytest

from tests.api import Answered, Program, program_at
from tests.failing import open_failing
from wabot.domain.correspondence import OutgoingMessage
from wabot.errors import NotOnWhatsApp, OutcomeUnknown, SendRefused, WabotError

pytestmark = pytest.mark.anyio


@dataclass
class SlowLine:
    """A line on which messages stand until it moves."""

    reached: anyio.Event = field(default_factory=anyio.Event)
    moves: anyio.Event = field(default_factory=anyio.Event)

    async def __call__(self, _message: OutgoingMessage) -> None:
        self.reached.set()
        await self.moves.wait()


async def keys(program: Program) -> list[str]:
    found = await program.house.wabot.database.read(lambda db: db.execute("SELECT key FROM sends").fetchall())
    return [row["key"] for row in found]


async def test_a_repeat_returns_the_first_answer_also_after_a_restart(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        first = await program.send(key="order-17")
        program.house.pass_time(hours=1)
        assert await program.send(key="order-17") == first
        assert first.status == 200
        assert program.arrived == ["Ждём вас!"]
    async with program_at(tmp_path) as program:
        assert await program.send(key="order-17") == first
        assert program.arrived == []


async def test_the_same_request_in_another_spelling_is_a_repeat(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        first = await program.post(b'{"phone": "+79161234567", "message": "Hi"}', key="a")
        again = b'{ "companyId": "lavanda", "message": "\\u0048i", "phone": "+7 916 123-45-67" }'
        assert await program.post(again, key="a") == first
        assert program.arrived == ["Hi"]


async def test_another_message_under_a_key_is_a_conflict(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        await program.send(key="a")
        for answer in (await program.send("Другое", key="a"), await program.send(phone="+79161110001", key="a")):
            assert (answer.status, answer.code) == (409, "idempotency_conflict")
        assert (await program.send("Другое", key="b")).status == 200
        assert program.arrived == ["Ждём вас!", "Другое"]


async def test_without_a_key_every_request_is_a_message(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        assert (await program.send()).json["messageId"] != (await program.send()).json["messageId"]
        assert await keys(program) == []


@pytest.mark.parametrize(
    ("error", "status"),
    [(OutcomeUnknown("no acknowledgement"), 504), (NotOnWhatsApp("?"), 404), (SendRefused("463"), 502)],
)
async def test_what_was_tried_is_not_tried_again(tmp_path: Path, error: WabotError, status: int) -> None:
    tried: list[str] = []

    async def fail(message: OutgoingMessage) -> None:
        tried.append(message.text)
        raise error

    async with program_at(tmp_path, open_failing(fail)) as program:
        first = await program.send(key="a")
        assert first.status == status
        assert await program.send(key="a") == first
    async with program_at(tmp_path) as program:
        assert await program.send(key="a") == first
        assert (len(tried), program.arrived) == (1, [])


async def test_a_refusal_before_sending_leaves_the_key_free(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        assert (await program.send(phone="8916", key="a")).status == 400
        assert (await program.post({"phone": "+79161234567", "message": "?"}, key="a", Authorization="")).status == 401
        assert (await program.post(b" " * 70_000, key="a")).status == 413
        await program.house.session.cut_line()
        assert (await program.send("Раз", key="a")).status == 503
        await program.house.session.mend_line()
        for _ in range(120):
            await program.send()
        assert (await program.send("Два", key="a")).status == 429
        assert await keys(program) == []
        program.house.pass_time(minutes=1)
        assert (await program.send("Три", key="a")).status == 200
        assert program.arrived[120:] == ["Три"]


async def test_a_line_that_goes_away_at_the_last_moment_leaves_the_key_free(tmp_path: Path) -> None:
    line = SlowLine()
    async with program_at(tmp_path, open_failing(line)) as program:
        first, second = await side_by_side(program, line, 2, cut=True)
        assert (first.status, second.status) == (503, 503)
        assert await keys(program) == []
        await program.house.session.mend_line()
        assert (await program.send(key="a")).status == 200


async def side_by_side(program: Program, line: SlowLine, number: int, *, cut: bool = False) -> Sequence[Answered]:
    """So many requests under one key, all made while the first of them is on the line."""
    answers: list[Answered] = []

    async def ask() -> None:
        answers.append(await program.send(key="a"))

    async with anyio.create_task_group() as tasks:
        for _ in range(number):
            tasks.start_soon(ask)
        await line.reached.wait()
        for _ in range(number):  # each takes its turns of the loop, in which the others get as far as they can
            await program.send(phone="8916")
        assert answers == []
        if cut:
            await program.house.session.cut_line()
        line.moves.set()
    return answers


async def test_side_by_side_they_send_once_and_all_hear_the_same(tmp_path: Path) -> None:
    line = SlowLine()
    async with program_at(tmp_path, open_failing(line)) as program:
        answers = await side_by_side(program, line, 20)
        assert answers == [answers[0]] * 20
        assert (answers[0].status, program.arrived) == (200, ["Ждём вас!"])


async def test_other_keys_do_not_wait(tmp_path: Path) -> None:
    line = SlowLine()

    async def slow_for_olya(message: OutgoingMessage) -> None:
        if message.contact.phone == "+79161234567":
            await line(message)

    async with program_at(tmp_path, open_failing(slow_for_olya)) as program, anyio.create_task_group() as tasks:
        tasks.start_soon(lambda: program.send(key="a"))
        await line.reached.wait()
        assert (await program.send(phone="+79161110001", key="b")).status == 200
        line.moves.set()


async def test_after_a_crash_in_the_middle_the_outcome_is_unknown_and_nothing_is_sent_again(tmp_path: Path) -> None:
    line = SlowLine()
    crashed = tmp_path / "crashed"
    async with program_at(tmp_path / "state", open_failing(line)) as program, anyio.create_task_group() as tasks:
        tasks.start_soon(lambda: program.send(key="a"))
        await line.reached.wait()
        copy_database(tmp_path / "state", crashed)  # what the disk holds at this moment
        line.moves.set()
    async with program_at(crashed) as program:
        answer = await program.send(key="a")
        assert (answer.status, answer.code) == (504, "unknown_outcome")
        assert "may have gone out" in answer.json["error"]
        assert (await program.send("Другое", key="a")).status == 409
        assert program.arrived == []


def copy_database(source: Path, target: Path) -> None:
    target.mkdir()
    with closing(sqlite3.connect(source / "wabot.db")) as db, closing(sqlite3.connect(target / "wabot.db")) as copy:
        db.backup(copy)


async def test_a_key_is_kept_for_a_day_and_then_deleted(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        first = await program.send(key="a")
        program.house.pass_time(hours=23, minutes=59, seconds=59)
        assert await program.send(key="a") == first
        program.house.pass_time(seconds=1)
        await program.send(key="b")
        assert await keys(program) == ["b"]
        assert (await program.send("Другое", key="a")).status == 200
        assert program.arrived == ["Ждём вас!", "Ждём вас!", "Другое"]


async def test_repeats_do_not_count(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        for number in range(120):
            assert (await program.send(key=f"{number}")).status == 200
        assert (await program.send(key="121")).status == 429
        for number in range(120):
            assert (await program.send(key=f"{number}")).status == 200
        program.house.pass_time(minutes=1)
        assert (await program.send(key="121")).status == 200


@pytest.mark.parametrize("key", ["", " ", "x" * 201, "a\tb", "a\u202eb", "a\x85b"])
async def test_a_bad_key_is_refused(tmp_path: Path, key: str) -> None:
    async with program_at(tmp_path) as program:
        answer = await program.send(key=key)
        assert (answer.status, answer.code) == (400, "invalid_idempotency_key")
        assert "1 to 200 printable characters" in answer.json["error"]
        assert program.arrived == []


@pytest.mark.parametrize(
    "key", ["x" * 200, '"8e03978e-40d5-43dd-bc93-6894a57f9324"', "заказ 17", "'; DROP TABLE sends;--"]
)
async def test_a_key_is_any_printable_text(tmp_path: Path, key: str) -> None:
    async with program_at(tmp_path) as program:
        first = await program.send(key=key)
        assert first.status == 200
        assert await program.send(key=key) == first
        assert await keys(program) == [key]


async def test_the_message_itself_is_not_kept(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        assert (await program.send("Секретное слово", key="a")).status == 200
        copy_database(tmp_path, tmp_path / "copy")
    written = (tmp_path / "copy" / "wabot.db").read_bytes()
    assert b"SIM1" in written
    assert "Секретное".encode() not in written


async def test_what_cannot_be_written_down_is_not_sent(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        await refuse_writes(program, "INSERT")
        answer = await program.send(key="a")
        assert (answer.status, answer.code) == (503, "not_stored")
        assert program.arrived == []
        assert (await program.send()).status == 200


async def test_a_sent_message_is_acknowledged_even_if_that_cannot_be_written_down(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        await refuse_writes(program, "UPDATE")
        assert (await program.send(key="a")).status == 200
        assert (await program.send(key="a")).status == 504
        assert len(program.arrived) == 1


async def refuse_writes(program: Program, what: str) -> None:
    trigger = f"CREATE TRIGGER full BEFORE {what} ON sends BEGIN SELECT RAISE(ABORT, 'no space left'); END"
    await program.house.wabot.database.write(lambda db: db.execute(trigger))


async def test_a_failure_that_nobody_thought_of_has_an_unknown_outcome(tmp_path: Path) -> None:
    async def stumble(_message: OutgoingMessage) -> None:
        raise RuntimeError("something nobody thought of")

    async with program_at(tmp_path, open_failing(stumble)) as program:
        assert (await program.send(key="a")).status == 500
        assert (await program.send(key="a")).status == 504
        program.house.pass_time(hours=24)
        assert (await program.send("Другое", key="a")).status == 500
