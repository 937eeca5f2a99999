"""Two hundred customers want the last twenty times of a day, all at once."""

import re
import sqlite3
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import anyio
import pytest

from tests.house import House, salon_open
from tests.salon import FRIDAY
from wabot.ops.chat import settle

pytestmark = pytest.mark.anyio

CLOCKS = [f"{hour}:{minute:02}" for hour in range(10, 20) for minute in (0, 30)]
LENGTH = timedelta(minutes=30)
DAYS = {"20 ноября": 20, "21 ноября": 21, "23 ноября": 23, "24 ноября": 24, "26 ноября": 26, "27 ноября": 27}
OFFER = re.compile(r"(\d\d ноября), (\d\d):(\d\d), Ольга")


async def rush(house: House, count: int) -> None:
    """Everybody writes at the same moment; ten want each of the times at which only Olga can do it."""
    async with anyio.create_task_group() as crowd:
        for number in range(count):
            person = house.customer(f"+7916{number:07}")
            crowd.start_soon(person.sends, f"брови завтра в {CLOCKS[number % len(CLOCKS)]}")
    await settle(house.wabot.database)


def replies_in_order(db: sqlite3.Connection) -> list[str]:
    """What was said, in the order in which the turns were committed."""
    return [row["text"] for row in db.execute("SELECT text FROM outbox WHERE key LIKE 'reply:%' ORDER BY id")]


def offered(reply: str) -> list[datetime]:
    return [
        datetime(2026, 11, DAYS[day], int(hour), int(minute), tzinfo=FRIDAY.tzinfo)
        for day, hour, minute in OFFER.findall(reply)
    ]


async def test_a_rush_for_the_last_times_of_a_day(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        await rush(house, 200)
        replies = await house.wabot.database.read(replies_in_order)
        assert len(replies) == 200
        taken: list[datetime] = []
        for reply in replies:
            if "вы записаны" in reply:
                clock = re.search(r"21 ноября, (\d\d):(\d\d)", reply)
                assert clock is not None
                taken.append(datetime(2026, 11, 21, int(clock[1]), int(clock[2]), tzinfo=FRIDAY.tzinfo))
                continue
            assert "занято" in reply
            times = offered(reply)
            assert len(times) == reply.count("Ольга") == 3, reply
            assert not any(abs(free - start) < LENGTH for free in times for start in taken), reply
        visits = await house.book()
        assert sorted(taken) == [visit.start_at for visit in visits]
        assert len(visits) == len({visit.customer for visit in visits}) == len(CLOCKS)
        assert all(one.end_at <= other.start_at for one, other in pairwise(visits))


async def test_whoever_chooses_an_alternative_gets_it_or_is_told_the_truth(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        await rush(house, 60)
        booked = len(await house.book())
        people = [house.customer(f"+7916{number:07}") for number in range(60)]
        losers = [person for person in people if "занято" in person.read[-1]]
        async with anyio.create_task_group() as crowd:
            for person in losers:
                crowd.start_soon(lambda one=person: one.sends("1", id=f"{one.contact}-choice"))  # type: ignore[misc]
        await settle(house.wabot.database)
        won = [person for person in losers if "вы записаны" in person.read[-1]]
        assert all("занято" in person.read[-1] for person in losers if person not in won)
        visits = await house.book()
        assert len(visits) == booked + len(won)
        assert all(one.end_at <= other.start_at for one, other in pairwise(visits))
