"""The book and the customers as the owner asks for them (domain/owner/facts.py), within one transaction."""

import sqlite3
from collections.abc import Sequence
from datetime import datetime, timedelta

from wabot.domain.appointments import Status
from wabot.domain.blocks import Block
from wabot.domain.customers import Contact, Customer
from wabot.domain.owner.facts import Entry, Standing
from wabot.domain.owner.heard import Named
from wabot.storage.appointments import appointments_between, find_appointment
from wabot.storage.blocks import blocks_between
from wabot.storage.customers import find_customer_id, get_customer
from wabot.storage.outbox import unsettled_mail
from wabot.storage.silence import held_customers, silent_since, unanswered_customers
from wabot.types import AppointmentId, CustomerId, PhoneNumber

_FAILED_FOR = timedelta(days=3)  # as the page shows them


class StoredLedger:
    """Keeps the promises of `Ledger` from disk."""

    def __init__(self, db: sqlite3.Connection, now: datetime) -> None:
        self._db = db
        self._now = now

    def visits(self, begins: datetime, ends: datetime | None = None) -> Sequence[Entry]:
        found = appointments_between(self._db, begins, ends)
        return [Entry(visit, customer) for visit, customer in found if visit.status is not Status.CANCELLED]

    def find(self, appointment: AppointmentId) -> Entry | None:
        found = find_appointment(self._db, appointment)
        return Entry(*found) if found is not None else None

    def blocks(self, begins: datetime, ends: datetime) -> Sequence[Block]:
        return blocks_between(self._db, begins, ends)

    def customer(self, phone: PhoneNumber) -> Customer | None:
        number = find_customer_id(self._db, Contact(phone=phone))
        return get_customer(self._db, number) if number is not None else None

    def customers(self, person: Named) -> Sequence[Customer]:
        rows = self._db.execute("SELECT id, name FROM customers WHERE name IS NOT NULL ORDER BY id").fetchall()
        known = [CustomerId(row["id"]) for row in rows if person.is_name_of(row["name"])]
        return [get_customer(self._db, number) for number in known]

    def standing(self) -> Standing:
        since = silent_since(self._db)
        failed, _ = unsettled_mail(self._db, self._now - _FAILED_FOR, 1)
        return Standing(
            silent_since=since,
            held=tuple(held_customers(self._db, self._now)),
            unanswered=tuple(unanswered_customers(self._db)),
            failed=failed,
        )
