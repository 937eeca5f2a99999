"""What a person may do to the WhatsApp session: connect, pair, unlink."""

from typing import Annotated

from aiohttp import web
from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from wabot.errors import AlreadyLinked, NotConnected, WabotError
from wabot.types import PhoneNumber
from wabot.web.errors import problem
from wabot.web.view import View
from wabot.whatsapp.session import Linkable


class PairAsked(BaseModel):
    """The body of POST /api/session/pair; without a phone number a QR is shown."""

    model_config = ConfigDict(extra="forbid", strict=True)

    phone: Annotated[str, StringConstraints(pattern=r"^\+\d{7,15}$")] | None = None


class SessionControl:
    """POST /api/session/...: each answers with the session as it stands after the wish, which is under way then."""

    def __init__(self, session: Linkable, view: View) -> None:
        self._session = session
        self._view = view

    def add_to(self, router: web.UrlDispatcher) -> None:
        """Its routes."""
        router.add_post("/api/session/connect", self._connect)
        router.add_post("/api/session/pair", self._pair)
        router.add_post("/api/session/unlink", self._unlink)

    async def _connect(self, _request: web.Request) -> web.Response:
        await self._session.connect()
        return await self._answer()

    async def _pair(self, request: web.Request) -> web.Response:
        try:
            asked = PairAsked.model_validate_json(await request.read() or b"{}")
        except ValidationError as error:
            return problem(400, "invalid_phone", f"phone: {error.errors()[0]['msg']}; write it like +79161234567")
        try:
            await self._session.pair(PhoneNumber(asked.phone) if asked.phone else None)
        except AlreadyLinked as error:
            return problem(409, "already_linked", str(error))
        return await self._answer()

    async def _unlink(self, _request: web.Request) -> web.Response:
        try:
            await self._session.unlink()
        except NotConnected as error:
            return problem(503, "not_connected", str(error))
        except WabotError as error:
            return problem(502, "refused", str(error))
        return await self._answer()

    async def _answer(self) -> web.Response:
        return web.json_response({"success": True, "session": (await self._view.status())["session"]})
