"""The whole program in one process, and people who use it."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from tests.salon import FRIDAY, demo_config
from wabot.app import OpenSession, Wabot, open_wabot
from wabot.clock import Clock, ScriptClock
from wabot.config import Config
from wabot.domain.appointments import Appointment, Status
from wabot.domain.correspondence import IncomingMessage, Kind
from wabot.domain.customers import Contact
from wabot.ops.chat import is_due, pass_time, settle
from wabot.storage.appointments import appointments_between
from wabot.types import Lid, MessageId, PhoneNumber
from wabot.whatsapp.simulated import SimulatedSession, open_simulated_session

OWNER = "+79160000001"


@dataclass
class Person:
    """Somebody with a phone."""

    house: "House"
    contact: Contact
    numbers: Any = field(default_factory=lambda: count(1))

    @property
    def read(self) -> list[str]:
        """Everything that reached this phone, oldest first."""
        return [arrived.text for arrived in self.house.session.phones if arrived.contact == self.contact]

    async def writes(self, text: str = "", **fields: Any) -> str:
        """Write, wait until all is settled, and return what came back ("" for silence)."""
        before = len(self.read)
        await self.sends(text, **fields)
        await settle(self.house.wabot.database)
        return "\n".join(self.read[before:])

    async def sends(self, text: str = "", **fields: Any) -> bool:
        """Write without waiting for an answer; False if the message was known already."""
        message_id = fields.pop("id", None) or f"{self.contact}-{next(self.numbers)}"
        message = IncomingMessage(
            id=MessageId(message_id), contact=self.contact, sent_at=self.house.clock.now(), text=text, **fields
        )
        return await self.house.session.receive(message)


@dataclass
class House:
    """The running program on a simulated session; its clock is moved by the test, unless it is the machine's."""

    wabot: Wabot[SimulatedSession]
    clock: Clock

    @property
    def session(self) -> SimulatedSession:
        return self.wabot.session

    async def until(self, holds: Callable[[], Awaitable[object]]) -> None:
        """Wait for what is to become of the database: until that is true of it."""
        while True:
            change = self.wabot.database.change
            if await holds():
                return
            await change.wait()

    def customer(self, phone: str = "+79161234567", *, lid: str | None = None) -> Person:
        """A customer with a phone number, or with a hidden id only."""
        contact = Contact(lid=Lid(lid)) if lid else Contact(phone=PhoneNumber(phone))
        return Person(self, contact)

    @property
    def owner(self) -> Person:
        return Person(self, Contact(phone=PhoneNumber(OWNER)))

    def last_reply_to(self, person: Person) -> MessageId:
        """WhatsApp's id of the latest message on that phone."""
        return [arrived.id for arrived in self.session.phones if arrived.contact == person.contact][-1]

    async def salon_writes_to(self, person: Person, text: str) -> None:
        """A person of the salon writes to the customer from the phone."""
        await person.sends(text, by_salon=True, id=f"salon-{next(person.numbers)}")
        await settle(self.wabot.database)

    async def book(self) -> list[Appointment]:
        """All appointments still to come that take time, earliest first."""
        found = await self.wabot.database.read(lambda db: appointments_between(db, self.clock.now()))
        return [visit for visit, _ in found if visit.status in {Status.BOOKED, Status.CONFIRMED}]

    async def comes(self, moment: str) -> None:
        """All that happens by itself until then ("2026-11-20 19:00" at the salon) happens, each at its moment."""
        assert isinstance(self.clock, ScriptClock)
        until = datetime.fromisoformat(moment).replace(tzinfo=self.wabot.config.salon.timezone)
        next_moment = self.wabot.next_moment
        await pass_time(self.clock, until, self.wabot.database, next_moment)
        await self.settle()

    async def settle(self) -> None:
        """All is answered, and nothing is due."""
        next_moment = self.wabot.next_moment
        await settle(self.wabot.database, is_due=lambda db: is_due(db, self.clock, next_moment))

    def pass_time(self, **delta: float) -> None:
        assert isinstance(self.clock, ScriptClock)
        self.clock.move_to(self.clock.now() + timedelta(**delta))


@asynccontextmanager
async def salon_open(
    state: Path,
    *,
    at: datetime = FRIDAY,
    config: Config | None = None,
    session: OpenSession[SimulatedSession] = open_simulated_session,
    drain_s: float = 5.0,
    with_page: bool = False,
) -> AsyncIterator[House]:
    """The demo salon, open for business at `at`; its page is served only `with_page`."""
    clock = ScriptClock(at)
    try:
        config = replace(config or demo_config(state), state=state)
        async with open_wabot(config, session, clock, with_page=with_page, drain_s=drain_s) as wabot:
            yield House(wabot, clock)
    except BaseExceptionGroup as group:
        raise _innermost(group) from None


def _innermost(error: BaseException) -> BaseException:
    """What went wrong, without the task groups it came through."""
    while isinstance(error, BaseExceptionGroup) and len(error.exceptions) == 1:
        error = error.exceptions[0]
    return error


def offered_times(reply: str) -> list[str]:
    """The clock times in the numbered lines of a reply."""
    return re.findall(r"^\d\) .*?(\d\d:\d\d)", reply, flags=re.MULTILINE)


KINDS_WITHOUT_WORDS = (Kind.VOICE, Kind.IMAGE, Kind.STICKER, Kind.LOCATION)
