"""From the spool to the memory: one message that cannot be stored holds up no other."""

import asyncio
from pathlib import Path
from typing import Any

import anyio
import pytest
from neonize.proto.Neonize_pb2 import Message as MessageEvent
from neonize.proto.waE2E.WAWebProtobufsE2E_pb2 import Message

from tests.hurry import HurriedLoop, play
from tests.salon import FRIDAY
from wabot.domain.correspondence import IncomingMessage, Kind
from wabot.domain.customers import Contact
from wabot.types import CustomerId, Lid, MessageId
from wabot.whatsapp.intake import HELD_UP_S, SYNC_S, YOUNG_S, Intake
from wabot.whatsapp.session import MessageKept, Status
from wabot.whatsapp.spool import BAD, FILE, Spool
from wabot.whatsapp.translate import parse_record

pytestmark = pytest.mark.anyio


class Forgetful:
    """Keeps ids; what says "bad" cannot be kept."""

    def __init__(self) -> None:
        self.kept: list[str] = []

    async def __call__(self, message: IncomingMessage, /) -> CustomerId | None:
        if message.text == "bad":
            raise ValueError(message.id)
        if message.id in self.kept:
            return None
        self.kept.append(message.id)
        return CustomerId(1)

    async def recall(self) -> Status | None:
        return None

    async def remember(self, status: Status) -> None:
        raise AssertionError(f"the intake remembers no {status}")


def record(number: str, text: str) -> bytes:
    event = MessageEvent(Message=Message(conversation=text))
    event.Info.ID, event.Info.Timestamp = number, int(FRIDAY.timestamp() * 1000)
    event.Info.MessageSource.Chat.User = event.Info.MessageSource.Sender.User = "100000000000001"
    event.Info.MessageSource.Chat.Server = event.Info.MessageSource.Sender.Server = "lid"
    complete(event)
    raw: bytes = event.SerializeToString()
    return raw


def complete(message: Any) -> None:
    """Give every required field that is not set its default."""
    for field in message.DESCRIPTOR.fields:
        if field.is_required and field.type == field.TYPE_MESSAGE:
            getattr(message, field.name).SetInParent()
            complete(getattr(message, field.name))
        elif field.is_required and not message.HasField(field.name):
            setattr(message, field.name, field.default_value)


def heard(number: str, text: str) -> IncomingMessage:
    message = parse_record(record(number, text))
    assert message is not None
    return message


async def silence(_kept: MessageKept) -> None:
    """Nobody listens."""


def unhurried(why: str) -> None:
    raise AssertionError(why)


async def test_a_record_that_cannot_be_stored_is_set_aside_and_keeps_no_start(tmp_path: Path) -> None:
    before = Intake(Forgetful(), Spool(tmp_path), silence, unhurried)
    for number, text in (("A", "bad"), ("B", "good")):
        before.spool.add(record(number, text))
    memory = Forgetful()
    await Intake(memory, Spool(tmp_path), silence, unhurried).take_in_what_is_left()
    assert memory.kept == ["B"]
    assert (tmp_path / FILE).read_bytes() == b""
    assert record("A", "bad") in (tmp_path / BAD).read_bytes()
    assert (tmp_path / BAD).stat().st_mode & 0o777 == 0o600


async def test_one_bad_message_does_not_keep_the_spool_from_emptying(tmp_path: Path) -> None:
    intake = Intake(Forgetful(), Spool(tmp_path), silence, unhurried)
    for number, text in (("A", "bad"), ("B", "good")):
        intake.spool.add(record(number, text))
        await intake.take_in(heard(number, text), is_spooled=True)
    assert (tmp_path / FILE).read_bytes() == b""
    assert record("A", "bad") in (tmp_path / BAD).read_bytes()


async def test_what_fails_while_wabot_ends_is_left_to_the_next_start(tmp_path: Path) -> None:
    intake = Intake(Forgetful(), Spool(tmp_path), silence, unhurried)
    intake.spool.add(record("A", "bad"))
    intake.close()
    await intake.take_in(heard("A", "bad"), is_spooled=True)
    assert intake.spool.left_over() == [record("A", "bad")]


