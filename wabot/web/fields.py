"""The fields that requests about the book are made of: what each may be, and in plain words what is wrong with it."""

import re
import unicodedata
from datetime import date, timedelta
from typing import Annotated, Any

from pydantic import AfterValidator, Field, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticKnownError

from wabot.domain.appointments import Status
from wabot.domain.phones import parse_phone
from wabot.domain.salon import Salon
from wabot.domain.walltime import FIRST_YEAR, LAST_YEAR
from wabot.logs import shown
from wabot.web.bodies import parse_moment, wrong

MOST_SERVICES = 8
LONGEST_NAME, LONGEST_NOTE = 200, 2000
LONGEST_VISIT = timedelta(days=1)
MOST_DAYS = 366
NUMBER = "[0-9]{1,18}"


def _salon(info: ValidationInfo) -> Salon:
    assert isinstance(info.context, Salon)
    return info.context


def _moment(text: str, info: ValidationInfo) -> str:
    parse_moment(text, _salon(info))
    return text


def _phone(text: str) -> str:
    phone = parse_phone(text)
    if phone is None:
        raise wrong(
            f'"{shown(text, 40)}" is not a phone number; write it with + and the country code, like "+79161234567"'
        )
    return phone


def _name(text: str) -> str:
    if not _is_plain(text):
        raise wrong("line breaks and control characters have no place here; leave them out")
    return text.strip()


def _note(text: str) -> str:
    text = text.replace("\r\n", "\n")  # so forms send their lines (WHATWG HTML), and programs on Windows
    if len(text) > LONGEST_NOTE:
        raise PydanticKnownError("string_too_long", {"max_length": LONGEST_NOTE})
    if not _is_plain(text.replace("\n", "")):
        raise wrong("control characters have no place here; leave them out")
    return text.strip()


def _is_plain(text: str) -> bool:
    """Without control characters and line breaks; what is only invisible (a space that does not break, the joiner in
    a family of emoji) belongs to how people write.
    """
    return not any(unicodedata.category(sign) in {"Cc", "Zl", "Zp"} for sign in text)


def _service(service_id: str, info: ValidationInfo) -> str:
    salon = _salon(info)
    if salon.find_service(service_id) is None:
        there_are = ", ".join(service.id for service in salon.services)
        raise wrong(f'no such service "{shown(service_id, 40)}"; there are {there_are}')
    return service_id


def _services(ids: list[str], info: ValidationInfo) -> list[str]:
    if not 0 < len(ids) <= MOST_SERVICES:
        raise wrong(f"name at least one service and {MOST_SERVICES} at most")
    if len(set(ids)) < len(ids):
        raise wrong("a service stands here twice; name each once")
    if sum((service.length for service in _salon(info).services_named(ids)), timedelta()) > LONGEST_VISIT:
        raise wrong("together they take more than a day; book some of them another time")
    return ids


def _service_list(text: str, info: ValidationInfo) -> str:
    _services([_service(service_id, info) for service_id in text.split(",")], info)
    return text


def _staff(staff_id: str, info: ValidationInfo) -> str:
    salon = _salon(info)
    if salon.find_staff(staff_id) is None:
        there_are = ", ".join(person.id for person in salon.staff)
        raise wrong(f'nobody is called "{shown(staff_id, 40)}"; there are {there_are}')
    return staff_id


def _status(text: str) -> str:
    if text not in list(Status):
        raise wrong(f'"{shown(text, 40)}" is not a status; there are {", ".join(Status)}')
    return text


def _day(text: str) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise wrong(f'"{shown(text, 40)}" is not a day; write it like 2026-11-20') from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise wrong(f"{day.year} is no year of this book; it has {FIRST_YEAR} to {LAST_YEAR}")
    return text


def _days(text: str) -> str:
    if not text.isascii() or not text.isdigit() or not 1 <= len(text) <= 3 or not 1 <= int(text) <= MOST_DAYS:
        raise wrong(f'"{shown(text, 40)}" is not a number of days; write 1 to {MOST_DAYS}')
    return text


def _number(text: str) -> str:
    if re.fullmatch(NUMBER, text) is None:
        raise wrong(f'"{shown(text, 40)}" is no id; write the number of it, like 17')
    return text


def _flag(text: str) -> str:
    if text.lower() not in {"true", "false", "1", "0"}:
        raise wrong(f'"{shown(text, 40)}" is neither true nor false')
    return text


def _told(**schema: Any) -> WithJsonSchema:
    """What openapi.json says of a text."""
    return WithJsonSchema({"type": "string"} | schema)


SERVICE_ID, STAFF_ID = "service-id", "staff-id"  # formats in openapi.json, which names those there are
_AT = "2026-11-20T15:00:00+03:00"
_E164 = "+79161234567"

Moment = Annotated[
    str, AfterValidator(_moment), _told(description="ISO 8601; without an offset by the salon's clock", examples=[_AT])
]
Phone = Annotated[str, AfterValidator(_phone), _told(description="+ and the country code", examples=[_E164])]
Name = Annotated[str, Field(max_length=LONGEST_NAME), AfterValidator(_name)]
Note = Annotated[str, AfterValidator(_note), _told(maxLength=LONGEST_NOTE)]
ServiceName = Annotated[str, AfterValidator(_service), _told(format=SERVICE_ID)]
ServiceNames = Annotated[str, AfterValidator(_service_list), _told(description="Ids with commas between them")]
Services = Annotated[
    list[ServiceName],
    AfterValidator(_services),
    WithJsonSchema(
        {
            "type": "array",
            "items": {"type": "string", "format": SERVICE_ID},
            "minItems": 1,
            "maxItems": MOST_SERVICES,
            "uniqueItems": True,
        }
    ),
]
StaffName = Annotated[str, AfterValidator(_staff), _told(format=STAFF_ID)]
StatusName = Annotated[str, AfterValidator(_status), _told(enum=list(Status))]
DayText = Annotated[str, AfterValidator(_day), _told(format="date", examples=["2026-11-20"])]
DaysText = Annotated[str, AfterValidator(_days), _told(pattern="^[0-9]{1,3}$", examples=["7"])]
Number = Annotated[str, AfterValidator(_number), _told(pattern=f"^{NUMBER}$")]
Flag = Annotated[str, AfterValidator(_flag), _told(enum=["true", "false", "1", "0"])]
