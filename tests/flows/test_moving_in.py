"""A salon moves in with the files of the program it used before."""

from datetime import datetime
from pathlib import Path

import pytest

from tests.house import House, salon_open
from tests.salon import FRIDAY, SALON, demo_config
from wabot.domain.appointments import Status
from wabot.errors import StateLocked, WabotError
from wabot.ops.importing import import_file
from wabot.storage.appointments import appointments_between
from wabot.storage.customers import search_customers

pytestmark = pytest.mark.anyio

RUSSIAN = """Телефон;Клиент;Услуга;Мастер;Дата;Время;Статус;Цвет
8 (916) 123-45-67;Оля;Массаж;Катя;21.11.2026;15:00;;красный
+7 916 765 43 21;Лена;гель-лак, педикюр;Мария;23.11.2026;11:00;Подтверждён;
79161112233;Вера;Брови;Ольга;10.11.2026;12:00;;
79161112233;Вера;Брови;Ольга;01.09.2026;12:00;пришла;
"""
FAULTY = """phone,name,service,staff,start
+79161234567,Olya,massage,kate,2026-11-21T15:00
123,Bad,massage,kate,2026-11-24T15:00
+79161112233,Vera,tattoo,kate,2026-11-24T15:00
+79161112233,Vera,massage,eve,2026-11-24T15:00
+79161112233,Vera,massage,kate,2026-11-21T15:30
+79161112233,Vera,massage,maria,2026-11-24T15:00
+79161112233,Vera,massage,kate,24 ноября
+79161112233,Vera,massage,kate,2026-11-24T23:30
"""


async def moved_in(state: Path, text: str | bytes, *, name: str = "book.csv", **options: object) -> list[str]:
    """What the command says of such a file, a line each."""
    file = state.parent / name
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    dry_run = bool(options.get("dry_run"))
    whose = SALON.find_staff(str(options["staff"])) if "staff" in options else None
    judged = await import_file(demo_config(state), file, whose, FRIDAY, dry_run=dry_run)
    return [line.words for line in judged]


async def visits(house: House) -> list[tuple[str, str, Status]]:
    """The whole book, past visits too."""
    begins = datetime.fromisoformat("2026-01-01T00:00:00+03:00")
    found = await house.wabot.database.read(lambda db: appointments_between(db, begins))
    return [
        (f"{visit.start_at.astimezone(SALON.timezone):%m-%d %H:%M}", visit.staff, visit.status) for visit, _ in found
    ]


@pytest.mark.parametrize("start", ["2026-11-21T15:00:30", "2026-11-21T15:00:30+03:00", "2026-11-21T15:00:30+03:00:15"])
async def test_visits_begin_at_whole_minutes(tmp_path: Path, start: str) -> None:
    state = tmp_path / "state"
    await moved_in(state, f"phone,name,service,staff,start\n+79161234567,Olya,massage,kate,{start}\n")
    async with salon_open(state) as house:
        [visit] = await house.book()
        assert visit.start_at == datetime.fromisoformat("2026-11-21T15:00:00+03:00")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
async def test_a_table_is_taken_over_once_however_often_it_is_read(tmp_path: Path, encoding: str) -> None:
    state = tmp_path / "state"
    told = [
        "line 2: {} 2026-11-21 15:00 ekaterina massage, Оля +79161234567",
        "line 3: {} 2026-11-23 11:00 maria gel_manicure + pedicure, Лена +79167654321",
        "line 4: {} 2026-11-10 12:00 olga brows, Вера +79161112233",
        "line 5: {} 2026-09-01 12:00 olga brows, Вера +79161112233",
    ]
    data = RUSSIAN.encode(encoding)
    assert await moved_in(state, data, dry_run=True) == [line.format("new") for line in told]
    assert not (state / "wabot.db").exists()
    assert await moved_in(state, data) == [line.format("new") for line in told]
    assert await moved_in(state, data) == [line.format("already there") for line in told]
    async with salon_open(state) as house:
        assert await visits(house) == [
            ("09-01 12:00", "olga", Status.DONE),
            ("11-10 12:00", "olga", Status.DONE),
            ("11-21 15:00", "ekaterina", Status.BOOKED),
            ("11-23 11:00", "maria", Status.CONFIRMED),
        ]
        assert "21 ноября" in await house.customer().writes("мои записи")
        assert "брови" in (await house.customer("+79161112233").writes("запишите меня как обычно")).lower()
        assert house.customer("+79167654321").read == [], "nobody is written to because of it"


async def test_what_is_cancelled_here_does_not_come_back(tmp_path: Path) -> None:
    state = tmp_path / "state"
    await moved_in(state, RUSSIAN)
    async with salon_open(state) as house:
        customer = house.customer()
        await customer.writes("отмените мою запись")
        assert "отмен" in (await customer.writes("да")).lower()
    assert all("already there" in line for line in await moved_in(state, RUSSIAN))
    async with salon_open(state) as house:
        assert ("11-21 15:00", "ekaterina", Status.CANCELLED) in await visits(house)


