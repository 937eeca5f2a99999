"""Writing that must happen, however long the disk makes us wait."""

import sqlite3
from typing import TypeVar

from loguru import logger
from tenacity import AsyncRetrying, retry_if_exception, wait_exponential

from wabot.clock import Clock
from wabot.storage.database import Database
from wabot.storage.writer import Unit

T = TypeVar("T")

_PASSING = {
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_NOMEM,
}
"""Primary result codes of SQLite that somebody else's act can end: a full disk, a held file."""


async def write_surely(database: Database, unit: Unit[T], clock: Clock) -> T:
    """Run a unit of work, again and again while the disk is full or the file is held by somebody else.

    While it tries, the database is in trouble, which health and the page show.
    """
    try:
        return await database.write(unit)
    except sqlite3.OperationalError as error:
        if not _passes(error):
            raise
        fault = error
    if database.trouble is None:  # one line, not one for each message that waits
        logger.error("the database cannot be written: {}. Trying until it can; free disk space if it is full", fault)
    retrying = AsyncRetrying(
        retry=retry_if_exception(_passes),
        wait=wait_exponential(multiplier=0.25, max=15),
        sleep=clock.pause,
        reraise=True,
    )
    with database.in_trouble(str(fault)):
        result: T = await retrying(database.write, unit)
    if database.trouble is None:
        logger.info("the database can be written again")
    return result


def _passes(error: BaseException) -> bool:
    return isinstance(error, sqlite3.OperationalError) and error.sqlite_errorcode & 0xFF in _PASSING
