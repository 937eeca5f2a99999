"""The owner's orders carried out, within the transaction of the turn that brought them."""

import sqlite3
from datetime import datetime, timedelta

from wabot.domain.amendments import Amendment, order_for
from wabot.domain.appointments import SlotTaken
from wabot.domain.blocks import Block
from wabot.domain.customers import Contact, Customer
from wabot.domain.dialogue import Dialogue, When
from wabot.domain.loops import SILENCE_LEAST
from wabot.domain.openings import OneOffOpening, check_opening
from wabot.domain.orders import Order, OrderRefusal, as_one
from wabot.domain.owner.acts import (
    Act,
    Amend,
    Carried,
    Close,
    Hours,
    Hush,
    News,
    Place,
    Refused,
    Reopen,
    Result,
    Speak,
    Stretch,
    Tell,
    Unblock,
)
from wabot.domain.owner.facts import Entry, OwnerFacts
from wabot.domain.owner.notices import told_notice
from wabot.domain.salon import Salon
from wabot.domain.wishes import Wish
from wabot.language.replies import Texts
from wabot.storage.appointments import find_appointment, get_revision, holds_of
from wabot.storage.blocks import add_block, find_clashes, open_time, remove_block
from wabot.storage.changes import Author
from wabot.storage.customers import get_customer, hold_chat
from wabot.storage.dialogues import save_dialogue
from wabot.storage.openings import add_opening, remove_opening
from wabot.storage.orders import amend_visit, place_order
from wabot.storage.outbox import queue_message
from wabot.storage.silence import fall_silent, speak_again
from wabot.storage.visits import upcoming_visits
from wabot.types import AppointmentId, CustomerId, InboxId


