"""Telling the owner that WhatsApp needs a person: outside WhatsApp at once, and in it once it works again."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from http import HTTPStatus
from typing import Protocol

import aiohttp
import anyio
from anyio.abc import TaskGroup, TaskStatus
from loguru import logger
from tenacity import AsyncRetrying, retry_if_exception, stop_after_delay, wait_exponential

from wabot.bus import Bus
from wabot.clock import Clock
from wabot.domain.customers import Contact
from wabot.messages import ReplyQueued
from wabot.storage.database import Database
from wabot.storage.outages import queue_notices
from wabot.tasks.bell import wait_at_most
from wabot.tasks.outside import fault_of, host_of
from wabot.tasks.persistence import write_surely
from wabot.types import PhoneNumber
from wabot.whatsapp.session import FOR_A_PERSON, Session, State, Status

LONG = timedelta(minutes=10)
"""Without WhatsApp, until a person had better know; what is shorter mends itself."""
LOOK_S = 30.0
TIMEOUT_S = 20.0
TRIED_FOR_S = 6 * 3600.0  # the network may be what is gone
_LATER = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS}


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
    """Since when WhatsApp is away, whether the owner has been told in which state, and what is still being posted."""

    lost: Status
    told: State | None = None
    posts: list[anyio.CancelScope] = field(default_factory=list)

    def is_worth_telling(self, status: Status, now: datetime) -> bool:
        """Whether a person is needed, or it has gone on for long; once a state."""
        if status.state in FOR_A_PERSON:
            return self.told is not status.state
        return self.told is None and now - self.lost.since >= LONG

    def end(self) -> None:
        """It is over: nobody needs to hear of it any more."""
        for post in self.posts:
            post.cancel()


async def run_alerts(
    session: Session,
    database: Database,
    bus: Bus,
    owner: Callable[[], Owner],
    clock: Clock,
    *,
    task_status: TaskStatus[None],
) -> None:
    """Watch the session until cancelled. `owner` is asked each time: it changes with the configuration.

    A state of a person's that wabot found at its start was told when it began. Waiting for the first phone to be
    linked is no trouble.
    """
    found = session.status
    outage = Outage(found, found.state) if found.state in FOR_A_PERSON else None
    has_been_linked = outage is not None
    async with anyio.create_task_group() as posts:
        task_status.started()
        while True:
            change, status = session.change, session.status
            if status.state is State.ONLINE:
                if outage is not None:
                    outage.end()
                    if outage.told is not None:
                        await _tell_in_whatsapp(outage.lost, owner(), database, bus, clock)
                outage, has_been_linked = None, True
            elif status.state is State.PAIRING and not has_been_linked:
                outage = outage if outage is not None and outage.told is not None else None
            else:
                outage = outage or Outage(status)
                if outage.is_worth_telling(status, clock.now()):
                    outage.told = status.state
                    _tell_outside(status, owner(), outage, posts, clock)
            await _until(change, clock, looks_again=outage is not None and outage.told is None)


async def _until(change: anyio.Event, clock: Clock, *, looks_again: bool) -> None:
    """Wait for the change, or for a while if time alone may matter."""
    await wait_at_most(change, clock, LOOK_S if looks_again else None)


async def _tell_in_whatsapp(lost: Status, owner: Owner, database: Database, bus: Bus, clock: Clock) -> None:
    now = clock.now()
    people = [Contact(phone=phone) for phone in owner.phones]
    queue = partial(queue_notices, people=people, text=owner.words.recovery(lost, now), lost_at=lost.since, now=now)
    recipients = await write_surely(database, queue, clock)
    await bus.announce(ReplyQueued(customer=recipient) for recipient in recipients)


def _tell_outside(status: Status, owner: Owner, outage: Outage, posts: TaskGroup, clock: Clock) -> None:
    words = owner.words.trouble(status)
    logger.warning("the owner is told: {}", words)
    if owner.alert_url:
        scope = anyio.CancelScope()
        outage.posts.append(scope)
        posts.start_soon(_post, owner.alert_url, words, scope, clock)


async def _post(alert_url: str, words: str, scope: anyio.CancelScope, clock: Clock) -> None:
    """A line of plain text to a URL of the owner's, until the scope is cancelled."""
    retrying = AsyncRetrying(
        retry=retry_if_exception(_may_pass),
        wait=wait_exponential(multiplier=2, max=300),
        stop=stop_after_delay(TRIED_FOR_S),
        sleep=clock.pause,
        reraise=True,
    )
    with scope:
        try:
            await retrying(_post_once, alert_url, words)
        except Exception as error:  # noqa: BLE001 - customers are served all the same
            logger.error("the alert could not be delivered to {}: {}", host_of(alert_url), fault_of(error))


def _may_pass(error: BaseException) -> bool:
    """Whether it is worth trying again: not when the other side says that we are wrong, or the URL is none."""
    if isinstance(error, aiohttp.ClientResponseError):
        return error.status in _LATER or not HTTPStatus.BAD_REQUEST <= error.status < HTTPStatus.INTERNAL_SERVER_ERROR
    return isinstance(error, aiohttp.ClientError | OSError | TimeoutError) and not isinstance(error, ValueError)


async def _post_once(alert_url: str, words: str) -> None:
    timeout = aiohttp.ClientTimeout(total=TIMEOUT_S)
    async with (
        aiohttp.ClientSession(timeout=timeout) as http,
        http.post(alert_url, data=words.encode(), headers={"Content-Type": "text/plain; charset=utf-8"}) as answer,
    ):
        answer.raise_for_status()
