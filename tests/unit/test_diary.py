"""How the session stands is written down, and the disk is really asked."""

import asyncio
from datetime import timedelta

import pytest

from tests.contract import Notes
from tests.hurry import HurriedLoop, play
from tests.salon import FRIDAY
from tests.unit.test_dialler import LOST, Dialled, nobody
from wabot.whatsapp.dialler import Dialler
from wabot.whatsapp.diary import Diary
from wabot.whatsapp.link import Link
from wabot.whatsapp.reasons import Reason, Why
from wabot.whatsapp.session import State, Status
from wabot.whatsapp.states import PAUSES_S

pytestmark = pytest.mark.anyio

SICK = Status(State.RECONNECTING, FRIDAY, Reason(Why.DISK, "database or disk is full"))


class Sick(Notes):
    """A memory whose disk takes nothing until it is well."""

    def __init__(self) -> None:
        super().__init__()
        self.is_asked, self.is_well = asyncio.Event(), asyncio.Event()

    async def remember(self, status: Status) -> None:
        self.is_asked.set()
        await self.is_well.wait()
        await super().remember(status)


def test_after_a_second_failure_like_the_first_nothing_is_dialled_before_the_disk_takes_the_state() -> None:
    async def fail_twice(loop: HurriedLoop) -> None:
        async with await asyncio.start_server(lambda _reader, writer: writer.close(), "127.0.0.1", 0) as door:
            memory, dialled = Sick(), asyncio.Event()
            memory.is_well.set()
            diary = Diary(memory)
            await diary.note(SICK)  # the first failure; the second one is equal, and nobody notes it
            proxy = f"http://127.0.0.1:{door.sockets[0].getsockname()[1]}"
            dialler = Dialler(lambda: link(dialled), proxy, nobody, diary.is_writable)
            memory.is_well.clear()
            memory.is_asked.clear()
            dialler.follow(LOST)
            await asyncio.sleep(0)
            loop.ahead += PAUSES_S[1] * 1.25
            async with asyncio.timeout(5):
                await memory.is_asked.wait()
                for _ in range(20):
                    await asyncio.sleep(0)
                assert not dialled.is_set()
                memory.is_well.set()
                await dialled.wait()
            assert memory.remembered == [SICK, SICK]

    def link(dialled: asyncio.Event) -> Link:
        return Dialled(dialled)  # type: ignore[return-value]

    play(fail_twice)


async def test_only_the_latest_status_is_written_once_the_disk_is_well() -> None:
    memory = Sick()
    diary = Diary(memory)
    moments = [Status(State.CONNECTING, FRIDAY + timedelta(seconds=number)) for number in range(3)]
    async with asyncio.TaskGroup() as tasks:
        for status in moments:
            tasks.create_task(diary.note(status))
        await memory.is_asked.wait()
        memory.is_well.set()
    assert memory.remembered[-1] == moments[-1]
    assert len(memory.remembered) < len(moments)


class Broken(Notes):
    async def remember(self, status: Status) -> None:
        raise ValueError(status.state)


async def test_what_cannot_be_written_at_all_is_no_reason_to_dial() -> None:
    diary = Diary(Broken())
    with pytest.raises(ValueError, match="reconnecting"):
        await diary.note(SICK)
    assert not await diary.is_writable()
