"""What the salon's people are told of a customer's turn: each staff member of their own visits."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from wabot.domain.appointments import Appointment
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
)
from wabot.domain.customers import Contact, Customer
from wabot.domain.news import News, Words, as_told, start_of
from wabot.domain.replies.staff import (
    VisitBooked,
    VisitCancelled,
    VisitChanged,
    VisitMoved,
)
from wabot.domain.replies.told import Visit
from wabot.domain.salon import Salon, Staff
from wabot.storage.visits import appointments_of


def staff_news(db: sqlite3.Connection, changes: Iterable[Change], customer: Customer, salon: Salon) -> list[News]:
    """What the changes, not yet made, mean for staff who have a number; a customer is not told of their own doing."""
    found = (told_to for change in changes for told_to in _told(db, change, customer, salon))
    return [
        News(Contact(phone=staff.phone), words, start_of(words))
        for staff, words in found
        if staff and staff.phone and staff.phone != customer.contact.phone
    ]


def as_news(tells: Iterable[Tell], customer: Customer) -> list[News]:
    """What a turn has to tell besides its changes; a customer is not told of their own doing."""
    return [
        News(Contact(phone=tell.staff.phone), tell.words, tell.start_at)
        for tell in tells
        if tell.staff.phone != customer.contact.phone
    ]


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
                    yield salon.find_staff(gone.staff), VisitCancelled(as_told(gone, salon), who)
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
        if _new(visit, staff) != as_told(old, salon):
            kind = VisitMoved if {part.service.id for part in visit.parts} == services else VisitChanged
            yield staff, kind(_new(visit, staff), as_told(old, salon), who)
    come = [staff for staff in visit.staff if all(staff.id != other.id for other, _ in stay)]
    for new, gone in zip_longest(come, left.values()):
        if gone is None:
            yield new, VisitBooked(_new(visit, new), who)
        elif new is None:
            yield salon.find_staff(gone.staff), VisitCancelled(as_told(gone, salon), who)
        else:
            words = VisitMoved(_new(visit, new), as_told(gone, salon), who)
            yield from ((new, words), (salon.find_staff(gone.staff), words))


def _new(visit: Arrangement, staff: Staff) -> Visit:
    """What the staff member will do in the visit."""
    parts = [part for part in visit.parts if part.staff.id == staff.id]
    return Visit(tuple(part.service for part in parts), staff, parts[0].start_at)
