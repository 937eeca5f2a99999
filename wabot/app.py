"""The play: who comes on stage, in which order, and how they leave."""

import os
import signal
import threading
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeVar

import anyio
from loguru import logger

from wabot.bus import open_bus
from wabot.clock import Clock
from wabot.config import Config, Reading, adoptable
from wabot.notify import SILENT, Notifier
from wabot.reloading import read_anew, run_reloading
from wabot.roles import cast_roles
from wabot.shifts import Shifts
from wabot.storage.database import Database, open_database
from wabot.storage.lock import own_state
from wabot.tasks.alerts import run_alerts
from wabot.tasks.booking import run_booking
from wabot.tasks.errands import NextMoment, earliest
from wabot.tasks.gateway import Keeper, run_gateway
from wabot.tasks.pace import Pace
from wabot.tasks.sender import run_sender
from wabot.tasks.watchdog import run_watchdog
from wabot.tasks.webhooks import run_webhooks
from wabot.web.server import ServedPage, open_door
from wabot.whatsapp.session import Memory, Session

S = TypeVar("S", bound=Session)

DRAIN_S = 10.0  # what is under way may finish; the rest stands in the tables and goes on at the next start
LAST_RESORT_S = 5.0  # after that the process leaves without asking anybody


class Wabot(Generic[S]):
    """The running program."""

    def __init__(self, shifts: Shifts, session: S, database: Database, pace: Pace, clock: Clock) -> None:
        self.session = session
        self.database = database
        self.clock = clock
        self._shifts = shifts
        self._pace = pace

    @property
    def config(self) -> Config:
        """The one in force."""
        return self._shifts.roles.config

    @property
    def page(self) -> ServedPage | None:
        """None where nothing is served."""
        return self._shifts.page

    @property
    def next_moment(self) -> NextMoment:
        """Says when something happens by itself."""
        return earliest(*self._shifts.roles.errands)

    @property
    def reading(self) -> Reading:
        """What became of the configuration when it was last read anew."""
        return self._shifts.reading

    async def reload(self, read: Callable[[], Config]) -> Reading:
        """Work by the configuration that `read` gives from now on; where it is faulty, nothing changes."""
        self._shifts.reading = await read_anew(read, self._adopt)
        return self._shifts.reading

    async def _adopt(self, config: Config) -> tuple[str, ...]:
        """Returns the keys that need a restart. ConfigError when the texts beside it are faulty."""
        adopted, waiting = adoptable(config, self.config)
        await self._shifts.adopt(await anyio.to_thread.run_sync(cast_roles, adopted))
        self._pace.change(adopted.min_gap, adopted.conversation.replies_per_min)
        return waiting


OpenSession = Callable[[Memory, Clock], AbstractAsyncContextManager[S]]


@asynccontextmanager
async def open_wabot(
    config: Config,
    open_session: OpenSession[S],
    clock: Clock,
    *,
    with_page: bool = False,
    with_nights: bool = False,
    drain_s: float = DRAIN_S,
) -> AsyncIterator[Wabot[S]]:
    """The whole program. On leaving, what is under way is finished, backwards, in `drain_s` at most."""
    async with AsyncExitStack() as stage:
        stage.enter_context(own_state(config.state))
        roles, pace = cast_roles(config), Pace(config.min_gap, config.conversation.replies_per_min)
        database = await stage.enter_async_context(open_database(config.state))
        session = await stage.enter_async_context(open_session(Keeper(database, clock), clock))
        bus = open_bus()
        stage.callback(bus.close)
        door = stage.enter_context(open_door(config.web)) if with_page else None
        shifts = Shifts(roles, session, database, bus, clock, door=door, nights=with_nights)

        tasks = await stage.enter_async_context(anyio.create_task_group())
        await tasks.start(run_sender, session, database, bus, pace, clock, name="sender")
        await tasks.start(run_booking, database, bus, lambda: shifts.roles.reception, clock, name="booking")
        await tasks.start(run_gateway, session, database, bus, clock, name="gateway")
        watching = await stage.enter_async_context(anyio.create_task_group())
        stage.callback(watching.cancel_scope.cancel)
        await watching.start(run_alerts, session, database, bus, lambda: shifts.roles.owner, clock, name="alerts")
        await stage.enter_async_context(shifts.open())
        try:
            yield Wabot(shifts, session, database, pace, clock)
        finally:
            # The gateway ends with the session's events, booking with the gateway's, the sender with booking's.
            tasks.cancel_scope.deadline = anyio.current_time() + drain_s
            with anyio.CancelScope(shield=True):
                await session.stop_listening()


async def run_wabot(
    config: Config,
    open_session: OpenSession[S],
    clock: Clock,
    *,
    greet: Callable[[Config, ServedPage], None],
    notifier: Notifier = SILENT,
    read: Callable[[], Config] | None = None,
    beside: Callable[[S], Coroutine[Any, Any, None]] | None = None,
) -> None:
    """The daemon: on stage until SIGTERM or SIGINT, which also end a start that waits, for the disk or whatever.

    `greet` and systemd, by `notifier`, hear of it once all are ready; `beside` runs from then until the end. At SIGHUP
    the configuration is `read` anew; None leaves that signal alone.
    """
    async with (
        _ending_at_a_signal() as ending,
        open_wabot(config, open_session, clock, with_page=True, with_nights=True) as wabot,
        _leaving_at_last(),
    ):
        async with anyio.create_task_group() as company:
            ending.scope = company.cancel_scope
            if read is not None:
                await company.start(run_reloading, partial(wabot.reload, read), notifier)
            await company.start(run_webhooks, config.webhooks, config.salon, wabot.database, clock)
            watching = partial(run_watchdog, notes=lambda: wabot.reading.words)
            await company.start(watching, notifier, wabot.session, wabot.database, clock)
            assert wabot.page is not None
            logger.info("ready: {} at {}, session {}", config.salon.id, wabot.page.address, wabot.session.status.state)
            greet(config, wabot.page)
            if beside is not None:
                company.start_soon(beside, wabot.session)
            await anyio.sleep_forever()
        notifier.tell(STOPPING=1, STATUS="finishing what is under way")
        logger.info("stopping: what is under way is finished, in {} s at most", DRAIN_S)
    logger.info("stopped")


@dataclass(slots=True)
class _Ending:
    """What a signal cancels: at first everything."""

    scope: anyio.CancelScope


@asynccontextmanager
async def _ending_at_a_signal() -> AsyncIterator[_Ending]:
    """From here on SIGTERM and SIGINT cancel what the ending says, and the process ends soon after."""
    with anyio.open_signal_receiver(signal.SIGTERM, signal.SIGINT) as stop_signals:
        async with anyio.create_task_group() as house:
            ending = _Ending(house.cancel_scope)

            async def listen() -> None:
                await anext(stop_signals)
                _leave_at_last()
                ending.scope.cancel()

            house.start_soon(listen)
            yield ending
            house.cancel_scope.cancel()


@asynccontextmanager
async def _leaving_at_last() -> AsyncIterator[None]:
    """Once the block is left, for whatever reason, the process ends."""
    try:
        yield
    finally:
        _leave_at_last()


def _leave_at_last() -> None:
    """End the process soon, come what may: a thread that waits for the disk or for Go cannot be cancelled."""
    timer = threading.Timer(DRAIN_S + LAST_RESORT_S, os._exit, args=(1,))
    timer.daemon = True
    timer.start()
