"""The day: who comes when, and what needs a person."""

from aiohttp import web

from wabot.web.connection import say_moment
from wabot.web.demo import PHONES, DemoPhone
from wabot.web.pages.frame import Frame
from wabot.web.view import View
from wabot.web.words import Words


class DayPage:
    """GET /, with the customer's phone of `wabot demo` beside it."""

    def __init__(self, frame: Frame, view: View, words: Words, demo: DemoPhone | None) -> None:
        self._frame = frame
        self._view = view
        self._words = words
        self._demo = demo

    def add_to(self, router: web.UrlDispatcher) -> None:
        """Its routes."""
        router.add_get("/", self._page)
        router.add_get("/parts", self._changes)

    async def _page(self, _request: web.Request) -> web.Response:
        demo = list(enumerate(PHONES, start=1)) if self._demo else None
        chat = await self._demo.chat(PHONES[0]) if self._demo else ""
        return await self._frame.page(
            "day.html", await self._parts(), here="day", source="/parts", demo=demo, chat=chat
        )

    async def _changes(self, _request: web.Request) -> web.Response:
        return await self._frame.changes(await self._parts())

    async def _parts(self) -> dict[str, str]:
        return {
            "unsettled": await self._unsettled(),
            "silent": await self._silent(),
            "days": self._frame.render("days.html", days=await self._view.days()),
        }

    async def _unsettled(self) -> str:
        number, latest = await self._view.unsettled()
        rows = [
            {
                "at": say_moment("moment", mail.queued_at, self._view.now, self._words),
                "to": f"{mail.name or ''} {mail.contact.for_log}".strip(),
                "state": mail.state,
            }
            for mail in latest
        ]
        return self._frame.render("unsettled.html", number=number, rows=rows) if number else ""

    async def _silent(self) -> str:
        """Where nobody is answered although WhatsApp works: by the owner's word, or because a machine writes there."""
        since, loops = await self._view.silence()
        everywhere = say_moment("silent-since", since, self._view.now, self._words) if since else None
        rows = [
            {
                "at": say_moment("moment", loop.noticed_at, self._view.now, self._words),
                "who": f"{loop.name or ''} {loop.contact.for_log}".strip(),
            }
            for loop in loops
        ]
        return self._frame.render("silent.html", everywhere=everywhere, loops=rows)
