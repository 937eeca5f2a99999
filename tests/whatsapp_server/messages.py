"""What people say: the plaintext inside an encrypted message (waE2E.Message), written and read.

Field numbers are facts of WhatsApp's published schema (waE2E/WAWebProtobufsE2E.proto).
"""

import time
from dataclasses import dataclass

from . import wire
from .addresses import Jid

CONVERSATION, SENDER_KEY, IMAGE, LOCATION, EXTENDED = 1, 2, 3, 5, 6
DOCUMENT, AUDIO, VIDEO, PROTOCOL, STICKER, DEVICE_SENT = 7, 8, 9, 12, 26, 31
LIST_REPLY, EPHEMERAL, BUTTON_REPLY, REACTION, EDITED = 39, 40, 43, 46, 58
REVOKE, KEY_SHARE, EDIT = 0, 6, 14
_MEDIA = {IMAGE: "image", DOCUMENT: "document", AUDIO: "audio", VIDEO: "video", STICKER: "sticker"}


class NoCopy(Exception):
    """A message between own devices that is not the copy of one to somebody else."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Content:
    """What a message holds. `target` is the message a reaction, edit, deletion or quotation points at."""

    kind: str
    text: str = ""
    target: str = ""
    body: bytes = b""


def text(words: str) -> bytes:
    """Plain words."""
    return wire.render((CONVERSATION, words))


def quote(words: str, target: str, author: Jid) -> bytes:
    """Words in reply to a message."""
    context = wire.render((1, target), (2, str(author)), (3, text("…")))
    return wire.render((EXTENDED, wire.render((1, words), (17, context))))


def extended(words: str) -> bytes:
    """Plain words in the form most phones send them."""
    return wire.render((EXTENDED, wire.render((1, words))))


def reaction(emoji: str, target: str, chat: Jid, *, from_me: bool) -> bytes:
    """An emoji on a message; an empty one takes it back. `from_me`: the message is the reactor's own."""
    when = int(time.time() * 1000)
    return wire.render((REACTION, wire.render((1, _key(target, chat, from_me)), (2, emoji), (4, when))))


def edit(words: str, target: str, chat: Jid, *, is_wrapped: bool = True) -> bytes:
    """New words for a message of one's own; phones send it wrapped (editedMessage), some clients bare."""
    body = wire.render(
        (1, _key(target, chat, from_me=True)), (2, EDIT), (14, text(words)), (15, int(time.time() * 1000))
    )
    bare = wire.render((PROTOCOL, body))
    return wire.render((EDITED, wire.render((1, bare)))) if is_wrapped else bare


def disappearing(body: bytes) -> bytes:
    """Wrap a message as older phones do in a chat whose messages disappear."""
    return wire.render((EPHEMERAL, wire.render((1, body))))


def deletion(target: str, chat: Jid) -> bytes:
    """Delete a message of one's own for everybody."""
    return wire.render((PROTOCOL, wire.render((1, _key(target, chat, from_me=True)), (2, REVOKE))))


def location(latitude: float, longitude: float, name: str) -> bytes:
    """A place on the map."""
    return wire.render((LOCATION, wire.render((1, float(latitude)), (2, float(longitude)), (3, name))))


def button_reply(button: str, label: str) -> bytes:
    """A press on a button of an old-style button message."""
    return wire.render((BUTTON_REPLY, wire.render((1, button), (2, label), (4, 1))))


def list_reply(row: str, title: str) -> bytes:
    """A choice from a list message."""
    return wire.render((LIST_REPLY, wire.render((1, title), (2, 1), (3, wire.render((1, row))))))


def device_sent(chat: Jid, body: bytes) -> bytes:
    """The copy of an own message for one's other devices."""
    return wire.render((DEVICE_SENT, wire.render((1, str(chat)), (2, body))))


def with_sender_key(group: Jid, distribution: bytes) -> bytes:
    """Hand a group's sender key to a member."""
    return wire.render((SENDER_KEY, wire.render((1, str(group)), (2, distribution))))


def parse_device_sent(plain: bytes) -> tuple[str, bytes]:
    """Read the chat and the message out of an own copy; raises NoCopy if it is none."""
    message = wire.Message(plain)
    if DEVICE_SENT not in message:
        raise NoCopy
    sent = message.message(DEVICE_SENT)
    return sent.text(1), sent.data(2)


def parse_content(plain: bytes) -> Content:
    """Read what the client under test sent; kind `other` for what this server does not know."""
    message = wire.Message(plain)
    for wrapper in (EPHEMERAL, EDITED):
        if wrapper in message:
            return parse_content(message.message(wrapper).data(1))
    if CONVERSATION in message:
        return Content(kind="text", text=message.text(CONVERSATION), body=plain)
    if EXTENDED in message:
        inner = message.message(EXTENDED)
        return Content(kind="text", text=inner.text(1), target=inner.message(17).text(1), body=plain)
    if REACTION in message:
        inner = message.message(REACTION)
        return Content(kind="reaction", text=inner.text(2), target=inner.message(1).text(3), body=plain)
    if PROTOCOL in message:
        return _parse_protocol(message.message(PROTOCOL), plain)
    for number, kind in _MEDIA.items():
        if number in message:
            return Content(kind=kind, text=_caption(number, message.message(number)), body=plain)
    if LOCATION in message:
        return Content(kind="location", text=message.message(LOCATION).text(3), body=plain)
    return Content(kind="other", body=plain)


def _parse_protocol(message: wire.Message, plain: bytes) -> Content:
    target = message.message(1).text(3)
    if message.number(2) == EDIT:
        edited = parse_content(message.data(14))
        return Content(kind="edit", text=edited.text, target=target, body=plain)
    return Content(kind="deletion" if message.number(2) == REVOKE else "other", target=target, body=plain)


def _caption(number: int, message: wire.Message) -> str:
    captions = {IMAGE: (3,), VIDEO: (7,), DOCUMENT: (20, 8)}  # a document without words shows its name
    return next((words for field in captions.get(number, ()) if (words := message.text(field))), "")


def _key(target: str, chat: Jid, from_me: bool) -> bytes:
    return wire.render((1, str(chat)), (2, from_me), (3, target))
