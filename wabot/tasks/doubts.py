"""Waiting for evidence: what became of the messages whose acknowledgement never came."""

from collections.abc import Iterable
from functools import partial

import anyio
from loguru import logger

from wabot.clock import Clock
from wabot.storage.database import Database
from wabot.storage.doubts import customers_in_doubt, end_doubts
from wabot.storage.outbox import queued_mail
from wabot.tasks.mail import Mail
from wabot.tasks.persistence import write_surely
from wabot.types import CustomerId
from wabot.whatsapp.session import Session, State

EVIDENCE_S = 10.0
"""A phone that is switched on reports a message within a second or two; what waited for us comes before `online`."""


class Doubts:
    """Sees to customers who get no messages because an earlier one is in doubt, until it no longer is."""

    def __init__(self, session: Session, database: Database, mail: Mail, clock: Clock) -> None:
        self._session = session
        self._database = database
        self._mail = mail
        self._clock = clock
        self._waiting: set[CustomerId] = set()
        self._news = anyio.Event()

    def arose(self, customers: Iterable[CustomerId]) -> None:
        """Messages for these customers are in doubt, on the disk."""
        self._waiting.update(customers)
        if self._waiting:
            self._news.set()

    async def settle(self) -> None:
        """For ever."""
        while True:
            if self._waiting:
                async with anyio.create_task_group() as beside:
                    beside.start_soon(self._end_without_evidence)
                    await self._release()
                    beside.cancel_scope.cancel()
            self._news = anyio.Event()
            await self._news.wait()

    async def _release(self) -> None:
        """Let customers have their mail as soon as nothing of theirs is in doubt, whatever ended it."""
        while self._waiting:
            change = self._database.change
            doubted = await self._database.read(customers_in_doubt)
            released = self._waiting - doubted
            for customer in await self._database.read(queued_mail) if released else ():
                if customer in released:
                    self._mail.add(customer)  # once a message
            self._waiting -= released
            if self._waiting:
                await change.wait()

    async def _end_without_evidence(self) -> None:
        """After EVIDENCE_S on one connection, what was in doubt from its beginning."""
        while True:
            change = self._session.change
            if self._session.status.state is not State.ONLINE:
                await change.wait()
                continue
            begun = self._clock.now()
            await self._clock.pause(EVIDENCE_S)
            if not change.is_set():
                ended = await write_surely(self._database, partial(end_doubts, before=begun), self._clock)
                logger.info("{} messages in doubt: no phone reported them", ended)
