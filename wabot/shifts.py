"""Shifts: those who work by the configuration do so until another one is adopted."""

import socket
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager

import anyio
from anyio.abc import TaskGroup, TaskStatus

from wabot.bus import Bus
from wabot.clock import Clock
from wabot.config import Reading
from wabot.messages import ReplyQueued, ShiftEnded
from wabot.roles import Roles
from wabot.storage.database import Database
from wabot.tasks.backups import run_backups
from wabot.tasks.errands import run_errands
from wabot.tasks.retention import run_retention
from wabot.tasks.webhooks import run_webhooks
from wabot.types import CustomerId
from wabot.web.lasting import Lasting
from wabot.web.server import ServedPage, open_page
from wabot.whatsapp.session import Session

HANDOVER_S = 8.0  # for requests under way when another shift takes over; a stop, which may come meanwhile, has more


class Shifts:
    """The page, the errands and, with `nights`, the work of the night and webhooks. The session and what is under way
    in booking and sending know nothing of shifts: they ask for the `roles` of the moment. `page` is None where nothing
    is served; `reading` is what became of the configuration when it was last read anew.
    """

    def __init__(
        self,
        roles: Roles,
        session: Session,
        database: Database,
        bus: Bus,
        clock: Clock,
        *,
        door: socket.socket | None,
        nights: bool,
    ) -> None:
        """`door`: where the page is served; None: nowhere."""
        self.roles = roles
        self.page: ServedPage | None = None
        self.reading = Reading()
        self._session = session
        self._database = database
        self._bus = bus
        self._clock = clock
        self._door = door
        self._nights = nights
        self._started_at = clock.now()
        self._lasting = Lasting(clock)
        self._turn = anyio.Lock()
        self._is_over = anyio.Event()
        self._tasks: TaskGroup

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """The first shift has begun; on leaving, the last one ends."""
        async with anyio.create_task_group() as self._tasks:
            await self._begin(self.roles)
            try:
                yield
            finally:
                self._is_over.set()

    async def adopt(self, roles: Roles) -> None:
        """The next shift, of others, who are all there on return. Where one cannot come the old shift goes on."""
        page, is_over = self.page, self._is_over
        await self._begin(roles)
        if page is not None:
            page.grace_s = HANDOVER_S
        is_over.set()

    async def _begin(self, roles: Roles) -> None:
        is_over = anyio.Event()
        self.page = await self._tasks.start(self._work, roles, is_over)
        self.roles, self._is_over = roles, is_over

    async def _work(self, roles: Roles, is_over: anyio.Event, *, task_status: TaskStatus[ServedPage | None]) -> None:
        async with AsyncExitStack() as shift:
            page = await shift.enter_async_context(self._open_page(roles, self._door)) if self._door else None
            tasks = await shift.enter_async_context(anyio.create_task_group())
            shift.callback(tasks.cancel_scope.cancel)
            await self._set_to_work(tasks, roles)
            task_status.started(page)
            await is_over.wait()
        await self._bus.announce([ShiftEnded()])

    def _open_page(self, roles: Roles, door: socket.socket) -> AbstractAsyncContextManager[ServedPage]:
        return open_page(
            roles.config,
            door,
            self._database,
            self._session,
            self._clock,
            lasting=self._lasting,
            listener=roles.listener,
            wake=self._wake,
            reading=lambda: self.reading,
            started_at=self._started_at,
        )

    async def _set_to_work(self, tasks: TaskGroup, roles: Roles) -> None:
        config, database, clock = roles.config, self._database, self._clock
        for errands in roles.errands:
            await tasks.start(run_errands, database, self._bus, errands, clock, name=type(errands).__name__)
        if self._nights:
            await tasks.start(run_backups, config.state, config.salon.id, config.backups, clock, name="backups")
            await tasks.start(run_retention, database, config.keep_texts, config.backups, clock, name="retention")
            await tasks.start(run_webhooks, config.webhooks, config.salon, database, self._turn, clock, name="webhooks")

    async def _wake(self, customer: CustomerId) -> None:
        """How the page tells the sender that a message waits."""
        await self._bus.announce([ReplyQueued(customer=customer)])
