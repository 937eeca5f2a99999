"""The customer's phone of `wabot demo`: write as a customer, see what reaches the phone."""

import secrets
from typing import Annotated

from aiohttp import web
from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from wabot.clock import Clock
from wabot.domain.correspondence import IncomingMessage
from wabot.domain.customers import Contact
from wabot.storage.chats import Line, lines_with
from wabot.storage.database import Database
from wabot.types import MessageId, PhoneNumber
from wabot.web.errors import problem
from wabot.whatsapp.simulated import SimulatedSession

PHONES = tuple(PhoneNumber(f"+7916555010{number}") for number in range(1, 5))


class Writing(BaseModel):
    """The body of POST /demo/messages."""

    model_config = ConfigDict(extra="forbid", strict=True)

    phone: Annotated[str, StringConstraints(pattern=r"^\+\d{7,15}$")]
    text: Annotated[str, StringConstraints(min_length=1, max_length=4000)]


class DemoPhone:
    """Puts words into the simulated session."""

    def __init__(self, session: SimulatedSession, database: Database, clock: Clock) -> None:
        self._session = session
        self._database = database
        self._clock = clock

    async def write(self, request: web.Request) -> web.Response:
        """POST /demo/messages: a customer writes."""
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

    async def lines(self, phone: str) -> list[Line]:
        """The chat with that customer."""
        return await self._database.read(lambda db: lines_with(db, PhoneNumber(phone)))