def missed(number: str) -> IncomingMessage:
    return IncomingMessage(
        id=MessageId(number), contact=Contact(lid=Lid("100000000000001@lid")), sent_at=FRIDAY, kind=Kind.LOST
    )


async def test_a_miss_is_kept_at_once_when_wabot_ends(tmp_path: Path) -> None:
    memory = Forgetful()
    intake = Intake(memory, Spool(tmp_path), silence, unhurried)
    intake.logged_in()
    intake.close()
    with anyio.fail_after(2):
        await intake.miss(missed("A"))
    assert memory.kept == ["A"]


async def test_nobody_is_asked_to_repeat_what_had_no_words(tmp_path: Path) -> None:
    memory = Forgetful()
    intake = Intake(memory, Spool(tmp_path), silence, unhurried)
    intake.note_wordless(MessageId("A"))
    intake.close()
    await intake.miss(missed("A"))
    assert memory.kept == []


def test_nobody_is_asked_once_the_process_is_no_longer_young(tmp_path: Path) -> None:
    memory = Forgetful()

    async def drop_and_return(loop: HurriedLoop) -> None:
        intake = Intake(memory, Spool(tmp_path), silence, unhurried)
        intake.logged_in()
        loop.ahead = YOUNG_S + 1
        intake.logged_in()
        intake.close()
        await intake.miss(missed("A"))

    play(drop_and_return)
    assert memory.kept == []


class Stuck(Forgetful):
    """Keeps nothing until it is free."""

    def __init__(self) -> None:
        super().__init__()
        self.is_free = asyncio.Event()

    async def __call__(self, message: IncomingMessage, /) -> CustomerId | None:
        await self.is_free.wait()
        return await super().__call__(message)


class Watched(Spool):
    """Knows what stood in it at each sync."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.synced: list[int] = []
        self.is_synced = asyncio.Event()
        self._loop = asyncio.get_running_loop()

    def sync(self) -> None:
        super().sync()
        self.synced.append(len(self.left_over()))
        self._loop.call_soon_threadsafe(self.is_synced.set)


def test_what_waits_longer_than_a_moment_is_made_sure_of(tmp_path: Path) -> None:
    async def wait(loop: HurriedLoop) -> None:
        memory, spool = Stuck(), Watched(tmp_path)
        intake = Intake(memory, spool, silence, unhurried)
        storing = []
        for number in "ABC":
            spool.add(record(number, "good"))
            storing.append(asyncio.create_task(intake.take_in(heard(number, "good"), is_spooled=True)))
        await asyncio.sleep(0)
        loop.ahead = SYNC_S
        await spool.is_synced.wait()
        memory.is_free.set()
        await asyncio.gather(*storing)
        spool.add(record("D", "good"))
        await intake.take_in(heard("D", "good"), is_spooled=True)
        loop.ahead = 3 * SYNC_S
        await asyncio.sleep(0)
        assert memory.kept == ["A", "B", "C", "D"]
        assert set(spool.synced) == {3}, "what is stored at once needs no sync of its own"

    play(wait)


def test_a_message_that_waits_too_long_to_be_stored_is_told(tmp_path: Path) -> None:
    async def wait(loop: HurriedLoop) -> None:
        memory, told, is_told = Stuck(), list[str](), asyncio.Event()

        def held_up(why: str) -> None:
            told.append(why)
            is_told.set()

        intake = Intake(memory, Spool(tmp_path), silence, held_up)
        storing = asyncio.create_task(intake.take_in(heard("A", "good"), is_spooled=False))
        await asyncio.sleep(0)
        assert told == []
        loop.ahead = HELD_UP_S + 1
        await is_told.wait()
        memory.is_free.set()
        await storing
        await intake.take_in(heard("B", "good"), is_spooled=False)
        loop.ahead = 3 * HELD_UP_S
        await asyncio.sleep(0)
        assert memory.kept == ["A", "B"]
        assert told == ["no message was stored for 5 s"]

    play(wait)
