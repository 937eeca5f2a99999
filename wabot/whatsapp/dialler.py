"""When is dialled, and how often: one link at a time, pauses that grow, patience that ends."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Protocol

from wabot.whatsapp.knock import answers
from wabot.whatsapp.link import Link
from wabot.whatsapp.session import State
from wabot.whatsapp.states import PATIENCE_S, Action, Event, Step, What, pause_s

STEADY_S = 60.0  # a connection that stood as long as this makes earlier failures old
FLAPS = 3  # drops of connections that did not stand for STEADY_S: from then on with pauses
QRS = 3  # rounds of QRs (160 s each) before a person must ask for another


class Report(Protocol):
    """Takes what happened, on which link."""

    def __call__(self, event: Event, link: Link | None, /) -> None:
        """Take it; nothing is awaited."""
        ...


class Dialler:
    """Does what the steps of the session ask for. `link` is the connection of the moment, dialled or standing."""

    def __init__(
        self, new_link: Callable[[], Link], proxy: str, report: Report, is_writable: Callable[[], Awaitable[bool]]
    ) -> None:
        """`is_writable` waits until the disk takes what it is given. It is asked before each redial but the urgent one,
        which a failed store never is: it leaves the session reconnecting.
        """
        self.link: Link | None = None
        self._new_link = new_link
        self._proxy = proxy
        self._report = report
        self._is_writable = is_writable
        self._loop = asyncio.get_running_loop()
        self._last: Link | None = None
        self._alarm: asyncio.TimerHandle | None = None
        self._redialling: asyncio.Task[None] | None = None
        self._online_at = 0.0
        self._redials = self._flaps = self._rounds = 0

    def forget(self) -> None:
        """A person asked: what failed before does not count."""
        self._redials = self._flaps = self._rounds = 0

    def weigh(self, event: Event, state: State) -> Event:
        """What an event amounts to after those before it: one drop of many, the last QR that nobody scanned."""
        if state is State.ONLINE and self._has_been_steady():
            self._redials = self._flaps = 0
        if event.what is What.DROPPED and state is State.ONLINE:
            self._flaps += 1
            return Event(What.FLAPPED) if self._flaps >= FLAPS else event
        if event.what is What.QR_RAN_OUT or (event.what is What.OUT_OF_PATIENCE and state is State.PAIRING):
            self._rounds += 1
            return Event(What.NOBODY_PAIRED) if self._rounds >= QRS else event
        return event

    def follow(self, step: Step) -> None:
        """Do what the step asks for; `hang_up` has been called unless it asks for nothing."""
        if step.state is State.ONLINE:
            self._online_at = self._loop.time()
        match step.action:
            case Action.DIAL:
                self._dial()
            case Action.REDIAL if self._is_urgent(step.state):
                self._redials = 1
                self._dial()
            case Action.REDIAL:
                self._redialling = asyncio.create_task(self._redial_later(step.state))
                return
        self.be_patient(step.state)

    def be_patient(self, state: State) -> None:
        """Count the time in this state from now on."""
        self._relax()
        if state in PATIENCE_S:
            out = Event(What.OUT_OF_PATIENCE)
            self._alarm = self._loop.call_later(PATIENCE_S[state], self._report, out, self.link)

    def hang_up(self) -> None:
        """Cut the connection, and dial no more of oneself."""
        self._relax()
        if self._redialling is not None:
            self._redialling.cancel()
            self._redialling = None
        if self.link is not None:
            self.link.hang_up()
            self.link = None

    async def wait_until_gone(self, deadline_s: float) -> None:
        """Wait until the last connection is cut, but not for ever."""
        if self._last is not None:
            with suppress(TimeoutError):
                async with asyncio.timeout(deadline_s):
                    await self._last.gone.wait()

    def _relax(self) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None

    def _has_been_steady(self) -> bool:
        return self._loop.time() - self._online_at >= STEADY_S

    def _is_urgent(self, state: State) -> bool:
        """Whether to dial at once; what has just been tried in vain is not."""
        if state is State.RECONNECTING:
            self._redials = max(self._redials, 1)
        return not self._redials

    async def _redial_later(self, state: State) -> None:
        """After a pause, and again after a longer one while nothing can be written or WhatsApp's door stays shut."""
        while True:
            pause = pause_s(self._redials, random.random())  # noqa: S311 - spreads dials, guards nothing
            self._redials += 1
            await asyncio.sleep(pause)
            if await self._is_writable() and await answers(self._proxy):
                break
        self._redialling = None
        self._dial()
        self.be_patient(state)

    def _dial(self) -> None:
        self.link = self._new_link()
        self.link.dial(after=self._last)
        self._last = self.link
