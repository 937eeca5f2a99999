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
from wabot.storage.outbox import Begun, record_outcome, record_sent
from wabot.storage.writer import Unit
from wabot.tasks.bell import Bell
from wabot.types import CustomerId
from wabot.whatsapp.session import Session

_STATE_AFTER = {
    NotConnected: SendState.QUEUED,
    SendRefused: SendState.FAILED,
    NotOnWhatsApp: SendState.FAILED,
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a message, to be written down."""

    record: Unit[None]
    goes_again: bool = False
    is_doubted: bool = False


class Carrier:
    """Has one message under way, and at most one in its other hand (`waiting`).

    `outcomes` are those that have not been written down; `bell` rings with each.
    """

    def __init__(self, session: Session, bell: Bell, clock: Clock) -> None:
        self.outcomes: list[Outcome] = []
        self.waiting: list[Begun] = []
        self._under_way: Begun | None = None
        self._session = session
        self._bell = bell
        self._clock = clock
        self.into, self._out = anyio.create_memory_object_stream[Begun](0)

    @property
    def customers(self) -> list[CustomerId]:
        """For whom the messages in its hands are."""
        hands = [*self.waiting, *([self._under_way] if self._under_way else [])]
        return [begun.customer for begun in hands]

    async def take(self, begun: Begun) -> None:
        """Hand over a message that is marked as being sent; returns when it is under way."""
        self.waiting.append(begun)
        await self.into.send(begun)

    async def carry(self) -> None:
        """Until `into` is closed; what is in the hands then is still brought."""
        async with self._out:
            async for begun in self._out:
                self._under_way = begun
                self.waiting.remove(begun)
                outcome = await self._bring(begun.message)
                self.outcomes.append(outcome)  # not in one line: the list may be another after the wait
                self._under_way = None
                self._bell.ring()

    async def _bring(self, message: OutgoingMessage) -> Outcome:
        note = partial(logger.info, "message {} to {}: {}", message.key, message.contact.for_log)
        try:
            sent = await self._session.send(message)
        except OutcomeUnknown as error:
            note(f"unknown: {shown(str(error))}")
            record = partial(doubt, message=message.id, reason=str(error), now=self._clock.now())
            return Outcome(record, is_doubted=True)
        except (NotConnected, SendRefused) as error:
            state = _STATE_AFTER[type(error)]
            note(f"{state}: {shown(str(error))}")
            record = partial(record_outcome, message=message.id, state=state, reason=str(error))
            return Outcome(record, goes_again=state is SendState.QUEUED)
        note("sent")
        return Outcome(partial(record_sent, message=message.id, sent=sent))
