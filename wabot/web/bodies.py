"""Bodies and queries of requests as values, or every fault of theirs in plain words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar
from urllib.parse import parse_qsl

from multidict import MultiDict
from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import PydanticCustomError, from_json

from wabot.domain.salon import Salon
from wabot.domain.walltime import FIRST_YEAR, LAST_YEAR, instant, since_midnight
from wabot.logs import shown
from wabot.web.sending import type_of

_EXPECTED = {
    "string_type": "a string",
    "bool_type": "true or false",
    "int_type": "a whole number",
    "tuple_type": "an array",
    "list_type": "an array",
    "model_type": "an object",
}
_BEYOND = {
    "string_too_long": "at most {max_length} characters; shorten it",
    "greater_than_equal": "{ge} is the least",
    "less_than_equal": "{le} is the most",
}
B = TypeVar("B", bound="Body")


class Body(BaseModel):
    """What a request may say. Each field is of exactly its type; what is not named here is a fault."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


@dataclass(frozen=True, slots=True)
class Faults:
    """All that is wrong with a request, each with its field and what to write instead; `fields` in the same order."""

    words: tuple[str, ...]
    fields: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "; ".join(self.words)


def wrong(problem: str) -> PydanticCustomError:
    """A fault of a field in plain words; the field's name is put before them."""
    return PydanticCustomError("wabot", "{problem}", {"problem": problem})


def parse_body(kind: type[B], body: bytes, salon: Salon) -> B | Faults:
    """The JSON of a request; fields may be checked against the salon."""
    try:
        given = from_json(body)
    except ValueError as error:
        return Faults((f"the body is not JSON ({error})",))
    if not isinstance(given, dict):
        return Faults((f"the body: expected an object, got {type_of(given)}",))
    return parse_fields(kind, given, salon)


def parse_query(kind: type[B], query: Mapping[str, str], salon: Salon) -> B | Faults:
    """What stands after the question mark, all of it texts."""
    return parse_fields(kind, dict(query), salon)


def parse_form(body: bytes) -> MultiDict[str]:
    """What a browser sends of a form without files; a body that is none of that has few fields or strange ones."""
    return MultiDict(parse_qsl(body.decode(errors="replace"), keep_blank_values=True))


def parse_fields(kind: type[B], given: dict[str, Any], salon: Salon) -> B | Faults:
    """Fields by their names, as JSON has them."""
    try:
        return kind.model_validate(given, context=salon)
    except ValidationError as error:
        fields = tuple(str(fault["loc"][0]) if fault["loc"] else "" for fault in error.errors(include_url=False))
        return Faults(tuple(_faults(error, kind)), fields)


def _faults(error: ValidationError, kind: type[Body]) -> Iterator[str]:
    known = ", ".join(field.alias or name for name, field in kind.model_fields.items())
    for fault in error.errors(include_url=False):
        where = ".".join(str(part) for part in fault["loc"])
        if fault["type"] == "missing":
            yield f"{where} is missing"
        elif fault["type"] == "extra_forbidden":
            yield f'unknown field "{shown(where, 40)}"; there are {known}'
        elif fault["type"] in _EXPECTED:
            yield f"{where}: expected {_EXPECTED[fault['type']]}, got {type_of(fault['input'])}"
        elif fault["type"] in _BEYOND:
            yield f"{where}: {_BEYOND[fault['type']].format_map(fault['ctx'])}"
        else:
            yield f"{where}: {fault['msg']}" if where else fault["msg"]


def parse_moment(text: str, salon: Salon) -> datetime:
    """An instant written in ISO 8601, to the minute; without an offset it is by the salon's clock.

    PydanticCustomError when it is none.
    """
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise wrong(f'"{shown(text, 40)}" is not a time; write it like 2026-11-20T15:00:00+03:00') from None
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise wrong(f"{at.year} is no year of this book; it has {FIRST_YEAR} to {LAST_YEAR}")
    if at.tzinfo is not None:
        at = at.astimezone(UTC)  # an offset may have seconds, too
    if at.second or at.microsecond:
        raise wrong("visits begin and end at whole minutes; leave the seconds out")
    if at.tzinfo is not None:
        return at
    found = instant(at.date(), since_midnight(at.time()), salon.timezone)
    if found is None:
        raise wrong(f"the clocks in the salon skip {at:%H:%M} on that day; write another time")
    return found
