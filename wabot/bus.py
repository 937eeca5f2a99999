"""The in-memory queues between the tasks: typed, bounded, pushing back on whoever is too fast."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Generic, TypeVar

import anyio
from anyio.streams.memory import MemoryObjectReceiveStream, MemoryObjectSendStream

from wabot.messages import MessageReceived, ReplyQueued, ShiftEnded, TurnBegun, TurnEnded

T = TypeVar("T")
Announced = TurnBegun | TurnEnded | ReplyQueued | ShiftEnded
"""What the sender is told."""
DEPTH = 256  # hints that may wait; further ones make their publisher wait


@dataclass(frozen=True, slots=True)
class Queue(Generic[T]):
    """One direction. Closing `into` ends it: the reader takes what is left and stops."""

    into: MemoryObjectSendStream[T]
    out: MemoryObjectReceiveStream[T]

    def close(self) -> None:
        """Let go of both ends, whatever is left."""
        self.into.close()
        self.out.close()


@dataclass(frozen=True, slots=True)
class Bus:
    """gateway -> `received` -> booking -> `replies` -> sender. There is no way back, so it cannot lock up."""

    received: Queue[MessageReceived]
    replies: Queue[Announced]

    async def announce(self, queued: Iterable[ReplyQueued | ShiftEnded]) -> None:
        """Tell the sender, from beside the chain, of messages that were put into the outbox.

        Where it has gone, for wabot stops, nobody is told: they go out after the next start.
        """
        with suppress(anyio.ClosedResourceError, anyio.BrokenResourceError):
            async with self.replies.into.clone() as replies:
                for reply in queued:
                    await replies.send(reply)

    def close(self) -> None:
        """Let go of everything."""
        self.received.close()
        self.replies.close()


def open_bus() -> Bus:
    """A new bus."""
    return Bus(
        received=Queue(*anyio.create_memory_object_stream[MessageReceived](DEPTH)),
        replies=Queue(*anyio.create_memory_object_stream[Announced](DEPTH)),
    )
