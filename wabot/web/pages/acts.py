"""Buttons of the pages that do one thing: what was done is told where one is."""

from collections.abc import Iterable

from aiohttp import web

from wabot.web.pages.panel import is_script
from wabot.web.words import Words

SAID = ("again", "dropped", "too_late", "settled", "held", "released", "written", "unwritten", "no_chat", "told_again")
"""What may be told, `said-<it>`."""


class Acts:
    """Answers to them."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def done(self, request: web.Request, back: str, said: str, **more: object) -> web.Response:
        """It is done: to the page's scripts {"said": words} and `more`; others are led `back`, to a path."""
        if is_script(request):
            return web.json_response({"said": self._words.say(f"said-{said}"), **more})
        return web.Response(status=303, headers={"Location": f"{back}?said={said}"})


def told(request: web.Request) -> Iterable[str]:
    """What a page tells after an act, by its address."""
    return [it for it in request.query.get("said", "").split() if it in SAID]
