"""Play customers in the terminal, by hand or by a script of JSON lines."""

import json
import sqlite3
from base64 import b64encode
from collections.abc import AsyncIterable, AsyncIterator, Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Annotated, Any, Literal, TextIO

import phonenumbers
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, ValidationError, model_validator

from wabot.clock import Clock, ScriptClock
from wabot.domain.correspondence import IncomingMessage, Kind
from wabot.domain.customers import Contact
from wabot.domain.salon import Salon
from wabot.domain.walltime import FIRST_YEAR, LAST_YEAR
from wabot.storage.appointments import appointments_between
from wabot.storage.customers import get_customer_id
from wabot.storage.database import Database
from wabot.storage.inbox import waiting_customers
from wabot.storage.outbox import has_unsent
from wabot.types import CustomerId, Lid, MessageId, PhoneNumber
from wabot.whatsapp.simulated import Arrived, SimulatedSession


def _phone(value: str) -> str:
    try:
        number = phonenumbers.parse(value, None)
    except phonenumbers.NumberParseException:
        raise ValueError(f'"{value}" is not a phone number with + and country code') from None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _moment(value: datetime) -> datetime:
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise ValueError(f"{value.year} is no year of this book; it has {FIRST_YEAR} to {LAST_YEAR}")
    return value


Phone = Annotated[str, AfterValidator(_phone)]
Moment = Annotated[AwareDatetime, Field(strict=False), AfterValidator(_moment)]


class ScriptLine(BaseModel):
    """One line of a script: a customer's message, a person of the salon writing, or time passing."""

    model_config = ConfigDict(extra="forbid", strict=True)

    from_: Annotated[Phone | None, Field(alias="from")] = None
    lid: Annotated[str | None, Field(pattern=r"^\d{1,20}(@lid)?$")] = None
    name: Annotated[str | None, Field(max_length=200)] = None
    text: str | None = None
    at: Moment | None = None
    id: Annotated[str | None, Field(min_length=1, max_length=200)] = None
    kind: Literal["text", "voice", "image", "sticker", "location", "reaction", "call"] = "text"
    reply_to: str | None = None
    group: str | None = None
    more: bool = False
    salon_to: Phone | None = None

    @model_validator(mode="after")
    def _sensible(self) -> "ScriptLine":
        if self.salon_to is not None and (self.from_ or self.lid):
            raise ValueError("salon_to and from exclude each other")
        if self.salon_to is None and not (self.from_ or self.lid):
            if self.text is not None or self.at is None:
                raise ValueError("says neither who writes (from, lid, salon_to) nor what time it is (at)")
        elif self.text is None and self.kind == "text":
            raise ValueError("text is missing")
        return self

    @property
    def contact(self) -> Contact | None:
        """Who writes, or is written to; None when only time passes."""
        phone = self.from_ or self.salon_to
        if phone is None and self.lid is None:
            return None
        lid = Lid(self.lid if self.lid.endswith("@lid") else f"{self.lid}@lid") if self.lid else None
        return Contact(phone=PhoneNumber(phone) if phone else None, lid=lid)


NextMoment = Callable[[sqlite3.Connection, datetime], datetime | None]
"""When something happens by itself next; not after the given moment when it is to happen at once."""


@dataclass(slots=True)
class Script:
    """Plays lines against the running program and reports what came of each."""

    salon: Salon
    database: Database
    session: SimulatedSession
    clock: ScriptClock
    next_moment: NextMoment
    _held: set[CustomerId] = field(default_factory=set)
    _told: int = 0  # what has arrived since, even before the first line, belongs to the next one
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    async def play(self, text: str) -> dict[str, Any]:
        """The output line for one input line; a bad line changes nothing."""
        try:
            line = ScriptLine.model_validate_json(text)
            if line.at is not None:
                await pass_time(self.clock, line.at, self.database, self.next_moment, self._held)
        except ValidationError as error:
            return {"error": "; ".join(_fault(detail) for detail in error.errors(include_url=False))}
        except ValueError as error:
            return {"error": str(error)}
        message = self._message(line)
        if message is not None and await self.session.receive(message):
            customer = await self.database.read(lambda db: get_customer_id(db, message.contact))
            (self._held.add if line.more else self._held.discard)(customer)
        await settle(self.database, self._held, self._is_due)
        replies = [_reply(arrived) for arrived in self.session.phones[self._told :]]
        self._told = len(self.session.phones)
        return {"replies": replies, "appointments": await self._appointments()}

    def _is_due(self, db: sqlite3.Connection) -> bool:
        return is_due(db, self.clock, self.next_moment)

    def _message(self, line: ScriptLine) -> IncomingMessage | None:
        if line.contact is None or line.group is not None:
            return None
        return IncomingMessage(
            id=MessageId(line.id or f"LINE{next(self._numbers)}"),
            contact=line.contact,
            sent_at=self.clock.now(),
            text=line.text or "",
            kind=Kind(line.kind),
            profile_name=line.name,
            reply_to=self._quoted(line),
            by_salon=line.salon_to is not None,
            more_follows=line.more,
        )

    def _quoted(self, line: ScriptLine) -> MessageId | None:
        if line.reply_to != "$last":
            return MessageId(line.reply_to) if line.reply_to else None
        theirs = [arrived.id for arrived in self.session.phones if arrived.contact == line.contact]
        return theirs[-1] if theirs else None

    async def _appointments(self) -> list[dict[str, Any]]:
        zone = self.salon.timezone
        now = self.clock.now()
        rows = await self.database.read(lambda db: appointments_between(db, now))
        return [
            {
                "id": visit.id,
                "customer": str(customer.contact),
                "services": list(visit.services),
                "staff": visit.staff,
                "start": visit.start_at.astimezone(zone).isoformat(),
                "end": visit.end_at.astimezone(zone).isoformat(),
                "status": visit.status,
            }
            for visit, customer in rows
        ]


