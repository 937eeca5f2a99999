"""Waiting for evidence: what became of the messages whose acknowledgement never came."""

from functools import partial

import anyio
from loguru import logger

from wabot.clock import Clock
from wabot.storage.database import Database
from wabot.storage.doubts import customers_in_doubt, end_doubts, latest_doubt
from wabot.tasks.bell import Bell
from wabot.tasks.persistence import write_surely
from wabot.types import CustomerId
from wabot.whatsapp.session import Session, State

EVIDENCE_S = 10.0
"""A phone that is switched on reports a message within a second or two; what waited for us comes before `online`."""


class Doubts:
    """Sees to customers who get no messages because an earlier one is in doubt. Rings `bell` whenever one is freed."""

    def __init__(self, session: Session, database: Database, bell: Bell, clock: Clock) -> None:
        self._session = session
        self._database = database
        self._bell = bell
        self._clock = clock
        self._news = anyio.Event()

    def arose(self) -> None:
        """A message is in doubt, on the disk."""
        self._news.set()

    async def settle(self) -> None:
        """For ever."""
        while True:
            self._news = anyio.Event()  # before looking: what arises later sets it
            doubted = await self._database.read(customers_in_doubt)
            if not doubted:
                await self._news.wait()
                continue
            async with anyio.create_task_group() as beside:
                beside.start_soon(self._end_without_evidence)
                await self._watch(doubted)
                beside.cancel_scope.cancel()

    async def _watch(self, doubted: set[CustomerId]) -> None:
        """Until nothing is in doubt, whatever ended it."""
        while doubted:
            change = self._database.change
            still = await self._database.read(customers_in_doubt)
            if still != doubted:
                self._bell.ring()
            doubted = still
            if doubted:
                await change.wait()

    async def _end_without_evidence(self) -> None:
        """After EVIDENCE_S on one connection, what was in doubt from its beginning."""
        while True:
            change = self._session.change
            if self._session.status.state is not State.ONLINE:
                await change.wait()
                continue
            latest = await self._database.read(latest_doubt)  # not the clock, which may have been set back since
            await self._clock.pause(EVIDENCE_S)
            if change.is_set() or latest is None:
                continue
            ended = await write_surely(self._database, partial(end_doubts, until=latest), self._clock)
            if ended:
                logger.info("{} messages in doubt: no phone reported them", ended)
