"""What staff are told of their visits."""

from dataclasses import dataclass
from datetime import datetime

from wabot.domain.appointments import Appointment, BookedVisit, Status
from wabot.domain.conversation.facts import named, told
from wabot.domain.customers import Contact
from wabot.domain.owner.facts import ON, Entry
from wabot.domain.replies.staff import (
    CustomerIsLate,
    VisitBooked,
    VisitCancelled,
    VisitChanged,
    VisitMoved,
    VisitRearranged,
)
from wabot.domain.replies.told import Visit
from wabot.domain.salon import Salon

Words = VisitBooked | VisitMoved | VisitRearranged | VisitChanged | VisitCancelled | CustomerIsLate


@dataclass(frozen=True, slots=True)
class News:
    """Something to tell to one person, about a visit at `start_at` (the earlier one of a move)."""

    to: Contact
    words: Words
    start_at: datetime


def news_of_order(before: Appointment | None, after: Entry, salon: Salon) -> list[News]:
    """What an order of the salon's means for staff who have a number."""
    who, visit = named(after.customer), as_told(after.visit, salon)
    was_on = before is not None and before.status in ON
    concerned = {after.visit.staff} | ({before.staff} if before is not None and was_on else set())
    words: Words | None = None
    if after.visit.status in ON and not was_on:
        words = VisitBooked(visit, who)
    elif after.visit.status is Status.CANCELLED and was_on:
        words = VisitCancelled(visit, who)
    elif before is not None and after.visit.status in ON and as_told(before, salon) != visit:
        words = VisitRearranged(visit, as_told(before, salon), who)
    if words is None:
        return []
    people = (salon.find_staff(name) for name in sorted(concerned))
    return [News(Contact(phone=one.phone), words, start_of(words)) for one in people if one and one.phone]


def start_of(words: Words) -> datetime:
    """When the visit begins, of two times the earlier one."""
    if isinstance(words, VisitMoved | VisitRearranged | VisitChanged):
        return min(words.visit.start_at, words.was.start_at)
    return words.visit.start_at


def as_told(appointment: Appointment, salon: Salon) -> Visit:
    """What the staff member does in it, as it stands in the book."""
    return told(BookedVisit((appointment,)), salon)
