"""A visit as a file for the customer's own calendar."""

from collections.abc import Sequence
from datetime import timedelta

from icalendar import Event

from wabot.domain.calendars import Document, Entry
from wabot.domain.salon import Salon
from wabot.language.events import new_calendar, new_event
from wabot.types import Lang

_DAY = timedelta(days=1)
_NOT_IN_A_FILE_NAME = str.maketrans(dict.fromkeys('\\/:*?"<>|', " "))


class Keepsakes:
    """Renders it, by the salon's clock: that is the time that was agreed on, wherever it is read.

    It has the events of the salon's own feeds, in the customer's words. No alarm: wabot reminds of the visit itself.
    """

    def __init__(self, salon: Salon) -> None:
        self._salon = salon

    def render(self, entries: Sequence[Entry], lang: Lang) -> Document:
        """The appointments of one visit, earliest first."""
        calendar = new_calendar()
        for entry in entries:
            calendar.add_component(self._event(entry, lang))
        first, last = entries[0].visit.start_at, max(entry.visit.end_at for entry in entries)
        calendar.add_missing_timezones(first_date=(first - _DAY).date(), last_date=(last + _DAY).date())
        local = first.astimezone(self._salon.timezone)
        salon = " ".join(self._salon.name[lang].translate(_NOT_IN_A_FILE_NAME).split())
        return Document(f"{salon} {local:%Y-%m-%d %H-%M}.ics", bytes(calendar.to_ical()))

    def _event(self, entry: Entry, lang: Lang) -> Event:
        visit, zone = entry.visit, self._salon.timezone
        event = new_event(
            self._salon,
            f"visit-{visit.id}",
            made_at=entry.created_at,
            changed_at=entry.changed_at,
            begins=visit.start_at.astimezone(zone),
            ends=visit.end_at.astimezone(zone),
            revision=entry.revision,
        )
        found = ((service, self._salon.find_service(service)) for service in visit.services)
        services = " + ".join(service.name[lang] if service else name for name, service in found)
        staff = self._salon.find_staff(visit.staff)
        event.add("summary", f"{services} – {self._salon.name[lang]}")
        who = staff.name[lang] if staff else visit.staff
        event.add("description", f"{who}, {self._salon.phone}" if self._salon.phone else who)
        event.add("location", self._salon.address[lang])
        event.add("status", "CONFIRMED")
        return event