def is_due(db: sqlite3.Connection, clock: Clock, next_moment: NextMoment) -> bool:
    """Whether something is to happen by itself at this moment."""
    moment = next_moment(db, clock.now())
    return moment is not None and moment <= clock.now()


async def pass_time(
    clock: ScriptClock,
    instant: datetime,
    database: Database,
    next_moment: NextMoment,
    held: Collection[CustomerId] = (),
) -> None:
    """Let all happen that happens by itself until `instant`, each at its own moment; ValueError if that lies back."""
    while clock.now() < instant:
        await settle(database, held, lambda db: is_due(db, clock, next_moment))
        moment = await database.read(lambda db: next_moment(db, clock.now()))
        clock.move_to(min(instant, moment) if moment is not None else instant)
    clock.move_to(instant)


async def settle(
    database: Database,
    held: Collection[CustomerId] = (),
    is_due: Callable[[sqlite3.Connection], bool] = lambda _db: False,
) -> None:
    """Return when every message is answered, every answer sent and nothing due, but for customers whose turn is held
    open.
    """

    def is_settled(db: sqlite3.Connection) -> bool:
        return not has_unsent(db) and all(customer in held for customer in waiting_customers(db)) and not is_due(db)

    while True:
        change = database.change
        if await database.read(is_settled):
            return
        await change.wait()


async def find_beginning(lines: AsyncIterator[str]) -> tuple[list[str], datetime | None]:
    """The lines up to the first good one, and the time that it says: then the script begins."""
    read: list[str] = []
    async for text in lines:
        read.append(text)
        try:
            return read, ScriptLine.model_validate_json(text).at
        except ValidationError:
            pass
    return read, None


async def play_script(script: Script, first: Iterable[str], lines: AsyncIterable[str], out: TextIO) -> None:
    """Answer every line with one line, at once; `first` have been read already."""

    async def answer(line: str) -> None:
        print(json.dumps(await script.play(line), ensure_ascii=False), file=out, flush=True)

    for line in first:
        await answer(line)
    async for line in lines:
        await answer(line)


async def play_by_hand(
    session: SimulatedSession, database: Database, clock: Clock, lines: AsyncIterable[str], out: TextIO
) -> None:
    """One customer at the keyboard."""
    me = Contact(phone=PhoneNumber("+79165550101"))
    numbers = count(1)
    async for line in lines:
        if not line.strip():
            continue
        seen = len(session.phones)
        message = IncomingMessage(
            id=MessageId(f"HAND{clock.now().timestamp():.0f}-{next(numbers)}"),
            contact=me,
            sent_at=clock.now(),
            text=line.strip(),
        )
        await session.receive(message)
        await settle(database)
        for arrived in session.phones[seen:]:
            print(arrived.text if arrived.contact == me else f"[{arrived.contact}] {arrived.text}", file=out)
        print(file=out, flush=True)


def _reply(arrived: Arrived) -> dict[str, str]:
    """A message as it arrived; of a document the name, and in base64 what is in it."""
    shown = {"id": arrived.id, "to": str(arrived.contact), "text": arrived.text}
    return shown if arrived.document is None else shown | {"document": b64encode(arrived.document).decode()}


def _fault(detail: Any) -> str:
    where = ".".join(str(part) for part in detail["loc"])
    words = str(detail["msg"]).removeprefix("Value error, ")
    return f"{where}: {words}" if where else words
