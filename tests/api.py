"""A program that uses the HTTP API of a running house."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import aiohttp
import anyio

from tests.house import House, salon_open
from tests.salon import FRIDAY
from wabot.app import OpenSession
from wabot.config import Config
from wabot.shifts import HANDOVER_S
from wabot.whatsapp.simulated import SimulatedSession, open_simulated_session


@dataclass(frozen=True)
class Answered:
    """An answer of the API."""

    status: int
    json: dict[str, Any]
    retry_after: str | None

    @property
    def code(self) -> str | None:
        """The word for programs; None when all went well."""
        return self.json.get("code")


@dataclass
class Program:
    """Holds the token. The house it belongs to is `house`."""

    house: House
    http: aiohttp.ClientSession

    async def send(self, message: object = "Ждём вас!", *, key: str | None = None, **fields: object) -> Answered:
        """POST /send to Olya, with other or further fields."""
        return await self.post({"phone": "+79161234567", "message": message} | fields, key=key)

    async def post(self, body: object, *, key: str | None = None, **headers: str) -> Answered:
        """POST /send with that body: bytes as they are, all else as JSON."""
        given = {"json": body} if not isinstance(body, bytes) else {"data": body}
        headers |= {"Idempotency-Key": key} if key is not None else {}
        page = self.house.wabot.page
        assert page is not None
        async with self.http.post(f"{page.address}send", headers=headers, **given) as answer:
            return Answered(answer.status, await answer.json(), answer.headers.get("Retry-After"))

    async def request(self, method: str, path: str, body: object = None, **headers: str) -> Answered:
        """Any request of the API with a JSON body, bytes as they are."""
        given = {"data": body} if isinstance(body, bytes) else {"json": body}
        page = self.house.wabot.page
        assert page is not None
        async with self.http.request(method, page.address + path.lstrip("/"), headers=headers, **given) as answer:
            return Answered(answer.status, await answer.json(), answer.headers.get("Retry-After"))

    async def order(
        self, service: str = "massage", start: str = "2026-11-21T15:00:00+03:00", **fields: object
    ) -> Answered:
        """POST /api/appointments for Olya, with other or further fields."""
        body = {"phone": "+79161234567", "name": "Оля", "services": [service], "start": start} | fields
        return await self.request("POST", "/api/appointments", body)

    async def appointments(self, query: str = "from=2026-11-20&days=30") -> list[dict[str, Any]]:
        """What GET /api/appointments shows."""
        found: list[dict[str, Any]] = (await self.request("GET", f"/api/appointments?{query}")).json["appointments"]
        return found

    @property
    def arrived(self) -> list[str]:
        """All that reached any phone, oldest first."""
        return [arrived.text for arrived in self.house.session.phones]


@asynccontextmanager
async def left(house: House) -> AsyncIterator[None]:
    """On leaving the block, the shift in which it was entered takes no more requests, by open connections either."""
    page = house.wabot.page
    assert page is not None
    where = page.address.removeprefix("http://").rstrip("/")
    host, _, port = where.rpartition(":")
    async with await anyio.connect_tcp(host, int(port)) as line:
        await line.send(f"GET /live HTTP/1.1\r\nHost: {where}\r\n\r\n".encode())
        assert (await line.receive()).startswith(b"HTTP/1.1 200 OK")
        yield
        with anyio.fail_after(HANDOVER_S / 2):
            assert b"HTTP" not in b"".join([more async for more in line])


@asynccontextmanager
async def program_at(
    state: Path,
    session: OpenSession[SimulatedSession] = open_simulated_session,
    *,
    config: Config | None = None,
    at: datetime = FRIDAY,
) -> AsyncIterator[Program]:
    """The demo salon with its page served, and a program beside it."""
    async with salon_open(state, session=session, config=config, at=at, with_page=True) as house:
        token = (state / "token").read_text().strip()
        async with aiohttp.ClientSession(headers={"Authorization": f"Bearer {token}"}) as http:
            yield Program(house, http)
