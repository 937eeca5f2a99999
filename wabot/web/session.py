"""What a person may do to the WhatsApp session: connect, pair, unlink."""

from aiohttp import web
from pydantic import BaseModel, ConfigDict, ValidationError

from wabot.domain.phones import parse_local_phone
from wabot.errors import AlreadyLinked, NotConnected, WabotError
from wabot.web.errors import problem
from wabot.web.view import View
from wabot.whatsapp.session import Linkable


class PairAsked(BaseModel):
    """The body of POST /api/session/pair; without a phone number a QR is shown."""

    model_config = ConfigDict(extra="forbid", strict=True)

    phone: str | None = None


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
        phone = None if asked.phone is None else parse_local_phone(asked.phone, self._view.salon.country)
        if phone is None and asked.phone is not None:
            return problem(400, "invalid_phone", "phone: this is not a phone number; write it like +79161234567")
        try:
            await self._session.pair(phone)
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
