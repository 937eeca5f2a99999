"""What a program sent and WhatsApp did not acknowledge was sent if the customer's phone reports it, and only then."""

from pathlib import Path

import anyio
import pytest

from tests.api import Answered, Program, program_at
from tests.failing import open_failing
from tests.flows.test_send_once import SlowLine
from wabot.domain.correspondence import OutgoingMessage, Receipt, ReceiptKind
from wabot.errors import OutcomeUnknown
from wabot.types import MessageId

pytestmark = pytest.mark.anyio


async def test_what_arrived_without_an_acknowledgement_was_sent(tmp_path: Path) -> None:
    lost: list[str] = []

    async def lose(message: OutgoingMessage) -> None:
        if message.text == "Ждём вас!":
            lost.append(message.text)
            raise OutcomeUnknown("no acknowledgement")

    async with program_at(tmp_path, open_failing(afterwards=lose)) as program:
        assert (await program.send(phone="+79161110001", key="a")).status == 504, "nobody keeps reports of strangers"
        await program.house.customer().writes("привет")
        answer = await program.send(key="b")
        assert answer.status == 200
        assert await program.send(key="b") == answer
        assert len(lost) == 2
        sql = "SELECT state, message_id FROM outbox WHERE key GLOB 'api:*'"
        found = await program.house.wabot.database.read(lambda db: [tuple(row) for row in db.execute(sql)])
        assert found == [("delivered", answer.json["messageId"])]


async def reported(program: Program) -> bool:
    """A phone has reported a message that nobody knows yet."""
    sql = "SELECT EXISTS (SELECT 1 FROM early_receipts)"
    return bool(await program.house.wabot.database.read(lambda db: db.execute(sql).fetchone()[0]))


async def lose_codes(message: OutgoingMessage) -> None:
    if "код" in message.text:
        raise OutcomeUnknown("no acknowledgement")


@pytest.mark.parametrize("by_program", [True, False])
async def test_the_report_of_another_message_under_way_is_no_evidence(tmp_path: Path, *, by_program: bool) -> None:
    line = SlowLine()
    line.moves.set()
    async with (
        program_at(tmp_path, open_failing(lose_codes, afterwards=line)) as program,
        anyio.create_task_group() as beside,
    ):
        olya = program.house.customer()
        await olya.writes("привет")
        line.moves = anyio.Event()
        beside.start_soon(program.send if by_program else olya.sends, "Ждём вас!")
        with anyio.fail_after(10):
            await program.house.until(lambda: reported(program))
        assert (await program.send("ваш код 1234")).status == 504
        line.moves.set()
        await program.house.settle()
        sql = "SELECT state FROM outbox WHERE message_id = 'SIM2'"
        with anyio.fail_after(10):
            await program.house.until(
                lambda: program.house.wabot.database.read(
                    lambda db: [tuple(row) for row in db.execute(sql)] == [("delivered",)]
                )
            )


async def test_one_report_is_evidence_for_one_message(tmp_path: Path) -> None:
    both, moves, waiting = anyio.Event(), anyio.Event(), list[OutgoingMessage]()

    async def lose(message: OutgoingMessage) -> None:
        if "код" in message.text:
            waiting.append(message)
            if len(waiting) == 2:
                both.set()
            await moves.wait()
            raise OutcomeUnknown("no acknowledgement")

    async with program_at(tmp_path, open_failing(lose)) as program:
        olya, answers = program.house.customer(), list[Answered]()
        await olya.writes("привет")

        async def send(text: str) -> None:
            answers.append(await program.send(text))

        async with anyio.create_task_group() as beside:
            beside.start_soon(send, "ваш код 1234")
            beside.start_soon(send, "ваш код 5678")
            now = program.house.clock.now()
            await program.house.session.tell(Receipt(MessageId("ONE"), olya.contact, ReceiptKind.DELIVERED, now))
            with anyio.fail_after(10):
                await program.house.until(lambda: reported(program))
                await both.wait()
            moves.set()
        assert sorted(answer.status for answer in answers) == [200, 504]
