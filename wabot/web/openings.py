"""One-off openings over HTTP: when the salon or one of its staff works although the usual hours say otherwise."""

from aiohttp import web

from wabot.clock import Clock
from wabot.domain.salon import Salon
from wabot.storage.database import Database
from wabot.storage.openings import openings_between
from wabot.types import OpeningId
from wabot.web.bodies import Faults, parse_body, parse_query
from wabot.web.book import bad_query, bad_request, stretch
from wabot.web.clerk import Clerk
from wabot.web.desk import Refused
from wabot.web.errors import problem
from wabot.web.orders import DayQuery, NewOpening
from wabot.web.refusals import refused
from wabot.web.shapes import as_opening


class OpeningsApi:
    """/api/openings."""

    def __init__(self, salon: Salon, database: Database, clerk: Clerk, clock: Clock) -> None:
        self._salon = salon
        self._database = database
        self._clerk = clerk
        self._clock = clock

    def add_to(self, router: web.UrlDispatcher) -> None:
        """Its routes."""
        router.add_get("/api/openings", self._list)
        router.add_post("/api/openings", self._open)
        router.add_delete(r"/api/openings/{id:\d{1,18}}", self._remove)

    async def _list(self, request: web.Request) -> web.Response:
        query = parse_query(DayQuery, request.query, self._salon)
        if isinstance(query, Faults):
            return bad_query(query)
        begins, ends = stretch(query, self._salon, self._clock)
        found = await self._database.read(lambda db: openings_between(db, begins, ends))
        return web.json_response({"openings": [as_opening(opening, self._salon) for opening in found]})

    async def _open(self, request: web.Request) -> web.Response:
        asked = parse_body(NewOpening, await request.read(), self._salon)
        if isinstance(asked, Faults):
            return bad_request(asked)
        opened = await self._clerk.open(asked)
        if isinstance(opened, Faults):
            return bad_request(opened)
        if isinstance(opened, Refused):
            return refused(opened.refusal, self._salon)
        return web.json_response({"success": True, "opening": as_opening(opened, self._salon)})

    async def _remove(self, request: web.Request) -> web.Response:
        removed = await self._clerk.remove_opening(OpeningId(int(request.match_info["id"])))
        if removed is None:
            return problem(404, "not_found", "there is no opening of that id; GET /api/openings lists them")
        return web.json_response({"success": True, "opening": as_opening(removed, self._salon)})