class Office:
    """Does what was decided; holds nothing but what it was given."""

    def __init__(self, salon: Salon, texts: Texts, handoff: timedelta) -> None:
        self._salon = salon
        self._texts = texts
        self._handoff = max(handoff, SILENCE_LEAST)

    def carry_out(self, db: sqlite3.Connection, act: Act, facts: OwnerFacts, turn: InboxId) -> Result:
        """Do it, or say why the book does not take it. Notices to customers are queued under keys of the turn."""
        now = facts.now
        match act:
            case Place():
                return self._place(db, act, facts)
            case Amend():
                return self._amend(db, act, facts)
            case Close(stretches, opening):
                removed_hours = remove_opening(db, opening) if opening is not None else None
                return Carried(blocks=tuple(_close(db, it, now) for it in stretches), opening=removed_hours)
            case Unblock(blocks):
                removed = (remove_block(db, number) for number in blocks)
                return Carried(blocks=tuple(block for block in removed if block is not None))
            case Reopen(stretches, hours):
                cuts = (cut for it in stretches for cut in open_time(db, it.staff, it.start_at, it.end_at, now))
                return Carried(blocks=tuple(cuts), opening=_open_hours(db, hours, facts) if hours else None)
            case Hush(customer):
                return self._hush(db, customer, now)
            case Speak(customer):
                return _speak(db, customer, facts)
            case Tell():
                return self._tell(db, act, facts, turn)

    def _place(self, db: sqlite3.Connection, place: Place, facts: OwnerFacts) -> Result:
        services = self._salon.services_named(place.services)
        order = Order(
            services=services,
            staff=self._salon.find_staff(place.staff),
            start_at=place.start_at,
            is_forced=place.is_forced,
        )
        known = facts.ledger.customer(place.phone)
        name = None if known and _says_more(known.name, place.name) else place.name
        contact = Contact(phone=place.phone)
        made = place_order(db, self._salon, order, contact, name, "", Author.OWNER, facts.now)
        if not isinstance(made, int):
            return self._refused(db, made, order)
        return Carried(after=facts.ledger.find(made))

    def _amend(self, db: sqlite3.Connection, amend: Amend, facts: OwnerFacts) -> Result:
        found = find_appointment(db, amend.appointment)
        if found is None:
            return Carried()
        before = found[0]
        amendment = Amendment(
            staff=self._salon.find_staff(amend.staff),
            start_at=amend.start_at,
            status=amend.status,
            is_forced=amend.is_forced,
        )
        refusal = amend_visit(db, self._salon, before, amendment, Author.OWNER, facts.now)
        if refusal is not None:
            order = order_for(self._salon, before, holds_of(db, before.id), amendment)
            return self._refused(db, refusal, order)
        return Carried(before=before, after=facts.ledger.find(before.id))

    def _refused(self, db: sqlite3.Connection, refusal: OrderRefusal, order: Order | None) -> Refused:
        if order is None or order.staff is None or not isinstance(refusal, SlotTaken):
            return Refused(refusal)
        whole = as_one(order.services)
        ends = order.start_at + whole.length + whole.buffer_after
        clashes = find_clashes(db, order.staff.id, order.start_at, ends, order.moving)
        return Refused(
            refusal,
            tuple(it if isinstance(it, Block) else Entry(it, get_customer(db, it.customer)) for it in clashes),
        )

    def _hush(self, db: sqlite3.Connection, customer: CustomerId | None, now: datetime) -> Carried:
        if customer is None:
            fall_silent(db, now)
            return Carried()
        until = now + self._handoff
        hold_chat(db, customer, until)
        return Carried(customers=(get_customer(db, customer),), until=until)

    def _tell(self, db: sqlite3.Connection, tell: Tell, facts: OwnerFacts, turn: InboxId) -> Carried:
        """Write to each customer, of each of the visits that still stands as the owner was told."""
        told: dict[CustomerId, Customer] = {}
        for notice in tell.notices:
            number = notice.appointment
            entry = facts.ledger.find(number)
            reply = told_notice(notice, entry, facts) if entry is not None else None
            if entry is None or reply is None:
                continue
            customer = entry.customer
            text = self._texts.render([reply], customer.lang or self._salon.language, facts.today)
            key = f"notice:{number}:{get_revision(db, number)}:{turn}"
            if queue_message(db, key, customer.id, text, facts.now) is None:
                continue
            if notice.news is News.CLOSED and customer.id not in told:
                _expect_new_time(db, customer.id, number, facts.now)
            told[customer.id] = customer
        return Carried(customers=tuple(told.values()))


def _says_more(known: str | None, said: str | None) -> bool:
    """Whether the book's name is no other than the owner's, and longer."""
    return bool(known) and (said is None or said.lower() in (known or "").lower())


def _close(db: sqlite3.Connection, stretch: Stretch, now: datetime) -> Block:
    return add_block(db, stretch.staff, stretch.start_at, stretch.end_at, stretch.reason, now)


def _open_hours(db: sqlite3.Connection, hours: Hours, facts: OwnerFacts) -> OneOffOpening | None:
    """The opening, None when all of it is within the hours of that day already."""
    staff = facts.salon.find_staff(hours.staff)
    if check_opening(facts.salon, staff, hours.start_at, hours.end_at) is not None:
        return None
    return add_opening(db, hours.staff, hours.start_at, hours.end_at, "", facts.now)


def _speak(db: sqlite3.Connection, customer: CustomerId | None, facts: OwnerFacts) -> Carried:
    if customer is not None:
        hold_chat(db, customer, None)
        return Carried(customers=(get_customer(db, customer),))
    waiting = facts.ledger.standing().unanswered
    speak_again(db)
    return Carried(customers=waiting)


def _expect_new_time(db: sqlite3.Connection, customer: CustomerId, appointment: AppointmentId, now: datetime) -> None:
    """What the customer answers next is the new time of the visit."""
    visits = upcoming_visits(db, customer, now)
    visit = next((visit for visit in visits if appointment in visit.ids), None)
    if visit is not None:
        wish = Wish(services=visit.services, guests=visit.guests, moving=visit.id)
        save_dialogue(db, customer, Dialogue(wish=wish, question=When()), now)
