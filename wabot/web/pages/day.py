"""The day: who comes when, to whom, and what is still free; the week at a glance, and what needs a person."""

from dataclasses import dataclass
from datetime import date, timedelta

from aiohttp import web

from wabot.domain.walltime import DAY
from wabot.language.spoken import spoken_date, spoken_day, spoken_weekday
from wabot.storage.database import Database
from wabot.web.agenda import read_agenda
from wabot.web.bodies import Faults, parse_query
from wabot.web.demo import DemoPhone
from wabot.web.layout import lay_out
from wabot.web.orders import DayQuery
from wabot.web.pages.attention import Attention
from wabot.web.pages.frame import Frame
from wabot.web.view import View
from wabot.web.words import Words

WEEK = 7
SAID = ("booked", "moved", "cancelled", "noted", "kept", "closed", "reopened", "opened", "unopened", "told", "gone")
"""What may be told of an order that was just carried out, `said-<it>`."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Which days are looked at: from `first` on. `wanted` is what was asked for by name, None for today."""

    first: date
    days: int
    wanted: date | None

    @property
    def query(self) -> str:
        """What stands behind the address."""
        view = ["view=week"] if self.days == WEEK else []
        return "&".join([f"day={self.wanted}"] * (self.wanted is not None) + view)


class DayPage:
    """GET /, with the customer's phone of `wabot demo` beside it."""

    def __init__(self, frame: Frame, view: View, words: Words, database: Database, demo: DemoPhone | None) -> None:
        self._frame = frame
        self._view = view
        self._words = words
        self._database = database
        self._attention = Attention(view, words, database)
        self._demo = demo

    def add_to(self, router: web.UrlDispatcher) -> None:
        """Its routes."""
        router.add_get("/", self._frame.shared(self._page))
        router.add_get("/parts", self._frame.shared(self._changes))

    async def _page(self, request: web.Request) -> web.Response:
        shown = self._shown(request)
        parts = await self._parts(shown)
        demo = await self._demo.phones() if self._demo else None
        chat = await self._demo.chat(demo[0].number) if self._demo and demo else ""
        said = [it for it in request.query.get("said", "").split() if it in SAID]
        source = f"/parts?{shown.query}"
        return await self._frame.page("day.html", parts, here="day", source=source, demo=demo, chat=chat, said=said)

    async def _changes(self, request: web.Request) -> web.Response:
        return await self._frame.changes(await self._parts(self._shown(request)))

    def _shown(self, request: web.Request) -> Shown:
        """The days of the query; today where it names none that there is."""
        asked = request.query.get("day")
        query = parse_query(DayQuery, {"from": asked} if asked else {}, self._view.salon)
        wanted = query.first(self._view.now.date()) if asked and not isinstance(query, Faults) else None
        day = wanted or self._view.now.date()
        if request.query.get("view") == "week":
            return Shown(day - day.weekday() * DAY, WEEK, wanted)
        return Shown(day, 1, wanted)

    async def _parts(self, shown: Shown) -> dict[str, str]:
        salon, now = self._view.salon, self._view.clock.now()
        await self._database.give_way()
        agenda = await self._database.read(lambda db: read_agenda(db, salon, shown.first, shown.days, now))
        if shown.days == 1:
            step = salon.rules.step // timedelta(minutes=1)
            await self._database.give_way()
            laid_out = lay_out(agenda)
            await self._database.give_way()
            days = self._frame.render("calendar.html", it=laid_out, day=shown.first, step=step)
            await self._database.give_way()
        else:
            week = []
            for day in (shown.first + number * DAY for number in range(WEEK)):
                week.append((day, self._label(day), lay_out(agenda.on(day))))
                await self._database.give_way()
            days = self._frame.render("week.html", week=week, today=self._view.now.date())
        parts = {"heading": self._heading(shown), "days": days, **await self._attention.parts()}
        return parts | {"mishaps": self._demo.mishaps()} if self._demo else parts

    def _heading(self, shown: Shown) -> str:
        today, lang, step = self._view.now.date(), self._words.lang, shown.days * DAY
        last = shown.first + step - DAY
        day = shown.wanted or today
        return self._frame.render(
            "heading.html",
            title=self._title(shown.first, last),
            weekday=spoken_weekday(day, lang) if shown.days == 1 and abs((day - today).days) <= 2 else "",
            day=day,
            before=shown.first - step if shown.first.year > 2000 else None,
            after=shown.first + step if last.year < 2199 else None,
            is_week=shown.days == WEEK,
            holds_today=shown.first <= today <= last,
        )

    def _title(self, first: date, last: date) -> str:
        today, lang = self._view.now.date(), self._words.lang
        if first == last:
            return spoken_day(first, today, lang)
        return f"{spoken_date(first, today, lang)} – {spoken_date(last, today, lang)}"

    def _label(self, day: date) -> str:
        return f"{spoken_weekday(day, self._words.lang)}, {spoken_date(day, self._view.now.date(), self._words.lang)}"
