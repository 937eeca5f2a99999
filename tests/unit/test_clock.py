"""Waiting for a time of day, on a clock that may be set meanwhile."""

from datetime import datetime, timedelta

import anyio
import pytest

from tests.salon import FRIDAY
from wabot.clock import Clock, ScriptClock, SystemClock

pytestmark = pytest.mark.anyio


class SetClock(SystemClock):
    """A machine's clock that is set by the test."""

    def __init__(self) -> None:
        super().__init__(look_s=0.005)
        self.set_by = timedelta()

    def now(self) -> datetime:
        return super().now() + self.set_by


@pytest.mark.parametrize("clock", [SystemClock(), ScriptClock(FRIDAY)], ids=["system", "script"])
async def test_a_pause_that_is_over_already_is_none(clock: Clock) -> None:
    with anyio.fail_after(5):
        await clock.pause(-0.001)


async def test_a_moment_comes_when_it_comes() -> None:
    clock = SystemClock()
    moment = clock.now() + timedelta(seconds=0.05)
    await clock.reach(moment)
    assert timedelta() <= clock.now() - moment < timedelta(seconds=1)


@pytest.mark.parametrize(("hours", "is_reached"), [(2, True), (-1, False)])
async def test_a_clock_set_forward_brings_the_moment_and_one_set_back_says_so(hours: int, *, is_reached: bool) -> None:
    clock = SetClock()
    moment = clock.now() + timedelta(hours=1)
    outcomes: list[bool] = []

    async def wait() -> None:
        outcomes.append(await clock.reach(moment))

    with anyio.fail_after(10):
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(wait)
            await clock.pause(0.02)
            clock.set_by = timedelta(hours=hours)
    assert outcomes == [is_reached]


async def test_on_a_scripts_clock_the_moment_comes_when_the_script_says() -> None:
    clock = ScriptClock(FRIDAY)
    reached: list[datetime] = []

    async def wait() -> None:
        await clock.reach(FRIDAY + timedelta(hours=1))
        reached.append(clock.now())

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(wait)
        for minutes in (30, 59, 75):
            await anyio.wait_all_tasks_blocked()
            clock.move_to(FRIDAY + timedelta(minutes=minutes))
    assert reached == [FRIDAY + timedelta(minutes=75)]
