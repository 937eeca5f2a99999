"""`wabot understand`: what is heard in each phrase, for whoever wants to measure it."""

import json
import time
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from wabot.domain.salon import Salon
from wabot.language.listener import Listener
from wabot.language.meaning import as_json
from wabot.types import Lang


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f'"{name}" is not a time zone') from None
    return name


class Phrase(BaseModel):
    """One line in: a phrase, and the wall time `now` in zone `tz` at which it is said."""

    model_config = ConfigDict(extra="forbid")

    id: Any = None
    now: datetime
    tz: Annotated[str, AfterValidator(_zone)] | None = None
    lang: Literal["ru", "en"] | None = None
    text: Annotated[str, Field(strict=True)]


def understood(salon: Salon, lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """One answer a line; a bad line gives its error and the rest goes on."""
    listener = Listener(salon)
    for line in lines:
        try:
            phrase = Phrase.model_validate_json(line)
        except ValidationError as error:
            fault = error.errors(include_url=False)[0]
            yield {"error": f"{'.'.join(map(str, fault['loc'])) or 'line'}: {fault['msg']}", "id": _id_of(line)}
            continue
        zone = ZoneInfo(phrase.tz) if phrase.tz else salon.timezone
        now = phrase.now.astimezone(zone) if phrase.now.tzinfo else phrase.now.replace(tzinfo=zone)
        begun = time.perf_counter()
        try:
            heard = listener.hear(phrase.text, now=now, lang=Lang(phrase.lang) if phrase.lang else None)
        except OverflowError:
            yield {"error": "now: too near the end of the calendar", "id": phrase.id}
            continue
        took = (time.perf_counter() - begun) * 1000
        yield {"id": phrase.id, **as_json(heard), "ms": round(took, 3)}


def _id_of(line: str) -> Any:
    try:
        read = json.loads(line)
    except ValueError:
        return None
    return read.get("id") if isinstance(read, dict) else None
