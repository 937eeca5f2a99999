"""What every `Session` promises, shown on the simulated one."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from itertools import count
from pathlib import Path

import anyio
import pytest

from tests.contract import CONTRACT, Notes
from tests.salon import FRIDAY
from tests.staged import StagedSession, open_staged_session
from wabot.clock import ScriptClock
from wabot.domain.correspondence import IncomingMessage, OutgoingMessage
from wabot.domain.customers import Contact
from wabot.domain.walltime import to_ms
from wabot.storage.database import open_database
from wabot.tasks.gateway import Keeper
from wabot.types import CustomerId, MessageId, OutboxId, PhoneNumber
from wabot.whatsapp.reasons import Reason, Why
from wabot.whatsapp.session import MessageKept, State, Status
from wabot.whatsapp.simulated import SimulatedSession, open_simulated_session

pytestmark = pytest.mark.anyio

OLYA = Contact(phone=PhoneNumber("+79161234567"))
GREETING = OutgoingMessage(id=OutboxId(1), key="reply:1", contact=OLYA, text="Здравствуйте!")


def incoming(message_id: str) -> IncomingMessage:
    return IncomingMessage(id=MessageId(message_id), contact=OLYA, sent_at=FRIDAY, text="привет")


@asynccontextmanager
async def session(kept: list[str]) -> AsyncIterator[SimulatedSession]:
    class Ids(Notes):
        async def __call__(self, message: IncomingMessage, /) -> CustomerId | None:
            customer = await super().__call__(message)
            kept.extend([message.id] if customer else [])
            return customer

    async with open_simulated_session(Ids(), ScriptClock(FRIDAY)) as opened:
        yield opened


async def test_a_message_is_kept_before_it_is_told_and_told_once() -> None:
    kept: list[str] = []
    async with session(kept) as whatsapp:
        assert await whatsapp.receive(incoming("a"))
        assert kept == ["a"]
        assert not await whatsapp.receive(incoming("a"))
        assert await whatsapp.events.receive() == MessageKept(CustomerId(1), more_follows=False)
        with pytest.raises(anyio.WouldBlock):
            whatsapp.events.receive_nowait()


class Phone:
    """Olya's phone and her network."""

    def __init__(self, whatsapp: SimulatedSession | StagedSession) -> None:
        self._whatsapp = whatsapp
        self._numbers = count(1)

    async def write(self, text: str) -> None:
        await self._whatsapp.receive(
            IncomingMessage(id=MessageId(f"M{next(self._numbers)}"), contact=OLYA, sent_at=FRIDAY, text=text)
        )

    async def screen(self) -> list[str]:
        return [arrived if isinstance(arrived, str) else arrived.text for arrived in self._whatsapp.phones]

    async def file(self) -> bytes:
        if isinstance(self._whatsapp, StagedSession):
            return self._whatsapp.documents[-1]
        return [arrived.document for arrived in self._whatsapp.phones if arrived.document is not None][-1]

    async def cut(self) -> None:
        await self._whatsapp.cut_line()

    async def mend(self) -> None:
        await self._whatsapp.mend_line()


async def test_the_simulated_session_keeps_the_contract() -> None:
    notes = Notes()
    async with open_simulated_session(notes, ScriptClock(FRIDAY)) as whatsapp:
        phone = Phone(whatsapp)
        for promise in CONTRACT:
            await promise(whatsapp, phone, notes)


async def test_the_staged_session_of_the_tests_keeps_the_contract() -> None:
    notes = Notes()
    async with open_staged_session(notes, ScriptClock(FRIDAY)) as whatsapp:
        await whatsapp.mend_line()
        phone = Phone(whatsapp)
        for promise in CONTRACT:
            await promise(whatsapp, phone, notes)


async def test_after_it_stops_listening_events_end_and_sending_goes_on() -> None:
    async with session([]) as whatsapp:
        await whatsapp.stop_listening()
        assert not await whatsapp.receive(incoming("a"))
        assert [event async for event in whatsapp.events] == []
        await whatsapp.send(GREETING)


async def test_what_only_a_person_ends_is_known_after_a_restart_with_its_reason(tmp_path: Path) -> None:
    banned = Status(State.BANNED, FRIDAY, Reason(Why.BANNED, "CODE_106: new"), FRIDAY + timedelta(hours=9))
    async with open_database(tmp_path) as database:
        await Keeper(database, ScriptClock(FRIDAY)).remember(banned)
    async with open_database(tmp_path) as database:
        assert await Keeper(database, ScriptClock(FRIDAY)).recall() == banned


async def test_the_disk_is_asked_even_where_nothing_has_changed(tmp_path: Path) -> None:
    lost = Status(State.RECONNECTING, FRIDAY, Reason(Why.DISK, "disk I/O error"))
    log = tmp_path / "wabot.db-wal"
    async with open_database(tmp_path) as database:
        keeper = Keeper(database, ScriptClock(FRIDAY))
        await keeper.remember(lost)
        before = log.stat().st_size
        await keeper.remember(lost)
        assert log.stat().st_size > before
        assert await database.read(lambda db: db.execute("SELECT since FROM session").fetchone()[0]) == to_ms(FRIDAY)
