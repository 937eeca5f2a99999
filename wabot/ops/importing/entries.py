"""What a line of such a file means in this salon."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time

import phonenumbers

from wabot.domain.appointments import Status
from wabot.domain.moving_in import Entry, FormerVisit
from wabot.domain.orders import Order
from wabot.domain.phones import parse_local_phone
from wabot.domain.salon import Salon, Service, Staff
from wabot.domain.walltime import FIRST_YEAR, LAST_YEAR, instant, since_midnight
from wabot.language.listener import Listener
from wabot.ops.importing.files import Line

STATUSES = {
    Status.BOOKED: ("", "booked", "new", "pending", "tentative", "записан", "записана", "новая", "ожидание"),
    Status.CONFIRMED: ("confirmed", "подтвержден", "подтверждена", "подтверждено"),
    Status.DONE: ("done", "completed", "arrived", "пришел", "пришла", "выполнен", "выполнена", "завершен", "завершена"),
    Status.NO_SHOW: ("no_show", "no show", "не пришел", "не пришла", "неявка"),
    Status.CANCELLED: ("cancelled", "canceled", "отменен", "отменена", "отменено", "удалена"),
}
_STATUS = {word: status for status, words in STATUSES.items() for word in words}
_DAYS = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%d.%m.%y")
_CLOCKS = ("%H:%M", "%H:%M:%S", "%H.%M")
LONGEST_NAME, LONGEST_NOTE = 200, 2000
_BETWEEN = re.compile(r"\s*[,;+]\s*")


class Unreadable(Exception):
    """A line that cannot be taken over; its text says why, and what to write instead."""


class Understanding:
    """Reads the lines of one file. `staff` is whose visits they are where a line does not say; a calendar is then
    theirs alone, and who is called in it as somebody else of the staff is a customer.
    """

    def __init__(self, salon: Salon, staff: Staff | None, now: datetime) -> None:
        self._salon = salon
        self._staff = staff
        self._now = now
        self._listener = Listener(salon if staff is None else replace(salon, staff=(staff,)))
        self._services = {name: service for service in salon.services for name in _names(service)}
        self._people = {name: person for person in salon.staff for name in _names(person)}
        self._seen: Counter[str] = Counter()

    def entry(self, line: Line) -> Entry:
        """Who it is about, and their visit. Unreadable."""
        if line.fault is not None:
            raise Unreadable(line.fault)
        line = self._with_heard(line)
        fields = line.fields
        phone = parse_local_phone(fields.get("phone", ""), self._salon.country)
        if phone is None:
            raise Unreadable(_no_phone(line))
        return Entry(phone=phone, name=fields.get("name", "")[:LONGEST_NAME], visit=self._visit(line))

    def _visit(self, line: Line) -> FormerVisit | None:
        fields = line.fields
        if line.at is None and not any(fields.get(name) for name in ("start", "date", "time", "services")):
            return None
        start_at, status = self._start_of(line), self._status_of(fields.get("status", ""))
        if status in {Status.DONE, Status.NO_SHOW} and start_at > self._now:
            raise Unreadable(f'its status is "{fields["status"]}", and it has not begun')
        services = self._services_of(fields.get("services", ""))
        staff = self._staff_of(fields.get("staff", ""))
        key = " ".join([start_at.astimezone(UTC).isoformat(), staff.id if staff else "", *(one.id for one in services)])
        self._seen[key] += 1
        return FormerVisit(
            key=fields.get("id") or f"{key} {self._seen[key]}",
            order=Order(services=services, staff=staff, start_at=start_at, is_forced=True),
            status=status,
            note=fields.get("note", "")[:LONGEST_NOTE],
        )

    def _with_heard(self, line: Line) -> Line:
        """A calendar's event with what is written in it."""
        if line.words is None:
            return line
        found = next(iter(phonenumbers.PhoneNumberMatcher(line.words, self._salon.country)), None)
        now = self._now.astimezone(self._salon.timezone)
        heard, title = (self._listener.hear(words, now=now) for words in (line.words, line.words.partition("\n")[0]))
        fields = {
            "phone": found.raw_string if found else "",
            "name": heard.name or "",
            "services": ",".join(title.services or heard.services),
            "staff": heard.staff or "",
        }
        return replace(line, fields={**fields, **line.fields})

    def _start_of(self, line: Line) -> datetime:
        if line.at is not None:
            return self._instant(line.at)
        written = line.fields.get("start") or f"{line.fields.get('date', '')} {line.fields.get('time', '')}".strip()
        try:
            return self._instant(datetime.fromisoformat(written))
        except ValueError:
            day, _, clock = written.partition(" ")
        for day_form in _DAYS:
            for clock_form in _CLOCKS:
                try:
                    at = datetime.strptime(f"{day} {clock.strip()}", f"{day_form} {clock_form}")  # noqa: DTZ007
                except ValueError:
                    continue
                return self._instant(at)
        raise Unreadable(f'"{written}" is no day and time; write it like 2026-11-20 15:00 or 20.11.2026 15:00')

    def _instant(self, at: datetime) -> datetime:
        if not FIRST_YEAR <= at.year <= LAST_YEAR:
            raise Unreadable(f"{at.year} is no year of this book; it has {FIRST_YEAR} to {LAST_YEAR}")
        if at.tzinfo is not None:
            return at.astimezone(UTC).replace(second=0, microsecond=0)
        clock = time(at.hour, at.minute)
        found = instant(at.date(), since_midnight(clock), self._salon.timezone)
        if found is None:
            raise Unreadable(f"the clocks skip {at:%H:%M} on {at:%Y-%m-%d}; write another time")
        return found

    def _status_of(self, word: str) -> Status:
        status = _STATUS.get(_folded(word))
        if status is None:
            raise Unreadable(f'"{word}" is not a status; there are {", ".join(Status)}')
        if status is Status.CANCELLED:
            raise Unreadable("it was cancelled")
        return status

    def _services_of(self, text: str) -> tuple[Service, ...]:
        names = [text] if _folded(text) in self._services else _BETWEEN.split(text)
        unknown = [name for name in names if _folded(name) not in self._services]
        if unknown:
            there_are = ", ".join(service.id for service in self._salon.services)
            raise Unreadable(f'no service "{unknown[0]}": add it to the aliases of one of {there_are}')
        found = {service.id: service for service in (self._services[_folded(name)] for name in names)}
        return tuple(found.values())

    def _staff_of(self, text: str) -> Staff | None:
        if not text:
            return self._staff
        if _folded(text) not in self._people:
            there_are = ", ".join(person.id for person in self._salon.staff)
            raise Unreadable(f'nobody is called "{text}": add it to the aliases of one of {there_are}')
        return self._people[_folded(text)]


def _no_phone(line: Line) -> str:
    if line.words is not None:
        return f'no phone number stands in "{line.words}"; time that is only taken is put down with `wabot block`'
    return f'"{line.fields.get("phone", "")}" is no phone number; write it like +79161234567'


def _names(thing: Service | Staff) -> Iterator[str]:
    """What it may be called in a file: its id, its names, its aliases."""
    aliases = (word for words in thing.aliases.values() for word in words)
    return (_folded(name) for name in (thing.id, *thing.name.values(), *aliases))


def _folded(text: str) -> str:
    return " ".join(text.casefold().replace("ё", "е").split())
