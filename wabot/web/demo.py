"""The customer's phone of `wabot demo`: write as a customer, see what reaches the phone."""

import secrets
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from aiohttp import web
from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from wabot.clock import Clock
from wabot.domain.correspondence import IncomingMessage
from wabot.domain.customers import Contact
from wabot.storage.chats import Line, lines_with
from wabot.storage.database import Database
from wabot.types import MessageId, PhoneNumber
from wabot.web.errors import problem
from wabot.web.words import Words
from wabot.whatsapp.simulated import SimulatedSession

PHONES = tuple(PhoneNumber(f"+7916555010{number}") for number in range(1, 5))


class Writing(BaseModel):
    """The body of POST /demo/messages."""

    model_config = ConfigDict(extra="forbid", strict=True)

    phone: Annotated[str, StringConstraints(pattern=r"^\+\d{7,15}$")]
    text: Annotated[str, StringConstraints(min_length=1, max_length=4000)]


class DemoPhone:
    """Puts words into the simulated session."""

    def __init__(
        self, session: SimulatedSession, database: Database, clock: Clock, words: Words, zone: ZoneInfo
    ) -> None:
        self._session = session
        self._database = database
        self._clock = clock
        self._words = words
        self._zone = zone

    def add_to(self, router: web.UrlDispatcher) -> None:
        """Its routes."""
        router.add_post("/demo/messages", self._write)
        router.add_get("/demo/chat", self._chat)

    async def _write(self, request: web.Request) -> web.Response:
        """A customer writes."""
        try:
            writing = Writing.model_validate_json(await request.read())
        except ValidationError as error:
            fault = error.errors(include_url=False)[0]
            where = ".".join(map(str, fault["loc"])) or "body"
            return problem(400, "invalid_message", f"{where}: {fault['msg']}")
        message = IncomingMessage(
            id=MessageId(f"DEMO{secrets.token_hex(8)}"),
            contact=Contact(phone=PhoneNumber(writing.phone)),
            sent_at=self._clock.now(),
            text=writing.text,
        )
        if not await self._session.receive(message):
            return problem(503, "not_connected", "wabot is stopping and takes no more messages")
        return web.json_response({"success": True})

    async def _chat(self, request: web.Request) -> web.Response:
        html = await self.chat(request.query.get("phone", PHONES[0]))
        return web.Response(text=html, content_type="text/html")

    async def chat(self, phone: str) -> str:
        """The chat with that customer as HTML."""
        found = await self._database.read(lambda db: lines_with(db, PhoneNumber(phone)))
        return self._words.render("chat.html", chat=[self._line(line) for line in found])

    def _line(self, line: Line) -> dict[str, Any]:
        at = line.at.astimezone(self._zone)
        return {"text": line.text, "at": f"{at:%H:%M}", "state": line.state, "ours": bool(line.state)}
