"""The owner at a browser, as forms without scripts and as the page's own scripts ask."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from tests.api import Program, program_at
from wabot.app import OpenSession
from wabot.config import Config
from wabot.whatsapp.simulated import SimulatedSession, open_simulated_session


@dataclass
class Owner:
    """A person at a browser, who is logged in."""

    program: Program
    http: aiohttp.ClientSession

    @property
    def address(self) -> str:
        assert self.program.house.wabot.page is not None
        return self.program.house.wabot.page.address

    async def opens(self, path: str) -> str:
        async with self.http.get(self.address + path) as answer:
            assert answer.status == 200
            return await answer.text()

    async def sends(self, path: str, **fields: str) -> tuple[int, str]:
        """A form; where it leads to, or the page that comes instead."""
        headers = {"Origin": self.address.rstrip("/")}
        async with self.http.post(self.address + path, data=fields, headers=headers, allow_redirects=False) as answer:
            return answer.status, answer.headers.get("Location") or await answer.text()

    async def asks(self, path: str, **fields: str) -> dict[str, Any]:
        """What the page's scripts get: of a form with `fields`, else of an address."""
        headers = {"Origin": self.address.rstrip("/"), "Accept": "application/json"}
        method = "POST" if fields else "GET"
        async with self.http.request(method, self.address + path, data=fields, headers=headers) as answer:
            assert answer.status == 200
            found: dict[str, Any] = await answer.json()
            return found


@asynccontextmanager
async def owner_at(
    state: Path, session: OpenSession[SimulatedSession] = open_simulated_session, *, config: Config | None = None
) -> AsyncIterator[Owner]:
    """The demo salon with its page served, and its owner before it."""
    async with (
        program_at(state, session, config=config) as program,
        aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as http,
    ):
        assert program.house.wabot.page is not None
        async with http.get(program.house.wabot.page.login_link()) as answer:
            assert answer.status == 200
        yield Owner(program, http)
