"""A document goes to the media servers before its message: tried again for a while, never for ever."""

import asyncio

import pytest
from neonize.proto.waE2E.WAWebProtobufsE2E_pb2 import Message

from tests.hurry import HurriedLoop, play
from wabot.domain.correspondence import OutgoingMessage
from wabot.domain.customers import Contact
from wabot.errors import NotConnected, SendRefused, WabotError
from wabot.types import OutboxId, PhoneNumber
from wabot.whatsapp.outgoing import UPLOAD_S, upload

WORDS = OutgoingMessage(id=OutboxId(1), key="reply:1", contact=Contact(phone=PhoneNumber("+79161234567")), text="Да")
FILE = OutgoingMessage(id=OutboxId(2), key="calendar:1:0", contact=WORDS.contact, text="1.ics", document=b"BEGIN")
STORED = Message(conversation="the file")


class Servers:
    """Media servers that refuse so many times, or never answer."""

    def __init__(self, *refusals: WabotError, answers: bool = True) -> None:
        self._refusals = list(refusals)
        self._answers = answers
        self.asked: list[tuple[bytes, str]] = []

    async def put(self, document: bytes, name: str) -> Message:
        self.asked.append((document, name))
        if not self._answers:
            await asyncio.Event().wait()
        if self._refusals:
            raise self._refusals.pop(0)
        return STORED


def sent(servers: Servers, message: OutgoingMessage = FILE, *, seconds_later: float = 0) -> Message:
    """What would be sent; `seconds_later` pass as soon as nothing else happens."""

    async def scene(loop: HurriedLoop) -> Message:
        uploading = asyncio.ensure_future(upload(servers.put, message))
        for _ in range(5):
            await asyncio.sleep(0)
            loop.ahead += seconds_later
        return await uploading

    return play(scene)


def test_words_need_no_servers() -> None:
    servers = Servers()
    assert sent(servers, WORDS) == Message(conversation="Да")
    assert servers.asked == []


def test_a_file_is_put_there_under_its_name() -> None:
    servers = Servers()
    assert sent(servers) == STORED
    assert servers.asked == [(b"BEGIN", "1.ics")]


def test_a_refusal_is_not_the_last_word_and_the_third_is() -> None:
    busy = SendRefused("503")
    servers = Servers(busy, busy)
    assert sent(servers, seconds_later=2) == STORED
    assert len(servers.asked) == 3
    with pytest.raises(SendRefused):
        sent(Servers(busy, busy, busy), seconds_later=2)


def test_servers_that_never_answer_are_not_waited_for() -> None:
    with pytest.raises(SendRefused, match="did not take the file within 10 s; nothing was sent"):
        sent(Servers(answers=False), seconds_later=UPLOAD_S)


def test_without_a_connection_it_waits_like_any_message() -> None:
    servers = Servers(NotConnected("not connected"))
    with pytest.raises(NotConnected):
        sent(servers)
    assert len(servers.asked) == 1
