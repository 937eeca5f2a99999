"""Who talks to a customer, wabot or a person, and a person's words; over the API and on the page alike."""

import sqlite3
from collections.abc import Callable
from datetime import timedelta

from wabot.clock import Clock
from wabot.storage.asks import end_ask
from wabot.storage.chats import Chat, find_chat
from wabot.storage.customers import hold_chat
from wabot.storage.database import Database
from wabot.storage.outbox import BY_PERSON, queue_message
from wabot.types import CustomerId
from wabot.web.clerk import Wake


class Switchboard:
    """Each method returns the chat as it stands afterwards; None when there is no such chat. All of them end what the
    chat waited for.
    """

    def __init__(self, database: Database, clock: Clock, handoff: timedelta, wake: Wake) -> None:
        """`handoff` is how long wabot keeps silent after a person's word."""
        self.handoff = handoff
        self._database = database
        self._clock = clock
        self._wake = wake

    async def hold(self, customer: CustomerId, length: timedelta | None = None) -> Chat | None:
        """A person talks to the customer from now on, for `handoff` if no length is said."""
        until = self._clock.now() + (length or self.handoff)
        return await self._change(customer, lambda db: hold_chat(db, customer, until))

    async def release(self, customer: CustomerId) -> Chat | None:
        """Wabot talks to the customer from now on."""
        return await self._change(customer, lambda db: hold_chat(db, customer, None))

    async def settle(self, customer: CustomerId) -> Chat | None:
        """A person has taken care of what the chat waited for, wherever; who talks stays as it is."""
        return await self._change(customer, lambda _: None)

    async def send(self, customer: CustomerId, words: str, key: str) -> Chat | None:
        """A person's words go out, as if written on the phone: wabot keeps silent in the chat for `handoff`.

        What is sent twice under one `key` goes out once.
        """
        now = self._clock.now()

        def say(db: sqlite3.Connection) -> None:
            queue_message(db, f"{BY_PERSON}{key}", customer, words.strip(), now)
            hold_chat(db, customer, now + self.handoff)

        chat = await self._change(customer, say)
        if chat is not None:
            await self._wake(customer)
        return chat

    async def _change(self, customer: CustomerId, change: Callable[[sqlite3.Connection], None]) -> Chat | None:
        def write(db: sqlite3.Connection) -> Chat | None:
            if find_chat(db, customer) is None:
                return None
            change(db)
            end_ask(db, customer)
            return find_chat(db, customer)

        return await self._database.write(write)
