"""Calendars and their events (iCalendar, RFC 5545), whoever reads them: the same visit is the same event everywhere."""

from datetime import datetime

from icalendar import Calendar, Event

from wabot import __version__
from wabot.domain.salon import Salon


def new_calendar() -> Calendar:
    """An empty one, published rather than an invitation: nobody is asked to accept (RFC 5546)."""
    calendar = Calendar()
    calendar.add("prodid", f"-//wabot//{__version__}//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    return calendar


def new_event(
    salon: Salon,
    what: str,
    *,
    made_at: datetime,
    changed_at: datetime,
    begins: datetime,
    ends: datetime,
    revision: int = 0,
) -> Event:
    """An event that stays the same one when it changes: `what` and the moment of its making name it, `revision` tells
    which state of it is the latest.
    """
    event = Event()
    # The moment of its making: a database that began anew counts its rows from 1 again.
    event.add("uid", f"{what}-{made_at.timestamp() * 1000:.0f}@{salon.id}.wabot")
    event.add("dtstamp", changed_at)
    event.add("created", made_at)
    event.add("last-modified", changed_at)
    event.add("sequence", revision)
    event.add("dtstart", begins)
    event.add("dtend", ends)
    return event
