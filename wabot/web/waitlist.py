"""The waiting list over HTTP."""

import sqlite3
from dataclasses import dataclass

from aiohttp import web

from wabot.clock import Clock
from wabot.domain.customers import Customer
from wabot.domain.salon import Salon
from wabot.domain.waitlist import Waiting, WaitState
from wabot.storage.customers import get_customer
from wabot.storage.database import Database
from wabot.storage.waitlist import end_wait, find_line, find_waiting
from wabot.types import WaitId
from wabot.web.errors import problem
from wabot.web.shapes import as_waiting


@dataclass(frozen=True, slots=True)
class Standing:
    """Somebody in line."""

    waiting: Waiting
    customer: Customer


class WaitlistApi:
    """/api/waitlist."""

    def __init__(self, salon: Salon, database: Database, clock: Clock) -> None:
        self._salon = salon
        self._database = database
        self._clock = clock

    def add_to(self, router: web.UrlDispatcher) -> None:
        """Its routes."""
        router.add_get("/api/waitlist", self._list)
        router.add_delete(r"/api/waitlist/{id:\d{1,18}}", self._remove)

    async def _list(self, _request: web.Request) -> web.Response:
        """Everybody in line, first come first."""
        line = await self._database.read(_line)
        return web.json_response({"waitlist": [as_waiting(one.waiting, one.customer, self._salon) for one in line]})

    async def _remove(self, request: web.Request) -> web.Response:
        """Take one wish off the list; the customer is not told."""
        number = WaitId(int(request.match_info["id"]))
        removed = await self._database.write(lambda db: self._end(db, number))
        if removed is None:
            return problem(404, "not_found", "nobody waits under that id; GET /api/waitlist lists them")
        shown = as_waiting(removed.waiting, removed.customer, self._salon)
        return web.json_response({"success": True, "waiting": shown})

    def _end(self, db: sqlite3.Connection, number: WaitId) -> Standing | None:
        waiting = find_waiting(db, number)
        if waiting is None:
            return None
        end_wait(db, number, WaitState.LEFT, self._clock.now())
        return Standing(waiting, get_customer(db, waiting.customer))


def _line(db: sqlite3.Connection) -> list[Standing]:
    return [Standing(waiting, get_customer(db, waiting.customer)) for waiting in find_line(db)]
