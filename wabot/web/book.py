"""The appointment book over HTTP: what stands in it, and the salon's own orders."""

from datetime import datetime, timedelta

from aiohttp import web

from wabot.clock import Clock
from wabot.domain.salon import Salon
from wabot.domain.walltime import boundary
from wabot.storage.appointments import appointments_between, find_appointment
from wabot.storage.changes import Author, changes_of
from wabot.storage.database import Database
from wabot.types import AppointmentId
from wabot.web.bodies import Faults, parse_body, parse_query
from wabot.web.clerk import Clerk, Outcome
from wabot.web.desk import Carried, NoSuchVisit, Refused
from wabot.web.errors import problem
from wabot.web.orders import CancelQuery, ChangedVisit, DayQuery, NewVisit
from wabot.web.refusals import refused
from wabot.web.shapes import as_appointment, as_change

NO_SUCH_VISIT = "there is no appointment of that id; GET /api/appointments lists them"


class BookApi:
    """/api/appointments: one for each staff member of a visit. PATCH and DELETE change that one appointment, never the
    others of the visit.
    """

    def __init__(self, salon: Salon, database: Database, clerk: Clerk, clock: Clock) -> None:
        self._salon = salon
        self._database = database
        self._clerk = clerk
        self._clock = clock

    def add_to(self, router: web.UrlDispatcher) -> None:
        """Its routes."""
        router.add_get("/api/appointments", self._list)
        router.add_post("/api/appointments", self._place)
        router.add_get(r"/api/appointments/{id:\d{1,18}}", self._show)
        router.add_patch(r"/api/appointments/{id:\d{1,18}}", self._amend)
        router.add_delete(r"/api/appointments/{id:\d{1,18}}", self._cancel)

    async def _list(self, request: web.Request) -> web.Response:
        query = parse_query(DayQuery, request.query, self._salon)
        if isinstance(query, Faults):
            return bad_query(query)
        begins, ends = stretch(query, self._salon, self._clock)
        found = await self._database.read(lambda db: appointments_between(db, begins, ends))
        visits = [as_appointment(visit, customer, self._salon) for visit, customer in found]
        return web.json_response({"appointments": visits})

    async def _show(self, request: web.Request) -> web.Response:
        """One visit with all that was done to it."""
        number = _number(request)
        found, changes = await self._database.read(lambda db: (find_appointment(db, number), changes_of(db, number)))
        if found is None:
            return problem(404, "not_found", NO_SUCH_VISIT)
        history = [as_change(change, self._salon) for change in changes]
        return web.json_response({"appointment": as_appointment(*found, self._salon), "changes": history})

    async def _place(self, request: web.Request) -> web.Response:
        asked = parse_body(NewVisit, await request.read(), self._salon)
        if isinstance(asked, Faults):
            return bad_request(asked)
        return self._answer(await self._clerk.place(asked.contact, asked, author_of(request)))

    async def _amend(self, request: web.Request) -> web.Response:
        asked = parse_body(ChangedVisit, await request.read(), self._salon)
        if isinstance(asked, Faults):
            return bad_request(asked)
        return self._answer(await self._clerk.amend(_number(request), asked, author_of(request)))

    async def _cancel(self, request: web.Request) -> web.Response:
        query = parse_query(CancelQuery, request.query, self._salon)
        if isinstance(query, Faults):
            return bad_request(query)
        return self._answer(await self._clerk.cancel(_number(request), author_of(request), tells=query.is_to_notify))

    def _answer(self, outcome: Outcome) -> web.Response:
        match outcome:
            case Refused(refusal, clashes):
                return refused(refusal, self._salon, clashes)
            case NoSuchVisit():
                return problem(404, "not_found", NO_SUCH_VISIT)
            case Carried(visit, customer):
                return web.json_response({"success": True, "appointment": as_appointment(visit, customer, self._salon)})


def author_of(request: web.Request) -> Author:
    """A program sends the token, the page its cookie."""
    return Author.API if "Authorization" in request.headers else Author.PAGE


def bad_request(faults: Faults) -> web.Response:
    """400 with every fault."""
    return problem(400, "invalid_request", f"{faults}; nothing was changed")


def bad_query(faults: Faults) -> web.Response:
    """400 with every fault of a question, which could change nothing."""
    return problem(400, "invalid_request", str(faults))


def stretch(query: DayQuery, salon: Salon, clock: Clock) -> tuple[datetime, datetime]:
    """The days asked for, from midnight to midnight by the salon's clock."""
    first = query.first(clock.now().astimezone(salon.timezone).date())
    zone = salon.timezone
    return boundary(first, timedelta(), zone), boundary(first + query.length, timedelta(), zone)


def _number(request: web.Request) -> AppointmentId:
    return AppointmentId(int(request.match_info["id"]))
