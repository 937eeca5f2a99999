"""Waiting for evidence: what became of the messages whose acknowledgement never came."""

from datetime import datetime
from functools import partial

import anyio
from loguru import logger

from wabot.clock import Clock
from wabot.storage.database import Database
from wabot.storage.doubts import end_doubts, has_doubts
from wabot.tasks.mail import Mail
from wabot.tasks.persistence import write_surely
from wabot.whatsapp.session import Session, State

EVIDENCE_S = 10.0
"""A phone that is switched on reports a message within a second or two; what waited for us comes before `online`."""


class Doubts:
    """Ends doubts once evidence had its time, while connected. Without any, a reply is said once more."""

    def __init__(self, session: Session, database: Database, mail: Mail, clock: Clock) -> None:
        self._session = session
        self._database = database
        self._mail = mail
        self._clock = clock
        self._news = anyio.Event()

    def arose(self) -> None:
        """A message is in doubt, on the disk."""
        self._news.set()

    async def settle(self) -> None:
        """For ever."""
        while True:
            change, news = self._session.change, self._news
            if self._session.status.state is State.ONLINE and await self._database.read(has_doubts):
                begun = self._clock.now()
                await self._clock.pause(EVIDENCE_S)
                if not change.is_set():
                    await self._end(begun)
                continue
            async with anyio.create_task_group() as either:
                either.start_soon(self._wait, change, either.cancel_scope)
                await news.wait()
                either.cancel_scope.cancel()
            self._news = anyio.Event()

    async def _wait(self, change: anyio.Event, scope: anyio.CancelScope) -> None:
        await change.wait()
        scope.cancel()

    async def _end(self, begun: datetime) -> None:
        for customer in await write_surely(self._database, partial(end_doubts, before=begun), self._clock):
            logger.info("customer {}: no evidence of the message in doubt", customer)
            self._mail.add(customer)
