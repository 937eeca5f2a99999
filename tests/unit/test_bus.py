"""The queues between the tasks, at the end of the day."""

import anyio
import pytest

from wabot.bus import open_bus
from wabot.messages import ReplyQueued
from wabot.types import CustomerId

pytestmark = pytest.mark.anyio

QUEUED = ReplyQueued(customer=CustomerId(1))


async def test_what_is_announced_is_heard() -> None:
    bus = open_bus()
    await bus.announce([QUEUED])
    with anyio.fail_after(5):
        assert await bus.replies.out.receive() == QUEUED
    bus.close()


async def test_who_announces_when_the_sender_has_gone_goes_on() -> None:
    bus = open_bus()
    bus.replies.out.close()
    await bus.announce([QUEUED])
    bus.close()
    await bus.announce([QUEUED])


async def test_who_waits_to_announce_when_the_sender_goes_goes_on() -> None:
    bus = open_bus()
    with anyio.fail_after(5):
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(bus.announce, [QUEUED] * 1000)
            await anyio.wait_all_tasks_blocked()
            assert bus.replies.out.statistics().tasks_waiting_send == 1
            bus.replies.out.close()
    bus.close()
