"""What every `Session` promises, as acts that the simulated and the real one both have to pass."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Protocol, TypeVar

import anyio
import pytest

from wabot.domain.correspondence import IncomingMessage, OutgoingMessage, Receipt, ReceiptKind
from wabot.domain.customers import Contact
from wabot.errors import AlreadyLinked, NotConnected
from wabot.types import CustomerId, OutboxId, PhoneNumber
from wabot.whatsapp.session import Linkable, MessageKept, SessionEvent, State, Status, StatusChanged

E = TypeVar("E", bound=SessionEvent)
OLYA = Contact(phone=PhoneNumber("+79161234567"))
DEADLINE_S = 30.0


class Notes:
    """A `Memory` that keeps everything in lists; one customer."""

    def __init__(self) -> None:
        self.kept: list[IncomingMessage] = []
        self.remembered: list[Status] = []

    async def __call__(self, message: IncomingMessage, /) -> CustomerId | None:
        if any(known.id == message.id for known in self.kept):
            return None
        self.kept.append(message)
        return CustomerId(1)

    async def recall(self) -> Status | None:
        return None

    async def remember(self, status: Status) -> None:
        self.remembered.append(status)


class Peer(Protocol):
    """The world on the other side of the session."""

    async def write(self, text: str) -> None:
        """Olya writes."""

    async def screen(self) -> list[str]:
        """All that has arrived on Olya's phone."""

    async def file(self) -> bytes:
        """What is in the latest document on Olya's phone."""

    async def cut(self) -> None:
        """The network goes down."""

    async def mend(self) -> None:
        """The network is back."""


def greeting(text: str) -> OutgoingMessage:
    return OutgoingMessage(id=OutboxId(1), key="reply:1", contact=OLYA, text=text)


async def told(session: Linkable, kind: type[E]) -> E:
    """The next event of that kind; others are passed over."""
    with anyio.fail_after(DEADLINE_S):
        while True:
            event = await session.events.receive()
            if isinstance(event, kind):
                return event


async def stands(session: Linkable, state: State) -> None:
    with anyio.fail_after(DEADLINE_S):
        while True:
            change = session.change
            if session.status.state is state:
                return
            await change.wait()


async def a_message_is_kept_before_it_is_told(session: Linkable, peer: Peer, notes: Notes) -> None:
    await peer.write("привет")
    event = await told(session, MessageKept)
    assert event == MessageKept(CustomerId(1), more_follows=False)
    assert [message.text for message in notes.kept] == ["привет"]
    assert notes.kept[0].contact.phone == OLYA.phone


async def a_sent_message_arrives_and_is_reported(session: Linkable, peer: Peer, _notes: Notes) -> None:
    sent = await session.send(greeting("Здравствуйте!"))
    receipt = await told(session, Receipt)
    assert (receipt.message_id, receipt.kind) == (sent.message_id, ReceiptKind.DELIVERED)
    assert (await peer.screen())[-1] == "Здравствуйте!"


async def a_document_arrives_whole_under_its_name(session: Linkable, peer: Peer, _notes: Notes) -> None:
    calendar = b"BEGIN:VCALENDAR\r\n" + "Маникюр\r\n".encode() * 200 + b"END:VCALENDAR\r\n"
    message = replace(greeting("Лаванда 2026-11-21 15-00.ics"), document=calendar)
    sent = await session.send(message)
    receipt = await told(session, Receipt)
    assert (receipt.message_id, receipt.kind) == (sent.message_id, ReceiptKind.DELIVERED)
    assert (await peer.screen())[-1] == message.text
    assert await peer.file() == calendar


async def sending_never_connects(session: Linkable, peer: Peer, _notes: Notes) -> None:
    before = await peer.screen()
    await peer.cut()
    await stands(session, State.RECONNECTING)
    with pytest.raises(NotConnected, match="WhatsApp is not connected: reconnecting"):
        await session.send(greeting("никому"))
    assert session.status.state is State.RECONNECTING
    assert await peer.screen() == before
    assert (await told(session, StatusChanged)).status.state is State.RECONNECTING
    await peer.mend()
    await stands(session, State.ONLINE)


async def what_is_written_meanwhile_comes_later(session: Linkable, peer: Peer, notes: Notes) -> None:
    await peer.cut()
    await stands(session, State.RECONNECTING)
    await peer.write("вы здесь?")
    assert notes.kept[-1].text != "вы здесь?"
    await peer.mend()
    await told(session, MessageKept)
    assert notes.kept[-1].text == "вы здесь?"
    await stands(session, State.ONLINE)


async def a_linked_session_is_not_linked_again(session: Linkable, _peer: Peer, _notes: Notes) -> None:
    with pytest.raises(AlreadyLinked):
        await session.pair(None)
    await session.connect()
    assert session.status.state is State.ONLINE


async def it_stops_listening_and_still_sends(session: Linkable, peer: Peer, _notes: Notes) -> None:
    await session.stop_listening()
    with anyio.fail_after(DEADLINE_S):
        async for _ in session.events:
            pass
    await session.send(greeting("Всего доброго"))
    assert (await peer.screen())[-1] == "Всего доброго"


async def an_unlinked_session_is_logged_out(session: Linkable, _peer: Peer, _notes: Notes) -> None:
    await session.unlink()
    assert session.status.state is State.LOGGED_OUT
    with pytest.raises(NotConnected, match="logged_out"):
        await session.unlink()


CONTRACT: list[Callable[[Linkable, Peer, Notes], Awaitable[None]]] = [
    a_message_is_kept_before_it_is_told,
    a_sent_message_arrives_and_is_reported,
    a_document_arrives_whole_under_its_name,
    sending_never_connects,
    what_is_written_meanwhile_comes_later,
    a_linked_session_is_not_linked_again,
    it_stops_listening_and_still_sends,
    an_unlinked_session_is_logged_out,
]
"""In this order, on one session."""
