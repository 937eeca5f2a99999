"""Errands: what wabot does of its own accord, at the right moment whatever the clock and the book do meanwhile."""

import sqlite3
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

import anyio
from anyio.abc import TaskStatus
from loguru import logger

from wabot.bus import Bus
from wabot.clock import Clock
from wabot.messages import ReplyQueued
from wabot.storage.customers import find_contact
from wabot.storage.database import Database
from wabot.tasks.persistence import write_surely
from wabot.types import CustomerId

AFTER_CHANGE_S = 1.0  # in a busy hour the book is looked at this often, not at each message
AFTER_FAILURE_S = 60.0
AT_LEAST_EVERY = timedelta(days=1)  # where nothing is due; that the clock was set back is noticed sooner

Recipients = tuple[CustomerId, ...]
Attempt = Callable[[sqlite3.Connection, CustomerId, datetime], Recipients]
NextMoment = Callable[[sqlite3.Connection, datetime], datetime | None]
"""When something happens by itself next; not after the given moment when it is to happen at once."""


class Errands(Protocol):
    """One kind of them. Each errand is settled once: done, or skipped for a reason that is written down."""

    def next_moment(self, db: sqlite3.Connection, now: datetime) -> datetime | None:
        """When there is something to do next; not after `now` when there is already, None when there is nothing."""

    def customers_due(self, db: sqlite3.Connection, now: datetime) -> list[CustomerId]:
        """For whom there is something to do now."""

    def settle(self, db: sqlite3.Connection, customer: CustomerId, now: datetime) -> Recipients:
        """Do what is due for the customer; returns for whom messages were queued."""

    def give_up(self, db: sqlite3.Connection, customer: CustomerId, now: datetime) -> Recipients:
        """It failed on our side: what is due is skipped, and shown."""


def earliest(*kinds: Errands) -> NextMoment:
    """When the first of all kinds of errands has something to do."""

    def next_moment(db: sqlite3.Connection, now: datetime) -> datetime | None:
        moments = [errands.next_moment(db, now) for errands in kinds]
        return min((moment for moment in moments if moment is not None), default=None)

    return next_moment


async def run_errands(
    database: Database, bus: Bus, errands: Errands, clock: Clock, *, task_status: TaskStatus[None]
) -> None:
    """Settle each errand when it is due, until cancelled. Trouble with one kind must not end the other services."""
    task_status.started()
    while True:
        try:
            await _settle_next(database, bus, errands, clock)
        except Exception:  # noqa: BLE001 - see above
            logger.exception("{} failed", type(errands).__name__)
            await clock.pause(AFTER_FAILURE_S)


async def _settle_next(database: Database, bus: Bus, errands: Errands, clock: Clock) -> None:
    """What is due now; else wait until something may be."""
    change = database.change
    now = clock.now()
    moment = await database.read(lambda db: errands.next_moment(db, now))
    if moment is None or moment > clock.now():
        await _until(change, moment or now + AT_LEAST_EVERY, now, clock)
        return
    for customer in await database.read(lambda db: errands.customers_due(db, clock.now())):
        await _settle(customer, database, bus, errands, clock)


async def _settle(customer: CustomerId, database: Database, bus: Bus, errands: Errands, clock: Clock) -> None:
    """One customer's trouble must not cost the others what is due for them."""
    kind = type(errands).__name__
    for attempt in (errands.settle, errands.give_up):
        try:
            recipients = await write_surely(database, partial(_at_this_moment, attempt, customer, clock), clock)
        except Exception:  # noqa: BLE001 - see above
            logger.exception("customer {}: {}, {} failed", customer, kind, attempt.__name__)
            continue
        logger.info("customer {}: {} settled, {} to send", customer, kind, len(recipients))
        await bus.announce(ReplyQueued(customer=recipient) for recipient in recipients)
        return
    await clock.pause(AFTER_FAILURE_S)


def _at_this_moment(attempt: Attempt, customer: CustomerId, clock: Clock, db: sqlite3.Connection) -> Recipients:
    """Nothing, where the customer was forgotten or became one with another since it was looked up."""
    return attempt(db, customer, clock.now()) if find_contact(db, customer) is not None else ()


async def _until(change: anyio.Event, moment: datetime, now: datetime, clock: Clock) -> None:
    """Wait for the moment, or for a change of the book or of the clock, which showed `now`."""
    async with anyio.create_task_group() as either:
        either.start_soon(_ring, moment, now, clock, either.cancel_scope)
        await change.wait()
        await clock.pause(AFTER_CHANGE_S)
        either.cancel_scope.cancel()


async def _ring(moment: datetime, now: datetime, clock: Clock, scope: anyio.CancelScope) -> None:
    await clock.reach(moment, since=now)  # or set back: what is due next is looked up anew
    scope.cancel()
