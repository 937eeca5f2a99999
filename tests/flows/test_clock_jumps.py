"""The machine's clock is set while wabot runs: nothing is done twice, nothing left out, nobody waits for the hands."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import anyio
import pytest

from tests.failing import open_dying
from tests.house import House, Person
from tests.salon import FRIDAY, demo_config
from wabot.app import OpenSession, open_wabot
from wabot.clock import ScriptClock
from wabot.config import Config
from wabot.tasks.retention import run_retention
from wabot.whatsapp.simulated import SimulatedSession, open_simulated_session

pytestmark = pytest.mark.anyio

EVENING, AFTERNOON = "2026-11-20 19:00", "2026-11-21 14:00"


class SetClock(ScriptClock):
    """A machine's clock that somebody sets, forward or back."""

    def set_to(self, moment: str) -> None:
        """What it shows from now on, at the salon."""
        self._now = datetime.fromisoformat(moment).replace(tzinfo=FRIDAY.tzinfo)
        moved, self._moved = self._moved, anyio.Event()
        moved.set()


@asynccontextmanager
async def house_at(
    state: Path, session: OpenSession[SimulatedSession] = open_simulated_session, config: Config | None = None
) -> AsyncIterator[tuple[House, SetClock]]:
    clock = SetClock(FRIDAY)
    async with open_wabot(config or demo_config(state), session, clock, drain_s=5.0) as wabot:
        yield House(wabot, clock), clock


async def booked(house: House) -> Person:
    olya = house.customer()
    assert "вы записаны" in await olya.writes("маникюр завтра в 17:00")
    return olya


def reminders(person: Person) -> list[str]:
    return [text for text in person.read if "Напоминаю" in text or "подтверждаю" in text]


async def test_a_clock_set_back_doubles_no_reminder(tmp_path: Path) -> None:
    async with house_at(tmp_path) as (house, clock):
        olya = await booked(house)
        await house.comes(EVENING)
        assert len(reminders(olya)) == 1
        for moment in ("2026-11-20 09:00", "2026-11-19 12:00"):
            clock.set_to(moment)
            await house.comes(EVENING)
            assert len(reminders(olya)) == 1
        await house.comes(AFTERNOON)
        assert len(reminders(olya)) == 2
        await house.comes("2026-11-21 16:00")
        assert len(reminders(olya)) == 2


async def test_a_clock_set_forward_brings_what_still_helps_at_once_and_once(tmp_path: Path) -> None:
    async with house_at(tmp_path) as (house, clock):
        olya = await booked(house)
        clock.set_to("2026-11-20 20:30")
        await house.settle()
        assert len(reminders(olya)) == 1
        clock.set_to(AFTERNOON)
        await house.settle()
        assert len(reminders(olya)) == 2


@pytest.mark.parametrize("wrong", ["2026-11-21 18:00", "2026-11-25 12:00", "2031-01-01 12:00"])
async def test_a_clock_that_was_ahead_for_a_while_costs_no_reminder(tmp_path: Path, wrong: str) -> None:
    """Set wrongly by hand or by a dead battery, and put right by the network's time."""
    async with house_at(tmp_path) as (house, clock):
        olya = await booked(house)
        clock.set_to(wrong)
        await house.settle()
        assert reminders(olya) == []
        clock.set_to("2026-11-20 10:05")
        assert len(await house.book()) == 1
        await house.comes(EVENING)
        assert len(reminders(olya)) == 1
        await house.comes(AFTERNOON)
        assert len(reminders(olya)) == 2


async def test_a_conversation_goes_on_over_a_jump_and_nobody_is_answered_twice(tmp_path: Path) -> None:
    async with house_at(tmp_path) as (house, clock):
        olya = house.customer()
        assert "1)" in await olya.writes("хочу на массаж завтра")
        clock.set_to("2026-11-20 09:58")
        assert "вы записаны" in await olya.writes("1")
        clock.set_to("2026-11-20 11:30")
        await house.settle()
        assert len(olya.read) == 2
        assert len(await house.book()) == 1


async def test_what_is_in_doubt_waits_for_a_phone_and_not_for_the_hands(tmp_path: Path) -> None:
    async with house_at(tmp_path, open_dying) as (house, clock):
        olya = house.customer()
        await olya.sends("сколько стоит педикюр?")
        in_doubt = "SELECT 1 FROM outbox WHERE doubted_at IS NOT NULL"
        with anyio.fail_after(10):
            await house.until(lambda: house.wabot.database.read(lambda db: db.execute(in_doubt).fetchone()))
            clock.set_to("2026-11-20 08:00")
            await house.session.mend_line()
            await house.until(lambda: house.wabot.database.read(lambda db: db.execute(in_doubt).fetchone() is None))


async def test_words_grow_old_by_the_clock_that_was_set_back(tmp_path: Path) -> None:
    async with house_at(tmp_path) as (house, clock), anyio.create_task_group() as tasks:
        database = house.wabot.database
        clock.set_to("2026-12-23 12:00")
        await tasks.start(partial(run_retention, database, timedelta(days=1), house.wabot.config.backups, clock))
        clock.set_to("2026-11-20 13:00")  # while the words of that day are looked for
        await house.customer().writes("привет, это было давно")
        clock.set_to("2026-11-22 04:00")
        with anyio.fail_after(10):
            while any(await database.read(words)):
                await database.change.wait()
        tasks.cancel_scope.cancel()


class WatchedClock(SetClock):
    """A clock that tells when somebody waits for it."""

    def __init__(self, now: datetime) -> None:
        super().__init__(now)
        self._is_waited_for = anyio.Event()

    async def reach(self, instant: datetime, since: datetime | None = None) -> bool:
        if instant > self.now():
            self._is_waited_for.set()
        return await super().reach(instant, since)

    async def waits(self) -> None:
        """Until somebody waits for it."""
        await self._is_waited_for.wait()
        self._is_waited_for = anyio.Event()

    async def shows(self, moment: str) -> None:
        """It is set, and what it makes due is done."""
        self.set_to(moment)
        await self.waits()


@pytest.mark.parametrize("at_start", [True, False])
async def test_by_a_clock_far_ahead_no_words_go_before_a_week_of_nights(tmp_path: Path, *, at_start: bool) -> None:
    async with house_at(tmp_path) as (house, _), anyio.create_task_group() as tasks:
        await house.customer().writes("маникюр завтра в 17:00, как в тот раз")
        database, rules = house.wabot.database, house.wabot.config.backups
        ahead = WatchedClock(datetime(2031, 11, 19, 10, tzinfo=FRIDAY.tzinfo) if at_start else FRIDAY)
        await tasks.start(partial(run_retention, database, timedelta(days=180), rules, ahead))
        with anyio.fail_after(10):
            await ahead.waits()
            if not at_start:
                await ahead.shows("2031-11-19 10:00")
            for night in range(20, 26):
                await ahead.shows(f"2031-11-{night} 04:00")
            assert all(await database.read(words))
            await ahead.shows("2031-11-26 04:00")
            assert not any(await database.read(words))
        tasks.cancel_scope.cancel()


def words(db: sqlite3.Connection) -> list[str]:
    return [row["text"] for row in db.execute("SELECT text FROM inbox")]
