"""Free and closed time over HTTP."""

import sqlite3
from datetime import datetime, timedelta

from aiohttp import web

from wabot.clock import Clock
from wabot.domain.appointments import Appointment, InThePast, SlotTaken
from wabot.domain.blocks import LONGEST, Block
from wabot.domain.orders import without_limits
from wabot.domain.salon import Salon
from wabot.domain.slots import Search, Slot, find_slots
from wabot.domain.walltime import DAY
from wabot.storage.blocks import add_block, blocks_between, find_clashes, remove_block
from wabot.storage.book import StoredBook
from wabot.storage.database import Database
from wabot.storage.openings import OpenedSalon
from wabot.types import BlockId, StaffId
from wabot.web.bodies import Faults, parse_body, parse_query
from wabot.web.book import bad_request, stretch
from wabot.web.errors import problem
from wabot.web.orders import DayQuery, NewBlock, SlotQuery
from wabot.web.refusals import refused
from wabot.web.shapes import as_block, as_slot


class TimesApi:
    """/api/slots and /api/blocks."""

    def __init__(self, salon: Salon, database: Database, clock: Clock) -> None:
        self._salon = salon
        self._opened = OpenedSalon(salon)
        self._database = database
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
            return bad_request(query)
        now = self._clock.now()
        first = query.first(now.astimezone(self._salon.timezone).date())
        service = self._salon.find_service(query.service)
        assert service is not None  # the query was checked
        staff = self._salon.find_staff(query.staff) if query.staff else None
        search = Search(service=service, staff=staff, first=first, last=first + query.length - DAY)

        def find(db: sqlite3.Connection) -> list[Slot]:
            salon = without_limits(self._opened.read(db, now))
            return list(find_slots(salon, StoredBook(db, salon), search, now))

        found = await self._database.read(find)
        return web.json_response({"slots": [as_slot(slot, self._salon) for slot in found]})

    async def _list(self, request: web.Request) -> web.Response:
        query = parse_query(DayQuery, request.query, self._salon)
        if isinstance(query, Faults):
            return bad_request(query)
        begins, ends = stretch(query, self._salon, self._clock)
        found = await self._database.read(lambda db: blocks_between(db, begins, ends))
        return web.json_response({"blocks": [as_block(block, self._salon) for block in found]})

    async def _close(self, request: web.Request) -> web.Response:
        asked = parse_body(NewBlock, await request.read(), self._salon)
        if isinstance(asked, Faults):
            return bad_request(asked)
        begins, ends = asked.stretch(self._salon)
        if not timedelta() < ends - begins <= LONGEST:
            return bad_request(Faults((f"to: must be later than from, by {LONGEST.days} days at most",)))
        now = self._clock.now()
        if ends <= now:
            return refused(InThePast(), self._salon)
        staff = StaffId(asked.staff)
        closed = await self._database.write(lambda db: _close(db, staff, begins, ends, asked.reason, now))
        if not isinstance(closed, Block):
            return refused(SlotTaken(begins), self._salon, closed)
        return web.json_response({"success": True, "block": as_block(closed, self._salon)})

    async def _reopen(self, request: web.Request) -> web.Response:
        number = BlockId(int(request.match_info["id"]))
        removed = await self._database.write(lambda db: remove_block(db, number))
        if removed is None:
            return problem(404, "not_found", "there is no block of that id; GET /api/blocks lists them")
        return web.json_response({"success": True, "block": as_block(removed, self._salon)})


def _close(
    db: sqlite3.Connection, staff: StaffId, begins: datetime, ends: datetime, reason: str, now: datetime
) -> Block | list[Appointment | Block]:
    """The new block, or what stands in its way."""
    clashes = find_clashes(db, staff, begins, ends)
    return clashes or add_block(db, staff, begins, ends, reason, now)
