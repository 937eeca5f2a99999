"""Each night the words that are older than the salon keeps them go."""

import sqlite3
from datetime import datetime, timedelta

from anyio.abc import TaskStatus
from loguru import logger

from wabot.clock import Clock
from wabot.domain.backups import BackupRules, next_backup
from wabot.storage.database import Database
from wabot.storage.retention import empty_old_texts, newest_heard

DOUBTFUL = timedelta(days=30)
"""Nobody has written for so long: the clock may be wrong, as with a dead battery until the network tells the time."""

NIGHTS = 7
"""A clock that has gone through so many in a row is right, or nobody will ever set it."""

ITS_HOUR = timedelta(hours=1)


async def run_retention(
    database: Database, keep: timedelta, nights: BackupRules, clock: Clock, *, task_status: TaskStatus[None]
) -> None:
    """Until cancelled: at once, for the nights that were missed, and then at the hour of the nightly backup.

    By a clock that may be wrong nothing goes before it has been through several nights.
    """
    task_status.started()
    is_night, doubtful_nights = False, 0
    while True:
        now = clock.now()
        try:
            is_likely = await _is_likely(database, now)
            doubtful_nights = 0 if is_likely else doubtful_nights + is_night
            is_sure = is_likely or doubtful_nights >= NIGHTS
            emptied = await _empty(database, now - keep, now) if is_sure else 0
            if emptied or is_night:
                await database.compact()
        except (sqlite3.Error, OSError) as error:
            logger.error("old messages could not be emptied: {}; it is tried again tomorrow", error)
        due_at = next_backup(None, now, nights)
        is_reached = await clock.reach(due_at, since=now)  # or set back: looked at anew
        is_night = is_reached and clock.now() - due_at < ITS_HOUR  # or set forward


async def _is_likely(database: Database, now: datetime) -> bool:
    newest = await database.read(newest_heard)
    return newest is not None and now - newest < DOUBTFUL


async def _empty(database: Database, before: datetime, now: datetime) -> int:
    emptied = await database.write(lambda db: empty_old_texts(db, before, now))
    if emptied:
        logger.info("{} messages older than {:%Y-%m-%d} were emptied", emptied, before)
    return emptied
