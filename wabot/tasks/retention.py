"""Each night the words that are older than the salon keeps them go."""

import sqlite3
from datetime import datetime, timedelta

from anyio.abc import TaskStatus
from loguru import logger

from wabot.clock import Clock
from wabot.domain.backups import BackupRules, next_backup
from wabot.storage.database import Database
from wabot.storage.retention import empty_old_texts


async def run_retention(
    database: Database, keep: timedelta, nights: BackupRules, clock: Clock, *, task_status: TaskStatus[None]
) -> None:
    """Until cancelled: at once, for the nights that were missed, and then at the hour of the nightly backup."""
    task_status.started()
    is_night = False
    while True:
        now = clock.now()
        try:
            emptied = await _empty(database, now - keep, now)
            if emptied or is_night:
                await database.compact()
        except (sqlite3.Error, OSError) as error:
            logger.error("old messages could not be emptied: {}; it is tried again tomorrow", error)
        is_night = await clock.reach(next_backup(None, now, nights), since=now)  # or set back: looked at anew


async def _empty(database: Database, before: datetime, now: datetime) -> int:
    emptied = await database.write(lambda db: empty_old_texts(db, before, now))
    if emptied:
        logger.info("{} messages older than {:%Y-%m-%d} were emptied", emptied, before)
    return emptied
