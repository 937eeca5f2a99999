"""A SQLite connection that runs whole pieces of work on its own thread."""

import asyncio
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar, cast

import aiosqlite

T = TypeVar("T")
BUSY_S = 10.0  # a backup or a `wabot slots` in another process may hold the file for a moment


class Connection(aiosqlite.Connection):
    """aiosqlite with one more way to use it: many statements in one hop to the thread instead of one hop each."""

    async def run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Call `work` on the connection's thread. Cancelling the wait does not stop it."""
        # `_execute` is how aiosqlite implements each of its own methods; seen in 0.22.1, pinned in pyproject.toml.
        return cast("T", await self._execute(lambda: work(self._conn)))  # type: ignore[no-untyped-call]

    async def gone(self) -> None:
        """Wait until the thread of a connection that failed to open has ended: it still talks to the loop."""
        await asyncio.shield(asyncio.to_thread(self._thread.join))


async def open_connection(path: Path, *, read_only: bool = False) -> Connection:
    """Connect in WAL mode with a commit that survives a power cut. A read-only one needs the file to be there."""
    mode = "ro" if read_only else "rwc"

    def connect() -> sqlite3.Connection:
        db = sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None, timeout=BUSY_S)
        db.row_factory = sqlite3.Row
        db.execute("PRAGMA foreign_keys = ON")
        if read_only:
            db.execute("PRAGMA query_only = ON")
        else:
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = FULL")
        return db

    connection = Connection(connect, iter_chunk_size=64)
    try:
        return cast("Connection", await connection)
    except BaseException:
        await connection.gone()
        raise
