"""The session of `wabot run`: one object, one lock, and nobody else dials."""

import asyncio
import logging
import os
import resource
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

import anyio

from wabot.clock import Clock
from wabot.domain.correspondence import IncomingMessage, OutgoingMessage, Receipt, Sent
from wabot.domain.customers import Contact
from wabot.errors import AlreadyLinked, NotConnected, OutcomeUnknown
from wabot.types import MessageId, PhoneNumber
from wabot.whatsapp.chores import Chores
from wabot.whatsapp.client import Client
from wabot.whatsapp.courtesies import Courtesies
from wabot.whatsapp.dialler import Dialler
from wabot.whatsapp.diary import Diary
from wabot.whatsapp.hearing import SILENT_S, Hearing
from wabot.whatsapp.intake import Intake
from wabot.whatsapp.keepsake import keep_a_copy
from wabot.whatsapp.link import Link
from wabot.whatsapp.linking import Linking
from wabot.whatsapp.news import Called, CaughtUp, Connected, News, Ourselves, QrShown, Wordless
from wabot.whatsapp.outgoing import upload
from wabot.whatsapp.readiness import Readiness
from wabot.whatsapp.session import (
    FOR_A_PERSON,
    Memory,
    Standing,
    State,
    Status,
    StatusChanged,
)
from wabot.whatsapp.spool import Spool
from wabot.whatsapp.states import REMEDY, Action, Event, Step, What, advance
from wabot.whatsapp.swallowed import LOGGER, LogWatch

ACK_S = 15.0  # everybody waits behind one that is missing; whatsmeow itself waits 75 s, or for ever
SWITCH_S = 0.0005
LEAVING_S = 2.0  # for messages that were confirmed already to reach the disk
_PAIRABLE = frozenset({State.STARTING, State.CONNECTING, State.PAIRING, State.LOGGED_OUT})


