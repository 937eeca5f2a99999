"""Reminders: at the right moment, whatever the clock and the book do meanwhile."""

import sqlite3
from collections.abc import Callable
from datetime import datetime
from functools import partial

import anyio
from anyio.abc import TaskStatus
from loguru import logger

from wabot.bus import Bus
from wabot.clock import Clock
from wabot.messages import ReplyQueued
from wabot.storage.database import Database
from wabot.tasks.persistence import write_surely
from wabot.tasks.reminding import Reminding
from wabot.types import CustomerId

AFTER_CHANGE_S = 1.0  # in a busy hour the book is looked at this often, not at each message
AFTER_FAILURE_S = 60.0

Recipients = tuple[CustomerId, ...]
Attempt = Callable[[sqlite3.Connection, CustomerId, datetime], Recipients]


async def run_reminders(
    database: Database, bus: Bus, reminding: Reminding, clock: Clock, *, task_status: TaskStatus[None]
) -> None:
    """Settle each reminder when it is due, until cancelled. Trouble with reminders must not end the other services."""
    task_status.started()
    while True:
        try:
            await _settle_next(database, bus, reminding, clock)
        except Exception:  # noqa: BLE001 - see above
            logger.exception("reminders failed")
            await clock.pause(AFTER_FAILURE_S)


async def _settle_next(database: Database, bus: Bus, reminding: Reminding, clock: Clock) -> None:
    """What is due now; else wait until something may be."""
    change = database.change
    moment = await database.read(lambda db: reminding.next_moment(db, clock.now()))
    if moment is None or moment > clock.now():
        await _until(change, moment, clock)
        return
    for customer in await database.read(lambda db: reminding.customers_due(db, clock.now())):
        await _remind(customer, database, bus, reminding, clock)


async def _remind(customer: CustomerId, database: Database, bus: Bus, reminding: Reminding, clock: Clock) -> None:
    """One customer's trouble must not cost the others their reminders."""
    for attempt in (reminding.remind, reminding.give_up):
        try:
            recipients = await write_surely(database, partial(_at_this_moment, attempt, customer, clock), clock)
        except Exception:  # noqa: BLE001 - see above
            logger.exception("customer {}: {} failed", customer, attempt.__name__)
            continue
        logger.info("customer {}: reminders settled, {} to send", customer, len(recipients))
        await bus.announce(ReplyQueued(customer=recipient) for recipient in recipients)
        return
    await clock.pause(AFTER_FAILURE_S)


def _at_this_moment(attempt: Attempt, customer: CustomerId, clock: Clock, db: sqlite3.Connection) -> Recipients:
    return attempt(db, customer, clock.now())


async def _until(change: anyio.Event, moment: datetime | None, clock: Clock) -> None:
    """Wait for the moment, or for a change of the book."""
    async with anyio.create_task_group() as either:
        if moment is not None:
            either.start_soon(_ring, moment, clock, either.cancel_scope)
        await change.wait()
        await clock.pause(AFTER_CHANGE_S)
        either.cancel_scope.cancel()


async def _ring(moment: datetime, clock: Clock, scope: anyio.CancelScope) -> None:
    await clock.reach(moment)
    scope.cancel()
