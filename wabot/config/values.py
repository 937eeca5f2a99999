"""Single values of config.toml: how each is written and what it becomes."""

import re
from collections.abc import Mapping
from datetime import time, timedelta
from itertools import pairwise
from typing import Annotated
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import phonenumbers
from argon2 import extract_parameters
from argon2.exceptions import InvalidHashError
from babel.numbers import list_currencies
from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from wabot.domain.phones import parse_phone
from wabot.domain.salon import Opening
from wabot.domain.webhooks import parse_secret
from wabot.types import Lang, PhoneNumber

LANGUAGES = tuple(Lang)


def wrong(problem: str, instead: str) -> PydanticCustomError:
    """A fault in the owner's words; `instead` says what to write."""
    return PydanticCustomError("wabot", "{problem}", {"problem": problem, "instead": instead})


def _text(value: object) -> dict[Lang, str]:
    """One string for all languages, or one per language; a missing language borrows the first given."""
    if isinstance(value, str) and value.strip():
        return dict.fromkeys(LANGUAGES, value.strip())
    if isinstance(value, Mapping) and value:
        for key, text in value.items():
            if key not in LANGUAGES:
                raise wrong(f'"{key}" is not a language of wabot', "use ru and en")
            if not isinstance(text, str) or not text.strip():
                raise wrong(f"the text for {key} is empty or not a text", 'write { ru = "…", en = "…" }')
        first = next(iter(value.values()))
        return {lang: value.get(lang, first).strip() for lang in LANGUAGES}
    raise wrong("is not a text", 'write "…" or { ru = "…", en = "…" }')


def _aliases(value: object) -> dict[Lang, tuple[str, ...]]:
    if isinstance(value, list):
        value = dict.fromkeys(LANGUAGES, value)
    if not isinstance(value, Mapping):
        raise wrong("is not a list of words", 'write { ru = ["…"], en = ["…"] }')
    for key, words in value.items():
        if key not in LANGUAGES:
            raise wrong(f'"{key}" is not a language of wabot', "use ru and en")
        if not isinstance(words, list) or not all(isinstance(word, str) and word.strip() for word in words):
            raise wrong(f"the words for {key} are not a list of texts", 'write { ru = ["…"], en = ["…"] }')
    return {Lang(key): tuple(word.strip() for word in words) for key, words in value.items()}


_HOST = re.compile(r"(\[[0-9a-f:]+\]|[a-z0-9]([a-z0-9.-]*[a-z0-9])?)(:[0-9]{1,5})?")


def _host(value: str) -> str:
    host = value.casefold()
    if _HOST.fullmatch(host) is None:
        raise wrong(f'"{value}" is no host as a browser names it', 'write "salon.example", or "salon.example:8443"')
    return host


def _phone(value: str) -> PhoneNumber:
    phone = parse_phone(value)
    if phone is None:
        raise wrong(f'"{value}" is not a phone number', 'write it with + and the country code, like "+79161234567"')
    return phone


def _optional_phone(value: object) -> PhoneNumber | None:
    if value == "":
        return None
    if not isinstance(value, str):
        raise wrong("is not a phone number", 'write it as a text with +, like "+79161234567"')
    return _phone(value)


_HOURS = re.compile(r"(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})")


def _opening(value: str) -> Opening:
    instead = 'write it like "10:00-20:00"'
    found = _HOURS.fullmatch(value.strip())
    if not found:
        raise wrong(f'"{value}" is not a stretch of hours', instead)
    from_hour, from_minute, to_hour, to_minute = map(int, found.groups())
    opens = timedelta(hours=from_hour, minutes=from_minute)
    closes = timedelta(hours=to_hour, minutes=to_minute)
    if from_minute > 59 or to_minute > 59 or closes > timedelta(hours=24):
        raise wrong(f'"{value}" is not a time of day', instead)
    if opens >= closes:
        raise wrong(f'"{value}" ends before it begins', "end it by 24:00; hours past midnight belong to the next day")
    return Opening(opens, closes)


def _openings(value: object) -> tuple[Opening, ...]:
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        raise wrong("is not a list of hours", 'write ["10:00-20:00"], or [] for a day off')
    openings = tuple(sorted(_opening(text) for text in value))
    for first, second in pairwise(openings):
        if second.opens < first.closes:
            raise wrong(f"hours overlap: {' and '.join(value)}", "leave one, or a break between them")
    return openings


