"""A turn of somebody who works here: orders and questions before ordinary conversation, in the same transaction."""

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from wabot.domain.customers import Customer
from wabot.domain.owner.acts import Carried, Tell
from wabot.domain.owner.dialogue import OwnerDialogue
from wabot.domain.owner.facts import OwnerFacts
from wabot.domain.owner.report import report
from wabot.domain.owner.turn import decide
from wabot.domain.salon import Salon
from wabot.language.orders import OrderListener
from wabot.language.replies import Texts
from wabot.storage.book import StoredBook
from wabot.storage.customers import remember_language
from wabot.storage.ledger import StoredLedger
from wabot.storage.outbox import queue_message
from wabot.storage.owner import find_orders, save_orders
from wabot.tasks.office import Office
from wabot.types import CustomerId, InboxId, PhoneNumber


class OwnerDesk:
    """Answers the owner, and staff who ask for their own day."""

    def __init__(
        self, salon: Salon, texts: Texts, *, owner_phones: Sequence[PhoneNumber], handoff: timedelta, forget: timedelta
    ) -> None:
        self._salon = salon
        self._texts = texts
        self._owners = frozenset(owner_phones)
        self._staff = {person.phone: person for person in salon.staff if person.phone}
        self._listener = OrderListener(salon)
        self._office = Office(salon, texts, handoff)
        self._forget = forget

    def serves(self, customer: Customer) -> bool:
        """Whether they may order or ask anything here."""
        return self.is_owner(customer) or customer.contact.phone in self._staff

    def is_owner(self, customer: Customer) -> bool:
        """Whether it is one of the owner's numbers."""
        return customer.contact.phone in self._owners

    def asks(self, db: sqlite3.Connection, customer: Customer, now: datetime) -> bool:
        """Whether a question of ours about an order is open."""
        return self._dialogue(db, customer, now).question is not None

    def answer(
        self, db: sqlite3.Connection, customer: Customer, words: str, turn: InboxId, now: datetime, *, talks: bool
    ) -> list[CustomerId] | None:
        """For whom messages were queued; None when the words order nothing. `talks` as for `decide`."""
        phone = customer.contact.phone
        facts = OwnerFacts(
            salon=self._salon,
            book=StoredBook(db, self._salon),
            ledger=StoredLedger(db, now),
            now=now,
            is_owner=self.is_owner(customer),
            staff=self._staff.get(phone) if phone else None,
        )
        dialogue = self._dialogue(db, customer, now)
        ordered = self._listener.hear(words, now=facts.local(now), lang=customer.lang)
        decision = decide(ordered, dialogue, facts, talks=talks)
        if decision is None:
            if dialogue.question is not None:
                save_orders(db, customer.id, replace(dialogue, question=None), now)
            return None
        recipients: list[CustomerId] = []
        while decision.act is not None:
            result = self._office.carry_out(db, decision.act, facts, turn)
            if isinstance(decision.act, Tell) and isinstance(result, Carried):
                recipients += [told.id for told in result.customers]
            decision = report(decision, result, facts)
        save_orders(db, customer.id, decision.dialogue, now)
        if ordered.lang != customer.lang:
            remember_language(db, customer.id, ordered.lang)
        text = self._texts.render(decision.replies, ordered.lang, facts.today)
        if queue_message(db, f"reply:{turn}", customer.id, text, now) is not None:
            recipients.insert(0, customer.id)
        return recipients

    def _dialogue(self, db: sqlite3.Connection, customer: Customer, now: datetime) -> OwnerDialogue:
        found = find_orders(db, customer.id)
        return found[0] if found is not None and now - found[1] <= self._forget else OwnerDialogue()
