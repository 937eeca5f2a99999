"""How fast customers are written to, and the bell that wakes the sender."""

from datetime import timedelta

import anyio
import pytest

from wabot.clock import SystemClock
from wabot.tasks.bell import Bell
from wabot.tasks.pace import Pace
from wabot.types import CustomerId

pytestmark = pytest.mark.anyio

OLYA, KATYA = CustomerId(1), CustomerId(2)


def pace(*, gap: float = 0.0, per_minute: int = 100) -> Pace:
    return Pace(gap=timedelta(seconds=gap), per_minute=per_minute)


async def test_who_has_just_been_written_to_rests_and_nobody_else() -> None:
    ours = pace(gap=0.2)
    ours.note(OLYA)
    assert list(ours.resting()) == [OLYA]
    assert ours.resting()[OLYA] == pytest.approx(anyio.current_time() + 0.2, abs=0.1)
    with anyio.fail_after(5):
        await anyio.sleep_until(ours.resting()[OLYA])
    assert ours.resting() == {}


async def test_no_more_than_so_many_a_minute() -> None:
    ours = pace(per_minute=3)
    for _ in range(3):
        assert ours.resting() == {}
        ours.note(OLYA)
    assert ours.resting()[OLYA] == pytest.approx(anyio.current_time() + 60, abs=1)


async def test_who_was_written_to_long_ago_is_forgotten() -> None:
    ours = pace()
    for number in range(100):
        ours.note(CustomerId(number))
    assert ours.remembered() == 100
    ours.forget_before(anyio.current_time() + 1)
    assert ours.remembered() == 0


async def test_a_bell_rung_before_anybody_listens_is_heard_once() -> None:
    bell = Bell()
    bell.ring()
    bell.ring()
    with anyio.fail_after(5):
        await bell.listen(SystemClock())
    with anyio.move_on_after(0.05) as waited:
        await bell.listen(SystemClock())
    assert waited.cancelled_caught


async def test_nobody_listens_for_longer_than_they_want() -> None:
    with anyio.fail_after(5):
        await Bell().listen(SystemClock(), 0.01)