_CLOCK = re.compile(r"(\d{1,2}):(\d{2})")


def _clock(value: object) -> time:
    found = _CLOCK.fullmatch(value.strip()) if isinstance(value, str) else None
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        raise wrong(f'"{value}" is not a time of day', 'write it like "19:00"')
    return time(int(found[1]), int(found[2]))


def _quiet(value: object) -> tuple[time, time] | None:
    if value == "":
        return None
    begins, dash, ends = value.partition("-") if isinstance(value, str) else ("", "", "")
    if not dash:
        raise wrong(f'"{value}" is not a stretch of hours', 'write it like "21:30-09:00", or "" for none')
    return _clock(begins.strip()), _clock(ends.strip())


def _zone(value: object) -> ZoneInfo:
    try:
        return ZoneInfo(str(value))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise wrong(f'"{value}" is not a time zone', 'write a name like "Europe/Moscow"') from None


def _country(value: str) -> str:
    if value not in phonenumbers.SUPPORTED_REGIONS:
        raise wrong(f'"{value}" is not a country', 'write its two capital letters, like "RU"')
    return value


def _password_hash(value: str) -> str:
    try:
        if value:
            extract_parameters(value)
    except InvalidHashError:
        raise wrong("it is no hash of a password", "write what `wabot hash-password` prints") from None
    return value


def _is_address(value: str) -> bool:
    try:
        url = urlsplit(value)
        host = (url.hostname or "").encode("idna")
        is_there = url.scheme in {"http", "https"} and bool(host) and url.port != 0
    except ValueError:  # a port, a bracket or a name of a host that is none
        return False
    return is_there and value.isprintable() and " " not in value


def _alert_url(value: str) -> str:
    if value and not _is_address(value):
        raise wrong("it is no address", 'write it like "https://ntfy.example/salon"')
    return value


def _receiver(value: str) -> str:
    if not _is_address(value) or (url := urlsplit(value)).username:
        raise wrong("it is no address of a receiver", 'write it like "https://salon.example/wabot"')
    if url.scheme == "http" and url.hostname not in {"localhost", "127.0.0.1", "::1"}:
        raise wrong("http would show customers to the network", "write https; http is for this machine's own receivers")
    return value


def _webhook_secret(value: str) -> str:
    if parse_secret(value) is None:
        raise wrong("it is no secret of a webhook", 'write "whsec_" and what `openssl rand -base64 32` prints')
    return value


def _currency(value: str) -> str:
    if value not in list_currencies():
        raise wrong(f'"{value}" is not a currency', 'write its three capital letters, like "RUB"')
    return value


LocalText = Annotated[dict[Lang, str], BeforeValidator(_text)]
LocalAliases = Annotated[dict[Lang, tuple[str, ...]], BeforeValidator(_aliases)]
Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_-]{1,64}$")]
Host = Annotated[str, AfterValidator(_host)]
Phone = Annotated[PhoneNumber, AfterValidator(_phone)]
OptionalPhone = Annotated[PhoneNumber | None, BeforeValidator(_optional_phone)]
Openings = Annotated[tuple[Opening, ...], BeforeValidator(_openings)]
ClockTime = Annotated[time, BeforeValidator(_clock)]
QuietHours = Annotated[tuple[time, time] | None, BeforeValidator(_quiet)]
Zone = Annotated[ZoneInfo, BeforeValidator(_zone)]
Country = Annotated[str, AfterValidator(_country)]
Currency = Annotated[str, AfterValidator(_currency)]
Minutes = Annotated[int, Field(ge=0, le=366 * 24 * 60)]
Hours = Annotated[float, Field(ge=0, le=366 * 24, allow_inf_nan=False)]
AlertUrl = Annotated[str, AfterValidator(_alert_url)]
ReceiverUrl = Annotated[str, AfterValidator(_receiver)]
WebhookSecret = Annotated[str, AfterValidator(_webhook_secret)]
PasswordHash = Annotated[str, AfterValidator(_password_hash)]
PositiveCount = Annotated[int, Field(ge=1, le=1_000_000)]
Seconds = Annotated[float, Field(ge=0, allow_inf_nan=False)]
