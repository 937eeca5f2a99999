"""The visit as a file: by the salon's clock, under a name that any phone takes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar

from tests.salon import FRIDAY, SALON
from wabot.domain.appointments import Appointment, Status
from wabot.domain.calendars import Document, Entry
from wabot.domain.customers import Contact, Customer
from wabot.language.keepsakes import Keepsakes
from wabot.types import AppointmentId, CustomerId, Lang, PhoneNumber, ServiceId, StaffId

OLYA = Customer(
    id=CustomerId(1), contact=Contact(phone=PhoneNumber("+79161234567")), name="Оля", lang=None, held_until=None
)


def entry(start_at: datetime, *services: str, staff: str = "anna") -> Entry:
    visit = Appointment(
        id=AppointmentId(3),
        customer=OLYA.id,
        services=tuple(ServiceId(service) for service in services),
        staff=StaffId(staff),
        start_at=start_at,
        end_at=start_at + timedelta(hours=1),
        status=Status.BOOKED,
        starts=(start_at,) * len(services),
        visit=AppointmentId(3),
    )
    return Entry(visit, OLYA, 4, FRIDAY, FRIDAY)


def events(document: Document) -> list[Any]:
    return Calendar.from_ical(document.data).walk("VEVENT")


def test_its_time_is_the_salons_before_and_after_the_clocks_change() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    keepsakes = Keepsakes(replace(SALON, timezone=berlin))
    for day, utc in ((28, 9), (29, 8)):
        document = keepsakes.render([entry(datetime(2026, 3, day, utc, tzinfo=UTC), "massage")], Lang.RU)
        assert document.name == f"Лаванда 2026-03-{day} 10-00.ics"
        assert f"DTSTART;TZID=Europe/Berlin:202603{day}T100000".encode() in document.data
        [event] = events(document)
        assert event.start.astimezone(UTC) == datetime(2026, 3, day, utc, tzinfo=UTC)


def test_a_name_keeps_to_what_files_may_be_called() -> None:
    salon = replace(SALON, name=dict.fromkeys(Lang, 'Спа / "Лаванда"'), phone=None)
    document = Keepsakes(salon).render([entry(FRIDAY, "massage", "gone", staff="eve")], Lang.EN)
    assert document.name == "Спа Лаванда 2026-11-20 10-00.ics"
    [event] = events(document)
    assert (str(event["SUMMARY"]), str(event["DESCRIPTION"])) == ('Massage + gone – Спа / "Лаванда"', "eve")
    assert event["SEQUENCE"] == 4
