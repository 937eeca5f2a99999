"""The sending half of a simulated person: everything people do in a chat with the salon."""

import asyncio
import time
from typing import Literal

from . import media, messages
from .addresses import STATUS, Jid
from .devices import Device
from .media import MediaHost
from .nodes import Node
from .outbox import Attributes, Outbox, new_message_id, timestamp
from .people import Group
from .signal import Peer

Addressing = Literal["lid", "phone", "phone only"]
_HIDE: Attributes = {"decrypt-fail": "hide"}


class Correspondent:
    """A person who writes.

    `addressing` is what the service names as the sender; the other of LID and phone number goes along unless it says
    `phone only` or the person was made without a phone number. `sent_at`: message id -> seconds on the monotonic clock.
    """

    def __init__(self, name: str, lid: Jid, number: Jid | None, devices: dict[int, Device], host: MediaHost):
        self.name = name
        self.lid = lid
        self.number = number
        self.addressing: Addressing = "lid"
        self.sent_at: dict[str, float] = {}
        self.outbox = Outbox(Peer(), devices)
        self.host = host

    async def write(self, text: str, *, under: Addressing | None = None, damaged: bool = False) -> str:
        """Write a text and return its id.

        `damaged` breaks the ciphertext of the first attempt; the proper one follows when the client asks for it.
        """
        return await self.send(messages.text(text), under=under, damaged=damaged)

    async def write_extended(self, text: str) -> str:
        """Write a text in the form phones use when it has a preview or formatting."""
        return await self.send(messages.extended(text))

    async def reply(self, text: str, target: str, *, to_salon: bool = True) -> str:
        """Write a text that quotes a message of the salon's, or of one's own."""
        author = self.outbox.device.jid.bare if to_salon else self.lid
        return await self.send(messages.quote(text, target, author))

    async def react(self, target: str, emoji: str) -> str:
        """Put an emoji on a message; an empty one takes it away."""
        body = messages.reaction(emoji, target, self.outbox.device.lid.bare, from_me=target in self.outbox)
        return await self.send(body, kind="reaction", marks=_HIDE)

    async def edit(self, target: str, text: str, *, is_wrapped: bool = True) -> str:
        """Change a message of one's own; `is_wrapped` is the form phones use."""
        body = messages.edit(text, target, self.outbox.device.lid.bare, is_wrapped=is_wrapped)
        return await self.send(body, attrs={"edit": "1"}, marks=_HIDE)

    async def delete(self, target: str) -> str:
        """Delete a message of one's own for everybody."""
        body = messages.deletion(target, self.outbox.device.lid.bare)
        return await self.send(body, attrs={"edit": "7"}, marks=_HIDE)

    async def press(self, button: str, label: str) -> str:
        """Press a button."""
        return await self.send(messages.button_reply(button, label))

    async def choose(self, row: str, title: str) -> str:
        """Choose from a list."""
        return await self.send(messages.list_reply(row, title))

    async def send_location(self, latitude: float, longitude: float, name: str = "") -> str:
        """Send a place."""
        return await self.send(messages.location(latitude, longitude, name), kind="media")

    async def send_image(self, data: bytes, caption: str = "") -> str:
        """Send a photograph."""
        return await self._send_file(media.render_image(self.host.store("image", data), caption), "image")

    async def send_voice(self, data: bytes, seconds: int = 3) -> str:
        """Send a voice message."""
        return await self._send_file(media.render_voice(self.host.store("audio", data), seconds), "ptt")

    async def send_sticker(self, data: bytes) -> str:
        """Send a sticker."""
        return await self._send_file(media.render_sticker(self.host.store("sticker", data)), "sticker")

    async def send_document(self, data: bytes, name: str) -> str:
        """Send a file."""
        return await self._send_file(media.render_document(self.host.store("document", data), name), "document")

    async def send(
        self,
        body: bytes,
        *,
        kind: str = "text",
        under: Addressing | None = None,
        attrs: Attributes | None = None,
        marks: Attributes | None = None,
        damaged: bool = False,
    ) -> str:
        """Send any plaintext to the salon and return its id; LookupError while no device is linked."""
        head = self._sender(under or self.addressing) | {"type": kind, "notify": self.name} | (attrs or {})
        number = self.outbox.send(body, head, marks or {}, damaged=damaged)
        self.sent_at[number] = time.monotonic()
        await asyncio.sleep(0)
        return number

    async def write_in(self, group: Group, text: str) -> str:
        """Write to a group."""
        return await self._publish(group.jid, messages.text(text))

    async def post_status(self, text: str) -> str:
        """Publish a status."""
        return await self._publish(STATUS, messages.extended(text))

    async def broadcast(self, text: str) -> str:
        """Write to a broadcast list that the salon is on."""
        return await self._publish(Jid("1700000000", "broadcast"), messages.text(text))

    async def redeliver(self, number: str) -> None:
        """Let the service deliver the same ciphertext of a message again."""
        self.outbox.redeliver(number)

    async def resend(self, number: str) -> None:
        """Send a message again: same id, new ciphertext."""
        self.outbox.resend(number)

    async def compose(self, state: str = "composing") -> None:
        """Show that one is typing; a state other than composing and paused poisons neonize's event stream."""
        self.outbox.flash(Node("chatstate", {"from": self.lid}, [Node(state)]))

    async def read(self, number: str) -> None:
        """Open the chat: a read receipt for a message of the salon's."""
        self.send_receipt(number, "read")

    def send_receipt(self, number: str, kind: str) -> None:
        """Send a receipt; kind is empty for delivered, or read, played, or a poison: server-error, view."""
        attrs: Attributes = {"from": self.lid, "id": number, "t": timestamp()}
        self.outbox.deliver(Node("receipt", attrs | ({"type": kind} if kind else {})))

    async def call(self) -> str:
        """Ring and return the call's id."""
        number = new_message_id()
        self._signal_call("offer", number, [Node("audio", {"enc": "opus", "rate": "16000"})])
        return number

    async def hang_up(self, number: str) -> None:
        """End a call."""
        self._signal_call("terminate", number, [])

    def _sender(self, addressing: Addressing) -> Attributes:
        if self.number is None:
            return {"from": self.lid}
        if addressing == "lid":
            return {"from": self.lid, "sender_pn": self.number}
        other: Attributes = {"sender_lid": self.lid} if addressing == "phone" else {}
        return {"from": self.number, **other}

    async def _send_file(self, body: bytes, kind: str) -> str:
        return await self.send(body, kind="media", marks={"mediatype": kind})

    async def _publish(self, audience: Jid, body: bytes) -> str:
        attrs: Attributes = {"participant": self.lid, "addressing_mode": "lid", "notify": self.name}
        if self.number:
            attrs["participant_pn"] = self.number
        return self.outbox.publish(audience, body, attrs)

    def _signal_call(self, verb: str, number: str, content: list[Node]) -> None:
        attrs: Attributes = {"from": self.lid, "id": new_message_id(), "t": timestamp()}
        attrs |= {"platform": "android", "version": "2.26.1"}
        creator: Attributes = {"call-id": number, "call-creator": self.lid}
        self.outbox.deliver(Node("call", attrs, [Node(verb, creator, content)]))
