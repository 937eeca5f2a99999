"""The sender: takes what waits in the outbox to the session, one by one, and writes down what became of it."""

import sqlite3
from dataclasses import dataclass
from functools import partial

import anyio
from anyio.abc import TaskStatus
from loguru import logger

from wabot.bus import Bus
from wabot.clock import Clock
from wabot.domain.correspondence import OutgoingMessage, SendState
from wabot.errors import NotConnected, NotOnWhatsApp, OutcomeUnknown, SendRefused
from wabot.logs import shown
from wabot.messages import ReplyQueued, TurnBegun, TurnEnded
from wabot.storage.customers import find_served
from wabot.storage.database import Database
from wabot.storage.doubts import customers_in_doubt, doubt, doubt_interrupted
from wabot.storage.outbox import begin_sending, queued_mail, record_outcome, record_sent
from wabot.storage.writer import Unit
from wabot.tasks.doubts import Doubts
from wabot.tasks.mail import Mail, Pace
from wabot.tasks.persistence import write_surely
from wabot.types import CustomerId
from wabot.whatsapp.session import Session, State

AGAIN_S = 0.5  # before a message is tried again that the session, online, said it could not take
_STATE_AFTER = {
    NotConnected: SendState.QUEUED,
    SendRefused: SendState.FAILED,
    NotOnWhatsApp: SendState.FAILED,
}


async def run_sender(
    session: Session, database: Database, bus: Bus, pace: Pace, clock: Clock, *, task_status: TaskStatus[None]
) -> None:
    """Send what waits, to each customer in order, until the bus ends. What cannot be sent stays in the outbox."""
    mail = Mail(pace, clock)
    doubts = Doubts(session, database, mail, clock)
    if await write_surely(database, partial(doubt_interrupted, now=clock.now()), clock):
        logger.warning("messages were being sent when wabot ended: waiting for customers' phones to report them")
    doubts.arose(await database.read(customers_in_doubt))
    async with anyio.create_task_group() as beside:
        beside.start_soon(_collect, bus, mail, session, database, clock)
        beside.start_soon(_resume_when_online, session, database, mail)
        beside.start_soon(doubts.settle)
        task_status.started()
        await _deliver_all(mail, session, database, pace, clock, doubts)
        beside.cancel_scope.cancel()


async def _collect(bus: Bus, mail: Mail, session: Session, database: Database, clock: Clock) -> None:
    async with bus.replies.out as announcements:
        async for announced in announcements:
            match announced:
                case ReplyQueued():
                    mail.add(announced.customer)
                case TurnBegun():
                    find = partial(find_served, customer=announced.customer, now=clock.now())
                    contact = await database.read(find)
                    if contact is not None:
                        session.show_typing(contact, is_typing=True)
                case TurnEnded():
                    _show_end(announced, session)
    mail.close()


def _show_end(turn: TurnEnded, session: Session) -> None:
    if turn.read:
        session.mark_read(turn.contact, turn.read)
    if not turn.is_answered:
        session.show_typing(turn.contact, is_typing=False)


async def _resume_when_online(session: Session, database: Database, mail: Mail) -> None:
    """See to everything that waits, at start and whenever WhatsApp is back."""
    while True:
        change = session.change
        if session.status.state is State.ONLINE:
            for customer in await database.read(queued_mail):
                mail.add(customer)
        await change.wait()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a message: what is to be written down, and for whom it has to be tried again or is in doubt."""

    record: Unit[None]
    again: CustomerId | None = None
    doubted: CustomerId | None = None


async def _deliver_all(
    mail: Mail, session: Session, database: Database, pace: Pace, clock: Clock, doubts: Doubts
) -> None:
    """One message after the other, as WhatsApp's client sends them. The outcome of one and the beginning of the next
    share a commit.

    A message is marked as being sent, on the disk, before it is: of a kill, one at most has an unknown outcome.
    """
    outcome: Outcome | None = None
    while True:
        if session.status.state is not State.ONLINE:
            mail.clear()  # it stands in the outbox, and is collected again when WhatsApp is back
        customer = mail.next_due()
        if customer is None and outcome is None:
            if not await mail.until_due():
                return
            continue
        record = outcome.record if outcome else None
        begin = partial(_record_and_begin, record=record, customer=customer, clock=clock)
        message = await write_surely(database, begin, clock)
        if outcome is not None and outcome.again is not None:
            await clock.pause(AGAIN_S)
            mail.add(outcome.again)
        if outcome is not None and outcome.doubted is not None:
            doubts.arose([outcome.doubted])
        outcome = None
        if message is not None and customer is not None:
            pace.note(customer)
            outcome = await _deliver(message, customer, session, clock)


def _record_and_begin(
    db: sqlite3.Connection, *, record: Unit[None] | None, customer: CustomerId | None, clock: Clock
) -> OutgoingMessage | None:
    if record is not None:
        record(db)
    return begin_sending(db, customer, clock.now()) if customer is not None else None


async def _deliver(message: OutgoingMessage, customer: CustomerId, session: Session, clock: Clock) -> Outcome:
    note = partial(logger.info, "message {} to {}: {}", message.key, message.contact.for_log)
    try:
        sent = await session.send(message)
    except OutcomeUnknown as error:
        note(f"unknown: {shown(str(error))}")
        record = partial(doubt, message=message.id, reason=str(error), now=clock.now())
        return Outcome(record, doubted=customer)
    except (NotConnected, SendRefused) as error:
        state = _STATE_AFTER[type(error)]
        note(f"{state}: {shown(str(error))}")
        record = partial(record_outcome, message=message.id, state=state, reason=str(error))
        return Outcome(record, again=customer if state is SendState.QUEUED else None)
    note("sent")
    return Outcome(partial(record_sent, message=message.id, sent=sent))
