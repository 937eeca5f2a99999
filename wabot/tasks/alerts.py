"""Telling the owner that WhatsApp needs a person: outside WhatsApp at once, and in it once it works again."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

import aiohttp
import anyio
from anyio.abc import TaskGroup, TaskStatus
from loguru import logger
from tenacity import AsyncRetrying, retry_if_exception_type, stop_after_delay, wait_exponential

from wabot.bus import Bus
from wabot.clock import Clock
from wabot.domain.customers import Contact
from wabot.messages import ReplyQueued
from wabot.storage.database import Database
from wabot.storage.outages import queue_notices
from wabot.tasks.persistence import write_surely
from wabot.types import PhoneNumber
from wabot.whatsapp.session import FOR_A_PERSON, Session, State, Status

LONG = timedelta(minutes=10)
"""Without WhatsApp, until a person had better know; what is shorter mends itself."""
LOOK_S = 30.0
TIMEOUT_S = 20.0
TRIED_FOR_S = 6 * 3600.0  # the network may be what is gone


class Words(Protocol):
    """The owner's language."""

    def trouble(self, status: Status) -> str:
        """How it stands, what that means for customers, and what to do."""
        ...

    def recovery(self, lost: Status, now: datetime) -> str:
        """From when to when nobody was answered, and why."""
        ...


@dataclass(frozen=True, slots=True)
class Owner:
    """Whom to tell, in which words; no `alert_url`: only in WhatsApp."""

    phones: tuple[PhoneNumber, ...]
    alert_url: str
    words: Words


@dataclass(slots=True)
class Outage:
    """Since when WhatsApp is away, and whether the owner has been told in which state."""

    lost: Status
    told: State | None = None

    def is_worth_telling(self, status: Status, now: datetime) -> bool:
        """Whether a person is needed, or it has gone on for long; once a state."""
        if status.state in FOR_A_PERSON:
            return self.told is not status.state
        return self.told is None and now - self.lost.since >= LONG


async def run_alerts(
    session: Session, database: Database, bus: Bus, owner: Owner, clock: Clock, *, task_status: TaskStatus[None]
) -> None:
    """Watch the session until cancelled. A state that wabot found at its start was told when it began."""
    found = session.status
    outage = Outage(found, found.state) if found.state in FOR_A_PERSON else None
    has_worked = outage is not None
    async with anyio.create_task_group() as posts:
        task_status.started()
        while True:
            change, status = session.change, session.status
            if status.state is State.ONLINE:
                if outage is not None and outage.told is not None:
                    await _tell_in_whatsapp(outage.lost, owner, database, bus, clock)
                outage, has_worked = None, True
            elif has_worked or status.state in FOR_A_PERSON:
                outage = outage or Outage(status)
                if outage.is_worth_telling(status, clock.now()):
                    outage.told = status.state
                    _tell_outside(owner.words.trouble(status), owner, posts, clock)
            await _until(change, clock, looks_again=outage is not None and outage.told is None)


async def _until(change: anyio.Event, clock: Clock, *, looks_again: bool) -> None:
    """Wait for the change, or for a while if time alone may matter."""
    async with anyio.create_task_group() as either:
        if looks_again:
            either.start_soon(_pause, clock, either.cancel_scope)
        await change.wait()
        either.cancel_scope.cancel()


async def _pause(clock: Clock, scope: anyio.CancelScope) -> None:
    await clock.pause(LOOK_S)
    scope.cancel()


async def _tell_in_whatsapp(lost: Status, owner: Owner, database: Database, bus: Bus, clock: Clock) -> None:
    now = clock.now()
    people = [Contact(phone=phone) for phone in owner.phones]
    queue = partial(queue_notices, people=people, text=owner.words.recovery(lost, now), lost_at=lost.since, now=now)
    recipients = await write_surely(database, queue, clock)
    async with bus.replies.into.clone() as replies:
        for recipient in recipients:
            await replies.send(ReplyQueued(customer=recipient))


def _tell_outside(words: str, owner: Owner, posts: TaskGroup, clock: Clock) -> None:
    logger.warning("the owner is told: {}", words)
    if owner.alert_url:
        posts.start_soon(_post, owner.alert_url, words, clock)


async def _post(alert_url: str, words: str, clock: Clock) -> None:
    """A line of plain text to a URL of the owner's."""
    retrying = AsyncRetrying(
        retry=retry_if_exception_type((aiohttp.ClientError, TimeoutError)),
        wait=wait_exponential(multiplier=2, max=300),
        stop=stop_after_delay(TRIED_FOR_S),
        sleep=clock.pause,
        reraise=True,
    )
    try:
        await retrying(_post_once, alert_url, words)
    except (aiohttp.ClientError, TimeoutError) as error:
        logger.error("the alert could not be delivered to {}: {}", alert_url, error)


async def _post_once(alert_url: str, words: str) -> None:
    timeout = aiohttp.ClientTimeout(total=TIMEOUT_S)
    async with (
        aiohttp.ClientSession(timeout=timeout) as http,
        http.post(alert_url, data=words.encode(), headers={"Content-Type": "text/plain; charset=utf-8"}) as answer,
    ):
        answer.raise_for_status()
