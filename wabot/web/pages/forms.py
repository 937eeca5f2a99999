"""What people typed into forms, as the bodies of the API, or which fields are at fault."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from aiohttp import web
from multidict import MultiMapping

from wabot.domain.phones import parse_local_phone
from wabot.domain.salon import Salon
from wabot.types import Lang
from wabot.web.bodies import Body, Faults, parse_fields, parse_form
from wabot.web.orders import DayQuery

B = TypeVar("B", bound=Body)
LONGEST_NUMBER = 18  # digits; SQLite has 64 bits for an id
_FLAGS = ("notify", "force")


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of a form, or those that an address fills in; what is not there is empty."""

    fields: Mapping[str, str]
    services: tuple[str, ...] = ()

    def __getitem__(self, name: str) -> str:
        return self.fields.get(name, "")

    def day(self, today: date, salon: Salon) -> date:
        """The day it is about, today when it names none."""
        query = parse_fields(DayQuery, {"from": self["day"]} if self["day"] else {}, salon)
        return today if isinstance(query, Faults) else query.first(today)

    def start(self) -> str:
        """The moment as the API reads it; empty when none is said."""
        clock = self["other"] or self["start"]
        return f"{self['day']}T{clock}" if clock else ""

    def body(self, kind: type[B], salon: Salon, **more: Any) -> B | Faults:
        """The fields that such a body has; `more` count instead of what was typed."""
        names = {field.alias or name for name, field in kind.model_fields.items()}
        given: dict[str, Any] = {name: text for name, text in self.fields.items() if name in names and text}
        given |= {name: True for name in _FLAGS if name in given}
        given |= {name: value for name, value in more.items() if value}
        return parse_fields(kind, given, salon)

    def phone(self, salon: Salon) -> str:
        """The number as people of the country write it, in the form of the API."""
        return parse_local_phone(self["phone"].strip(), salon.country) or self["phone"]


def read_form(given: MultiMapping[str]) -> Form:
    """From a query, or from the body of a POST."""
    texts = {name: text.strip() for name, text in given.items()}
    return Form(texts, tuple(given.getall("services", ())))


async def posted(request: web.Request) -> Form:
    """The form that was sent."""
    return read_form(parse_form(await request.read()))


def parse_number(text: str) -> int | None:
    """An id, as forms and addresses write it; None when it is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER else None


KNOWN = ("phone", "services", "start", "name", "note", "from", "to", "staff", "reason")
"""Fields that have words for what is wrong with them, `fault-<field>`; all others have `fault-other`."""


def told_faults(faults: Faults) -> Iterable[str]:
    """The words for each of them, once."""
    return dict.fromkeys(f"fault-{field if field in KNOWN else 'other'}" for field in faults.fields or ("",))


def names(items: Iterable[Any], lang: Lang) -> list[tuple[str, str]]:
    """Ids and names, to choose from."""
    return [(item.id, item.name[lang]) for item in items]