async def test_a_line_that_will_not_do_is_refused_with_its_reason_and_stops_no_other(tmp_path: Path) -> None:
    first, *refused, last = await moved_in(tmp_path / "state", FAULTY)
    assert first == "line 2: new 2026-11-21 15:00 ekaterina massage, Olya +79161234567"
    assert last == "line 9: new 2026-11-24 23:30 ekaterina massage, Vera +79161112233"
    reasons = [
        "is no phone number",
        'no service "tattoo"',
        'nobody is called "eve"',
        "is taken",
        "does not do",
        "is no day",
    ]
    assert len(refused) == len(reasons)
    for line, reason in zip(refused, reasons, strict=True):
        assert "refused" in line and reason in line, line


async def test_customers_without_visits_are_known_from_then_on(tmp_path: Path) -> None:
    state = tmp_path / "state"
    table = "Телефон\tИмя\n89161234567\tОля\n"
    assert await moved_in(state, table) == ["line 2: new Оля +79161234567"]
    assert await moved_in(state, table) == ["line 2: already there Оля +79161234567"]
    async with salon_open(state) as house:
        [olya] = await house.wabot.database.read(lambda db: search_customers(db, "Оля", 5))
        assert olya.contact.phone == "+79161234567"


def event(*lines: str) -> str:
    return "\r\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT", ""])


CALENDAR = "\r\n".join(
    [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//x//x//RU",
        event("UID:1@x", "DTSTART:20261121T120000Z", "SUMMARY:Маникюр\\, Лена +7 916 765-43-21"),
        event("UID:2@x", "DTSTART;TZID=Europe/Moscow:20261124T110000", "SUMMARY:Педикюр 8 916 123 45 67"),
        event("UID:3@x", "DTSTART;VALUE=DATE:20261125", "SUMMARY:Отпуск"),
        event("UID:4@x", "DTSTART:20261126T120000Z", "RRULE:FREQ=WEEKLY", "SUMMARY:Планёрка"),
        event("UID:5@x", "DTSTART:20261127T120000Z", "STATUS:CANCELLED", "SUMMARY:Маникюр 8 916 123 45 67"),
        event("UID:6@x", "DTSTART:20261127T160000Z", "SUMMARY:Обед"),
        event("UID:7@x", "DTSTART:20261128T080000Z", "SUMMARY:Катя 89167654322 маникюр", "DESCRIPTION:краска своя"),
        "END:VCALENDAR",
        "",
    ]
)


async def test_a_calendar_is_read_by_what_stands_in_its_events(tmp_path: Path) -> None:
    state = tmp_path / "state"
    told = await moved_in(state, CALENDAR, name="maria.ics", staff="maria")
    assert told[:2] == [
        "event 1: new 2026-11-21 15:00 maria manicure, Лена +79167654321",
        "event 2: new 2026-11-24 11:00 maria pedicure, +79161234567",
    ]
    for reason, line in zip(("all-day", "repeats", "cancelled", "no phone"), told[2:6], strict=True):
        assert "refused" in line and reason in line, line
    assert '"Отпуск"' in told[2] and '"Обед"' in told[5]
    assert told[6:] == ["event 7: new 2026-11-28 11:00 maria manicure, Катя +79167654322"], "a namesake of the staff"
    async with salon_open(state) as house:
        found = await house.wabot.database.read(lambda db: appointments_between(db, FRIDAY))
        assert [visit.note for visit, _ in found] == ["", "", "краска своя"]
    again = await moved_in(state, CALENDAR, name="maria.ics", staff="maria")
    assert again == [line.replace(": new ", ": already there ") for line in told]


async def test_a_running_salon_is_looked_at_and_not_touched(tmp_path: Path) -> None:
    state = tmp_path / "state"
    async with salon_open(state) as house:
        await house.customer("+79161112233").writes("массаж завтра в 15:00")
        assert "refused" in (await moved_in(state, RUSSIAN, dry_run=True))[0]
        with pytest.raises(StateLocked, match="stop it first"):
            await moved_in(state, RUSSIAN)
        assert len(await visits(house)) == 1


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("x.csv", b"name,service\nOlya,massage\n", "no column of phones"),
        ("x.csv", b"", "no column of phones"),
        ("x.csv", b"\x98\xff\xfe", "neither UTF-8 nor UTF-16 nor Windows-1251"),
        ("x.xlsx", b"PK\x03\x04\x14\x00", "is a workbook: open it and save"),
        ("x.ics", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", "no calendar that can be read"),
    ],
)
async def test_a_file_of_another_kind_is_refused_whole(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    with pytest.raises(WabotError, match=said):
        await moved_in(tmp_path / "state", data, name=name)
