"""The way in: what was heard is on the disk before anybody acts on it."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from loguru import logger

from wabot.domain.correspondence import IncomingMessage
from wabot.logs import shown
from wabot.whatsapp.session import Memory, MessageKept
from wabot.whatsapp.spool import Spool
from wabot.whatsapp.translate import parse_record


class Intake:
    """From the spool, which the library's callback fills, to the memory."""

    def __init__(self, memory: Memory, folder: Path, tell: Callable[[MessageKept], Awaitable[None]]) -> None:
        self.spool = Spool(folder)
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
