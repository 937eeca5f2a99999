"""POST /send: a message of a program's making, sent at once or not at all, and under a key never twice."""

import asyncio
import math
import sqlite3
from collections.abc import MutableMapping
from datetime import datetime, timedelta
from functools import partial

import anyio
from aiohttp import web
from loguru import logger

from wabot.clock import Clock
from wabot.domain.correspondence import OutgoingMessage, Sent
from wabot.domain.customers import Contact
from wabot.domain.salon import Salon
from wabot.errors import NotConnected, NotOnWhatsApp, OutcomeUnknown, SendError, SendRefused
from wabot.storage.database import Database
from wabot.storage.outbox import record_program_message
from wabot.storage.sends import Answer, StoredSend, begin_send, find_send, forget_send, record_answer
from wabot.types import OutboxId
from wabot.web.allowance import Allowance
from wabot.web.arrivals import UnderWay, wait_for_arrival
from wabot.web.errors import problem
from wabot.web.sending import Refusal, Sending, parse_sending
from wabot.whatsapp.session import Session, State
from wabot.whatsapp.states import REMEDY

KEY_HEADER = "Idempotency-Key"
LONGEST_KEY = 200
UNKNOWN_S = 30.0  # the contract's: until then a report of the customer's phone can still say that it arrived
MOST = 120  # a minute, the contract's least; more would have WhatsApp take the salon's number for a spammer's
_STATUS = {
    OutcomeUnknown: (504, "unknown_outcome"),
    NotOnWhatsApp: (404, "not_on_whatsapp"),
    SendRefused: (502, "refused"),
}


