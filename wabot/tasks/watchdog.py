"""A sign of life for systemd, given only while customers' messages make progress."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

import anyio
from anyio.abc import TaskStatus
from loguru import logger

from wabot.clock import Clock
from wabot.notify import Notifier
from wabot.storage.database import Database
from wabot.storage.health import queue_lengths
from wabot.storage.progress import has_stale_mail, has_stuck_outbox
from wabot.whatsapp.session import Session, State, Status

STALLED = timedelta(minutes=5)
"""Nothing takes that long: a turn waits some seconds, a send 75 at most."""
LOOK_S = 10.0


async def run_watchdog(
    notifier: Notifier,
    session: Session,
    database: Database,
    clock: Clock,
    *,
    notes: Callable[[], Sequence[str]] = tuple,
    task_status: TaskStatus[None],
) -> None:
    """Say that all are ready, then how it stands, until cancelled. `notes` is what else a person should read there.

    Waiting for WhatsApp, for a person or for the disk is progress: no restart would help any of them.
    """
    notifier.tell(READY=1, STATUS=await _line(session, database))
    task_status.started()
    told: list[str] = []
    while True:
        stalled = await _stalled(session.status, database, clock.now())
        if stalled != told:
            for what in stalled:
                logger.error("no progress for {} minutes: {}", STALLED // timedelta(minutes=1), what)
            told = stalled
        line = "; ".join([await _line(session, database), *stalled, *notes()])
        if stalled:
            notifier.tell(STATUS=line)
        else:
            notifier.tell(STATUS=line, WATCHDOG=1)
        await anyio.sleep(_interval(notifier))


def _interval(notifier: Notifier) -> float:
    """A third of what systemd allows, so that one late look costs nothing."""
    return min(LOOK_S, notifier.watchdog.total_seconds() / 3) if notifier.watchdog else LOOK_S


async def _stalled(status: Status, database: Database, now: datetime) -> list[str]:
    """What should be moving and is not."""
    if database.trouble is not None:
        return []
    is_long_online = status.state is State.ONLINE and status.since <= now - STALLED

    def look(db: sqlite3.Connection) -> Iterator[str]:
        if has_stale_mail(db, now - STALLED):
            yield "customers' messages are not answered"
        if is_long_online and has_stuck_outbox(db, now - STALLED):
            yield "replies are not sent"

    return await database.read(lambda db: list(look(db)))


async def _line(session: Session, database: Database) -> str:
    """Like "online, 3 queued"."""
    queues = await database.read(queue_lengths)
    words = [str(session.status.state), f"{sum(queues.values())} queued"]
    if database.trouble is not None:
        words.append(database.trouble)
    return ", ".join(words)
