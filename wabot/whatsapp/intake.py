"""The way in: what was heard is on the disk before anybody acts on it."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Collection
from contextlib import suppress

from loguru import logger

from wabot.domain.correspondence import IncomingMessage
from wabot.domain.customers import Contact
from wabot.logs import shown
from wabot.types import MessageId
from wabot.whatsapp.session import Memory, MessageKept
from wabot.whatsapp.spool import BAD, Spool
from wabot.whatsapp.translate import parse_record

ON_ITS_WAY_S = 5.0
"""A copy may be ignored while the message itself still waits for the disk."""
YOUNG_S = 30.0
"""After the first login, for what waited to be delivered once more."""
SYNC_S = 0.05
"""What is not in the database by then is made sure of in the spool."""
HELD_UP_S = 5.0
"""Longer than another program holds the book, and soon enough for what comes meanwhile to fit into memory."""
WORDLESS = 500  # messages without words whose ids are known
_NOT_STORED = "message {} from {} could not be stored"


class Intake:
    """From the spool, which the library's callback fills, to the memory. `own` are the salon's addresses."""

    def __init__(
        self,
        memory: Memory,
        spool: Spool,
        tell: Callable[[MessageKept], Awaitable[None]],
        held_up: Callable[[str], None],
    ) -> None:
        """`held_up` is told why, when a message waits too long to be stored: further ones would fill the memory."""
        self.spool = spool
        self.own: Collection[Contact] = ()
        self._memory = memory
        self._tell = tell
        self._held_up = held_up
        self._loop = asyncio.get_running_loop()
        self._closing = asyncio.Event()
        self._first_login: float | None = None
        self._wordless: deque[MessageId] = deque(maxlen=WORDLESS)
        self._syncing: asyncio.Task[None] | None = None
        self._is_unsynced = False

    def close(self) -> None:
        """Wait for nothing more; what cannot be stored from now on is left to the next start."""
        self._closing.set()

    async def take_in(self, message: IncomingMessage, *, is_spooled: bool) -> None:
        """Keep a message, then tell of it if it is new."""
        alarms = [self._loop.call_later(HELD_UP_S, self._held_up, f"no message was stored for {HELD_UP_S:.0f} s")]
        if is_spooled:
            alarms.append(self._loop.call_later(SYNC_S, self._sync_soon))
        try:
            customer = await self._memory(message)
        except Exception:  # noqa: BLE001 - one bad message must not end the session
            logger.exception(_NOT_STORED, shown(message.id, 80), message.contact.for_log)
            if is_spooled and not self._closing.is_set():
                self._give_up(message)
            return
        finally:
            for alarm in alarms:
                alarm.cancel()
        if is_spooled:
            self.spool.done()
        if customer is not None:
            await self._tell(MessageKept(customer, message.more_follows))

    def logged_in(self) -> None:
        """A login succeeded."""
        self._first_login = self._first_login or self._loop.time()

    def note_wordless(self, number: MessageId) -> None:
        """This message came and is kept nowhere, for it says nothing."""
        self._wordless.append(number)

    async def miss(self, message: IncomingMessage) -> None:
        """Keep that a message was lost, unless it turns out to be a copy of one that was not.

        Only a process that was killed loses any, so only what comes right after this one's first login counts.
        """
        if self._first_login is not None and self._loop.time() - self._first_login > YOUNG_S:
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(ON_ITS_WAY_S):
                await self._closing.wait()
        if message.contact not in self.own and message.id not in self._wordless:
            await self.take_in(message, is_spooled=False)

    async def take_in_what_is_left(self) -> None:
        """What the last process heard and could not store any more; the gateway announces it with all that waits."""
        records = self.spool.left_over()
        for record in records:
            message = parse_record(record)
            if message is None:
                continue
            try:
                await self._memory(message)
            except Exception:  # noqa: BLE001 - one bad message must not keep the daemon from starting
                logger.exception(_NOT_STORED, shown(message.id, 80), message.contact.for_log)
                self._set_aside(record)
        if records:
            logger.info("{} messages had been heard when wabot ended", len(records))
        self.spool.clear()

    def _sync_soon(self) -> None:
        self._is_unsynced = True
        if self._syncing is None:
            self._syncing = asyncio.create_task(self._sync())

    async def _sync(self) -> None:
        while self._is_unsynced:
            self._is_unsynced = False
            await asyncio.to_thread(self.spool.sync)
        self._syncing = None

    def _give_up(self, message: IncomingMessage) -> None:
        """What the memory will not take is not tried again; others still empty the spool."""
        for record in self.spool.left_over():
            found = parse_record(record)
            if found is not None and found.id == message.id:
                self._set_aside(record)
                break
        self.spool.done()

    def _set_aside(self, record: bytes) -> None:
        try:
            self.spool.set_aside(record)
            logger.error("its record is in {}", BAD)
        except OSError as error:
            logger.error("the message is lost, {} could not be written: {}", BAD, error)
