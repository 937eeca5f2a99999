"""Simulated customers: people with a phone, a LID, and real Signal sessions with the client under test."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from . import messages
from .addresses import Jid
from .correspondents import Correspondent
from .devices import Device
from .media import MediaHost
from .messages import Content
from .nodes import Node
from .outbox import Attributes, new_message_id, timestamp
from .ratchet import SeenBefore, Undecryptable
from .signal import Bundle, Peer
from .watches import Watch

T = TypeVar("T")
_MAX_ATTEMPTS = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """Something the customer's phone shows. `at` is seconds on the monotonic clock."""

    id: str
    at: float
    content: Content
    from_owner: bool = False

    @property
    def text(self) -> str:
        """The words, emoji or caption."""
        return self.content.text

    @property
    def kind(self) -> str:
        """The kind of content: text, reaction, edit, deletion, image, audio, document, location, other."""
        return self.content.kind


class Customer(Correspondent):
    """A person with one phone, who writes and sees what comes back.

    `answers` is the screen. Ids of own messages: `confirmed` - the client has them, with the second of the monotonic
    clock at which it first said so; `ticked` - with the second tick; `read_by_salon`. Ids of the salon's:
    `undecryptable`; `doubled` - came twice, shown once; `reused_keys` - a new message under a message key that was used
    before, taken for a copy and never shown, unless the phone `asks_for_reused_keys` (whatsmeow of 2026-09 makes such
    messages if it encrypts and decrypts for one person at the same moment; what real phones do is not known). While the
    phone is switched off nothing is read and no receipt sent.
    """

    def __init__(self, name: str, lid: Jid, number: Jid | None, devices: dict[int, Device], host: MediaHost):
        super().__init__(name, lid, number, devices, host)
        self.sends_receipts = True
        self.answers_retries = True
        self.asks_for_reused_keys = False
        self.answers: list[Answer] = []
        self.confirmed: dict[str, float] = {}
        self.ticked: set[str] = set()
        self.read_by_salon: set[str] = set()
        self.retries_asked: list[str] = []
        self.undecryptable: list[str] = []
        self.doubled: list[str] = []
        self.reused_keys: list[str] = []
        self.typing: list[str] = []
        self.rejected_calls: list[str] = []
        self._watch = Watch()
        self._seen: set[str] = set()
        self._next = 0
        self._is_on = True
        self._backlog: list[tuple[Device, str, Jid, Node]] = []

    def switch_off(self) -> None:
        """Stop reading; messages wait on the service."""
        self._is_on = False

    def switch_on(self) -> None:
        """Read what has waited."""
        self._is_on = True
        waiting, self._backlog = self._backlog, []
        for item in waiting:
            self.receive(*item)

    def reinstall(self, *, announced: bool = False) -> None:
        """Lose all keys and sessions; `announced`: the service tells the client of the new identity."""
        self.outbox.peer = Peer()
        if announced:
            attrs: Attributes = {
                "from": self.lid,
                "id": new_message_id(),
                "type": "encrypt",
                "t": timestamp(),
            }
            self.outbox.deliver(Node("notification", attrs, [Node("identity")]))

    async def wait_answer(self, deadline: float = 10.0) -> Answer:
        """Return the next answer that was not returned before; TimeoutError after `deadline` seconds."""
        await self._watch.until(lambda: len(self.answers) > self._next, deadline, f"answer to {self.name}")
        self._next += 1
        return self.answers[self._next - 1]

    async def until(self, condition: Callable[[], T], deadline: float = 10.0, what: str = "change") -> T:
        """Wait until a condition on this customer holds."""
        return await self._watch.until(condition, deadline, f"{what} for {self.name}")

    @property
    def texts(self) -> list[str]:
        """The words of everything on the screen, in order."""
        return [answer.text for answer in self.answers]

    def fetch_file(self, answer: Answer) -> bytes:
        """Decrypt the file that came with an answer."""
        return self.host.open(answer.content)

    # ---- what the service hands over

    def bundle(self) -> Bundle:
        """Offer the phone's keys."""
        return self.outbox.peer.bundle()

    def receive(self, device: Device, number: str, chat: Jid, sealed: Node) -> None:
        """Decrypt a message of the client's, show it, and confirm it."""
        if not self._is_on:
            self._backlog.append((device, number, chat, sealed))
            return
        try:
            plain = self.outbox.peer.decrypt(device.number, sealed.text("type"), sealed.data)
        except SeenBefore:
            if number in self._seen:
                self.doubled.append(number)
            else:
                self.reused_keys.append(number)
                if self.asks_for_reused_keys:
                    self._ask_again(device, number, sealed)
        except Undecryptable:
            self.undecryptable.append(number)
            self._ask_again(device, number, sealed)
        else:
            self.show(number, messages.parse_content(plain))
        self._watch.changed()

    def show(self, number: str, content: Content, *, from_owner: bool = False) -> None:
        """Put a message on the screen and confirm it; an id seen before is only counted."""
        if number in self._seen:
            self.doubled.append(number)
            return
        self._seen.add(number)
        self.answers.append(Answer(id=number, at=time.monotonic(), content=content, from_owner=from_owner))
        if self.sends_receipts and not from_owner:
            self.send_receipt(number, "")
        self._watch.changed()

    def _ask_again(self, device: Device, number: str, sealed: Node) -> None:
        attempt = int(sealed.text("count") or 0) + 1
        if self.sends_receipts and attempt <= _MAX_ATTEMPTS:
            self.outbox.ask_again(device, self.lid, number, attempt)

    def receive_receipt(self, device: Device, numbers: Sequence[str], kind: str, receipt: Node) -> None:
        """Learn that the client has, has read, or could not decrypt messages."""
        if kind == "retry":
            self.retries_asked += numbers
            if self.answers_retries:
                self.outbox.answer_retry(device, numbers[0], receipt)
        elif kind == "read":
            self.read_by_salon.update(numbers)
        else:
            for number in numbers:
                self.confirmed.setdefault(number, time.monotonic())
            if not kind:
                self.ticked.update(numbers)
        self._watch.changed()

    def receive_typing(self, state: str) -> None:
        """See the salon type."""
        self.typing.append(state)
        self._watch.changed()

    def receive_call(self, call: Node) -> None:
        """See the salon decline."""
        if (reject := call.find("reject")) is not None:
            self.rejected_calls.append(reject.text("call-id"))
        self._watch.changed()
