"""The play: who comes on stage, in which order, and how they leave."""

import os
import signal
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import anyio
from loguru import logger

from wabot.bus import Bus, open_bus
from wabot.clock import Clock
from wabot.config import Config
from wabot.language.keepsakes import Keepsakes
from wabot.language.listener import Listener
from wabot.language.replies import Texts
from wabot.messages import ReplyQueued
from wabot.notify import SILENT, Notifier
from wabot.storage.database import Database, open_database
from wabot.storage.lock import own_state
from wabot.tasks.aftercare import Aftercare
from wabot.tasks.alerts import Owner, run_alerts
from wabot.tasks.backups import run_backups
from wabot.tasks.booking import Quiet, run_booking
from wabot.tasks.errands import NextMoment, earliest, run_errands
from wabot.tasks.gateway import Keeper, run_gateway
from wabot.tasks.pace import Pace
from wabot.tasks.reminding import Reminding
from wabot.tasks.retention import run_retention
from wabot.tasks.sender import run_sender
from wabot.tasks.turn import Receptionist
from wabot.tasks.waitlist import WaitingList
from wabot.tasks.watchdog import run_watchdog
from wabot.tasks.webhooks import run_webhooks
from wabot.types import CustomerId
from wabot.web.notices import Notices
from wabot.web.server import ServedPage, open_page
from wabot.whatsapp.session import Memory, Session

S = TypeVar("S", bound=Session)

DRAIN_S = 10.0  # what is under way may finish; the rest stands in the tables and goes on at the next start
LAST_RESORT_S = 5.0  # after that the process leaves without asking anybody


@dataclass(frozen=True, slots=True)
class Wabot(Generic[S]):
    """The running program; `page` None where nothing is served. `next_moment` says when something happens by itself."""

    config: Config
    database: Database
    session: S
    clock: Clock
    next_moment: NextMoment
    page: ServedPage | None


OpenSession = Callable[[Memory, Clock], AbstractAsyncContextManager[S]]


@asynccontextmanager
async def open_wabot(
    config: Config, open_session: OpenSession[S], clock: Clock, *, with_page: bool = False, drain_s: float = DRAIN_S
) -> AsyncIterator[Wabot[S]]:
    """The whole program. On leaving, what is under way is finished, backwards, in `drain_s` at most."""
    async with AsyncExitStack() as stage:
        stage.enter_context(own_state(config.state))
        texts = Texts(config.salon, config.source.parent)
        listener = Listener(config.salon)
        receptionist = _receptionist(config, texts, listener)
        reminding, aftercare = _reminding(config, texts), _aftercare(config, texts)
        waitlist = _waitlist(config, texts)
        database = await stage.enter_async_context(open_database(config.state))
        session = await stage.enter_async_context(open_session(Keeper(database, clock), clock))
        bus = open_bus()
        stage.callback(bus.close)
        page = None
        if with_page:
            page = await stage.enter_async_context(
                open_page(config, database, session, clock, listener=listener, wake=_wake(bus))
            )

        tasks = await stage.enter_async_context(anyio.create_task_group())
        await tasks.start(run_sender, session, database, bus, _pace(config), clock, name="sender")
        await tasks.start(run_booking, database, bus, receptionist, _quiet(config), clock, name="booking")
        await tasks.start(run_gateway, session, database, bus, clock, name="gateway")
        watching = await stage.enter_async_context(anyio.create_task_group())
        stage.callback(watching.cancel_scope.cancel)
        await watching.start(run_alerts, session, database, bus, _owner(config), clock, name="alerts")
        await watching.start(run_errands, database, bus, reminding, clock, name="reminders")
        await watching.start(run_errands, database, bus, aftercare, clock, name="aftercare")
        await watching.start(run_errands, database, bus, waitlist, clock, name="waiting list")
        try:
            yield Wabot(config, database, session, clock, earliest(reminding, aftercare, waitlist), page)
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
    beside: Callable[[S], Coroutine[Any, Any, None]] | None = None,
) -> None:
    """The daemon: on stage until SIGTERM or SIGINT, which also end a start that waits, for the disk or whatever.

    `greet` and systemd, by `notifier`, hear of it once all are ready; `beside` runs from then until the end.
    """
    async with (
        _ending_at_a_signal() as ending,
        open_wabot(config, open_session, clock, with_page=True) as wabot,
        _leaving_at_last(),
    ):
        assert wabot.page is not None
        logger.info("ready: {} at {}, session {}", config.salon.id, wabot.page.address, wabot.session.status.state)
        greet(config, wabot.page)
        async with anyio.create_task_group() as company:
            ending.scope = company.cancel_scope
            await company.start(run_backups, config.state, config.backups, clock)
            await company.start(run_retention, wabot.database, config.keep_texts, config.backups, clock)
            await company.start(run_webhooks, config.webhooks, config.salon, wabot.database, clock)
            await company.start(run_watchdog, notifier, wabot.session, wabot.database, clock)
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


def _wake(bus: Bus) -> Callable[[CustomerId], Awaitable[None]]:
    """How the page tells the sender that a message waits."""

    async def wake(customer: CustomerId) -> None:
        with suppress(anyio.ClosedResourceError, anyio.BrokenResourceError):  # it goes out after the next start
            await bus.announce([ReplyQueued(customer=customer)])

    return wake


def _receptionist(config: Config, texts: Texts, listener: Listener) -> Receptionist:
    conversation = config.conversation
    return Receptionist(
        config.salon,
        listener,
        texts,
        owner_phones=config.owner_phones,
        handoff=conversation.handoff,
        forget=conversation.forget,
        reject_calls=conversation.reject_calls,
        privacy=conversation.privacy,
        quiet_hours=config.reminders.quiet,
        keepsake=Keepsakes(config.salon).render if config.sends_keepsakes else None,
        may_invite=config.aftercare.is_enabled,
    )


def _reminding(config: Config, texts: Texts) -> Reminding:
    forget = config.conversation.forget
    return Reminding(config.salon, texts, config.reminders, owner_phones=config.owner_phones, forget=forget)


def _aftercare(config: Config, texts: Texts) -> Aftercare:
    return Aftercare(config.salon, texts, config.aftercare, forget=config.conversation.forget)


def _waitlist(config: Config, texts: Texts) -> WaitingList:
    return WaitingList(config.salon, texts, config.reminders.quiet, forget=config.conversation.forget)


def _owner(config: Config) -> Owner:
    return Owner(config.owner_phones, config.alert_url, Notices(config.salon))


def _quiet(config: Config) -> Quiet:
    return Quiet(least=config.conversation.quiet, most=config.conversation.quiet_max)


def _pace(config: Config) -> Pace:
    return Pace(gap=config.min_gap, per_minute=config.conversation.replies_per_min)
