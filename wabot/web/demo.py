"""The customers' phones of `wabot demo`: write as a customer, see what reaches the phone, break WhatsApp."""

import secrets
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
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
from wabot.whatsapp.session import State
from wabot.whatsapp.simulated import Mishap, SimulatedSession

FEWEST = 3  # phones that are there from the beginning
LAG = timedelta(seconds=8)


class Writing(BaseModel):
    """The body of POST /demo/messages."""

    model_config = ConfigDict(extra="forbid", strict=True)

    phone: Annotated[str, StringConstraints(pattern=r"^\+\d{7,15}$")]
    text: Annotated[str, StringConstraints(min_length=1, max_length=4000)]


@dataclass(frozen=True, slots=True)
class Phone:
    """A customer's phone; one that is not `is_out` waits in a drawer until somebody adds it."""

    number: PhoneNumber
    name: str
    arrived: int
    is_out: bool


class DemoPhone:
    """Puts words into the simulated session, and obstacles before it."""

    def __init__(
        self, session: SimulatedSession, database: Database, clock: Clock, words: Words, zone: ZoneInfo
    ) -> None:
        self._session = session
        self._database = database
        self._clock = clock
        self._words = words
        self._zone = zone
        names = words.say("demo-names").split(", ")
        self._names = {PhoneNumber(f"+79165550{number:03}"): name for number, name in enumerate(names, start=101)}

    def add_to(self, router: web.UrlDispatcher) -> None:
        """Its routes."""
        router.add_post("/demo/messages", self._write)
        router.add_get("/demo/chat", self._show)
        router.add_post("/demo/mishaps/{mishap}", self._break)
        router.add_post("/demo/lag", self._slow_down)

    async def phones(self) -> list[Phone]:
        """All of them, as they lie there."""
        arrived = self._arrived()
        written = await self._database.read(lambda db: {number for number in self._names if lines_with(db, number)})
        return [
            Phone(number, name, arrived[number], order < FEWEST or number in written)
            for order, (number, name) in enumerate(self._names.items())
        ]

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
            profile_name=self._names.get(PhoneNumber(writing.phone)),
        )
        if not await self._session.receive(message):
            return problem(503, "not_connected", "wabot is stopping and takes no more messages")
        self._session.become(self._session.status)  # also what waits outside is to be seen
        return web.json_response({"success": True})

    async def _show(self, request: web.Request) -> web.Response:
        """The chat of one phone, and how many messages reached each: {"chat": HTML, "arrived": {phone: number}}."""
        chat = await self.chat(PhoneNumber(request.query.get("phone", "")))
        return web.json_response({"chat": chat, "arrived": self._arrived()})

    async def chat(self, phone: PhoneNumber) -> str:
        """The chat with that customer as HTML."""
        found = await self._database.read(lambda db: lines_with(db, phone))
        lines = [*map(self._line, found), *self._outside(phone)]
        return self._words.render("chat.html", chat=lines, is_online=self._session.status.state is State.ONLINE)

    def mishaps(self) -> str:
        """What can be broken, as HTML."""
        state = self._session.status.state
        is_whole = state is State.ONLINE
        return self._words.render(
            "mishaps.html", mishaps=list(Mishap), is_whole=is_whole, is_slow=bool(self._session.lag)
        )

    async def _break(self, request: web.Request) -> web.Response:
        try:
            mishap = Mishap(request.match_info["mishap"])
        except ValueError:
            return problem(404, "not_found", f"there are {', '.join(Mishap)}")
        await self._session.suffer(mishap)
        return web.json_response({"success": True})

    async def _slow_down(self, _request: web.Request) -> web.Response:
        """Make WhatsApp slow, or quick again."""
        self._session.slow_down(timedelta() if self._session.lag else LAG)
        return web.json_response({"success": True})

    def _arrived(self) -> Counter[PhoneNumber]:
        return Counter(it.contact.phone for it in self._session.phones if it.contact.phone in self._names)

    def _line(self, line: Line) -> dict[str, Any]:
        at = line.at.astimezone(self._zone)
        return {"text": line.text, "at": f"{at:%H:%M}", "state": line.state, "ours": bool(line.state), "waits": False}

    def _outside(self, phone: PhoneNumber) -> Iterator[dict[str, Any]]:
        """What WhatsApp keeps until wabot is back: the customer's phone shows it."""
        for message in self._session.kept_by_whatsapp(Contact(phone=phone)):
            at = message.sent_at.astimezone(self._zone)
            yield {"text": message.text, "at": f"{at:%H:%M}", "state": None, "ours": False, "waits": True}
