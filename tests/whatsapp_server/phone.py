"""The owner's phone: the account the client under test is linked to, and the person holding it."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from . import messages
from .addresses import Jid, parse_jid
from .app_state import AppState
from .customers import Customer
from .devices import Device
from .keys import SigningKeyPair
from .messages import Content
from .nodes import Node
from .outbox import Attributes, Outbox
from .ratchet import SeenBefore, Undecryptable
from .signal import Bundle, Peer
from .watches import Watch

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True, slots=True)
class Copy:
    """What the phone shows of a message that the client sent: to whom, and what."""

    id: str
    chat: Jid
    content: Content


class OwnerPhone:
    """The primary device of the salon's account; its Signal identity is the account key.

    `copies` are the messages of the client that it shows, `undecryptable` the ids of those it could not read.
    """

    def __init__(self, name: str, lid: Jid, number: Jid, devices: dict[int, Device]) -> None:
        self.name = name
        self.lid = lid
        self.number = number
        self.account = SigningKeyPair()
        self.app_state = AppState(name)
        self.copies: list[Copy] = []
        self.undecryptable: list[str] = []
        self.outbox = Outbox(Peer(self.account), devices)
        self._watch = Watch()

    async def write(self, customer: Customer, text: str) -> str:
        """Type a message to a customer on the phone; linked devices get a copy. Returns its id."""
        return await self.send(customer, messages.text(text))

    async def send(self, customer: Customer, body: bytes) -> str:
        """Send a plaintext from the phone to a customer; returns its id."""
        attrs: Attributes = {"from": self.lid, "recipient": customer.lid, "type": "text"}
        if customer.number:
            attrs["peer_recipient_pn"] = customer.number
        number = self.outbox.send(messages.device_sent(customer.lid, body), attrs, {})
        customer.show(number, messages.parse_content(body), from_owner=True)
        await asyncio.sleep(0)
        return number

    def share_settings(self) -> None:
        """Hand linked devices the key of the app state; they fetch the account's name with it."""
        attrs: Attributes = {"from": self.lid, "category": "peer", "type": "text"}
        self.outbox.send(self.app_state.share_key(), attrs, {})

    async def wait_copy(self, number: str, deadline: float = 10.0) -> Copy:
        """Return the phone's copy of the client's message `number`."""

        def find() -> Copy | None:
            return next((copy for copy in reversed(self.copies) if copy.id == number), None)

        copy = await self.until(find, deadline, "copy")
        assert copy
        return copy

    async def until(self, condition: Callable[[], T], deadline: float = 10.0, what: str = "change") -> T:
        """Wait until a condition on the phone holds."""
        return await self._watch.until(condition, deadline, f"{what} on the owner's phone")

    def bundle(self) -> Bundle:
        """Offer the phone's keys."""
        return self.outbox.peer.bundle()

    def receive(self, device: Device, number: str, chat: Jid, sealed: Node) -> None:
        """Show the copy of a message that the client sent."""
        try:
            plain = self.outbox.peer.decrypt(device.number, sealed.text("type"), sealed.data)
            to, body = messages.parse_device_sent(plain)
        except (SeenBefore, messages.NoCopy):
            return
        except Undecryptable:
            self.undecryptable.append(number)
        else:
            self.copies.append(Copy(id=number, chat=parse_jid(to), content=messages.parse_content(body)))
        self._watch.changed()

    def receive_receipt(self, device: Device, numbers: Sequence[str], kind: str, receipt: Node) -> None:
        """Send again what the client could not decrypt; the phone shows nothing of other receipts."""
        if kind == "retry":
            self.outbox.answer_retry(device, numbers[0], receipt)

    def receive_typing(self, state: str) -> None:
        """Nothing: nobody composes to oneself."""

    def receive_call(self, call: Node) -> None:
        """Nothing: calls are signalled to the caller."""
