"""What customers said about messages of our own accord: each step with its time, none ever taken away."""

import sqlite3
from datetime import datetime

from wabot.domain.consent import Consent, Step, consent_after
from wabot.domain.waitlist import WaitState
from wabot.domain.walltime import to_ms
from wabot.storage.waitlist import end_waits
from wabot.types import CustomerId

UNWANTED = ("reminder:*", "thanks:*", "invitation:*")
"""The keys of what a customer on stop does not get any more."""


def get_consent(db: sqlite3.Connection, customer: CustomerId) -> Consent:
    """Where the customer's consent stands."""
    rows = db.execute("SELECT step FROM consents WHERE customer_id = ? ORDER BY at, id", (customer,))
    return consent_after(Step(row["step"]) for row in rows)


def record_consent(db: sqlite3.Connection, customer: CustomerId, step: Step, now: datetime) -> None:
    """Write the step down. A stop also takes back what waits to be sent, and who says it is on no waiting list more."""
    db.execute("INSERT INTO consents (customer_id, step, at) VALUES (?, ?, ?)", (customer, step, to_ms(now)))
    if step is Step.STOPPED:
        end_waits(db, customer, WaitState.LEFT, now)
        db.execute(
            "DELETE FROM outbox WHERE customer_id = ? AND state = 'queued'"
            f" AND ({' OR '.join('key GLOB ?' for _ in UNWANTED)})",
            (customer, *UNWANTED),
        )
