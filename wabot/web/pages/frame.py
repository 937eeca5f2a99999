"""What every page of the site has around it: where one can go, how WhatsApp stands and what to do about it.

A page is a module beside this one. Its template extends `site.html`; elements of it with `data-part` and an id are kept
up to date: whenever something changes, the browser asks the page's own address for parts, and replaces what differs.
"""

import io
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import partial

import segno
from aiohttp import web
from markupsafe import Markup

from wabot.storage.database import Database
from wabot.web.answers import HealthJson
from wabot.web.connection import REFUSALS, WISHES, explain, say_moment
from wabot.web.pages.shared import Shared
from wabot.web.view import View
from wabot.web.words import Words
from wabot.whatsapp.reasons import Reason, Why
from wabot.whatsapp.session import Linkable, State

Handler = Callable[[web.Request], Awaitable[web.Response]]

PAGES = {"day": "/", "chats": "/chats", "outbox": "/outbox", "numbers": "/numbers"}
"""Where the navigation leads, in its order; its words are `nav-<name>`."""


class Frame:
    """Renders pages, and the parts of them that change while they are open."""

    def __init__(self, view: View, database: Database, words: Words, *, may_link: bool) -> None:
        """`may_link`: the session is a real one, which is linked to a phone."""
        self._view = view
        self._database = database
        self._shared = Shared(lambda: view.moment)
        self._words = words
        self._may_link = may_link

    def shared(self, handler: Handler) -> Handler:
        """A handler whose answer to an address belongs to all who ask for it at the same moment: nothing in it may be
        meant for one of them alone.
        """

        async def answer(request: web.Request) -> web.Response:
            return (await self._shared.get(request.rel_url, partial(handler, request))).answer(request)

        return answer

    async def page(
        self,
        template: str,
        parts: dict[str, str],
        *,
        here: str | None = None,
        source: str,
        status: int = 200,
        **values: object,
    ) -> web.Response:
        """A whole page. `here` is its name in PAGES, None for one that the navigation does not name; `source` is the
        address that answers with its parts anew (`changes`).
        """
        every = await self._own() | parts
        await self._database.give_way()
        html = self._words.render(
            template, parts=every, pages=PAGES, here=here, source=source, refusals=REFUSALS, **values
        )
        return _compressed(web.Response(text=html, status=status, content_type="text/html"))

    async def changes(self, parts: dict[str, str]) -> web.Response:
        """What may have changed on a page, as {id of the element: its HTML}; with the frame's own."""
        return _compressed(web.json_response(await self._own() | parts))

    def render(self, template: str, **values: object) -> str:
        """A part of a page: the HTML inside of one element. An empty one is not shown."""
        return self._words.render(template, **values).strip()

    async def _own(self) -> dict[str, str]:
        await self._database.give_way()
        health = await self._view.health()
        return {
            "connection": self._connection(health["status"], health["trouble"], await self._view.waiting()),
            "press": self._press(),
            "qr": self._qr(),
            "code": self._code(),
            "figures": await self._figures(health),
            "unlink": self.render("unlink.html") if self._may_link and self._state is State.ONLINE else "",
        }

    @property
    def _state(self) -> State:
        return self._view.session.status.state

    async def _figures(self, health: HealthJson) -> str:
        """What tells how well customers are served, as names and values of a list."""
        words, now, counted = self._words, self._view.now, health["counters"]
        service = await self._view.service()
        figures = [("started", say_moment("since", self._view.started_at, now, words))]
        if service.median is not None and service.p99 is not None:
            soon = {"median": _seconds(service.median), "p99": _seconds(service.p99)}
            figures.append(("answers", words.say("answers-took", **soon)))
        if service.delivered is not None:
            figures.append(("delivered", words.say("delivered-share", percent=int(service.delivered * 100))))
        for what in ("last_heard_at", "last_receipt_at"):
            at = health[what]
            figures.append((what, say_moment("moment", datetime.fromisoformat(at), now, words) if at else "–"))
        figures.append(("queue", words.say("queue-lengths", **health["queue"])))
        figures.append(("line", words.say("line-lost", replaced=counted["replaced"], again=counted["reconnects"])))
        figures.append(("counted", words.say("counters", sent=counted["sent"], failed=counted["failed"])))
        return self.render("figures.html", figures=figures)

    def _connection(self, light: str, trouble: str | None, waiting: int) -> str:
        explained = explain(self._view.session.status, self._view.now, self._words)
        return self.render("connection.html", light=light, trouble=trouble, waiting=waiting, it=explained)

    def _press(self) -> str:
        state = self._state
        has_wish = isinstance(self._view.session, Linkable) and state in WISHES
        return self.render("press.html", state=state, wish=WISHES[state]) if has_wish else ""

    def _qr(self) -> str:
        """The picture, or its place while a person waits for it; empty when nothing is being linked."""
        status = self._view.session.status
        is_asked = status.reason == Reason(Why.QR_ASKED)
        if not self._may_link or (status.state is not State.PAIRING and not is_asked):
            return ""
        pairing = status.pairing
        picture = draw_qr(pairing.qr) if pairing and pairing.qr else None
        left = pairing.until - self._view.now if pairing and pairing.until else None
        return self.render("qr.html", picture=picture, left=max(0, round(left.total_seconds())) if left else None)

    def _code(self) -> str:
        pairing = self._view.session.status.pairing
        return self.render("code.html", code=pairing.code) if pairing and pairing.code else ""


def _seconds(length: timedelta) -> float:
    return round(length.total_seconds(), 1)


def _compressed(answer: web.Response) -> web.Response:
    """A fifth of its weight, for a phone that is far away."""
    answer.enable_compression()
    return answer


def draw_qr(text: str) -> Markup:
    """A QR as inline SVG: dark on a white ground with its quiet zone, as large as its box."""
    picture = io.BytesIO()
    segno.make_qr(text).save(
        picture, kind="svg", xmldecl=False, svgns=False, nl=False, omitsize=True, border=4, dark="#000", light="#fff"
    )
    return Markup(picture.getvalue().decode())  # noqa: S704 - segno draws paths; the text is not in them
