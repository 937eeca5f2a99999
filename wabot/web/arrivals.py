"""What a program sent and WhatsApp did not acknowledge: whether it arrived all the same."""

from datetime import datetime
from functools import partial

from wabot.clock import Clock, at_most
from wabot.domain.correspondence import Sent
from wabot.domain.customers import Contact
from wabot.storage.database import Database
from wabot.storage.doubts import find_evidence


async def find_arrival(
    database: Database, clock: Clock, contact: Contact, begun_at: datetime, within_s: float
) -> Sent | None:
    """Wait for their phone to report a message that was sent to them since then; None when it does not in time."""
    found: Sent | None = None
    look = partial(find_evidence, contact=contact, since=begun_at)
    async with at_most(clock, within_s):
        while found is None:
            change = database.change
            found = await database.read(look)
            if found is None:
                await change.wait()
    return found
