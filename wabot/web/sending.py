"""The body of POST /send: what a program wants sent, or in plain words what is wrong with it."""

import hashlib
import json
from dataclasses import dataclass
from typing import Annotated, Any, NotRequired

from pydantic import ConfigDict, Field
from pydantic_core import from_json
from typing_extensions import TypedDict

from wabot.domain.phones import parse_phone
from wabot.logs import shown
from wabot.types import CompanyId, PhoneNumber

MOST_TEXT = 4000  # characters
_FIELDS = ("phone", "message", "companyId")
_EXAMPLE = 'send {"phone": "+79161234567", "message": "Ждём вас!"}'
_PHONE_EXAMPLE = 'write it with + and the country code, like "+79161234567"'
_ABSENT = object()


class SendAsked(TypedDict):
    """The body of POST /send. `phone` has + and the country code; `companyId` is this salon's id."""

    __pydantic_config__ = ConfigDict(extra="forbid")  # type: ignore[misc]

    phone: str
    message: Annotated[str, Field(min_length=1, max_length=MOST_TEXT)]
    companyId: NotRequired[str]


@dataclass(frozen=True, slots=True)
class Sending:
    """A message to be sent."""

    phone: PhoneNumber
    message: str

    @property
    def digest(self) -> str:
        """The same for every way to write the same request."""
        return hashlib.sha256(json.dumps([self.phone, self.message]).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why nothing is sent: a stable `code`, and `error`, which says what happened, to what, and what to do."""

    code: str
    error: str


def parse_sending(body: bytes, salon: CompanyId) -> Sending | Refusal:
    """What the body asks for; the first fault if there is one."""
    try:
        given = from_json(body)
    except ValueError as error:
        return Refusal("invalid_message", f"the body is not JSON ({error}); {_EXAMPLE}")
    if not isinstance(given, dict):
        return Refusal("invalid_message", f"the body: expected an object, got {type_of(given)}; {_EXAMPLE}")
    for name in sorted(given.keys() - set(_FIELDS)):
        return Refusal("invalid_message", f'unknown field "{shown(name, 40)}"; there are {", ".join(_FIELDS)}')
    phone, message = _phone(given.get("phone", _ABSENT)), _message(given.get("message", _ABSENT))
    if isinstance(phone, Refusal):
        return phone
    if isinstance(message, Refusal):
        return message
    return _refuse_company(given, salon) or Sending(phone, message)


def _phone(value: object) -> PhoneNumber | Refusal:
    if not isinstance(value, str):
        return Refusal("invalid_phone", f"phone{_not_a_string(value)}; {_PHONE_EXAMPLE}")
    return parse_phone(value) or Refusal(
        "invalid_phone", f'phone: "{shown(value, 40)}" is not a phone number; {_PHONE_EXAMPLE}'
    )


def _message(value: object) -> str | Refusal:
    if not isinstance(value, str):
        return Refusal("invalid_message", f"message{_not_a_string(value)}; {_EXAMPLE}")
    if not value.strip():
        return Refusal("invalid_message", f"message is empty; {_EXAMPLE}")
    if len(value) > MOST_TEXT:
        return Refusal(
            "invalid_message",
            f"message has {len(value)} characters, {MOST_TEXT} are the most; shorten it or send it in parts",
        )
    return value


def _refuse_company(given: dict[str, Any], salon: CompanyId) -> Refusal | None:
    value = given.get("companyId", salon)
    if value == salon:
        return None
    what = f': no such company "{shown(value, 64)}"' if isinstance(value, str) else _not_a_string(value)
    return Refusal("invalid_company_id", f'companyId{what}; write "{salon}" or leave it out')


def _not_a_string(value: object) -> str:
    return " is missing" if value is _ABSENT else f": expected a string, got {type_of(value)}"


def type_of(value: object) -> str:
    """What JSON calls it, with its article."""
    match value:
        case None:
            return "null"
        case bool():
            return "a boolean"
        case int() | float():
            return "a number"
        case str():
            return "a string"
        case list():
            return "an array"
        case _:
            return "an object"
