"""/api/outbox: what waits to be sent, what became of the rest, and a person's word about it."""

from collections.abc import Callable
from functools import partial
from typing import Annotated

from aiohttp import web
from pydantic import AfterValidator, Field

from wabot.clock import Clock
from wabot.domain.correspondence import SendState
from wabot.domain.salon import Salon
from wabot.storage.database import Database
from wabot.storage.mail import Mail, drop_mail, find_mail, list_mail, retry_mail
from wabot.types import OutboxId
from wabot.web.bodies import Body, Faults, parse_query, wrong
from wabot.web.book import bad_request
from wabot.web.clerk import Wake
from wabot.web.errors import problem
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
    before: Annotated[str, Field(pattern=r"^\d{1,18}$")] | None = None


class OutboxApi:
    """Its routes: list, retry, drop."""

    def __init__(self, salon: Salon, database: Database, clock: Clock, wake: Wake) -> None:
        self._salon = salon
        self._database = database
        self._clock = clock
        self._wake = wake

    def add_to(self, router: web.UrlDispatcher) -> None:
        """Its routes."""
        router.add_get("/api/outbox", self._list)
        router.add_post(r"/api/outbox/{id:\d{1,18}}/retry", self._retry)
        router.add_post(r"/api/outbox/{id:\d{1,18}}/drop", self._drop)

    async def _list(self, request: web.Request) -> web.Response:
        query = parse_query(MailQuery, request.query, self._salon)
        if isinstance(query, Faults):
            return bad_request(query)
        states = {SendState(name) for name in query.state.split(",")}
        before = OutboxId(int(query.before)) if query.before else None
        found = await self._database.read(lambda db: list_mail(db, states, before, MOST))
        return web.json_response({"outbox": [as_mail(mail, self._salon) for mail in found]})

    async def _retry(self, request: web.Request) -> web.Response:
        now = self._clock.now()
        rule = "only one that failed, is unknown or was dropped is sent again"
        answer, mail = await self._decide(request, partial(retry_mail, now=now), rule)
        if mail is not None:
            await self._wake(mail.customer)
        return answer

    async def _drop(self, request: web.Request) -> web.Response:
        answer, _ = await self._decide(request, drop_mail, "only one that waits, failed or is unknown is dropped")
        return answer

    async def _decide(
        self, request: web.Request, decide: Callable[..., Mail | None], rule: str
    ) -> tuple[web.Response, Mail | None]:
        message = OutboxId(int(request.match_info["id"]))
        decided = await self._database.write(lambda db: decide(db, message))
        if decided is not None:
            return web.json_response({"success": True, "message": as_mail(decided, self._salon)}), decided
        found = await self._database.read(lambda db: find_mail(db, message))
        if found is None:
            return problem(404, "not_found", "there is no message of that id; GET /api/outbox lists them"), None
        state = "in_doubt" if found.is_in_doubt else found.state
        return problem(409, f"message_{state}", f"the message is {state}: {rule}"), None
