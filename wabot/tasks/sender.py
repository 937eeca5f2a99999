"""The sender: takes what waits in the outbox to the session, one by one, and writes down what became of it.

The table is the queue. In memory there are only the message under way, the next one, and how fast customers may be
written to.
"""

import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import partial

import anyio
from anyio.abc import TaskStatus
from loguru import logger

from wabot.bus import Bus
from wabot.clock import Clock
from wabot.messages import ReplyQueued, ShiftEnded, TurnBegun, TurnEnded
from wabot.storage.customers import find_served
from wabot.storage.database import Database
from wabot.storage.doubts import doubt_interrupted
from wabot.storage.outbox import Begun, begin_next, has_sendable, put_back
from wabot.tasks.bell import Bell
from wabot.tasks.carrier import Carrier, Outcome
from wabot.tasks.doubts import Doubts
from wabot.tasks.pace import Pace
from wabot.tasks.persistence import write_surely
from wabot.types import CustomerId
from wabot.whatsapp.session import Session, State

AGAIN_S = 0.5  # before a message is tried again that the session, online, said it could not take
LAST_WORDS_S = 1.0  # for writing down, at the end, what is known


async def run_sender(
    session: Session, database: Database, bus: Bus, pace: Pace, clock: Clock, *, task_status: TaskStatus[None]
) -> None:
    """Send what waits, to each customer in order, until the bus ends. What cannot be sent stays in the outbox."""
    if await write_surely(database, partial(doubt_interrupted, now=clock.now()), clock):
        logger.warning("messages were being sent when wabot ended: waiting for customers' phones to report them")
    bell = Bell()
    sender = Sender(session, database, pace, bell, clock)
    async with anyio.create_task_group() as beside:
        beside.start_soon(_collect, bus, sender, session, database, clock)
        beside.start_soon(_ring_when_online, session, bell)
        beside.start_soon(sender.doubts.settle)
        task_status.started()
        await sender.run()
        beside.cancel_scope.cancel()


async def _collect(bus: Bus, sender: "Sender", session: Session, database: Database, clock: Clock) -> None:
    async with bus.replies.out as announcements:
        async for announced in announcements:
            match announced:
                case ReplyQueued() | ShiftEnded():
                    sender.bell.ring()
                case TurnBegun():
                    find = partial(find_served, customer=announced.customer, now=clock.now())
                    contact = await database.read(find)
                    if contact is not None:
                        session.show_typing(contact, is_typing=True)
                case TurnEnded():
                    _show_end(announced, session)
    sender.finish()


def _show_end(turn: TurnEnded, session: Session) -> None:
    if turn.read:
        session.mark_read(turn.contact, turn.read)
    if not turn.is_answered:
        session.show_typing(turn.contact, is_typing=False)


async def _ring_when_online(session: Session, bell: Bell) -> None:
    while True:
        change = session.change
        if session.status.state is State.ONLINE:
            bell.ring()
        await change.wait()


@dataclass(frozen=True, slots=True)
class Ready:
    """What one look at the outbox gave: the next message, or whether any waits that may not go yet."""

    begun: Begun | None
    more_waits: bool


class Sender:
    """Makes message after message ready for the carrier, which brings one while the next is made ready.

    What became of one and the beginning of a later one share a commit, which nobody waits for but the next. A message
    is marked as being sent, on the disk, before it is. A kill leaves two unknown outcomes at most: one whose
    acknowledgement was not written down yet, and one under way.
    """

    def __init__(self, session: Session, database: Database, pace: Pace, bell: Bell, clock: Clock) -> None:
        self.bell = bell
        self.doubts = Doubts(session, database, bell, clock)
        self._session = session
        self._database = database
        self._pace = pace
        self._clock = clock
        self._carrier = Carrier(session, bell, clock)
        self._is_closing = False

    def finish(self) -> None:
        """No more is coming: what can still be sent is, and `run` returns."""
        self._is_closing = True
        self.bell.ring()

    async def run(self) -> None:
        """Until `finish`."""
        async with anyio.create_task_group() as hands, self._carrier.into:
            hands.start_soon(self._carrier.carry)
            try:
                while await self._send_next():
                    pass
            except anyio.get_cancelled_exc_class():
                await self._write_last_words()
                raise

    async def _send_next(self) -> bool:
        """One look at the outbox. False when there is nothing more to do, for ever."""
        outcomes, self._carrier.outcomes = self._carrier.outcomes, []
        is_online = self._session.status.state is State.ONLINE
        resting = self._pace.resting()
        not_to = {*self._carrier.customers, *resting} if is_online else None
        look = partial(_record_and_begin, outcomes=outcomes, not_to=not_to, clock=self._clock)
        ready = await write_surely(self._database, look, self._clock)
        if any(outcome.is_doubted for outcome in outcomes):
            self.doubts.arose()
        if any(outcome.goes_again for outcome in outcomes):
            await self._clock.pause(AGAIN_S)
        if ready.begun is not None:
            self._pace.note(ready.begun.customer)
            await self._carrier.take(ready.begun)
            return True
        if self._is_closing and not self._carrier.customers and not self._carrier.outcomes and not ready.more_waits:
            return False
        wait = min(resting.values()) - anyio.current_time() if ready.more_waits and resting else None
        await self.bell.listen(self._clock, wait)
        return True

    async def _write_last_words(self) -> None:
        """The drain is over: what the carrier knows is written, and what it has not begun goes back."""
        back = [Outcome(partial(put_back, message=begun.message.id)) for begun in self._carrier.waiting]
        record = partial(_record_and_begin, outcomes=[*self._carrier.outcomes, *back], not_to=None, clock=self._clock)
        with anyio.move_on_after(LAST_WORDS_S, shield=True):
            await self._database.write(record)


def _record_and_begin(
    db: sqlite3.Connection, *, outcomes: Sequence[Outcome], not_to: Collection[CustomerId] | None, clock: Clock
) -> Ready:
    """`not_to` None: nothing can be sent now."""
    for outcome in outcomes:
        outcome.record(db)
    if not_to is None:
        return Ready(None, more_waits=False)
    begun = begin_next(db, clock.now(), not_to)
    return Ready(begun, more_waits=begun is None and has_sendable(db))
