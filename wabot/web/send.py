"""POST /send: a message of a program's making, sent at once or not at all."""

from typing import Annotated

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from wabot.clock import Clock
from wabot.domain.correspondence import OutgoingMessage
from wabot.domain.customers import Contact
from wabot.domain.salon import Salon
from wabot.errors import NotConnected, NotOnWhatsApp, OutcomeUnknown, SendRefused
from wabot.types import OutboxId, PhoneNumber
from wabot.web.errors import problem
from wabot.whatsapp.session import Session


class Sending(BaseModel):
    """The body of POST /send."""

    model_config = ConfigDict(extra="forbid", strict=True)

    phone: Annotated[str, Field(pattern=r"^\+\d{7,15}$")]
    message: Annotated[str, Field(min_length=1, max_length=4000)]
    company: Annotated[str | None, Field(alias="companyId")] = None


class Sender:
    """Nothing is stored, and no session is opened for it."""

    def __init__(self, session: Session, salon: Salon, clock: Clock) -> None:
        self._session = session
        self._salon = salon
        self._clock = clock

    async def send(self, request: web.Request) -> web.Response:
        """POST /send: 200 after WhatsApp's own acknowledgement."""
        try:
            sending = Sending.model_validate_json(await request.read())
        except ValidationError as error:
            fault = error.errors(include_url=False)[0]
            key = str(fault["loc"][0]) if fault["loc"] else "message"
            code = {"phone": "invalid_phone", "companyId": "invalid_company_id"}.get(key, "invalid_message")
            return problem(400, code, f"{key}: {fault['msg']}")
        if sending.company not in {None, self._salon.id}:
            return problem(400, "invalid_company_id", f"no such company; this is {self._salon.id}")
        contact = Contact(phone=PhoneNumber(sending.phone))
        message = OutgoingMessage(id=OutboxId(0), key="api", contact=contact, text=sending.message)
        try:
            sent = await self._session.send(message)
        except NotConnected as error:
            return problem(503, "not_connected", str(error))
        except OutcomeUnknown as error:
            return problem(504, "unknown_outcome", str(error))
        except NotOnWhatsApp as error:
            return problem(404, "not_on_whatsapp", str(error))
        except SendRefused as error:
            return problem(502, "refused", str(error))
        return web.json_response(
            {
                "success": True,
                "messageId": sent.message_id,
                "phone": sending.phone,
                "companyId": self._salon.id,
                "timestamp": sent.at.isoformat(timespec="seconds"),
            }
        )
