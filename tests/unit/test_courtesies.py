"""Signs: one that cannot be shown, or comes too late, keeps no other from being shown."""

import asyncio
from collections.abc import Sequence
from typing import cast

import anyio

from tests.hurry import HurriedLoop, play
from wabot.domain.customers import Contact
from wabot.types import MessageId, PhoneNumber
from wabot.whatsapp.client import Client
from wabot.whatsapp.courtesies import TYPING_S, Courtesies
from wabot.whatsapp.session import ContactLearned

OLYA, KATYA = Contact(phone=PhoneNumber("+79161234567")), Contact(phone=PhoneNumber("+79161110001"))


class Phone:
    """What a customer sees; Olya's cannot be reached."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.read = anyio.Event()

    async def show_typing(self, contact: Contact, *, is_typing: bool) -> None:
        if contact == OLYA:
            raise AttributeError(is_typing)
        self.seen.append("typing")

    async def mark_read(self, _contact: Contact, messages: Sequence[MessageId]) -> None:
        self.seen.extend(messages)
        self.read.set()


async def nobody(_learned: ContactLearned) -> None:
    """Nobody listens."""


def test_a_bad_sign_and_a_late_one_are_passed_over() -> None:
    async def show(loop: HurriedLoop) -> list[str]:
        phone = Phone()
        signs = Courtesies(lambda: cast("Client", phone), (), nobody)
        signs.show_typing(KATYA, is_typing=True)
        signs.mark_read(KATYA, [MessageId("A")])
        loop.ahead = TYPING_S + 1
        signs.show_typing(OLYA, is_typing=True)
        signs.show_typing(KATYA, is_typing=False)
        signs.mark_read(KATYA, [MessageId("B")])
        showing = asyncio.create_task(signs.run())
        while "B" not in phone.seen:
            await phone.read.wait()
            phone.read = anyio.Event()
        showing.cancel()
        return phone.seen

    assert play(show) == ["A", "typing", "B"]
