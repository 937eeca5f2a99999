"""The way in: what was heard is on the disk before anybody acts on it."""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from pathlib import Path

from loguru import logger

from wabot.domain.correspondence import IncomingMessage
from wabot.domain.customers import Contact
from wabot.logs import shown
from wabot.whatsapp.session import Memory, MessageKept
from wabot.whatsapp.spool import Spool
from wabot.whatsapp.translate import parse_record

ON_ITS_WAY_S = 5.0
"""A copy may be ignored while the message itself still waits for the disk."""


class Intake:
    """From the spool, which the library's callback fills, to the memory. `own` are the salon's addresses."""

    def __init__(self, memory: Memory, folder: Path, tell: Callable[[MessageKept], Awaitable[None]]) -> None:
        self.spool = Spool(folder)
        self.own: Collection[Contact] = ()
        self._memory = memory
        self._tell = tell

    async def take_in(self, message: IncomingMessage, *, is_spooled: bool) -> None:
        """Keep a message, then tell of it if it is new."""
        try:
            customer = await self._memory(message)
        except Exception:  # noqa: BLE001 - one bad message must not end the session; the spool still has it
            logger.exception("message {} from {} could not be stored", shown(message.id, 80), message.contact.for_log)
            return
        if is_spooled:
            self.spool.done()
        if customer is not None:
            await self._tell(MessageKept(customer, message.more_follows))

    async def miss(self, message: IncomingMessage) -> None:
        """Keep that a message was lost, unless it turns out to be a copy of one that was not."""
        await asyncio.sleep(ON_ITS_WAY_S)
        if message.contact not in self.own:
            await self.take_in(message, is_spooled=False)

    async def take_in_what_is_left(self) -> None:
        """What the last process heard and could not store any more; the gateway announces it with all that waits."""
        records = self.spool.left_over()
        for record in records:
            message = parse_record(record)
            if message is not None:
                await self._memory(message)
        if records:
            logger.info("{} messages had been heard when wabot ended", len(records))
        self.spool.clear()
