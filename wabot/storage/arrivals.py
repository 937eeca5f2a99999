"""What a program sent and WhatsApp did not acknowledge: the report of a phone that it arrived all the same."""

import sqlite3
from datetime import datetime

from wabot.domain.correspondence import Sent
from wabot.domain.customers import Contact
from wabot.domain.walltime import from_ms
from wabot.storage.customers import find_customer_id
from wabot.storage.doubts import unclaimed_receipts
from wabot.storage.outbox import record_program_message
from wabot.types import MessageId


def find_arrival(db: sqlite3.Connection, contact: Contact, since: datetime) -> Sent | None:
    """A message to them that nobody here knows, sent since then and reported by their phone; None without a report, and
    for strangers, whose reports nobody keeps.

    None as well while another message to them is under way: a report may be ahead of the acknowledgement it belongs to.
    """
    customer = find_customer_id(db, contact)
    if customer is None:
        return None
    under_way = "SELECT EXISTS (SELECT 1 FROM outbox WHERE customer_id = ? AND state = 'sending')"
    if db.execute(under_way, (customer,)).fetchone()[0]:
        return None
    found = next(unclaimed_receipts(db, customer, since), None)
    return Sent(MessageId(found["message_id"]), from_ms(found["at"])) if found is not None else None


def claim_arrival(db: sqlite3.Connection, contact: Contact, arrived: Sent, now: datetime) -> bool:
    """Write the message down as the one that arrived; False when it turned out to be another one meanwhile."""
    reported = "SELECT EXISTS (SELECT 1 FROM early_receipts WHERE message_id = ?)"
    if not db.execute(reported, (arrived.message_id,)).fetchone()[0]:
        return False
    record_program_message(db, contact, arrived, now)
    return True
