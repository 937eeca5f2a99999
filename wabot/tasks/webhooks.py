"""Delivering webhooks: each event to each receiver that wants it, in order for each customer, beside all other work."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from functools import partial

import aiohttp
import anyio
from anyio.abc import TaskGroup, TaskStatus
from loguru import logger
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type, wait_exponential, wait_random

from wabot.clock import Clock
from wabot.domain.salon import Salon
from wabot.domain.webhooks import TRIED_FOR, Delivery, Event, Webhook, render_body, sign
from wabot.storage.database import Database
from wabot.storage.webhooks import (
    Lane,
    find_delivery,
    give_up,
    mark_delivered,
    note_attempt,
    subscribe,
    waiting_lanes,
)
from wabot.tasks.bell import Bell
from wabot.tasks.outside import fault_of
from wabot.tasks.persistence import write_surely
from wabot.whatsapp.reasons import Reason

TIMEOUT_S = 10.0  # for one attempt; a receiver works after it has answered
LONGEST_WAIT_S = 600.0
LANES = 64  # of one receiver seen to at the same time; the others wait in the table
AT_ONCE = 8  # attempts under way at one receiver
GATHER_S = 0.2  # after a change, so that a busy hour is looked at five times a second
AFTER_FAILURE_S = 60.0
_GONE = 410


class NotDelivered(Exception):
    """An attempt failed; the text says why."""


class Refused(Exception):
    """The receiver wants no more of it."""


async def run_webhooks(
    webhooks: Collection[Webhook],
    salon: Salon,
    database: Database,
    turn: anyio.Lock,
    clock: Clock,
    *,
    task_status: TaskStatus[None],
) -> None:
    """Deliver what waits from before and what comes, until cancelled; what was cut off is delivered again.

    Whoever delivers holds the `turn`: the configuration's next reader begins before the last one ends.
    """
    await write_surely(database, partial(subscribe, webhooks=webhooks, now=clock.now()), clock)
    task_status.started()
    if not webhooks:
        return
    timeout, connector = aiohttp.ClientTimeout(total=TIMEOUT_S), aiohttp.TCPConnector(limit=0)  # AT_ONCE is the limit
    async with (
        turn,
        aiohttp.ClientSession(timeout=timeout, connector=connector, cookie_jar=aiohttp.DummyCookieJar()) as http,
        anyio.create_task_group() as couriers,
    ):
        for webhook in webhooks:
            couriers.start_soon(Courier(webhook, salon, database, clock, http).run)


class Courier:
    """Serves one receiver: its lanes beside each other, in each lane one delivery after the other."""

    def __init__(
        self, webhook: Webhook, salon: Salon, database: Database, clock: Clock, http: aiohttp.ClientSession
    ) -> None:
        self._webhook = webhook
        self._salon = salon
        self._database = database
        self._clock = clock
        self._http = http
        self._at_once = anyio.CapacityLimiter(AT_ONCE)
        self._under_way: set[Lane] = set()
        self._bell = Bell()

    async def run(self) -> None:
        """Until cancelled."""
        async with anyio.create_task_group() as lanes:
            lanes.start_soon(self._ring_at_changes)
            while True:
                try:
                    await self._look(lanes)
                except Exception:  # noqa: BLE001 - what waits stands in the table; customers are served all the same
                    logger.exception("webhook {} failed", self._webhook.id)
                    await self._clock.pause(AFTER_FAILURE_S)
                    continue
                await self._bell.listen(self._clock)
                await self._clock.pause(GATHER_S)

    async def _ring_at_changes(self) -> None:
        while True:
            change = self._database.change
            self._bell.ring()
            await change.wait()

    async def _look(self, lanes: TaskGroup) -> None:
        for lane in await self._database.read(lambda db: waiting_lanes(db, self._webhook.id, LANES)):
            if lane not in self._under_way and len(self._under_way) < LANES:
                self._under_way.add(lane)
                lanes.start_soon(self._serve, lane)

    async def _serve(self, lane: Lane) -> None:
        """Deliver or give up all that waits in the lane. Trouble of ours makes it wait; nothing is lost by that."""
        try:
            while (delivery := await self._database.read(lambda db: find_delivery(db, lane))) is not None:
                await self._settle(delivery, lane)
        except Exception:  # noqa: BLE001 - see above; customers are served all the same
            logger.exception("webhook {} failed", self._webhook.id)
            await self._clock.pause(AFTER_FAILURE_S)
        self._under_way.discard(lane)
        self._bell.ring()

    async def _settle(self, delivery: Delivery, lane: Lane) -> None:
        retrying = AsyncRetrying(
            retry=retry_if_exception_type(NotDelivered),
            wait=wait_exponential(multiplier=2, max=LONGEST_WAIT_S) + wait_random(0, 1),
            stop=_Stop(delivery.at + TRIED_FOR, self._clock),
            sleep=self._clock.pause,
            reraise=True,
        )
        try:
            await retrying(self._attempt, delivery, lane)
        except (NotDelivered, Refused) as error:
            logger.error("webhook {}: {} is given up: {}", self._webhook.id, delivery.event, error)
            unit = partial(give_up, delivery=delivery, reason=str(error), now=self._clock.now())
            await write_surely(self._database, unit, self._clock)

    async def _attempt(self, delivery: Delivery, lane: Lane) -> None:
        """What is told is read anew each time: it may have been forgotten since, with the customer."""
        found = await self._database.read(lambda db: find_delivery(db, lane))
        if found is None or found.id != delivery.id:
            return
        try:
            async with self._at_once:
                await self._post(found)
        except NotDelivered as error:
            logger.warning("webhook {}: {}: {}", self._webhook.id, delivery.event, error)
            unit = partial(note_attempt, delivery=delivery, reason=str(error))
            await write_surely(self._database, unit, self._clock)
            raise
        await write_surely(self._database, partial(mark_delivered, delivery=delivery), self._clock)

    async def _post(self, delivery: Delivery) -> None:
        """Redirects are not followed, the body is for this receiver; of its answer only the status is read."""
        body = render_body(_in_words(delivery), self._salon.id, self._salon.timezone)
        headers = {"Content-Type": "application/json", "User-Agent": "wabot"}
        headers |= sign(self._webhook.secret, delivery.key, self._clock.now(), body)
        try:
            async with self._http.post(self._webhook.url, data=body, headers=headers, allow_redirects=False) as answer:
                status = answer.status
        except (aiohttp.ClientError, OSError, TimeoutError, UnicodeError) as error:  # the last: no name a host can have
            raise NotDelivered(fault_of(error)) from None
        if status == _GONE:
            raise Refused(f"HTTP {status}: the receiver wants no more")
        if 300 <= status < 400:
            raise NotDelivered(f"HTTP {status}: it answers with a redirect, which is not followed")
        if not 200 <= status < 300:
            raise NotDelivered(f"HTTP {status}")


def _in_words(delivery: Delivery) -> Delivery:
    """The reason of a session's state as GET /health words it."""
    reason = delivery.data.get("reason")
    if delivery.event is not Event.SESSION_STATE or reason is None:
        return delivery
    return replace(delivery, data={**delivery.data, "reason": str(Reason.parse(reason))})


class _Stop:
    """When tenacity is to give up: by the clock, so that a restart begins no new day."""

    def __init__(self, until: datetime, clock: Clock) -> None:
        self._until = until
        self._clock = clock

    def __call__(self, _state: RetryCallState) -> bool:
        return self._clock.now() >= self._until
