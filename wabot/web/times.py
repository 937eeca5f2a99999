"""Free and closed time over HTTP."""

import json
from collections.abc import Iterable

import anyio
from aiohttp import web

from wabot.clock import Clock
from wabot.domain.salon import Salon
from wabot.domain.slots import Slot
from wabot.storage.blocks import blocks_between
from wabot.storage.database import Database
from wabot.types import BlockId
from wabot.web.bodies import Faults, parse_body, parse_query
from wabot.web.book import NO_SUCH_VISIT, bad_query, bad_request, stretch
from wabot.web.clerk import Clerk
from wabot.web.desk import NoSuchVisit, Refused
from wabot.web.errors import problem
from wabot.web.orders import DayQuery, NewBlock, SlotQuery
from wabot.web.refusals import refused
from wabot.web.shapes import as_block, as_slot


class TimesApi:
    """/api/slots and /api/blocks."""

    def __init__(self, salon: Salon, database: Database, clerk: Clerk, clock: Clock) -> None:
        self._salon = salon
        self._database = database
        self._clerk = clerk
        self._clock = clock

    def add_to(self, router: web.UrlDispatcher) -> None:
        """Its routes."""
        router.add_get("/api/slots", self._slots)
        router.add_get("/api/blocks", self._list)
        router.add_post("/api/blocks", self._close)
        router.add_delete(r"/api/blocks/{id:\d{1,18}}", self._reopen)

    async def _slots(self, request: web.Request) -> web.Response:
        """The starts that an order over the API may take without force: no notice, no horizon."""
        query = parse_query(SlotQuery, request.query, self._salon)
        if isinstance(query, Faults):
            return bad_query(query)
        found = await self._clerk.free_starts(query)
        if isinstance(found, NoSuchVisit):
            return problem(404, "not_found", NO_SUCH_VISIT)
        return web.Response(text=await anyio.to_thread.run_sync(self._told, found), content_type="application/json")

    def _told(self, slots: Iterable[Slot]) -> str:
        """They may be tens of thousands: one by one, as nothing else runs while `json` is at work."""
        return '{"slots": [' + ", ".join(json.dumps(as_slot(slot, self._salon)) for slot in slots) + "]}"

    async def _list(self, request: web.Request) -> web.Response:
        query = parse_query(DayQuery, request.query, self._salon)
        if isinstance(query, Faults):
            return bad_query(query)
        begins, ends = stretch(query, self._salon, self._clock)
        found = await self._database.read(lambda db: blocks_between(db, begins, ends))
        return web.json_response({"blocks": [as_block(block, self._salon) for block in found]})

    async def _close(self, request: web.Request) -> web.Response:
        asked = parse_body(NewBlock, await request.read(), self._salon)
        if isinstance(asked, Faults):
            return bad_request(asked)
        closed = await self._clerk.close(asked)
        if isinstance(closed, Faults):
            return bad_request(closed)
        if isinstance(closed, Refused):
            return refused(closed.refusal, self._salon, closed.clashes)
        return web.json_response({"success": True, "block": as_block(closed, self._salon)})

    async def _reopen(self, request: web.Request) -> web.Response:
        removed = await self._clerk.reopen(BlockId(int(request.match_info["id"])))
        if removed is None:
            return problem(404, "not_found", "there is no block of that id; GET /api/blocks lists them")
        return web.json_response({"success": True, "block": as_block(removed, self._salon)})
