"""wabot.db: one connection that writes, one that reads, and a sign that something changed."""

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from pathlib import Path
from typing import TypeVar

import anyio
from anyio.abc import TaskStatus

from wabot.errors import StateError
from wabot.storage.connection import Connection, open_connection
from wabot.storage.migrations import is_current, migrate
from wabot.storage.restoring import FILE, SESSION, check_not_cut_off, finish_restore
from wabot.storage.writer import Unit, Writer

T = TypeVar("T")
GIVES_WAY_S = 0.02


class Database:
    """The truth. The functions of this folder say what can be read and written; this says when it happens."""

    def __init__(self, reader: Connection, writer: Writer) -> None:
        self._reader = reader
        self._writer = writer
        self._change = anyio.Event()
        self._troubles: list[str] = []

    @property
    def trouble(self) -> str | None:
        """Why somebody's writing must be tried again and again at the moment, in words; None when all is well."""
        return self._troubles[0] if self._troubles else None

    @contextmanager
    def in_trouble(self, words: str) -> Iterator[None]:
        """While somebody tries again, with whatever success; many may at the same time."""
        self._troubles.append(words)
        self._announce()
        try:
            yield
        finally:
            self._troubles.remove(words)
            self._announce()

    @property
    def commits(self) -> int:
        """How many groups were committed since start."""
        return self._writer.commits

    async def write(self, unit: Unit[T]) -> T:
        """Run a unit of work, all or nothing; when this returns, it is on the disk."""
        return await self.submit(unit)

    def submit(self, unit: Unit[T]) -> "asyncio.Future[T]":
        """Like `write` for who need not wait: units are run in the order in which they are submitted."""
        outcome = self._writer.submit(unit)
        outcome.add_done_callback(lambda _outcome: self._announce())
        return outcome

    async def compact(self) -> None:
        """Leave nothing in the file of what was deleted or overwritten, and make it as small as it can be.

        sqlite3.Error when it cannot be done now: the disk is full, or somebody reads for long.
        """
        await self._writer.alone(_compact)

    async def read(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Read what is committed, without waiting for the writer. All of `work` sees the same moment."""
        return await self._reader.run(lambda db: _in_snapshot(db, work))

    async def give_way(self) -> None:
        """For work of some milliseconds that nobody waits for on a phone: wait while something is being written, which
        mostly is a customer's turn, for GIVES_WAY_S at most.
        """
        with anyio.move_on_after(GIVES_WAY_S):
            await self._writer.rest()

    @property
    def change(self) -> anyio.Event:
        """Set when something may have changed. Take it before reading, so that no change is missed."""
        return self._change

    def _announce(self) -> None:
        news, self._change = self._change, anyio.Event()
        news.set()


def _compact(db: sqlite3.Connection) -> None:
    db.execute("VACUUM")
    if db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
        raise sqlite3.OperationalError("the write-ahead log is still being read")


def _in_snapshot(db: sqlite3.Connection, work: Callable[[sqlite3.Connection], T]) -> T:
    db.execute("BEGIN")
    try:
        return work(db)
    finally:
        db.execute("ROLLBACK")


@asynccontextmanager
async def open_database(folder: Path) -> AsyncIterator[Database]:
    """Open, and bring up to date, the database in a state folder that this process owns (see lock.py).

    StateError when it cannot be used. On leaving, everything handed in is committed first.
    """
    path = folder / FILE
    finish_restore(folder)
    _check_not_lost(path)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_CLOEXEC, 0o600))
        path.chmod(0o600)
    except OSError as error:
        raise StateError(f"{path} cannot be opened: {error}; see `wabot doctor`, as root") from None
    async with AsyncExitStack() as stack:
        try:
            writing = await stack.enter_async_context(_closing(await open_connection(path)))
            await writing.run(_check_whole)
            await writing.run(lambda db: migrate(db, path))
            reading = await stack.enter_async_context(_closing(await open_connection(path, read_only=True)))
        except sqlite3.Error as error:
            raise unusable(path, error) from error
        writer = Writer(writing)
        tasks = await stack.enter_async_context(anyio.create_task_group())
        serving = anyio.CancelScope(shield=True)  # who is cancelled may still have something to write down

        async def serve(*, task_status: TaskStatus[None]) -> None:
            with serving:
                await writer.run(task_status=task_status)

        await tasks.start(serve)
        try:
            yield Database(reading, writer)
        finally:
            with anyio.CancelScope(shield=True):
                await writer.drain()
            serving.cancel()


@asynccontextmanager
async def open_for_reading(folder: Path) -> AsyncIterator[Connection | None]:
    """The database of a state folder that may belong to a running daemon; None when there is none yet."""
    path = folder / FILE
    check_not_cut_off(folder)
    if not path.exists():
        yield None
        return
    try:
        opened = await open_connection(path, read_only=True)
    except sqlite3.Error as error:
        raise unusable(path, error) from error
    async with _closing(opened) as connection:
        try:
            is_up_to_date = await connection.run(lambda db: is_current(db, path))
        except sqlite3.Error as error:
            raise unusable(path, error) from error
        if not is_up_to_date:
            raise StateError(f"{path} was written by an older wabot: start `wabot run` once to bring it up to date")
        yield connection


def unusable(path: Path, error: sqlite3.Error) -> StateError:
    """What SQLite says of the book, and what to do about it."""
    if isinstance(error, sqlite3.OperationalError):
        return StateError(
            f"{path} cannot be used: {error}; see whether the disk is full, whether you may write there, and who else"
            " holds the file"
        )
    return StateError(f"{path} is damaged: {error}; {_cure(path)}")


def _check_whole(db: sqlite3.Connection) -> None:
    """sqlite3.DatabaseError when a page of the book is damaged, even one that nobody would read for a long time."""
    verdict: str = db.execute("PRAGMA quick_check(1)").fetchone()[0]
    if verdict != "ok":
        raise sqlite3.DatabaseError(verdict)


def _check_not_lost(path: Path) -> None:
    """StateError when there was a book and nothing is left of it: nobody's visits would be kept in a new one."""
    if path.exists() and path.stat().st_size:
        return
    logs = [log for log in path.parent.glob(f"{FILE}-wal") if log.stat().st_size]  # SQLite would throw it away
    traces = [*logs, *path.parent.glob(SESSION), *path.parent.glob("backups/wabot-*.zip")]
    if traces:
        raise StateError(
            f"{path} is {'empty' if path.exists() else 'gone'}, and {traces[0]} says that there was one; {_cure(path)}"
        )


def _cure(path: Path) -> str:
    return (
        f"`wabot restore` the newest backup in {path.parent / 'backups'}: what stands there now is kept beside it."
        " To begin with an empty book instead, name another folder in storage.dir"
    )


@asynccontextmanager
async def _closing(connection: Connection) -> AsyncIterator[Connection]:
    try:
        yield connection
    finally:
        with anyio.CancelScope(shield=True):
            await connection.close()
