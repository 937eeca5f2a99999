"""The files a salon brings along: a table (CSV) or a calendar (ICS), line by line, by the columns that are known."""

import codecs
import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import icalendar

from wabot.errors import WabotError

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "phone": ("phone", "phone number", "mobile", "client phone", "customer phone",
              "телефон", "номер телефона", "тел", "телефон клиента", "мобильный"),
    "name": ("name", "client", "customer", "client name", "customer name", "имя", "клиент", "имя клиента", "фио"),
    "services": ("service", "services", "услуга", "услуги"),
    "staff": ("staff", "employee", "specialist", "master", "мастер", "сотрудник", "специалист"),
    "start": ("start", "starts at", "datetime", "date and time", "начало", "дата и время"),
    "date": ("date", "day", "дата", "день", "дата записи", "дата визита"),
    "time": ("time", "start time", "время", "время начала"),
    "status": ("status", "статус"),
    "note": ("note", "notes", "comment", "комментарий", "примечание", "заметка"),
    "id": ("id", "appointment id", "номер записи"),
}  # fmt: skip
_WORKBOOK = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # .xlsx and .ods are archives, .xls a compound file
_FIELDS = {name: field for field, names in COLUMNS.items() for name in names}


@dataclass(frozen=True, slots=True)
class Line:
    """One line or event of the file: where it stands, and its texts by the field they belong to.

    `words`, of a calendar: where services, staff, name and phone are written anyhow. `at` is its start then, None
    when it has no hour. `fault` says why it is no visit.
    """

    where: str
    fields: Mapping[str, str]
    words: str | None = None
    at: datetime | None = None
    fault: str | None = None


def read_lines(path: Path) -> list[Line]:
    """What stands in the file. WabotError when it is neither a table with a column of phones nor a calendar."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise WabotError(f"{path} cannot be read: {error}") from None
    text = _decoded(data, path)
    if text.lstrip().upper().startswith("BEGIN:VCALENDAR"):
        return list(_calendar_lines(text, path))
    return list(_table_lines(text, path))


def _decoded(data: bytes, path: Path) -> str:
    if data.startswith(_WORKBOOK):
        raise WabotError(f"{path} is a workbook: open it and save the sheet as CSV in UTF-8")
    has_mark = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if has_mark else ("utf-8-sig", "cp1251"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise WabotError(f"{path} is neither UTF-8 nor UTF-16 nor Windows-1251: save it as CSV in UTF-8")


def _table_lines(text: str, path: Path) -> Iterator[Line]:
    first = text.partition("\n")[0]
    try:
        delimiter = csv.Sniffer().sniff(first, delimiters=",;\t|").delimiter
    except csv.Error:
        delimiter = ","  # one column has none
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        header = [_field(name) for name in next(reader, [])]
        if "phone" not in header:
            known = ", ".join(f"{names[0]} ({_russian(names)})" for names in COLUMNS.values())
            raise WabotError(f"{path} has no column of phones in its first line; the columns that are read: {known}")
        for row in reader:
            if any(cell.strip() for cell in row):
                cells = zip(header, row, strict=False)
                yield Line(f"line {reader.line_num}", {field: cell.strip() for field, cell in cells if field})
    except csv.Error as error:
        raise WabotError(f"{path}, line {reader.line_num}: {error}") from None


def _field(name: str) -> str:
    """The field that a column is for, "" for none."""
    return _FIELDS.get(" ".join(name.casefold().replace("ё", "е").replace("_", " ").split()), "")


def _russian(names: tuple[str, ...]) -> str:
    return next((name for name in names if not name.isascii()), names[0])


def _calendar_lines(text: str, path: Path) -> Iterator[Line]:
    try:
        events = icalendar.Calendar.from_ical(text).walk("VEVENT")
    except ValueError as error:
        raise WabotError(f"{path} is no calendar that can be read: {error}") from None
    for number, event in enumerate(events, start=1):
        yield _event_line(f"event {number}", event)


def _event_line(where: str, event: icalendar.Component) -> Line:
    texts = [str(event.get(name, "")).strip() for name in ("SUMMARY", "DESCRIPTION", "LOCATION")]
    start = event.get("DTSTART")
    at = getattr(start, "dt", None)
    again = getattr(event.get("RECURRENCE-ID"), "dt", "")
    fields = {
        "id": f"{event.get('UID', '')} {again}".strip(),
        "status": str(event.get("STATUS", "")).lower(),
        "note": texts[1],
    }
    if not isinstance(at, datetime):
        why = "has no hour: an all-day event is no visit; close such a day with `wabot block`"
        return Line(where, fields, fault=f'"{texts[0]}" {why}')
    if event.get("RRULE") is not None:
        return Line(where, fields, fault=f'"{texts[0]}" repeats: put its visits into the file one by one')
    return Line(where, fields, words="\n".join(text for text in texts if text), at=at)
