"""The site: what is served to everybody who may look, behind its guards."""

import asyncio
import json
from contextlib import suppress
from functools import partial
from importlib.resources import files
from pathlib import Path

import anyio
from aiohttp import web
from aiohttp.typedefs import Handler

from wabot import __version__
from wabot.storage.database import Database
from wabot.web.access import Access, guard
from wabot.web.answers import HealthJson
from wabot.web.errors import as_problems
from wabot.web.lasting import Lasting
from wabot.web.limits import LARGEST_BODY, read_in_time
from wabot.web.login import Login
from wabot.web.send import Sender
from wabot.web.session import SessionControl
from wabot.web.view import View
from wabot.web.words import Words
from wabot.whatsapp.session import Linkable

HEARTBEAT_S = 20.0
GATHER_S = 0.1  # a burst of commits is one change to look at
_PARTIAL = ("Range", "If-Range", "If-None-Match", "If-Modified-Since")  # aiohttp 3.14 would put a body into a 304
_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Site:
    """What is asked of the whole house, the events that keep pages up to date, and the guards of all routes."""

    def __init__(
        self,
        view: View,
        access: Access,
        database: Database,
        words: Words,
        lasting: Lasting,
        password_hash: str,
    ) -> None:
        self._view = view
        self._access = access
        self._database = database
        self._lasting = lasting
        self._closing = asyncio.Event()
        self._told: HealthJson | None = None
        self._told_body = b""
        self._login = Login(access, words, lasting.passwords, password_hash)

    def application(self) -> web.Application:
        """Its routes behind its guards."""
        app = web.Application(
            middlewares=[as_problems, guard(self._access, self._login.invite), read_in_time, _compress_static],
            client_max_size=LARGEST_BODY,
        )
        app.on_response_prepare.append(_add_headers)
        app.on_shutdown.append(self._close)
        app.router.add_get("/live", _live)
        app.router.add_get("/health", self._health)
        app.router.add_get("/api/status", self._status)
        self._login.add_to(app.router)
        app.router.add_get("/events", self._events, allow_head=False)
        app.router.add_static("/static/", Path(str(files("wabot.web").joinpath("static"))))
        app.router.add_post("/send", self._sender().send)
        if isinstance(self._view.session, Linkable):
            SessionControl(self._view.session, self._view).add_to(app.router)
        return app

    def _sender(self) -> Sender:
        view, lasting = self._view, self._lasting
        return Sender(
            view.session, view.salon, self._database, view.clock, lasting.sends, lasting.keys, lasting.under_way
        )

    async def _health(self, _request: web.Request) -> web.Response:
        health = await self._view.health()
        if health is not self._told:
            self._told, self._told_body = health, json.dumps(health).encode()
        status = 503 if health["status"] == "down" else 200
        return web.Response(body=self._told_body, status=status, content_type="application/json", charset="utf-8")

    async def _status(self, _request: web.Request) -> web.Response:
        return web.json_response(await self._view.status(), dumps=partial(json.dumps, default=str))

    async def _events(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events: "changed" after every commit and every change of the session, gathered."""
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        with suppress(ConnectionResetError):  # the reader has gone
            while not self._closing.is_set():
                news = (self._database.change, self._view.session.change, self._closing)
                await response.write(b"event: changed\ndata: {}\n\n")
                await _first_of(*news)
                await asyncio.sleep(GATHER_S)
        return response

    async def _close(self, _app: web.Application) -> None:
        self._closing.set()


async def _first_of(*events: anyio.Event | asyncio.Event) -> None:
    """Return when one of them is set, or after a while, so that a reader who has gone is noticed."""
    waits = [asyncio.ensure_future(event.wait()) for event in events]
    try:
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED, timeout=HEARTBEAT_S)
    finally:
        for wait in waits:
            wait.cancel()


async def _live(_request: web.Request) -> web.Response:
    return web.json_response({"live": True, "version": __version__})


@web.middleware
async def _compress_static(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Styles and scripts are text: a third of their weight for a phone that is far away."""
    response = await handler(request)
    is_whole = request.method == "GET" and not any(name in request.headers for name in _PARTIAL)
    if isinstance(response, web.FileResponse) and is_whole:
        response.enable_compression()
    return response


async def _add_headers(request: web.Request, response: web.StreamResponse) -> None:
    if request.path.startswith("/static/"):
        response.headers["Cache-Control"] = "no-cache"  # kept, and asked about: a new wabot has new files
    response.headers["Server"] = "wabot"  # aiohttp 3.14 has written its own and Python's version there
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
