"""Panels: what opens over a page to show one thing of the book and to change it.

Each is a page of its own, too, with plain forms: that is all there is without scripts. The page's scripts ask for JSON,
and get {"panel": HTML} to show, or {"said": words} once an order is carried out.
"""

from collections.abc import Iterable
from datetime import date

from aiohttp import web

from wabot.web.pages.frame import Frame
from wabot.web.words import Words


class Panels:
    """Answers with them."""

    def __init__(self, frame: Frame, words: Words) -> None:
        self._frame = frame
        self._words = words

    async def show(self, request: web.Request, template: str, *, day: date, **values: object) -> web.Response:
        """A panel; `day` is where one comes from and goes back to. An order that was refused answers with one, too, and
        with status 200: browsers report any other as a fault of the page.
        """
        html = self._words.render(template, day=day, **values).strip()
        if is_script(request):
            return web.json_response({"panel": html})
        return await self._frame.page("alone.html", {}, source="/parts", panel=html, day=day)

    async def gone(self, request: web.Request, day: date) -> web.Response:
        """What is asked for is not in the book."""
        return await self.show(request, "gone.html", day=day)

    def done(self, request: web.Request, day: date, said: Iterable[str]) -> web.Response:
        """An order is carried out; `said` are the words `said-<it>` for it."""
        if is_script(request):
            return web.json_response({"said": " ".join(self._words.say(f"said-{it}") for it in said)})
        return web.Response(status=303, headers={"Location": f"/?day={day}&said={'+'.join(said)}"})


def is_script(request: web.Request) -> bool:
    """Whether the page's own scripts ask, who fill panels in."""
    return "application/json" in request.headers.get("Accept", "")
