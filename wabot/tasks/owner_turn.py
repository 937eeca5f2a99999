"""A turn of somebody who works here: orders and questions before ordinary conversation, in the same transaction."""

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cached_property

from wabot.domain.customers import Customer
from wabot.domain.news import News, news_of_order
from wabot.domain.owner.acts import Carried, Tell
from wabot.domain.owner.decision import Decision
from wabot.domain.owner.dialogue import OwnerDialogue, joined
from wabot.domain.owner.facts import OwnerFacts
from wabot.domain.owner.heard import Ordered
from wabot.domain.owner.report import report
from wabot.domain.owner.turn import decide
from wabot.domain.reminders import Quiet
from wabot.domain.replies.owner import ShallITell
from wabot.domain.replies.told import Reply
from wabot.domain.salon import Salon
from wabot.language.orders import OrderListener
from wabot.language.replies import Texts
from wabot.storage.book import StoredBook
from wabot.storage.customers import remember_language
from wabot.storage.ledger import StoredLedger
from wabot.storage.notices import tell_staff
from wabot.storage.openings import OpenedSalon
from wabot.storage.outbox import queue_message
from wabot.storage.owner import find_orders, save_orders
from wabot.tasks.office import Office
from wabot.types import CustomerId, InboxId, Lang, PhoneNumber


class OwnerDesk:
    """Answers the owner, and staff who ask for their own day."""

    def __init__(
        self,
        salon: Salon,
        texts: Texts,
        *,
        owner_phones: Sequence[PhoneNumber],
        handoff: timedelta,
        forget: timedelta,
        quiet_hours: Quiet,
    ) -> None:
        self._salon = salon
        self._texts = texts
        self._owners = frozenset(owner_phones)
        self._staff = {person.phone: person for person in salon.staff if person.phone}
        self._opened = OpenedSalon(salon)
        self._office = Office(salon, texts, handoff)
        self._forget = forget
        self._quiet_hours = quiet_hours

    @cached_property
    def _listener(self) -> OrderListener:
        """Built at the first order: it takes as long as all else at a start, and many starts bring none."""
        return OrderListener(self._salon)

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
        salon = self._opened.read(db, now)
        facts = OwnerFacts(
            salon=salon,
            book=StoredBook(db, salon, over_offers=True),
            ledger=StoredLedger(db, now),
            now=now,
            is_owner=self.is_owner(customer),
            staff=self._staff.get(phone) if phone else None,
        )
        dialogue = self._dialogue(db, customer, now)
        orders = self._heard(words, facts, customer.lang)
        replies: list[Reply] = []
        recipients: list[CustomerId] = []
        news: list[News] = []
        for ordered in orders:
            decision = decide(ordered, dialogue, facts, talks=talks)
            if decision is None:
                continue
            done, told = self._done(db, decision, facts, turn, news)
            replies = [*(reply for reply in replies if not isinstance(reply, ShallITell)), *done.replies]
            recipients += told
            dialogue = joined(dialogue, done.dialogue) if len(orders) > 1 else done.dialogue
        if not replies:
            if dialogue.question is not None:
                save_orders(db, customer.id, replace(dialogue, question=None), now)
            return None
        save_orders(db, customer.id, dialogue, now)
        lang = orders[-1].lang
        if lang != customer.lang:
            remember_language(db, customer.id, lang)
        if queue_message(db, f"reply:{turn}", customer.id, self._texts.render(replies, lang, facts.today), now):
            recipients.insert(0, customer.id)
        others = [one for one in news if one.to.phone != customer.contact.phone]
        key = f"alert:visit:{turn}"
        recipients += tell_staff(db, others, key, self._texts.render, self._salon, self._quiet_hours, now)
        return recipients

    def _heard(self, words: str, facts: OwnerFacts, lang: Lang | None) -> list[Ordered]:
        """The orders of a turn: one a message where several messages order something, else all of it as one."""
        lines = words.splitlines()
        found = [self._listener.hear(line, now=facts.local(facts.now), lang=lang) for line in lines]
        if sum(ordered.command is not None and not ordered.is_faint for ordered in found) > 1:
            return found
        return [self._listener.hear(words, now=facts.local(facts.now), lang=lang)] if len(lines) > 1 else found

    def _done(
        self, db: sqlite3.Connection, decision: Decision, facts: OwnerFacts, turn: InboxId, news: list[News]
    ) -> tuple[Decision, list[CustomerId]]:
        """The decision once all that it leads to is done, and which customers were written to; adds to `news`."""
        recipients: list[CustomerId] = []
        while decision.act is not None:
            result = self._office.carry_out(db, decision.act, facts, turn)
            if isinstance(result, Carried) and result.after is not None:
                news += news_of_order(result.before, result.after, self._salon)
            if isinstance(decision.act, Tell) and isinstance(result, Carried):
                recipients += [told.id for told in result.customers]
            decision = report(decision, result, facts)
        return decision, recipients

    def _dialogue(self, db: sqlite3.Connection, customer: Customer, now: datetime) -> OwnerDialogue:
        found = find_orders(db, customer.id)
        return found[0] if found is not None and now - found[1] <= self._forget else OwnerDialogue()
