"""What the salon's people are told of a customer's turn: each staff member of their own visits."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest

from wabot.domain.appointments import Appointment, BookedVisit, Status
from wabot.domain.arrangements import Arrangement
from wabot.domain.conversation.facts import (
    CancelAppointment,
    Change,
    ConfirmAppointment,
    EndWait,
    GiveVisit,
    JoinWaitlist,
    MakeAppointment,
    MoveAppointment,
    NameCustomer,
    NoteConsent,
    SettleOffer,
    Tell,
    named,
    told,
)
from wabot.domain.customers import Contact, Customer
from wabot.domain.owner.facts import ON, Entry
from wabot.domain.reminders import Quiet, tell_staff_at
from wabot.domain.replies.staff import (
    CustomerIsLate,
    VisitBooked,
    VisitCancelled,
    VisitChanged,
    VisitMoved,
    VisitRearranged,
)
from wabot.domain.replies.told import Visit
from wabot.domain.salon import Salon, Staff
from wabot.language.replies import Texts
from wabot.storage.customers import meet_customer
from wabot.storage.notices import keep_notice
from wabot.storage.outbox import queue_message
from wabot.storage.visits import appointments_of
from wabot.types import CustomerId, InboxId

Words = VisitBooked | VisitMoved | VisitRearranged | VisitChanged | VisitCancelled | CustomerIsLate


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
        if staff and staff.phone and staff.phone != customer.contact.phone
    ]


def news_of_order(before: Appointment | None, after: Entry, salon: Salon) -> list[News]:
    """What an order of the owner's means for staff who have a number."""
    who, visit = named(after.customer), _old(after.visit, salon)
    was_on = before is not None and before.status in ON
    concerned = {after.visit.staff} | ({before.staff} if before is not None and was_on else set())
    words: Words | None = None
    if after.visit.status in ON and not was_on:
        words = VisitBooked(visit, who)
    elif after.visit.status is Status.CANCELLED and was_on:
        words = VisitCancelled(visit, who)
    elif before is not None and after.visit.status in ON and _old(before, salon) != visit:
        words = VisitRearranged(visit, _old(before, salon), who)
    if words is None:
        return []
    people = (salon.find_staff(name) for name in sorted(concerned))
    return [News(Contact(phone=one.phone), words, _start(words)) for one in people if one and one.phone]


def as_news(tells: Iterable[Tell], customer: Customer) -> list[News]:
    """What a turn has to tell besides its changes; a customer is not told of their own doing."""
    return [
        News(Contact(phone=tell.staff.phone), tell.words, tell.start_at)
        for tell in tells
        if tell.staff.phone != customer.contact.phone
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
    if isinstance(words, VisitMoved | VisitRearranged | VisitChanged):
        return min(words.visit.start_at, words.was.start_at)
    return words.visit.start_at


def _told(
    db: sqlite3.Connection, change: Change, customer: Customer, salon: Salon
) -> Iterator[tuple[Staff | None, Words]]:
    """Whom a change concerns, each with their own part of the visit; None who does not work here any more."""
    who = named(customer)
    match change:
        case MakeAppointment(visit, note):
            for staff in visit.staff:
                yield staff, VisitBooked(_new(visit, staff), who, note or None)
        case MoveAppointment(appointment, visit):
            yield from _moved(appointments_of(db, appointment), visit, who, salon)
        case CancelAppointment(appointment, only):
            for gone in appointments_of(db, appointment):
                if gone.id == appointment or not only:
                    yield salon.find_staff(gone.staff), VisitCancelled(_old(gone, salon), who)
        case ConfirmAppointment() | GiveVisit() | NameCustomer() | NoteConsent():
            pass
        case JoinWaitlist() | SettleOffer() | EndWait():
            pass


def _moved(
    before: Sequence[Appointment], visit: Arrangement, who: str, salon: Salon
) -> Iterator[tuple[Staff | None, Words]]:
    """Who stays hears of both times, and so do two of whom one takes the place of the other."""
    services = {service for appointment in before for service in appointment.services}
    left = {appointment.staff: appointment for appointment in before}
    stay = [(staff, left.pop(staff.id)) for staff in visit.staff if staff.id in left]
    for staff, old in stay:
        if _new(visit, staff) != _old(old, salon):
            kind = VisitMoved if {part.service.id for part in visit.parts} == services else VisitChanged
            yield staff, kind(_new(visit, staff), _old(old, salon), who)
    come = [staff for staff in visit.staff if all(staff.id != other.id for other, _ in stay)]
    for new, gone in zip_longest(come, left.values()):
        if gone is None:
            yield new, VisitBooked(_new(visit, new), who)
        elif new is None:
            yield salon.find_staff(gone.staff), VisitCancelled(_old(gone, salon), who)
        else:
            words = VisitMoved(_new(visit, new), _old(gone, salon), who)
            yield from ((new, words), (salon.find_staff(gone.staff), words))


def _new(visit: Arrangement, staff: Staff) -> Visit:
    """What the staff member will do in the visit."""
    parts = [part for part in visit.parts if part.staff.id == staff.id]
    return Visit(tuple(part.service for part in parts), staff, parts[0].start_at)


def _old(appointment: Appointment, salon: Salon) -> Visit:
    return told(BookedVisit((appointment,)), salon)
