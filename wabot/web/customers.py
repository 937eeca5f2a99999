"""/api/customers: what is kept of a person, and forgetting them."""

import sqlite3
from collections.abc import Collection
from datetime import datetime
from typing import Any

from aiohttp import web
from loguru import logger

from wabot.clock import Clock
from wabot.domain.customers import Contact
from wabot.domain.phones import parse_local_phone
from wabot.domain.salon import Salon
from wabot.storage.customers import find_customer_id, get_customer
from wabot.storage.database import Database
from wabot.storage.privacy import Kept, StillToCome, StillUnderWay, find_kept, forget_customer
from wabot.types import Lid, PhoneNumber
from wabot.web.answers import KeptAnswer, MentionJson
from wabot.web.errors import problem

_LID = "lid:"
_UNKNOWN = "wabot knows nobody of that number"


class CustomersApi:
    """GET and DELETE /api/customers/PHONE, or /lid:… for those of whom no number is known."""

    def __init__(self, salon: Salon, people: Collection[PhoneNumber], database: Database, clock: Clock) -> None:
        """`people` are the numbers of the salon's own people."""
        self._salon = salon
        self._people = people
        self._database = database
        self._clock = clock

    def add_to(self, router: web.UrlDispatcher) -> None:
        """Its routes."""
        router.add_get("/api/customers/{phone}", self._export)
        router.add_delete("/api/customers/{phone}", self._forget)

    async def _export(self, request: web.Request) -> web.Response:
        contact = self._contact(request)
        if contact is None:
            return _no_phone()

        def read(db: sqlite3.Connection) -> Kept | None:
            customer = find_customer_id(db, contact)
            return find_kept(db, customer, self._people) if customer is not None else None

        kept = await self._database.read(read)
        if kept is None:
            return problem(404, "not_found", _UNKNOWN)
        return web.json_response(self._told(contact, kept))

    async def _forget(self, request: web.Request) -> web.Response:
        contact = self._contact(request)
        if contact is None:
            return _no_phone()
        now = self._clock.now()

        def forget(db: sqlite3.Connection) -> web.Response | None:
            customer = find_customer_id(db, contact)
            if customer is None:
                return problem(404, "not_found", _UNKNOWN)
            if get_customer(db, customer).contact.phone in self._people:
                return problem(
                    409, "works_here", "a number of the owner or the staff: take it out of config.toml first"
                )
            return self._refused(forget_customer(db, customer, self._people, now))

        refused = await self._database.write(forget)
        if refused is not None:
            return refused
        logger.info("{} was forgotten", contact.for_log)
        return web.json_response({"success": True, "customer": str(contact), "erased": await self._erase()})

    async def _erase(self) -> bool:
        """Whether nothing is left in the file either."""
        try:
            await self._database.compact()
        except sqlite3.Error as error:
            logger.error("what was forgotten may still lie in the unused parts of the database's file: {}", error)
            return False
        return True

    def _refused(self, why: StillToCome | StillUnderWay | None) -> web.Response | None:
        match why:
            case None:
                return None
            case StillToCome(visits):
                begins = (visit.start_at.astimezone(self._salon.timezone) for visit in visits)
                when = ", ".join(f"{at:%Y-%m-%d %H:%M}" for at in begins)
                words = f"a visit is still to come ({when}): cancel it first; nothing was forgotten"
                return problem(409, "visit_to_come", words)
            case StillUnderWay(messages):
                words = f"messages from, to or about them are not through yet ({messages}): wait, or drop them first"
                return problem(409, "messages_waiting", f"{words}; GET /api/outbox shows them. Nothing was forgotten")

    def _contact(self, request: web.Request) -> Contact | None:
        written = request.match_info["phone"]
        if written.startswith(_LID) and written.removeprefix(_LID).isalnum():
            return Contact(lid=Lid(f"{written.removeprefix(_LID)}@lid"))
        phone = parse_local_phone(written, self._salon.country)
        return Contact(phone=phone) if phone is not None else None

    def _told(self, contact: Contact, kept: Kept) -> KeptAnswer:
        """Instants with the salon's offset."""

        def told(value: Any) -> Any:
            return value.astimezone(self._salon.timezone).isoformat() if isinstance(value, datetime) else value

        tables = {
            table: [{name: told(value) for name, value in record.items()} for record in records]
            for table, records in kept.records.items()
        }
        elsewhere: list[MentionJson] = [{"table": one.table, "id": one.id, "text": one.text} for one in kept.mentions]
        return {"customer": str(contact), "kept": tables, "mentioned": elsewhere}


def _no_phone() -> web.Response:
    return problem(400, "invalid_phone", "not a phone number; write it with + and the country code, like +79161234567")
