"""The owner's page over a year-old book of 50 000 appointments: python -m tests.bench.page

Prints two JSON lines with the same names, without and with load (`load`).

`page_kb`    all that a first visit to the day brings, styles and scripts too, as it goes over the line
`ttfb_ms`    median to the first byte of the day; with load: while 20 messages a second go through
`anew_ms`    likewise of a day that has to be made, for something has just changed
`page_rps`   days a second that eight visitors get who ask again at once; with load: likewise
`health_rps` answers of /health a second, likewise
`answer_p99_ms`  of customers who write 20 messages a second; with load: while pages are asked for (5 a second) and
             /health (50 a second). Four stretches of each in turn, so that whatever else the machine does is in both.

A page is made once between two changes: without load, nearly all visits are to one that is made already.
"""

import gzip
import json
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import count
from pathlib import Path

import aiohttp
import anyio
from loguru import logger

from tests.bench.pipeline import BusySession, Customer, open_busy_session
from tests.bench.year import fill
from tests.salon import FRIDAY, demo_config
from wabot.app import Wabot, open_wabot
from wabot.clock import SystemClock
from wabot.storage.health import queue_lengths

VISITS = 50_000
ROUNDS = 30
ASKED_S = 3.0
STRETCHES, ANSWERED_S = 4, 10.0
STARTING_S = 2.0  # of two more processes, which is not what is measured
MESSAGES_PER_S = 20
VISITORS = 8
PAGES_PER_S, HEALTH_PER_S = 5, 50


class MovedClock(SystemClock):
    """Runs as the machine's, from the morning on which the book stands."""

    def __init__(self) -> None:
        super().__init__()
        self._ahead = FRIDAY - super().now()

    def now(self) -> datetime:
        return super().now() + self._ahead


@dataclass
class Place:
    """The program, and how it is asked."""

    wabot: Wabot[BusySession]
    port: int
    token: str
    http: aiohttp.ClientSession
    newcomers: Iterator[int] = field(default_factory=lambda: count(2_000_000))

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def fetched(self, path: str) -> tuple[int, float, str]:
        """Bytes on the line, milliseconds to the first of the body, and the text."""
        begun = time.perf_counter()
        async with self.http.get(self.address + path, raise_for_status=True) as answer:
            took = (time.perf_counter() - begun) * 1000
            raw = await answer.read()
            packed = answer.headers.get("Content-Encoding") == "gzip"
            return len(raw), took, (gzip.decompress(raw) if packed else raw).decode()

    async def weight(self) -> float:
        """Of a first visit to the day, in kB: the page, and every file and module that it names."""
        weight, _, html = await self.fetched("/")
        waiting, seen = re.findall(r'(?:href|src)="(/static/[^"]+)"', html), set[str]()
        while waiting:
            path = waiting.pop()
            if path not in seen:
                seen.add(path)
                more, _, text = await self.fetched(path)
                weight += more
                waiting += [f"/static/{name}" for name in re.findall(r'(?:from|import) "\./([a-z]+\.js)"', text)]
        return round(weight / 1024, 1)

    async def ttfb_ms(self) -> float:
        return round(statistics.median([(await self.fetched("/"))[1] for _ in range(ROUNDS)]), 1)

    async def anew_ms(self) -> float:
        took = []
        for _ in range(ROUNDS):
            await self.wabot.database.write(lambda _db: None)
            took.append((await self.fetched("/"))[1])
        return round(statistics.median(took), 1)

    async def visited(self, path: str, seconds: float, *, rate: float | None = None) -> float:
        """Answers a second that visitors in a process of their own got."""
        command = [sys.executable, "-m", "tests.bench.visitors", str(self.port), self.token, path]
        command += [str(VISITORS), str(seconds), *([str(rate)] if rate else [])]
        process = await anyio.run_process(command)
        found: float = json.loads(process.stdout)["rps"]
        return found

    async def answers_p99_ms(self) -> tuple[float, float]:
        """Without load, and with it."""
        alone, beside = list[float](), list[float]()
        for _ in range(STRETCHES):
            alone += await self.answered(ANSWERED_S)
            async with anyio.create_task_group() as group:
                group.start_soon(partial(self.visited, "/", ANSWERED_S + STARTING_S, rate=PAGES_PER_S))
                group.start_soon(partial(self.visited, "/health", ANSWERED_S + STARTING_S, rate=HEALTH_PER_S))
                await anyio.sleep(STARTING_S)
                beside += await self.answered(ANSWERED_S)
        return _p99_ms(alone), _p99_ms(beside)

    async def answered(self, seconds: float) -> list[float]:
        """How long new customers waited, who write at a steady rate: for a time, or for a price."""
        took: list[float] = []

        async def write(number: int) -> None:
            customer = Customer(next(self.newcomers), self.wabot.session)
            customer.written = (1, 4)[number % 2]
            took.append(await customer.write())

        begun = time.perf_counter()
        async with anyio.create_task_group() as group:
            for number in range(int(seconds * MESSAGES_PER_S)):
                await anyio.sleep(max(0.0, begun + number / MESSAGES_PER_S - time.perf_counter()))
                group.start_soon(write, number)
        return took


async def unloaded(place: Place) -> dict[str, float]:
    return {
        "page_kb": await place.weight(),
        "ttfb_ms": await place.ttfb_ms(),
        "anew_ms": await place.anew_ms(),
        "page_rps": await place.visited("/", ASKED_S),
        "health_rps": await place.visited("/health", ASKED_S),
    }


async def loaded(place: Place) -> dict[str, float]:
    found = {"page_kb": await place.weight()}
    async with anyio.create_task_group() as group:
        group.start_soon(place.answered, ASKED_S * 3)
        found["ttfb_ms"] = await place.ttfb_ms()
        found["anew_ms"] = await place.anew_ms()
        found["page_rps"] = await place.visited("/", ASKED_S)
        found["health_rps"] = await place.visited("/health", ASKED_S)
    return found


def _p99_ms(took: list[float]) -> float:
    return round(sorted(took)[int(len(took) * 0.99)] * 1000, 1)


async def measure() -> None:
    with tempfile.TemporaryDirectory() as folder:
        state = Path(folder) / "state"
        async with open_wabot(demo_config(state), open_busy_session, MovedClock(), with_page=True) as wabot:
            await wabot.database.write(partial(fill, visits=VISITS))
            while (await wabot.database.read(queue_lengths))["outbox"]:  # noqa: ASYNC110 - reminders of the day go out first
                await anyio.sleep(0.1)
            token = (state / "token").read_text().strip()
            headers = {"Authorization": f"Bearer {token}", "Accept-Encoding": "gzip"}
            async with aiohttp.ClientSession(headers=headers, auto_decompress=False) as http:
                assert wabot.page is not None
                place = Place(wabot, int(wabot.page.address.rstrip("/").rsplit(":", 1)[1]), token, http)
                figures = await unloaded(place), await loaded(place)
                for load, found, p99 in zip((False, True), figures, await place.answers_p99_ms(), strict=True):
                    print(json.dumps({"bench": "page", "load": load, **found, "answer_p99_ms": p99}), flush=True)


if __name__ == "__main__":
    logger.remove()
    logger.add(sys.stderr, level="WARNING")
    anyio.run(measure)
