"""One-off openings over HTTP: when the salon or one of its staff works although the usual hours say otherwise."""

import sqlite3
from datetime import datetime

from aiohttp import web

from wabot.clock import Clock
from wabot.domain.appointments import InThePast
from wabot.domain.openings import OneOffOpening, OpenAlready, check_opening, is_within_a_day
from wabot.domain.salon import Salon, Staff
from wabot.storage.database import Database
from wabot.storage.openings import add_opening, openings_between, read_opened, remove_opening
from wabot.types import OpeningId
from wabot.web.bodies import Faults, parse_body, parse_query
from wabot.web.book import bad_request, stretch
from wabot.web.errors import problem
from wabot.web.orders import DayQuery, NewOpening
from wabot.web.refusals import refused
from wabot.web.shapes import as_opening


class OpeningsApi:
    """/api/openings."""

    def __init__(self, salon: Salon, database: Database, clock: Clock) -> None:
        self._salon = salon
        self._database = database
        self._clock = clock

    def add_to(self, router: web.UrlDispatcher) -> None:
        """Its routes."""
        router.add_get("/api/openings", self._list)
        router.add_post("/api/openings", self._open)
        router.add_delete(r"/api/openings/{id:\d{1,18}}", self._remove)

    async def _list(self, request: web.Request) -> web.Response:
        query = parse_query(DayQuery, request.query, self._salon)
        if isinstance(query, Faults):
            return bad_request(query)
        begins, ends = stretch(query, self._salon, self._clock)
        found = await self._database.read(lambda db: openings_between(db, begins, ends))
        return web.json_response({"openings": [as_opening(opening, self._salon) for opening in found]})

    async def _open(self, request: web.Request) -> web.Response:
        asked = parse_body(NewOpening, await request.read(), self._salon)
        if isinstance(asked, Faults):
            return bad_request(asked)
        begins, ends = asked.stretch(self._salon)
        if not is_within_a_day(self._salon, begins, ends):
            return bad_request(Faults(("to: must be later than from, on the same day; open each day by itself",)))
        now = self._clock.now()
        if ends <= now:
            return refused(InThePast(), self._salon)
        staff = self._salon.find_staff(asked.staff) if asked.staff else None
        opened = await self._database.write(lambda db: self._add(db, staff, begins, ends, asked.reason, now))
        if isinstance(opened, OpenAlready):
            return refused(opened, self._salon)
        return web.json_response({"success": True, "opening": as_opening(opened, self._salon)})

    def _add(
        self,
        db: sqlite3.Connection,
        staff: Staff | None,
        begins: datetime,
        ends: datetime,
        reason: str,
        now: datetime,
    ) -> OneOffOpening | OpenAlready:
        already = check_opening(read_opened(db, self._salon, begins, ends), staff, begins, ends)
        return already or add_opening(db, staff.id if staff else None, begins, ends, reason, now)

    async def _remove(self, request: web.Request) -> web.Response:
        number = OpeningId(int(request.match_info["id"]))
        removed = await self._database.write(lambda db: remove_opening(db, number))
        if removed is None:
            return problem(404, "not_found", "there is no opening of that id; GET /api/openings lists them")
        return web.json_response({"success": True, "opening": as_opening(removed, self._salon)})