class ConnectedSession(Standing):
    """WhatsApp through neonize. Each event and each wish of a person is one step under the lock."""

    def __init__(
        self,
        memory: Memory,
        clock: Clock,
        folder: Path,
        proxy: str,
        *,
        reject_calls: bool,
        people: Sequence[PhoneNumber],
    ) -> None:
        super().__init__(Status(State.STARTING, clock.now()))
        self._memory = memory
        self._clock = clock
        self._intake = Intake(memory, Spool(folder), self.tell, self._lose_store)
        self._reject_calls = reject_calls
        self._courtesies = Courtesies(self._online_client, people, self.tell)
        self._hearing = Hearing()
        self._loop = asyncio.get_running_loop()
        self._lock = asyncio.Lock()
        self._sending = asyncio.Lock()
        self._diary = Diary(memory)
        self._chores = Chores()
        new_link = partial(Link, folder, proxy, self._intake.spool, self._hear)
        self._dialler = Dialler(new_link, proxy, self._report, self._diary.is_writable)
        self._linking = Linking(self, self._step, self._chores.begin_idle, clock)
        self._readiness = Readiness(lambda link: self._report(Event(What.READY), link))

    @property
    def _link(self) -> Link | None:
        return self._dialler.link

    async def start(self) -> None:
        """Dial, unless the session was left in a state that only a person ends."""
        await self._intake.take_in_what_is_left()
        left = await self._memory.recall()
        if left is not None and left.state in FOR_A_PERSON:
            self.become(left)
            await self.tell(StatusChanged(left))
        else:
            await self._step(Event(What.CONNECT_ASKED))

    async def connect(self) -> None:
        await self._step(Event(What.CONNECT_ASKED))

    async def pair(self, phone: PhoneNumber | None) -> None:
        state = self.status.state
        if state not in _PAIRABLE:
            raise AlreadyLinked(
                f"a phone is linked already (session {state}): `wabot connect` connects it; "
                "to link another, `wabot unlink` first, or remove the device on the phone"
            )
        self._linking.code_for = phone
        await self._step(Event(What.PAIR_ASKED))

    async def unlink(self) -> None:
        link = self._online_link("nothing was unlinked")
        await link.client.log_out()
        await self._step(Event(What.UNLINKED))

    async def send(self, message: OutgoingMessage) -> Sent:
        content = await upload(self._online_link("nothing was sent").client.upload, message)
        async with self._sending:
            link = self._online_link("nothing was sent")
            try:
                async with asyncio.timeout(ACK_S):
                    sent = await link.client.send(message.contact, content)
            except TimeoutError:
                # Every other send would wait behind this one for 75 s or longer; hanging up frees them.
                self._chores.begin(self._step(Event(What.ACK_MISSED), link))
                raise OutcomeUnknown(
                    f"WhatsApp did not acknowledge the message within {ACK_S:.0f} s; it may have gone out"
                ) from None
        self._hearing.sent(message.contact, self._loop.time())
        self._loop.call_later(SILENT_S, self._listen_up, link)
        return sent

    def show_typing(self, contact: Contact, *, is_typing: bool) -> None:
        self._courtesies.show_typing(contact, is_typing=is_typing)

    def mark_read(self, contact: Contact, messages: Sequence[MessageId]) -> None:
        self._courtesies.mark_read(contact, messages)

    async def show_signs(self) -> None:
        """Show typing and reading, for ever."""
        await self._courtesies.run()

    def miss(self, message: IncomingMessage) -> None:
        """The library has swallowed a message, or ignores a copy of one that is still on its way to the disk.

        May be called on any thread.
        """
        self._loop.call_soon_threadsafe(lambda: self._chores.begin(self._intake.miss(message)))

    def lose_store(self, why: str) -> None:
        """The library cannot write its database: it must hear nothing until the disk can be written again.

        May be called on any thread.
        """
        self._loop.call_soon_threadsafe(self._lose_store, why)

    def _lose_store(self, why: str) -> None:
        if self._link is not None and self._link.is_listening:  # before that, it is the last link that speaks
            self._chores.begin(self._step(Event(What.STORE_FAILED, why), self._link))

    async def close(self) -> None:
        """Hang up, with everything that WhatsApp has handed over on the disk."""
        self._intake.close()
        self._chores.stop_idle()
        if self._link is not None and self._link.is_listening:
            await self._link.leave(LEAVING_S)
            await self._settle()
        await self._step(Event(What.STOP_ASKED))
        await self._dialler.wait_until_gone(LEAVING_S)
        await self._settle()

    async def _settle(self) -> None:
        """What was heard reaches the disk, in LEAVING_S at most."""
        with anyio.move_on_after(LEAVING_S):
            for _ in range(2):  # Go hands over what is in its channel a moment after the socket is closed
                await asyncio.sleep(0.05)
                await self._chores.finish()

    def _online_client(self) -> Client | None:
        return self._link.client if self._link is not None and self.status.state is State.ONLINE else None

    def _online_link(self, outcome: str) -> Link:
        state = self.status.state
        if state is State.ONLINE and self._link is None:
            state = State.RECONNECTING  # hung up just now; the status follows
        if state is not State.ONLINE or self._link is None:
            raise NotConnected(f"WhatsApp is not connected: {state}, {REMEDY[state]}; {outcome}")
        return self._link

    def _hear(self, link: Link, news: News) -> None:
        """News of a link, in the order in which they came. Messages count also from one that was hung up."""
        if isinstance(news, IncomingMessage | Receipt):
            self._hearing.heard()
        match news:
            case IncomingMessage():
                self._chores.begin(self._intake.take_in(news, is_spooled=True))
            case Called(message, decline):
                self._chores.begin(self._intake.take_in(message, is_spooled=False))
                if self._reject_calls:
                    self._chores.begin(decline())
            case Receipt():
                self._chores.begin(self.tell(news))
            case Wordless(number):
                self._intake.note_wordless(number)
            case Ourselves(addresses):
                self._intake.own = addresses
            case _ if link is not self._link:
                return
            case QrShown(text):
                self._chores.begin(self._show_qr(link, text))
            case Connected():
                self._intake.logged_in()
                self._linking.code_for = None
                self._readiness.connected(link)
            case CaughtUp():
                self._readiness.caught_up(link)
            case Event(What.DROPPED):
                self._readiness.over()
                self._chores.begin(self._step(news, link))
            case Event():
                self._chores.begin(self._step(news, link))

    def _listen_up(self, link: Link) -> None:
        if link is self._link and self._hearing.is_deaf(self._loop.time()):
            self._chores.begin(self._step(Event(What.HEARD_NOTHING), link))

    async def _step(self, event: Event, link: Link | None = None) -> None:
        """Take one step of the state machine; events of a link that was hung up meanwhile are old."""
        async with self._lock:
            if link is not None and link is not self._link:
                return
            if event.what in {What.CONNECT_ASKED, What.PAIR_ASKED}:
                self._dialler.forget()
            event = self._dialler.weigh(event, self.status.state)
            step = advance(self.status.state, event)
            if step is None:
                return
            if step.action is not Action.NOTHING:
                self._dialler.hang_up()  # first of all: a deaf connection swallows what customers write
            await self._become(step)
            if step.action in {Action.DIAL, Action.REDIAL}:
                self._readiness.over()
            self._dialler.follow(step)
            if step.state is State.ONLINE and self._link is not None:
                self._chores.begin_idle(self._courtesies.begin(self._link.client))

    async def _become(self, step: Step) -> None:
        status = Status(step.state, self._clock.now(), step.reason, step.until)
        if step.state is self.status.state:
            status = replace(status, since=self.status.since)
        if replace(status, pairing=self.status.pairing) == self.status:
            return
        self.become(status)
        self._chores.begin(self.tell(StatusChanged(status)))
        if step.state is State.STOPPED:
            return
        noting = self._chores.begin(self._diary.note(status))
        if step.state in FOR_A_PERSON:
            await asyncio.shield(noting)

    async def _show_qr(self, link: Link, text: str) -> None:
        await self._step(Event(What.QR_SHOWN), link)
        async with self._lock:
            if link is self._link and self.status.state is State.PAIRING:
                self._dialler.be_patient(State.PAIRING)
                self._linking.show_qr(link, text)

    def _report(self, event: Event, link: Link | None) -> None:
        self._chores.begin(self._step(event, link))


@asynccontextmanager
async def open_connected_session(
    memory: Memory, clock: Clock, *, folder: Path, proxy: str, reject_calls: bool, people: Sequence[PhoneNumber] = ()
) -> AsyncIterator[ConnectedSession]:
    """The real session, dialling unless it was left in a state that only a person ends.

    `people`: the owner's and the staff's numbers, whose hidden ids are told once they are known.
    """
    os.umask(0o077)  # the library makes its files by itself
    _, most_files = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most_files, most_files))  # each dial leaves two open, see knock.py
    # What the library has confirmed waits for its callback's turn: with the usual 5 ms a kill loses half as many again.
    sys.setswitchinterval(SWITCH_S)
    await keep_a_copy(folder)
    session = ConnectedSession(memory, clock, folder, proxy, reject_calls=reject_calls, people=people)
    await session.start()
    watch = LogWatch(session.miss, session.lose_store)
    logging.getLogger(LOGGER).addHandler(watch)
    signs = asyncio.create_task(session.show_signs())
    try:
        yield session
    finally:
        signs.cancel()
        logging.getLogger(LOGGER).removeHandler(watch)
        with anyio.CancelScope(shield=True):
            await session.close()
        await session.stop_listening()
        session.events.close()
