"""What every `Session` promises, shown on the simulated one."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio
import pytest

from tests.salon import FRIDAY
from wabot.clock import ScriptClock
from wabot.domain.correspondence import IncomingMessage, OutgoingMessage, Receipt, ReceiptKind
from wabot.domain.customers import Contact
from wabot.errors import NotConnected
from wabot.types import CustomerId, MessageId, OutboxId, PhoneNumber
from wabot.whatsapp.session import MessageKept, State, StatusChanged
from wabot.whatsapp.simulated import SimulatedSession, open_simulated_session

pytestmark = pytest.mark.anyio

OLYA = Contact(phone=PhoneNumber("+79161234567"))
GREETING = OutgoingMessage(id=OutboxId(1), key="reply:1", contact=OLYA, text="Здравствуйте!")


def incoming(message_id: str) -> IncomingMessage:
    return IncomingMessage(id=MessageId(message_id), contact=OLYA, sent_at=FRIDAY, text="привет")


@asynccontextmanager
async def session(kept: list[str]) -> AsyncIterator[SimulatedSession]:
    async def keep(message: IncomingMessage) -> CustomerId | None:
        if message.id in kept:
            return None
        kept.append(message.id)
        return CustomerId(1)

    async with open_simulated_session(keep, ScriptClock(FRIDAY)) as opened:
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


async def test_a_sent_message_arrives_and_is_reported_delivered() -> None:
    async with session([]) as whatsapp:
        sent = await whatsapp.send(GREETING)
        assert [arrived.text for arrived in whatsapp.phones] == ["Здравствуйте!"]
        assert await whatsapp.events.receive() == Receipt(sent.message_id, ReceiptKind.DELIVERED, sent.at)


async def test_sending_never_connects() -> None:
    async with session([]) as whatsapp:
        await whatsapp.cut_line()
        with pytest.raises(NotConnected, match="reconnecting"):
            await whatsapp.send(GREETING)
        assert whatsapp.status.state is State.RECONNECTING
        assert whatsapp.phones == []


async def test_a_change_of_state_is_told_and_wakes_who_waits() -> None:
    async with session([]) as whatsapp:
        change = whatsapp.change
        await whatsapp.cut_line()
        assert change.is_set()
        event = await whatsapp.events.receive()
        assert isinstance(event, StatusChanged)
        assert event.status == whatsapp.status


async def test_what_is_written_while_the_line_is_cut_arrives_later() -> None:
    kept: list[str] = []
    async with session(kept) as whatsapp:
        await whatsapp.cut_line()
        await whatsapp.receive(incoming("a"))
        assert kept == []
        await whatsapp.mend_line()
        assert kept == ["a"]


async def test_after_it_stops_listening_events_end_and_sending_goes_on() -> None:
    async with session([]) as whatsapp:
        await whatsapp.stop_listening()
        assert not await whatsapp.receive(incoming("a"))
        assert [event async for event in whatsapp.events] == []
        await whatsapp.send(GREETING)
