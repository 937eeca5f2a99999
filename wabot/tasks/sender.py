"""The sender: takes what waits in the outbox to the session, one by one, and writes down what became of it."""

import sqlite3
from collections.abc import Sequence
from functools import partial

import anyio
from anyio.abc import TaskStatus
from loguru import logger

from wabot.bus import Bus
from wabot.clock import Clock
from wabot.domain.correspondence import OutgoingMessage
from wabot.messages import ReplyQueued, TurnBegun, TurnEnded
from wabot.storage.customers import find_served
from wabot.storage.database import Database
from wabot.storage.doubts import customers_in_doubt, doubt_interrupted
from wabot.storage.outbox import begin_sending, queued_mail
from wabot.tasks.carrier import Carrier, Outcome
from wabot.tasks.doubts import Doubts
from wabot.tasks.mail import Mail, Pace
from wabot.tasks.persistence import write_surely
from wabot.types import CustomerId
from wabot.whatsapp.session import Session, State

AGAIN_S = 0.5  # before a message is tried again that the session, online, said it could not take


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


async def _deliver_all(
    mail: Mail, session: Session, database: Database, pace: Pace, clock: Clock, doubts: Doubts
) -> None:
    """Make message after message ready for the carrier. What became of one and the beginning of a later one share a
    commit, which nobody waits for but the next.

    A message is marked as being sent, on the disk, before it is. A kill leaves two unknown outcomes at most: one whose
    acknowledgement was not written down yet, and one under way.
    """
    carrier = Carrier(session, mail, clock)
    async with anyio.create_task_group() as hands, carrier.into:
        hands.start_soon(carrier.carry)
        while True:
            if session.status.state is not State.ONLINE:
                mail.clear()  # it stands in the outbox, and is collected again when WhatsApp is back
            customer = mail.next_due(carrier.customers)
            outcomes, carrier.outcomes = carrier.outcomes, []
            if customer is None and not outcomes:
                if await mail.until_due(still_busy=bool(carrier.customers)):
                    continue
                break
            prepare = partial(_record_and_begin, outcomes=outcomes, customer=customer, clock=clock)
            message = await write_surely(database, prepare, clock)
            await _follow_up(outcomes, mail, doubts, clock)
            if message is not None and customer is not None:
                pace.note(customer)
                await carrier.take(message, customer)


async def _follow_up(outcomes: Sequence[Outcome], mail: Mail, doubts: Doubts, clock: Clock) -> None:
    doubts.arose(outcome.doubted for outcome in outcomes if outcome.doubted is not None)
    again = [outcome.again for outcome in outcomes if outcome.again is not None]
    if again:
        await clock.pause(AGAIN_S)
    for customer in again:
        mail.add(customer)


def _record_and_begin(
    db: sqlite3.Connection, *, outcomes: Sequence[Outcome], customer: CustomerId | None, clock: Clock
) -> OutgoingMessage | None:
    for outcome in outcomes:
        outcome.record(db)
    return begin_sending(db, customer, clock.now()) if customer is not None else None
