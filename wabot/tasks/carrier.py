"""The carrier: takes one message after the other to the session, while the next one is made ready."""

from dataclasses import dataclass
from functools import partial

import anyio
from loguru import logger

from wabot.clock import Clock
from wabot.domain.correspondence import OutgoingMessage, SendState
from wabot.errors import NotConnected, NotOnWhatsApp, OutcomeUnknown, SendRefused
from wabot.logs import shown
from wabot.storage.doubts import doubt
from wabot.storage.outbox import record_outcome, record_sent
from wabot.storage.writer import Unit
from wabot.tasks.mail import Mail
from wabot.types import CustomerId
from wabot.whatsapp.session import Session

_STATE_AFTER = {
    NotConnected: SendState.QUEUED,
    SendRefused: SendState.FAILED,
    NotOnWhatsApp: SendState.FAILED,
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a message: what is to be written down, and for whom it has to be tried again or is in doubt."""

    record: Unit[None]
    again: CustomerId | None = None
    doubted: CustomerId | None = None


class Carrier:
    """Has one message under way, and at most one in its other hand.

    `mail` is woken with each outcome. `outcomes` are those that have not been written down.
    """

    def __init__(self, session: Session, mail: Mail, clock: Clock) -> None:
        self.outcomes: list[Outcome] = []
        self.customers: list[CustomerId] = []
        self._session = session
        self._mail = mail
        self._clock = clock
        self.into, self._out = anyio.create_memory_object_stream[OutgoingMessage](0)

    async def take(self, message: OutgoingMessage, customer: CustomerId) -> None:
        """Hand over a message that is marked as being sent; returns when it is under way."""
        self.customers.append(customer)
        await self.into.send(message)

    async def carry(self) -> None:
        """Until `into` is closed; what is in the hands then is still brought."""
        async with self._out:
            async for message in self._out:
                outcome = await self._bring(message, self.customers[0])
                self.outcomes.append(outcome)  # not in one line: the list may be another after the wait
                self.customers.pop(0)
                self._mail.wake()

    async def _bring(self, message: OutgoingMessage, customer: CustomerId) -> Outcome:
        note = partial(logger.info, "message {} to {}: {}", message.key, message.contact.for_log)
        try:
            sent = await self._session.send(message)
        except OutcomeUnknown as error:
            note(f"unknown: {shown(str(error))}")
            record = partial(doubt, message=message.id, reason=str(error), now=self._clock.now())
            return Outcome(record, doubted=customer)
        except (NotConnected, SendRefused) as error:
            state = _STATE_AFTER[type(error)]
            note(f"{state}: {shown(str(error))}")
            record = partial(record_outcome, message=message.id, state=state, reason=str(error))
            return Outcome(record, again=customer if state is SendState.QUEUED else None)
        note("sent")
        return Outcome(partial(record_sent, message=message.id, sent=sent))
