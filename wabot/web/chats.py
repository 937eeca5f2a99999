"""/api/chats: conversations, who waits for a person, and a person's word in them."""

import secrets
import sqlite3
from collections.abc import Iterable
from datetime import timedelta
from typing import Annotated, Any

import anyio
from aiohttp import web
from pydantic import AfterValidator, Field

from wabot.clock import Clock
from wabot.domain.salon import Salon
from wabot.language.meaning import as_json
from wabot.storage.chats import By, Chat, Line, find_chat, list_chats, recent_lines, search_chats
from wabot.storage.database import Database
from wabot.types import CustomerId, Lang
from wabot.web.bodies import Body, Faults, parse_body, parse_query, wrong
from wabot.web.book import bad_query, bad_request
from wabot.web.errors import problem
from wabot.web.rehearing import Rehearing
from wabot.web.shapes import as_chat, as_line
from wabot.web.switchboard import Switchboard

LONGEST_MESSAGE = 4000
LONGEST_HOLD_H = 24 * 30


class ChatsQuery(Body):
    """`q`: part of a name or of a number."""

    q: Annotated[str, Field(max_length=100)] = ""


class Holding(Body):
    """For how long a person keeps the chat; `conversation.handoff_h` if it is not said."""

    hours: Annotated[int, Field(ge=1, le=LONGEST_HOLD_H)] | None = None


def _said(text: str) -> str:
    if not text.strip():
        raise wrong("it is empty; write what the customer shall read")
    return text


class Words(Body):
    """What the salon writes."""

    message: Annotated[
        str, Field(max_length=LONGEST_MESSAGE, json_schema_extra={"pattern": r"\S"}), AfterValidator(_said)
    ]


class ChatsApi:
    """Reads what was said, and lets a person hold a chat, hand it back, or write in it."""

    def __init__(
        self, salon: Salon, rehearing: Rehearing, database: Database, clock: Clock, switchboard: Switchboard
    ) -> None:
        self._salon = salon
        self._rehearing = rehearing
        self._database = database
        self._clock = clock
        self._switchboard = switchboard

    def add_to(self, router: web.UrlDispatcher) -> None:
        """Its routes."""
        router.add_get("/api/chats", self._list)
        router.add_get(r"/api/chats/{id:\d{1,18}}", self._show)
        router.add_post(r"/api/chats/{id:\d{1,18}}/hold", self._hold)
        router.add_post(r"/api/chats/{id:\d{1,18}}/release", self._release)
        router.add_post(r"/api/chats/{id:\d{1,18}}/send", self._send)

    async def _list(self, request: web.Request) -> web.Response:
        query = parse_query(ChatsQuery, request.query, self._salon)
        if isinstance(query, Faults):
            return bad_query(query)
        words = query.q.strip()
        found = await self._database.read(lambda db: search_chats(db, words) if words else list_chats(db))
        now = self._clock.now()
        return web.json_response({"chats": [as_chat(chat, self._salon, now) for chat in found]})

    async def _show(self, request: web.Request) -> web.Response:
        customer = _customer(request)

        def read(db: sqlite3.Connection) -> tuple[Chat | None, list[Line]]:
            return find_chat(db, customer), recent_lines(db, customer)

        chat, lines = await self._database.read(read)
        if chat is None:
            return _no_such_chat()
        told = await anyio.to_thread.run_sync(self._tell, chat, lines)
        return web.json_response({"chat": as_chat(chat, self._salon, self._clock.now()), "messages": told})

    def _tell(self, chat: Chat, lines: Iterable[Line]) -> list[dict[str, Any]]:
        """What was said, and what is understood of a customer's words today: a changed alias counts at once."""
        return [as_line(line, self._salon) | self._heard(line, chat.customer.lang) for line in lines]

    def _heard(self, line: Line, lang: Lang | None) -> dict[str, Any]:
        if line.by is not By.CUSTOMER or not line.text.strip():
            return {}
        return {"heard": as_json(self._rehearing.hear(line, lang))}

    async def _hold(self, request: web.Request) -> web.Response:
        asked = parse_body(Holding, await request.read() or b"{}", self._salon)
        if isinstance(asked, Faults):
            return bad_request(asked)
        length = timedelta(hours=asked.hours) if asked.hours else None
        return self._answer(await self._switchboard.hold(_customer(request), length))

    async def _release(self, request: web.Request) -> web.Response:
        return self._answer(await self._switchboard.release(_customer(request)))

    async def _send(self, request: web.Request) -> web.Response:
        """As if a person wrote it on the phone: wabot keeps silent in the chat from then on."""
        asked = parse_body(Words, await request.read(), self._salon)
        if isinstance(asked, Faults):
            return bad_request(asked)
        return self._answer(await self._switchboard.send(_customer(request), asked.message, secrets.token_hex(8)))

    def _answer(self, chat: Chat | None) -> web.Response:
        if chat is None:
            return _no_such_chat()
        return web.json_response({"success": True, "chat": as_chat(chat, self._salon, self._clock.now())})


def _customer(request: web.Request) -> CustomerId:
    return CustomerId(int(request.match_info["id"]))


def _no_such_chat() -> web.Response:
    return problem(404, "not_found", "there is no chat of that id; GET /api/chats lists them")
