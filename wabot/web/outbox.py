"""/api/outbox: what waits to be sent, what became of the rest, and a person's word about it."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from aiohttp import web
from pydantic import AfterValidator

from wabot.domain.correspondence import SendState
from wabot.domain.salon import Salon
from wabot.storage.database import Database
from wabot.storage.mail import Mail, find_mail, list_mail
from wabot.types import OutboxId
from wabot.web.bodies import Body, Faults, parse_query, wrong
from wabot.web.book import bad_query
from wabot.web.errors import problem
from wabot.web.fields import Number
from wabot.web.mailroom import Mailroom
from wabot.web.shapes import as_mail

MOST = 200  # of one answer; `before` asks for older ones


def _states(text: str) -> str:
    unknown = sorted(set(text.split(",")) - set(SendState))
    if unknown:
        raise wrong(f'no state "{unknown[0][:40]}"; there are {", ".join(SendState)}')
    return text


class MailQuery(Body):
    """What stands after the question mark of GET /api/outbox: `state` may be several, with commas."""

    state: Annotated[str, AfterValidator(_states)] = ",".join(SendState)
    before: Number | None = None


class OutboxApi:
    """Its routes: list, retry, drop."""

    def __init__(self, salon: Salon, database: Database, mailroom: Mailroom) -> None:
        self._salon = salon
        self._database = database
        self._mailroom = mailroom

    def add_to(self, router: web.UrlDispatcher) -> None:
        """Its routes."""
        router.add_get("/api/outbox", self._list)
        router.add_post(r"/api/outbox/{id:\d{1,18}}/retry", self._retry)
        router.add_post(r"/api/outbox/{id:\d{1,18}}/drop", self._drop)

    async def _list(self, request: web.Request) -> web.Response:
        query = parse_query(MailQuery, request.query, self._salon)
        if isinstance(query, Faults):
            return bad_query(query)
        states = {SendState(name) for name in query.state.split(",")}
        before = OutboxId(int(query.before)) if query.before else None
        found = await self._database.read(lambda db: list_mail(db, states, before, MOST))
        return web.json_response({"outbox": [as_mail(mail, self._salon) for mail in found]})

    async def _retry(self, request: web.Request) -> web.Response:
        rule = "only one that failed, is unknown or was dropped is sent again"
        return await self._decide(request, self._mailroom.retry, rule)

    async def _drop(self, request: web.Request) -> web.Response:
        rule = "only one that waits, failed or is unknown is dropped"
        return await self._decide(request, self._mailroom.drop, rule)

    async def _decide(
        self, request: web.Request, decide: Callable[[OutboxId], Awaitable[Mail | None]], rule: str
    ) -> web.Response:
        message = OutboxId(int(request.match_info["id"]))
        decided = await decide(message)
        if decided is not None:
            return web.json_response({"success": True, "message": as_mail(decided, self._salon)})
        found = await self._database.read(lambda db: find_mail(db, message))
        if found is None:
            return problem(404, "not_found", "there is no message of that id; GET /api/outbox lists them")
        state = "in_doubt" if found.is_in_doubt else found.state
        return problem(409, f"message_{state}", f"the message is {state}: {rule}")
