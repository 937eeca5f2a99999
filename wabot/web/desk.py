"""The salon's orders as transactions: judged, written, and told to the customer and to staff, all of it or nothing."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from wabot.domain.amendments import Amendment, order_for
from wabot.domain.appointments import Appointment, SlotTaken
from wabot.domain.blocks import Block
from wabot.domain.customers import Contact, Customer
from wabot.domain.openings import OpenAlready
from wabot.domain.orders import Order, OrderRefusal, as_one
from wabot.domain.salon import Salon
from wabot.storage.appointments import find_appointment, holds_of
from wabot.storage.blocks import find_clashes
from wabot.storage.changes import Author
from wabot.storage.orders import amend_visit, place_order
from wabot.types import AppointmentId, CustomerId
from wabot.web.telling import Teller


@dataclass(frozen=True, slots=True)
class Carried:
    """The order was carried out. `told`: for whom a notice waits to be sent, None for nobody; `staff`: the same of
    those whose day it changes.
    """

    visit: Appointment
    customer: Customer
    told: CustomerId | None
    staff: tuple[CustomerId, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """It was not, and nothing was changed. `clashes` are what holds the time, where one person was asked for."""

    refusal: OrderRefusal | OpenAlready
    clashes: Sequence[Appointment | Block] = ()


class NoSuchVisit:
    """There is no appointment of that id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who comes, as the salon says; `name` None when it is not said."""

    contact: Contact
    name: str | None


class Desk:
    """Every method is a unit of work for the database's writer."""

    def __init__(self, salon: Salon, teller: Teller) -> None:
        self._salon = salon
        self._teller = teller

    def place(
        self,
        db: sqlite3.Connection,
        order: Order,
        person: Person,
        note: str,
        author: Author,
        now: datetime,
        *,
        tells: bool,
    ) -> Carried | Refused:
        """A new visit."""
        made = place_order(db, self._salon, order, person.contact, person.name, note, author, now)
        if not isinstance(made, int):
            return self._refused(db, made, order)
        return self._carried(db, None, made, author, now, tells=tells)

    def amend(
        self,
        db: sqlite3.Connection,
        appointment: AppointmentId,
        amendment: Amendment,
        author: Author,
        now: datetime,
        *,
        tells: bool,
    ) -> Carried | Refused | NoSuchVisit:
        """Another time, status or note of a visit."""
        found = find_appointment(db, appointment)
        if found is None:
            return NoSuchVisit()
        before = found[0]
        refusal = amend_visit(db, self._salon, before, amendment, author, now)
        if refusal is not None:
            order = order_for(self._salon, before, holds_of(db, appointment), amendment)
            return self._refused(db, refusal, order)
        return self._carried(db, before, appointment, author, now, tells=tells)

    def _carried(
        self,
        db: sqlite3.Connection,
        before: Appointment | None,
        number: AppointmentId,
        author: Author,
        now: datetime,
        *,
        tells: bool,
    ) -> Carried:
        found = find_appointment(db, number)
        assert found is not None
        visit, customer = found
        told = self._teller.tell(db, before, visit, customer, now) if tells else None
        return Carried(visit, customer, told, self._teller.tell_staff(db, before, visit, customer, author, now))

    def _refused(self, db: sqlite3.Connection, refusal: OrderRefusal, order: Order | None) -> Refused:
        if order is None or order.staff is None or not isinstance(refusal, SlotTaken):
            return Refused(refusal)
        whole = as_one(order.services)
        ends = order.start_at + whole.length + whole.buffer_after
        return Refused(refusal, find_clashes(db, order.staff.id, order.start_at, ends, order.moving))
