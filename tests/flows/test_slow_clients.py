"""Clients that take their time, or all connections there are: others are served all the while."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from tests.house import salon_open
from tests.hurry import HurriedLoop, play
from wabot.web.limits import BODY_S, LARGEST_BODY, MOST_CONNECTIONS, SILENT_S


@dataclass
class Line:
    """A connection that a test speaks on."""

    hears: asyncio.StreamReader
    says: asyncio.StreamWriter

    async def ended(self, loop: HurriedLoop, limit_s: float, byte: bytes = b"x") -> bytes:
        """Say that byte each second until the other side ends it; what it said. TimeoutError after `limit_s`."""
        answer = asyncio.ensure_future(self._hear())
        begun = loop.time()
        while not answer.done():
            if loop.time() - begun > limit_s:
                raise TimeoutError
            loop.ahead += 1
            self.says.write(byte)
            await asyncio.sleep(0.002)
        self.says.close()
        return answer.result()

    async def _hear(self) -> bytes:
        heard = b""
        with suppress(ConnectionError):
            while more := await self.hears.read(65536):
                heard += more
        return heard


@dataclass
class Page:
    """The page of a house, and lines to it."""

    address: str
    token: str

    async def line(self) -> Line:
        host, _, port = self.address.removeprefix("http://").rstrip("/").rpartition(":")
        return Line(*await asyncio.open_connection(host, int(port)))

    async def answers(self) -> bool:
        async with aiohttp.ClientSession() as http, http.get(f"{self.address}live") as answer:
            return answer.status == 200

    def head(self, length: int) -> bytes:
        """The head of a POST that a program may send."""
        host = self.address.removeprefix("http://").rstrip("/")
        return (
            f"POST /send HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {self.token}\r\n"
            f"Content-Length: {length}\r\n\r\n"
        ).encode()


@asynccontextmanager
async def page_at(state: Path) -> AsyncIterator[Page]:
    async with salon_open(state, with_page=True) as house:
        assert house.wabot.page is not None
        yield Page(house.wabot.page.address, (state / "token").read_text().strip())


def test_who_says_nothing_or_a_byte_a_second_is_hung_up_on(tmp_path: Path) -> None:
    async def scene(loop: HurriedLoop) -> None:
        async with page_at(tmp_path) as page:
            for opening, byte in ((b"", b""), (b"GET / HTTP/1.1\r\nX: ", b"x")):
                line = await page.line()
                line.says.write(opening)
                assert await line.ended(loop, SILENT_S + 3, byte) == b""
            assert await page.answers()

    play(scene)


def test_a_body_that_dribbles_in_is_refused_in_time(tmp_path: Path) -> None:
    async def scene(loop: HurriedLoop) -> None:
        async with page_at(tmp_path) as page:
            line = await page.line()
            line.says.write(page.head(LARGEST_BODY))
            answer = await line.ended(loop, BODY_S + 5)
            assert b" 408 " in answer and b"too_slow" in answer
            assert await page.answers()

    play(scene)


def test_a_body_that_is_cut_off_sends_nothing(tmp_path: Path) -> None:
    async def scene(_loop: HurriedLoop) -> None:
        async with salon_open(tmp_path, with_page=True) as house:
            assert house.wabot.page is not None
            page = Page(house.wabot.page.address, (tmp_path / "token").read_text().strip())
            line = await page.line()
            line.says.write(page.head(100) + b'{"phone": "+79161234567", "message": "x"}')
            line.says.close()
            assert await page.answers()
            assert not house.session.phones

    play(scene)


def test_whoever_takes_all_connections_leaves_the_open_ones_served(tmp_path: Path) -> None:
    async def scene(loop: HurriedLoop) -> None:
        async with page_at(tmp_path) as page, aiohttp.ClientSession() as http:
            async with http.get(f"{page.address}live") as answer:
                assert answer.status == 200
            lines = [await page.line() for _ in range(MOST_CONNECTIONS - 1)]
            refused = await page.line()
            assert await refused.ended(loop, 3, b"") == b""
            async with http.get(f"{page.address}live") as answer:
                assert answer.status == 200
            assert all([await line.ended(loop, SILENT_S + 3, b"") == b"" for line in lines])
            assert await page.answers()

    play(scene)
