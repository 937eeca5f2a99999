"""Closed time and one-off openings in panels: a new one, and what becomes of one that is there."""

from datetime import date, datetime, timedelta

from aiohttp import web

from wabot.clock import Clock
from wabot.domain.blocks import Block
from wabot.domain.openings import OneOffOpening
from wabot.domain.salon import Salon
from wabot.language.spoken import spoken_day
from wabot.storage.blocks import find_block
from wabot.storage.database import Database
from wabot.storage.openings import find_opening
from wabot.types import BlockId, OpeningId
from wabot.web.bodies import Faults
from wabot.web.clerk import Clerk
from wabot.web.desk import Refused
from wabot.web.layout import staff_name
from wabot.web.orders import NewBlock, NewOpening
from wabot.web.pages.forms import Form, names, posted, read_form
from wabot.web.pages.panel import Panels
from wabot.web.pages.refusals import Refusals, Told
from wabot.web.words import Words


class TimePages:
    """/blocks and /openings."""

    def __init__(
        self, panels: Panels, salon: Salon, words: Words, database: Database, clerk: Clerk, clock: Clock
    ) -> None:
        self._panels = panels
        self._salon = salon
        self._words = words
        self._database = database
        self._clerk = clerk
        self._clock = clock
        self._refusals = Refusals(salon, words)

    def add_to(self, router: web.UrlDispatcher) -> None:
        """Its routes."""
        router.add_get("/blocks/new", self._new_block)
        router.add_post("/blocks", self._close)
        router.add_get(r"/blocks/{id:\d{1,18}}", self._show_block)
        router.add_post(r"/blocks/{id:\d{1,18}}/remove", self._reopen)
        router.add_get("/openings/new", self._new_opening)
        router.add_post("/openings", self._open)
        router.add_get(r"/openings/{id:\d{1,18}}", self._show_opening)
        router.add_post(r"/openings/{id:\d{1,18}}/remove", self._remove)

    async def _new_block(self, request: web.Request) -> web.Response:
        return await self._ask(request, read_form(request.query), "block")

    async def _new_opening(self, request: web.Request) -> web.Response:
        return await self._ask(request, read_form(request.query), "opening")

    async def _ask(self, request: web.Request, form: Form, what: str, told: Told | None = None) -> web.Response:
        day = form.day(self._today, self._salon)
        begins, ends = self._usual(day, what)
        filled = Form({"from": f"{day}T{begins}", "to": f"{day}T{ends}"} | {k: v for k, v in form.fields.items() if v})
        staff = names(self._salon.staff, self._salon.language)
        return await self._panels.show(
            request, "new_time.html", day=day, form=filled, what=what, told=told, staff=staff
        )

    def _usual(self, day: date, what: str) -> tuple[str, str]:
        """Clock times to begin with: all of the salon's day to be closed, an hour after it to be opened."""
        openings = self._salon.hours_on(day)
        if not openings:
            return "10:00", "15:00"
        begins, ends = openings[0].opens, openings[-1].closes
        if what == "opening":
            begins, ends = ends, min(ends + timedelta(hours=1), timedelta(hours=23, minutes=45))
        return _clock(begins), _clock(ends)

    async def _close(self, request: web.Request) -> web.Response:
        form = await posted(request)
        asked = form.body(NewBlock, self._salon)
        closed = asked if isinstance(asked, Faults) else await self._clerk.close(asked)
        if isinstance(closed, Faults | Refused):
            told = self._refusals.tell(closed, self._clock.now(), closes=True)
            return await self._ask(request, form, "block", told)
        return self._panels.done(request, self._local(closed.start_at).date(), ["closed"])

    async def _open(self, request: web.Request) -> web.Response:
        form = await posted(request)
        asked = form.body(NewOpening, self._salon)
        opened = asked if isinstance(asked, Faults) else await self._clerk.open(asked)
        if isinstance(opened, Faults | Refused):
            return await self._ask(request, form, "opening", self._refusals.tell(opened, self._clock.now()))
        return self._panels.done(request, self._local(opened.start_at).date(), ["opened"])

    async def _show_block(self, request: web.Request) -> web.Response:
        number = BlockId(int(request.match_info["id"]))
        return await self._tell(request, await self._database.read(lambda db: find_block(db, number)), "block")

    async def _show_opening(self, request: web.Request) -> web.Response:
        number = OpeningId(int(request.match_info["id"]))
        return await self._tell(request, await self._database.read(lambda db: find_opening(db, number)), "opening")

    async def _tell(self, request: web.Request, found: Block | OneOffOpening | None, what: str) -> web.Response:
        day = read_form(request.query).day(self._today, self._salon)
        if found is None:
            return await self._panels.gone(request, day)
        lang = self._salon.language
        begins, ends = self._local(found.start_at), self._local(found.end_at)
        until = spoken_day(ends.date(), self._today, lang) if ends.date() != begins.date() else ""
        return await self._panels.show(
            request,
            "time.html",
            day=day,
            what=what,
            it=found,
            whose=staff_name(self._salon, found.staff) if found.staff else self._salon.name[lang],
            begins=f"{spoken_day(begins.date(), self._today, lang)}, {begins:%H:%M}",
            ends=f"{until}, {ends:%H:%M}" if until else f"{ends:%H:%M}",
        )

    async def _reopen(self, request: web.Request) -> web.Response:
        removed = await self._clerk.reopen(BlockId(int(request.match_info["id"])))
        return await self._removed(request, removed is not None, "reopened")

    async def _remove(self, request: web.Request) -> web.Response:
        removed = await self._clerk.remove_opening(OpeningId(int(request.match_info["id"])))
        return await self._removed(request, removed is not None, "unopened")

    async def _removed(self, request: web.Request, is_done: bool, said: str) -> web.Response:
        day = (await posted(request)).day(self._today, self._salon)
        return self._panels.done(request, day, [said if is_done else "gone"])

    @property
    def _today(self) -> date:
        return self._local(self._clock.now()).date()

    def _local(self, at: datetime) -> datetime:
        return at.astimezone(self._salon.timezone)


def _clock(offset: timedelta) -> str:
    minutes = min(offset, timedelta(hours=23, minutes=59)) // timedelta(minutes=1)
    return f"{minutes // 60:02}:{minutes % 60:02}"
