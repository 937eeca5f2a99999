"""The gateway: what the session hears is kept, then announced."""

import sqlite3
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice

import anyio
from anyio.abc import TaskStatus
from anyio.streams.memory import MemoryObjectReceiveStream
from loguru import logger

from wabot.bus import Bus
from wabot.clock import Clock
from wabot.domain.correspondence import IncomingMessage, Receipt
from wabot.logs import shown
from wabot.messages import MessageReceived
from wabot.storage.customers import meet_customer
from wabot.storage.database import Database
from wabot.storage.inbox import Kept, keep_message, waiting_customers
from wabot.storage.outbox import record_receipt
from wabot.storage.session import StoredStatus, find_session, record_session
from wabot.tasks.persistence import write_surely
from wabot.types import CustomerId
from wabot.whatsapp.reasons import Reason
from wabot.whatsapp.session import FOR_A_PERSON, ContactLearned, MessageKept, Session, State, Status, StatusChanged

RECEIPTS = 100  # that may wait to be written down
TOGETHER = 256  # messages that may share a transaction
LONGEST_NAME = 80  # of what strangers choose: a profile's name, a message's id


@dataclass(eq=False, slots=True)
class _Waiting:
    """A message that is to be stored, and what became of it."""

    message: IncomingMessage
    kept: Kept | None = None
    error: Exception | None = None
    is_over: bool = False


class Keeper:
    """What the session writes down before anything else: each message, once, and how it stands itself.

    Messages are stored in the order in which they came, also after a disk that took none for a while: those that come
    while others are on their way to it go together, and one loop tries for all.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._waiting: deque[_Waiting] = deque()
        self._storing = anyio.Lock()

    async def __call__(self, message: IncomingMessage, /) -> CustomerId | None:
        if message.profile_name:
            message = replace(message, profile_name=shown(message.profile_name, LONGEST_NAME))
        waiting = _Waiting(message)
        self._waiting.append(waiting)
        async with self._storing:
            if not waiting.is_over:
                await self._store()
        name = shown(message.id, LONGEST_NAME)
        if waiting.error is not None:
            raise waiting.error
        if waiting.kept is None:
            logger.info("message {} from {}: known already", name, message.contact.for_log)
            return None
        logger.info("message {} from {}: kept as {}", name, message.contact.for_log, waiting.kept.id)
        logger.debug("message {} says {}", name, shown(message.text))
        return waiting.kept.customer

    async def _store(self) -> None:
        """Store those that have waited longest; where one of them cannot be, each for itself."""
        together = list(islice(self._waiting, TOGETHER))
        try:
            await self._write(together)
        except Exception:  # noqa: BLE001 - told to whoever brought the message that is at fault
            for waiting in together:
                try:
                    await self._write([waiting])
                except Exception as error:  # noqa: BLE001 - likewise
                    waiting.error = error
        for waiting in together:
            waiting.is_over = True
            self._waiting.popleft()

    async def _write(self, together: Sequence[_Waiting]) -> None:
        def keep(db: sqlite3.Connection) -> list[Kept | None]:
            return [keep_message(db, waiting.message, self._clock.now()) for waiting in together]

        for waiting, kept in zip(together, await write_surely(self._database, keep, self._clock), strict=True):
            waiting.kept = kept

    async def recall(self) -> Status | None:
        stored = await self._database.read(find_session)
        if stored is None or stored.state not in FOR_A_PERSON:
            return None
        reason = Reason.parse(stored.reason) if stored.reason else None
        return Status(State(stored.state), stored.since, reason, stored.until)

    async def remember(self, status: Status) -> None:
        reason = status.reason.stored if status.reason else None
        stored = StoredStatus(status.state, status.since, reason, status.until)
        await write_surely(self._database, lambda db: record_session(db, stored), self._clock)


async def run_gateway(
    session: Session, database: Database, bus: Bus, clock: Clock, *, task_status: TaskStatus[None]
) -> None:
    """Announce what waits from before, then what the session hears, until its events end."""
    into, receipts = anyio.create_memory_object_stream[Receipt](RECEIPTS)
    async with anyio.create_task_group() as beside, into, bus.received.into as received:
        beside.start_soon(_record_receipts, receipts, database, clock)
        waiting = await database.read(waiting_customers)
        task_status.started()
        for customer in waiting:
            await received.send(MessageReceived(customer=customer))
        async for event in session.events:
            match event:
                case MessageKept(customer, more_follows):
                    if not more_follows:
                        await received.send(MessageReceived(customer=customer))
                case Receipt():
                    await into.send(event)
                case ContactLearned(contact):
                    learn = partial(meet_customer, contact=contact, name=None, now=clock.now())
                    customer = await write_surely(database, learn, clock)
                    await received.send(MessageReceived(customer=customer))  # two rows may have become one
                case StatusChanged(status):
                    _log_status(status)


async def _record_receipts(receipts: MemoryObjectReceiveStream[Receipt], database: Database, clock: Clock) -> None:
    """Write down what customers' phones report, all that has come at a time; no message waits behind it."""
    async with receipts:
        async for first in receipts:
            batch = [first]
            with suppress(anyio.WouldBlock, anyio.EndOfStream):
                while len(batch) < RECEIPTS:
                    batch.append(receipts.receive_nowait())
            await write_surely(database, partial(_record_all, receipts=batch), clock)


def _record_all(db: sqlite3.Connection, receipts: Sequence[Receipt]) -> None:
    for receipt in receipts:
        record_receipt(db, receipt)


def _log_status(status: Status) -> None:
    logger.info("session {}{}", status.state, f": {status.reason}" if status.reason else "")
