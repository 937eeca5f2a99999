"""Lanes: strict order for one customer, no waiting between customers, nothing forgotten."""

from collections import defaultdict

import anyio
import pytest

from wabot.tasks import lanes as lanes_module
from wabot.tasks.lanes import Lane, open_lanes
from wabot.types import CustomerId

pytestmark = pytest.mark.anyio


async def test_one_thing_at_a_time_for_a_customer_and_nothing_missed() -> None:
    waiting: defaultdict[CustomerId, list[int]] = defaultdict(list)
    done: list[int] = []
    inside: set[CustomerId] = set()

    async def work(lane: Lane) -> None:
        assert lane.customer not in inside
        inside.add(lane.customer)
        taken, waiting[lane.customer] = waiting[lane.customer], []
        await anyio.lowlevel.checkpoint()
        done.extend(taken)
        inside.remove(lane.customer)

    async with open_lanes(work) as lanes:
        for number in range(100):
            waiting[CustomerId(1)].append(number)
            await lanes.wake(CustomerId(1))
            if number % 3 == 0:
                await anyio.lowlevel.checkpoint()
    assert done == list(range(100))


async def test_customers_do_not_wait_for_each_other() -> None:
    second_done = anyio.Event()

    async def work(lane: Lane) -> None:
        if lane.customer == 1:
            await second_done.wait()
        else:
            second_done.set()

    with anyio.fail_after(5):
        async with open_lanes(work) as lanes:
            await lanes.wake(CustomerId(1))
            await lanes.wake(CustomerId(2))


async def test_too_many_customers_push_back() -> None:
    go_on = anyio.Event()

    async def work(_lane: Lane) -> None:
        await go_on.wait()

    async with open_lanes(work) as lanes:
        for number in range(lanes_module.LANES):
            await lanes.wake(CustomerId(number))
        with anyio.move_on_after(0.05) as scope:
            await lanes.wake(CustomerId(100_000))
        assert scope.cancelled_caught
        await lanes.wake(CustomerId(5))
        go_on.set()


async def test_closing_cuts_short_a_wait_and_still_finishes_the_work() -> None:
    finished = []

    async def work(lane: Lane) -> None:
        with lane.unless_closing():
            await anyio.sleep(3600)
        finished.append(lane.customer)

    with anyio.fail_after(5):
        async with open_lanes(work) as lanes:
            await lanes.wake(CustomerId(1))
            await anyio.lowlevel.checkpoint()
            await lanes.wake(CustomerId(2))
    assert sorted(finished) == [1, 2]
