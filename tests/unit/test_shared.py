"""Answers that are made once for all who ask."""

import anyio
import pytest
from aiohttp import web
from anyio.lowlevel import checkpoint

from wabot.web.pages.shared import MOST, Shared

pytestmark = pytest.mark.anyio


class Kitchen:
    """Makes answers, each slowly; `change` is the last change."""

    def __init__(self) -> None:
        self.change = 1
        self.made: list[tuple[str, int]] = []
        self.most_at_once = self._at_work = 0
        self.is_broken = False
        self.shared = Shared(lambda: self.change)
        self.news: anyio.Event | None = None

    async def get(self, wanted: str) -> str:
        async def make() -> web.Response:
            self._at_work += 1
            self.most_at_once = max(self.most_at_once, self._at_work)
            read = self.change
            if self.news is not None:
                self.change += 1
                self.news.set()
            await checkpoint()
            self._at_work -= 1
            if self.is_broken:
                raise LookupError
            self.made.append((wanted, read))
            return web.Response(text=f"{wanted} {read}", content_type="text/html")

        return (await self.shared.get(wanted, make)).body.decode()


async def at_once(kitchen: Kitchen, *wanted: str) -> list[str]:
    """What each of them got who asked at the same time."""
    got: dict[int, str] = {}

    async def ask(number: int, what: str) -> None:
        got[number] = await kitchen.get(what)

    async with anyio.create_task_group() as group:
        for number, what in enumerate(wanted):
            group.start_soon(ask, number, what)
    return [got[number] for number in range(len(wanted))]


async def test_what_many_ask_for_is_made_once_until_something_changes() -> None:
    kitchen = Kitchen()
    assert await at_once(kitchen, *["today", "week"] * 5) == ["today 1", "week 1"] * 5
    assert await at_once(kitchen, "today") == ["today 1"]
    assert kitchen.made == [("today", 1), ("week", 1)]
    kitchen.change = 2
    assert await at_once(kitchen, *["today"] * 5) == ["today 2"] * 5
    assert kitchen.made == [("today", 1), ("week", 1), ("today", 2)]


async def test_each_gets_what_it_asked_for_one_after_the_other() -> None:
    kitchen = Kitchen()
    assert await at_once(kitchen, "today", "tomorrow", "week") == ["today 1", "tomorrow 1", "week 1"]
    assert kitchen.most_at_once == 1


async def test_only_so_many_are_kept() -> None:
    kitchen = Kitchen()
    addresses = [f"/?day={number}" for number in range(MOST + 1)]
    await at_once(kitchen, *addresses)
    await at_once(kitchen, addresses[-1], addresses[0])
    assert [wanted for wanted, _ in kitchen.made] == [*addresses, addresses[0]]


async def test_who_asks_after_a_change_does_not_get_what_was_read_before_it() -> None:
    kitchen, got = Kitchen(), []
    kitchen.news = anyio.Event()

    async def ask() -> None:
        got.append(await kitchen.get("today"))

    async with anyio.create_task_group() as group:
        group.start_soon(ask)
        await kitchen.news.wait()
        kitchen.news = None
        group.start_soon(ask)
    assert got == ["today 1", "today 2"]


async def test_the_next_one_makes_what_failed() -> None:
    kitchen = Kitchen()
    kitchen.is_broken = True
    with pytest.raises(LookupError):
        await kitchen.get("today")
    kitchen.is_broken = False
    assert await kitchen.get("today") == "today 1"


async def test_who_leaves_keeps_nobody_waiting() -> None:
    kitchen = Kitchen()
    kitchen.news = anyio.Event()
    async with anyio.create_task_group() as group:
        group.start_soon(kitchen.get, "today")
        await kitchen.news.wait()
        group.cancel_scope.cancel()
    kitchen.news = None
    with anyio.fail_after(5):
        assert await kitchen.get("today") == "today 2"
