"""The one writer: units of work from anywhere, each all or nothing, sharing commits."""

import asyncio
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import anyio
from anyio.abc import TaskStatus

from wabot.errors import StateError
from wabot.storage.connection import Connection

T = TypeVar("T")
Unit = Callable[[sqlite3.Connection], T]
GATHERING = 4  # turns of the loop in which whoever has just been told of a commit hands in what follows from it
GROUP = 64  # units that may share a commit: bounds what one of them waits for the others


@dataclass(slots=True)
class _Waiting:
    unit: Unit[Any]
    outcome: asyncio.Future[Any]


class Writer:
    """Runs units one after another on the writing connection, in the order they were handed in.

    Units that arrive while a commit is on its way to the disk share the next one. A unit that raises is
    undone alone; its caller gets the exception. When the commit itself fails, every unit of the group fails
    with it and none has happened.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._waiting: list[_Waiting] = []
        self._something_waits = asyncio.Event()
        self._at_rest = asyncio.Event()
        self._at_rest.set()
        self._closed = False
        self.commits = 0

    def submit(self, unit: Unit[T]) -> "asyncio.Future[T]":
        """Hand in a unit; the future is done when its commit is on the disk, or with the unit's exception."""
        outcome: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        if self._closed:
            outcome.set_exception(_closed_error())
            return outcome
        self._waiting.append(_Waiting(unit, outcome))
        self._something_waits.set()
        self._at_rest.clear()
        return outcome

    async def alone(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Call `work` between two groups, outside any transaction."""
        return await self._connection.run(work)

    async def run(self, *, task_status: TaskStatus[None] = anyio.TASK_STATUS_IGNORED) -> None:
        """Commit groups until cancelled; whoever still waits then, or comes later, is told that the writer is gone."""
        task_status.started()
        try:
            while True:
                await self._something_waits.wait()
                for _ in range(GATHERING):
                    await asyncio.sleep(0)
                group, self._waiting = self._waiting[:GROUP], self._waiting[GROUP:]
                if not self._waiting:
                    self._something_waits.clear()
                await self._commit(group)
                if not self._waiting:
                    self._at_rest.set()
        finally:
            self._closed = True
            self._at_rest.set()
            for waiting in self._waiting:
                if not waiting.outcome.done():
                    waiting.outcome.set_exception(_closed_error())
            self._waiting.clear()

    async def rest(self) -> None:
        """Return when all is committed, and nothing follows from it at once."""
        gathered = 0
        while gathered < GATHERING:
            gathered = gathered + 1 if self._at_rest.is_set() else 0
            await self._at_rest.wait()
            await asyncio.sleep(0)

    async def drain(self) -> None:
        """Return when everything handed in so far is committed or refused."""
        while self._waiting:
            await asyncio.wait([waiting.outcome for waiting in self._waiting])

    async def _commit(self, group: list[_Waiting]) -> None:
        units = [waiting.unit for waiting in group]
        with anyio.CancelScope(shield=True):
            try:
                outcomes = await self._connection.run(lambda db: _run_group(db, units))
                self.commits += 1
            except Exception as error:  # noqa: BLE001 - handed to every caller of the group
                outcomes = [error] * len(group)
        for waiting, outcome in zip(group, outcomes, strict=True):
            if waiting.outcome.done():
                continue
            if isinstance(outcome, Exception):
                waiting.outcome.set_exception(outcome)
            else:
                waiting.outcome.set_result(outcome)


def _closed_error() -> StateError:
    return StateError("the database is closed: nothing can be written any more")


def _run_group(db: sqlite3.Connection, units: list[Unit[Any]]) -> list[Any]:
    """Result or exception of each unit, once all that did not raise are committed together."""
    db.execute("BEGIN IMMEDIATE")
    try:
        outcomes = [_run_unit(db, unit) for unit in units]
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
    return outcomes


def _run_unit(db: sqlite3.Connection, unit: Unit[Any]) -> Any:
    db.execute("SAVEPOINT unit")
    try:
        result = unit(db)
    except Exception as error:
        if not db.in_transaction:  # SQLite undid the whole group (disk full): nobody's unit has happened
            raise
        db.execute("ROLLBACK TO unit")
        db.execute("RELEASE unit")
        # A future cannot carry StopIteration, which would end the writer and with it everything.
        return RuntimeError(f"a unit of work raised {error!r}") if isinstance(error, StopIteration) else error
    db.execute("RELEASE unit")
    return result
