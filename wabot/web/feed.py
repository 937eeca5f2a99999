"""The book as an iCalendar (RFC 5545) that Google, Apple and Outlook subscribe to."""

from collections.abc import Iterable
from datetime import timedelta

from icalendar import Event

from wabot.domain.appointments import Status
from wabot.domain.blocks import Block
from wabot.domain.calendars import Entry
from wabot.domain.openings import OneOffOpening
from wabot.domain.salon import Salon
from wabot.language.events import new_calendar, new_event
from wabot.types import StaffId
from wabot.web.words import Words

FRESH = timedelta(minutes=15)  # how often a calendar is asked to look again; Google takes its own time all the same


class Feed:
    """Renders it: the same book gives the same bytes.

    Times are UTC instants: they need no VTIMEZONE, and each calendar shows them by its owner's clock. The calendar
    lies with whoever runs it, so of a customer it holds the name and the last digits of the number, and no notes.
    """

    def __init__(self, salon: Salon, words: Words) -> None:
        self._salon = salon
        self._words = words

    def render(
        self,
        staff: StaffId | None,
        entries: Iterable[Entry],
        blocks: Iterable[Block],
        openings: Iterable[OneOffOpening],
    ) -> bytes:
        """The visits, closed time and one-off openings of one staff member; of everyone when `staff` is None."""
        calendar = new_calendar()
        calendar.add("x-wr-calname", self._title(staff))
        calendar.add("x-wr-timezone", self._salon.timezone.key)
        calendar.add("refresh-interval", FRESH, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", "PT15M")
        for entry in entries:
            calendar.add_component(self._visit(entry, names_staff=staff is None))
        for block in blocks:
            calendar.add_component(self._block(block, names_staff=staff is None))
        for opening in openings:
            calendar.add_component(self._opening(opening, names_staff=staff is None))
        return bytes(calendar.to_ical())

    def _title(self, staff: StaffId | None) -> str:
        salon = self._salon.name[self._salon.language]
        return salon if staff is None else f"{salon}: {self._name(staff)}"

    def _visit(self, entry: Entry, *, names_staff: bool) -> Event:
        visit, customer = entry.visit, entry.customer
        services = " + ".join(self._service(service) for service in visit.services)
        summary = ", ".join(part for part in (services, customer.name) if part)
        event = new_event(
            self._salon,
            f"visit-{visit.id}",
            made_at=entry.created_at,
            changed_at=entry.changed_at,
            begins=visit.start_at,
            ends=visit.end_at,
            revision=entry.revision,
        )
        event.add("summary", f"{self._name(visit.staff)}: {summary}" if names_staff else summary)
        event.add("description", customer.contact.for_log)
        event.add("status", "CANCELLED" if visit.status is Status.CANCELLED else "CONFIRMED")
        return event

    def _block(self, block: Block, *, names_staff: bool) -> Event:
        event = self._standing(f"block-{block.id}", block)
        closed = self._words.say("calendar-closed")
        summary = f"{closed}: {block.reason}" if block.reason else closed
        event.add("summary", f"{self._name(block.staff)}: {summary}" if names_staff else summary)
        event.add("status", "CONFIRMED")
        return event

    def _opening(self, opening: OneOffOpening, *, names_staff: bool) -> Event:
        """It takes no time of anybody: a calendar that tells others when its owner is busy leaves it out."""
        event = self._standing(f"opening-{opening.id}", opening)
        summary = ": ".join(part for part in (self._words.say("calendar-open"), opening.reason) if part)
        whose = self._name(opening.staff) if opening.staff is not None else self._title(None)
        event.add("summary", f"{whose}: {summary}" if names_staff else summary)
        event.add("status", "CONFIRMED")
        event.add("transp", "TRANSPARENT")
        return event

    def _standing(self, what: str, it: Block | OneOffOpening) -> Event:
        """Of what is made and taken away, and never changed."""
        made_at = it.created_at
        return new_event(self._salon, what, made_at=made_at, changed_at=made_at, begins=it.start_at, ends=it.end_at)

    def _service(self, service_id: str) -> str:
        service = self._salon.find_service(service_id)
        return service.name[self._salon.language] if service else service_id

    def _name(self, staff_id: str) -> str:
        staff = self._salon.find_staff(staff_id)
        return staff.name[self._salon.language] if staff else staff_id