class Sender:
    """Opens no session and never repeats a send. What was tried under a key is remembered, refusals before are not."""

    def __init__(
        self,
        session: Session,
        salon: Salon,
        database: Database,
        clock: Clock,
        allowance: Allowance,
        keys: MutableMapping[str, asyncio.Lock],
        under_way: UnderWay,
    ) -> None:
        """`keys`: a lock for each under which something is being sent, by this sender or by another one; `under_way`:
        what is being sent by any of them.
        """
        self._session = session
        self._salon = salon
        self._database = database
        self._clock = clock
        self._allowance = allowance
        self._keys = keys
        self._under_way = under_way

    async def send(self, request: web.Request) -> web.Response:
        """POST /send: 200 after WhatsApp's own acknowledgement."""
        sending = parse_sending(await request.read(), self._salon.id)
        if isinstance(sending, Refusal):
            return problem(400, sending.code, sending.error)
        key = request.headers.get(KEY_HEADER)
        if key is None:
            refusal = self._turn_away()
            return refusal if refusal is not None else await self._deliver(sending)
        if not 0 < len(key) <= LONGEST_KEY or not key.isprintable():
            words = f"{KEY_HEADER} must have 1 to {LONGEST_KEY} printable characters; take a UUID for each message"
            return problem(400, "invalid_idempotency_key", words)
        lock = self._keys.setdefault(key, asyncio.Lock())  # it lives as long as somebody holds it or waits for it
        async with lock:
            return await self._send_once(key, sending)

    async def _send_once(self, key: str, sending: Sending) -> web.Response:
        """Send, unless it was tried under this key before; on the disk it is begun before it is sent."""
        now = self._clock.now()
        earlier = await self._database.read(lambda db: find_send(db, key, now))
        if earlier is not None:
            return _repeated(earlier, sending)
        refusal = self._turn_away()
        if refusal is not None:
            return refusal
        try:
            await self._database.write(lambda db: begin_send(db, key, sending.digest, now))
        except sqlite3.Error as error:
            words = f"the {KEY_HEADER} cannot be written down ({error}); nothing was sent: is the disk full?"
            return problem(503, "not_stored", words)
        answer = await self._deliver(sending)
        await self._remember(key, answer)
        return answer

    async def _remember(self, key: str, answer: web.Response) -> None:
        try:
            if answer.status == 503:  # nothing was sent
                await self._database.write(lambda db: forget_send(db, key))
            else:
                stored = Answer(answer.status, answer.text or "")
                await self._database.write(lambda db: record_answer(db, key, stored))
        except sqlite3.Error as error:  # the answer is true all the same; a repeat hears that its outcome is unknown
            logger.error("an answer of /send cannot be written down: {}; free disk space if it is full", error)

    async def _note(self, message: OutgoingMessage, sent: Sent) -> None:
        note = partial(record_program_message, contact=message.contact, sent=sent, now=self._clock.now())
        try:
            await self._database.write(note)
        except sqlite3.Error as error:  # it is sent; only its receipts will not be understood
            logger.error("a message of /send cannot be written down: {}; free disk space if it is full", error)

    def _turn_away(self) -> web.Response | None:
        """The answer when nothing can be sent now; else one more send is counted."""
        state = self._session.status.state
        if state is not State.ONLINE:
            words = f"WhatsApp is not connected: {state}, {REMEDY[state]}; nothing was sent"
            return problem(503, "not_connected", words)
        wait = self._allowance.take()
        if wait is None:
            return None
        seconds = math.ceil(wait / timedelta(seconds=1))
        words = f"{MOST} messages were sent within a minute; nothing was sent: try again in {seconds} s"
        answer = problem(429, "rate_limited", words)
        answer.headers["Retry-After"] = str(seconds)
        return answer

    async def _deliver(self, sending: Sending) -> web.Response:
        contact = Contact(phone=sending.phone)
        message = OutgoingMessage(id=OutboxId(0), key="api", contact=contact, text=sending.message)
        try:
            sent = await self._send(message)
        except NotConnected:
            return problem(503, "not_connected", "WhatsApp went away just now; nothing was sent: send it again")
        except SendError as error:
            status, code = _STATUS[type(error)]
            logger.info("message of a program to {}: {}", contact.for_log, code)
            return problem(status, code, str(error))
        logger.info("message of a program to {}: sent", contact.for_log)
        return web.json_response(
            {
                "success": True,
                "messageId": sent.message_id,
                "phone": sending.phone,
                "companyId": self._salon.id,
                "timestamp": sent.at.isoformat(timespec="seconds"),
            }
        )

    async def _send(self, message: OutgoingMessage) -> Sent:
        """Also what WhatsApp has not acknowledged, if the customer's phone reports it in time."""
        begun_at, begun = self._clock.now(), anyio.current_time()
        try:
            return await self._send_and_note(message)
        except OutcomeUnknown:
            left_s = UNKNOWN_S - (anyio.current_time() - begun)
            arrived = await self._wait_for_arrival(message.contact, begun_at, left_s)
            if arrived is None:
                raise
            return arrived

    async def _send_and_note(self, message: OutgoingMessage) -> Sent:
        with self._under_way.to(message.contact):
            sent = await self._session.send(message)
            await self._note(message, sent)
        return sent

    async def _wait_for_arrival(self, contact: Contact, begun_at: datetime, within_s: float) -> Sent | None:
        try:
            return await wait_for_arrival(self._database, self._clock, contact, begun_at, within_s, self._under_way)
        except sqlite3.Error as error:  # a report that cannot be claimed may serve another message as well
            logger.error("the arrival of a message of /send cannot be written down: {}", error)
            return None


def _repeated(earlier: StoredSend, sending: Sending) -> web.Response:
    """The first answer again; what was begun and never ended has an unknown outcome."""
    if earlier.digest != sending.digest:
        words = f"this {KEY_HEADER} was used for another message; nothing was sent: take a new key for each message"
        return problem(409, "idempotency_conflict", words)
    if earlier.answer is None:
        words = (
            "wabot ended while it sent this message, which may have gone out: look into the chat, then use a new key"
        )
        return problem(504, "unknown_outcome", words)
    return web.Response(status=earlier.answer.status, text=earlier.answer.json, content_type="application/json")
