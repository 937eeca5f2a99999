"""What a program sent and WhatsApp did not acknowledge: whether it arrived all the same."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial

import anyio

from wabot.clock import Clock, at_most
from wabot.domain.correspondence import Sent
from wabot.domain.customers import Contact
from wabot.storage.arrivals import claim_arrival, find_arrival
from wabot.storage.database import Database


class UnderWay:
    """Programs' messages that WhatsApp may still acknowledge: the report of one may be ahead of that."""

    def __init__(self) -> None:
        self._ends: list[tuple[Contact, anyio.Event]] = []

    @contextmanager
    def to(self, contact: Contact) -> Iterator[None]:
        """While one is, until it is acknowledged and written down, or has failed."""
        end = (contact, anyio.Event())
        self._ends.append(end)
        try:
            yield
        finally:
            self._ends.remove(end)
            end[1].set()

    async def none(self, contact: Contact) -> None:
        """Wait until none is to them."""
        while ends := [end for other, end in self._ends if other == contact]:
            await ends[0].wait()


async def wait_for_arrival(
    database: Database, clock: Clock, contact: Contact, begun_at: datetime, within_s: float, under_way: UnderWay
) -> Sent | None:
    """Wait for their phone to report a message that was sent to them since then, and write it down as sent; None when
    it does not in time. A report counts for one message, and for none while others to them are under way.

    sqlite3.Error when it cannot be written down.
    """
    arrived: Sent | None = None
    look = partial(find_arrival, contact=contact, since=begun_at)
    async with at_most(clock, within_s):
        while arrived is None:
            change = database.change
            await under_way.none(contact)
            found = await database.read(look)
            if found is not None:
                claim = partial(claim_arrival, contact=contact, arrived=found, now=clock.now())
                with anyio.CancelScope(shield=True):  # what is written down as sent is told to have been
                    arrived = found if await database.write(claim) else None
            if arrived is None:
                await change.wait()
    return arrived
