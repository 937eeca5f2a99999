"""The sender: takes what waits in the outbox to the session, one by one, and writes down what became of it."""

import sqlite3
from collections import deque
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

import anyio
from anyio.abc import TaskStatus
from loguru import logger

from wabot.bus import Bus
from wabot.clock import Clock
from wabot.domain.correspondence import OutgoingMessage, SendState
from wabot.errors import NotConnected, OutcomeUnknown, SendError, SendRefused
from wabot.logs import shown
from wabot.storage.database import Database
from wabot.storage.outbox import begin_sending, customers_with_mail, record_outcome, record_sent, requeue_interrupted
from wabot.storage.writer import Unit
from wabot.tasks.lanes import Lane, Lanes, open_lanes
from wabot.tasks.persistence import write_surely
from wabot.types import CustomerId
from wabot.whatsapp.session import Session, State

_MINUTE = 60.0
_STATE_AFTER = {
    NotConnected: SendState.QUEUED,
    SendRefused: SendState.FAILED,
    OutcomeUnknown: SendState.UNKNOWN,
}


@dataclass(slots=True)
class Pace:
    """How fast one customer may be written to: `gap` between two messages, `per_minute` at most."""

    gap: timedelta
    per_minute: int
    _sent: dict[CustomerId, deque[float]] = field(default_factory=dict)

    def wait(self, customer: CustomerId) -> float:
        """Seconds until the next message to the customer is due."""
        times = self._sent.get(customer)
        if not times:
            return 0.0
        due = times[-1] + self.gap.total_seconds()
        if len(times) == self.per_minute:
            due = max(due, times[0] + _MINUTE)
        return max(0.0, due - anyio.current_time())

    def note(self, customer: CustomerId) -> None:
        """A message goes out to the customer now."""
        now = anyio.current_time()
        if len(self._sent) > 1000:  # forget who has not been written to for a minute: they may be many in a year
            self._sent = {other: times for other, times in self._sent.items() if now - times[-1] < _MINUTE}
        self._sent.setdefault(customer, deque(maxlen=self.per_minute)).append(now)


async def run_sender(
    session: Session, database: Database, bus: Bus, pace: Pace, clock: Clock, *, task_status: TaskStatus[None]
) -> None:
    """Send what waits for each customer, in order, until the bus ends. What cannot be sent stays in the outbox."""
    await _repeat_interrupted(database)
    line = anyio.Lock()

    async def work(lane: Lane) -> None:
        while await _send_next(lane.customer, line, session, database, pace, clock):
            pass

    async with open_lanes(work) as lanes, anyio.create_task_group() as beside, bus.replies.out as replies:
        beside.start_soon(_resume_when_online, session, database, lanes)
        task_status.started()
        async for reply in replies:
            await lanes.wake(reply.customer)
        beside.cancel_scope.cancel()


async def _repeat_interrupted(database: Database) -> None:
    repeated = await database.write(requeue_interrupted)
    if repeated:
        logger.warning("{} messages were being sent when wabot ended: each is sent once more", repeated)


async def _resume_when_online(session: Session, database: Database, lanes: Lanes) -> None:
    """See to everyone for whom something waits, at start and whenever WhatsApp is back."""
    while True:
        change = session.change
        if session.status.state is State.ONLINE:
            for customer in await database.read(customers_with_mail):
                await lanes.wake(customer)
        await change.wait()


async def _send_next(
    customer: CustomerId, line: anyio.Lock, session: Session, database: Database, pace: Pace, clock: Clock
) -> bool:
    """Send the customer's next message; False when none waits, or WhatsApp is away."""
    wait = pace.wait(customer)
    if wait > 0:
        await clock.pause(wait)
    async with line:
        if session.status.state is not State.ONLINE:
            return False
        # Within the line, so that a kill leaves one message of unknown outcome at most.
        message = await write_surely(database, lambda db: begin_sending(db, customer), clock)
        if message is None:
            return False
        pace.note(customer)
        record = await _deliver(message, session)
        recorded = database.submit(record)  # before the line is free: the next begins no sooner on the disk
    try:
        await recorded
    except sqlite3.Error:
        await write_surely(database, record, clock)
    return True


async def _deliver(message: OutgoingMessage, session: Session) -> Unit[None]:
    """Send it, and return what is to be written down."""
    note = partial(logger.info, "message {} to {}: {}", message.key, message.contact.for_log)
    try:
        sent = await session.send(message)
    except SendError as error:
        state = _STATE_AFTER[type(error)]
        note(f"{state}: {shown(str(error))}")
        return partial(record_outcome, message=message.id, state=state, reason=str(error))
    note("sent")
    return partial(record_sent, message=message.id, sent=sent)
