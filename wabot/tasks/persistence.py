"""Writing that must happen, however long the disk makes us wait."""

import sqlite3
from typing import TypeVar

from loguru import logger
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type, wait_exponential

from wabot.clock import Clock
from wabot.storage.database import Database
from wabot.storage.writer import Unit

T = TypeVar("T")


async def write_surely(database: Database, unit: Unit[T], clock: Clock) -> T:
    """Run a unit of work, again and again while the disk is full or the file is held by somebody else."""
    try:
        return await database.write(unit)
    except sqlite3.OperationalError as error:
        _complain(error)
    retrying = AsyncRetrying(
        retry=retry_if_exception_type(sqlite3.OperationalError),
        wait=wait_exponential(multiplier=0.25, max=15),
        sleep=clock.pause,
        before_sleep=_complain_again,
        reraise=True,
    )
    return await retrying(database.write, unit)


def _complain(error: BaseException | None) -> None:
    logger.error("the database cannot be written: {}; trying again until it can. Free disk space if it is full", error)


def _complain_again(state: RetryCallState) -> None:
    _complain(state.outcome.exception() if state.outcome else None)
