"""Booking: a customer's waiting messages become one turn, and one turn is one transaction."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

import anyio
from anyio.abc import TaskStatus
from loguru import logger

from wabot.bus import Bus
from wabot.clock import Clock
from wabot.messages import ReplyQueued, TurnBegun, TurnEnded
from wabot.storage.database import Database
from wabot.storage.inbox import note_failed
from wabot.tasks.lanes import Lane, open_lanes
from wabot.tasks.persistence import write_surely
from wabot.tasks.record import Turn
from wabot.tasks.turn import Receptionist
from wabot.types import CustomerId

Attempt = Callable[[sqlite3.Connection, CustomerId, datetime], Turn | None]


@dataclass(frozen=True, slots=True)
class Quiet:
    """Several short messages are one turn: it begins after `least` of silence, `most` after the first at the latest."""

    least: timedelta
    most: timedelta


@dataclass(frozen=True, slots=True)
class Reception:
    """Who answers, and after how much silence."""

    receptionist: Receptionist
    quiet: Quiet


async def run_booking(
    database: Database,
    bus: Bus,
    reception: Callable[[], Reception],
    clock: Clock,
    *,
    task_status: TaskStatus[None],
) -> None:
    """Answer every customer who wrote, until the bus ends; messages of one customer strictly in order.

    `reception` is asked at every turn: it changes with the configuration.
    """
    async with bus.replies.into as replies:

        async def work(lane: Lane) -> None:
            quiet = reception().quiet
            if quiet.least and not lane.closing:
                await replies.send(TurnBegun(customer=lane.customer))
            await _silence(lane, quiet, clock)
            lane.woken = False
            turn = await _turn(lane.customer, database, reception().receptionist, clock)
            if turn is None:
                return
            is_answered = lane.customer in turn.recipients
            await replies.send(TurnEnded(contact=turn.contact, read=turn.read, is_answered=is_answered))
            for recipient in turn.recipients:
                await replies.send(ReplyQueued(customer=recipient))

        async with open_lanes(work) as lanes, bus.received.out as received:
            task_status.started()
            async for message in received:
                await lanes.wake(message.customer)


async def _silence(lane: Lane, quiet: Quiet, clock: Clock) -> None:
    """Wait until the customer has stopped writing for a moment, but not for ever."""
    left = quiet.most.total_seconds()
    pause = quiet.least.total_seconds()
    while left > 0 and pause > 0 and not lane.closing:
        lane.woken = False
        with lane.unless_closing():
            await clock.pause(pause)
        left -= pause
        if not lane.woken:
            return
        pause = min(left, quiet.least.total_seconds() - (anyio.current_time() - lane.woken_at))


def _at_this_moment(attempt: Attempt, customer: CustomerId, clock: Clock, db: sqlite3.Connection) -> Turn | None:
    """The turn with the time at which it is really made: a full disk may have held it up for hours."""
    return attempt(db, customer, clock.now())


async def _turn(customer: CustomerId, database: Database, receptionist: Receptionist, clock: Clock) -> Turn | None:
    """One turn; None when nothing waited.

    One customer's trouble must not end the others' service: when it fails, a person is called.

    When not even that succeeds, the messages stay in the inbox, to be seen there and tried again at the next one. A
    restart would help none of them, so they are not counted as work that stands still.
    """
    for attempt in (receptionist.take_turn, receptionist.give_up):
        try:
            turn = await write_surely(database, partial(_at_this_moment, attempt, customer, clock), clock)
        except Exception:  # noqa: BLE001 - see above
            logger.exception("customer {}: {} failed", customer, attempt.__name__)
        else:
            logger.info("customer {}: turn committed, {} to send", customer, len(turn.recipients) if turn else 0)
            return turn
    await write_surely(database, partial(note_failed, customer=customer, now=clock.now()), clock)
    return None
