"""Visits as calendars follow them."""

from dataclasses import dataclass
from datetime import datetime

from wabot.domain.appointments import Appointment
from wabot.domain.customers import Customer


@dataclass(frozen=True, slots=True)
class Entry:
    """An appointment: `revision` grows with every change, the last of which was at `changed_at`."""

    visit: Appointment
    customer: Customer
    revision: int
    created_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Document:
    """A file as it is sent to a customer, who reads its name."""

    name: str
    data: bytes
