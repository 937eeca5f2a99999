"""Who is written to next, and how fast."""

from datetime import timedelta

import anyio
import pytest

from wabot.clock import SystemClock
from wabot.tasks.mail import Mail, Pace
from wabot.types import CustomerId

pytestmark = pytest.mark.anyio

OLYA, KATYA = CustomerId(1), CustomerId(2)


def mail(*, gap: float = 0.0, per_minute: int = 100) -> tuple[Mail, Pace]:
    pace = Pace(gap=timedelta(seconds=gap), per_minute=per_minute)
    return Mail(pace, SystemClock()), pace


async def test_first_come_first_served() -> None:
    post, _ = mail()
    for customer in (OLYA, KATYA, OLYA):
        post.add(customer)
    assert [post.next_due() for _ in range(4)] == [OLYA, KATYA, OLYA, None]


async def test_a_customer_who_has_just_been_written_to_does_not_hold_up_the_others() -> None:
    post, pace = mail(gap=0.2)
    pace.note(OLYA)
    post.add(OLYA)
    post.add(KATYA)
    assert post.next_due() == KATYA
    assert post.next_due() is None
    begun = anyio.current_time()
    with anyio.fail_after(5):
        while post.next_due() is None:
            assert await post.until_due()
    assert anyio.current_time() - begun >= 0.15


async def test_no_more_than_so_many_a_minute() -> None:
    post, pace = mail(per_minute=3)
    for _ in range(3):
        pace.note(OLYA)
    post.add(OLYA)
    assert post.next_due() is None
    assert pace.due(OLYA) == pytest.approx(anyio.current_time() + 60, abs=1)


async def test_new_mail_ends_the_wait_and_closing_ends_it_all() -> None:
    post, _ = mail()
    with anyio.fail_after(5):
        async with anyio.create_task_group() as group:
            group.start_soon(post.until_due)
            await anyio.lowlevel.checkpoint()
            post.add(OLYA)
    assert post.next_due() == OLYA
    post.close()
    assert not await post.until_due()


async def test_who_was_written_to_long_ago_is_forgotten() -> None:
    _, pace = mail()
    for number in range(100):
        pace.note(CustomerId(number))
    assert pace.remembered() == 100
    pace.forget_before(anyio.current_time() + 1)
    assert pace.remembered() == 0
