"""What the salon's people are told of a customer's turn: each staff member of their own visits."""

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from wabot.domain.conversation.facts import (
    CancelAppointment,
    Change,
    ConfirmAppointment,
    MakeAppointment,
    MoveAppointment,
    named,
    told,
)
from wabot.domain.customers import Contact, Customer
from wabot.domain.reminders import Quiet, tell_staff_at
from wabot.domain.replies import Visit, VisitBooked, VisitCancelled, VisitMoved
from wabot.domain.salon import Salon, Staff
from wabot.domain.slots import Slot
from wabot.language.replies import Texts
from wabot.storage.appointments import get_appointment
from wabot.storage.customers import meet_customer
from wabot.storage.notices import keep_notice
from wabot.storage.outbox import queue_message
from wabot.types import CustomerId, InboxId

Words = VisitBooked | VisitMoved | VisitCancelled


@dataclass(frozen=True, slots=True)
class News:
    """Something to tell to one person, about a visit at `start_at` (the earlier one of a move)."""

    to: Contact
    words: Words
    start_at: datetime


def staff_news(db: sqlite3.Connection, changes: Iterable[Change], customer: Customer, salon: Salon) -> list[News]:
    """What the changes, not yet made, mean for staff who have a number; a customer is not told of their own doing."""
    found = (told_to for change in changes for told_to in _told(db, change, customer, salon))
    return [
        News(Contact(phone=staff.phone), words, _start(words))
        for staff, words in found
        if staff.phone and staff.phone != customer.contact.phone
    ]


def tell_staff(
    db: sqlite3.Connection,
    news: Iterable[News],
    turn: InboxId,
    texts: Texts,
    salon: Salon,
    quiet: Quiet,
    now: datetime,
) -> Iterator[CustomerId]:
    """Queue the news of a turn, or put them aside for the night; yields for whom messages were queued."""
    for number, told_to in enumerate(news):
        at = tell_staff_at(told_to.start_at, now, quiet, salon.timezone)
        text = texts.render([told_to.words], salon.language, at.astimezone(salon.timezone).date())
        person = meet_customer(db, told_to.to, None, now)
        key = f"alert:visit:{turn}:{number}"
        if at > now:
            keep_notice(db, key, person, text, at)
        elif queue_message(db, key, person, text, now) is not None:
            yield person


def _start(words: Words) -> datetime:
    return min(words.visit.start_at, words.was.start_at) if isinstance(words, VisitMoved) else words.visit.start_at


def _told(db: sqlite3.Connection, change: Change, customer: Customer, salon: Salon) -> Iterator[tuple[Staff, Words]]:
    who = named(customer)
    match change:
        case MakeAppointment(slot):
            yield slot.staff, VisitBooked(_new(slot), who)
        case MoveAppointment(appointment, slot):
            before = get_appointment(db, appointment)
            old = salon.find_staff(before.staff)
            words = VisitMoved(_new(slot), told(before, salon), who)
            yield slot.staff, words
            if old is not None and old.id != slot.staff.id:
                yield old, words
        case CancelAppointment(appointment):
            before = get_appointment(db, appointment)
            staff = salon.find_staff(before.staff)
            if staff is not None:
                yield staff, VisitCancelled(told(before, salon), who)
        case ConfirmAppointment():
            pass


def _new(slot: Slot) -> Visit:
    return Visit(services=(slot.service,), staff=slot.staff, start_at=slot.start_at)
