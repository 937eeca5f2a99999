"""The running daemon's appointment book, from a terminal."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from wabot.config import Config
from wabot.logs import shown
from wabot.ops.daemon import ask_daemon


async def ask_appointments(config: Config, first: date | None, days: int) -> list[dict[str, Any]]:
    """The visits of `days` days from `first`, which is today if None, as the API shows them."""
    query = {"days": str(days)} | ({"from": first.isoformat()} if first is not None else {})
    answer = await ask_daemon(config, "GET", f"/api/appointments?{urlencode(query)}")
    found: list[dict[str, Any]] = answer["appointments"]
    return found


async def close_time(config: Config, staff: str, begins: str, ends: str, reason: str) -> dict[str, Any]:
    """Close time of a staff member, and return the block as the API shows it."""
    body = {"staff": staff, "from": begins, "to": ends, "reason": reason}
    block: dict[str, Any] = (await ask_daemon(config, "POST", "/api/blocks", body))["block"]
    return block


async def open_time(config: Config, staff: str | None, begins: str, ends: str, reason: str) -> dict[str, Any]:
    """Open time of a staff member, of the whole salon if None, and return the opening as the API shows it."""
    body = {"staff": staff, "from": begins, "to": ends, "reason": reason}
    opening: dict[str, Any] = (await ask_daemon(config, "POST", "/api/openings", body))["opening"]
    return opening


def as_lines(appointments: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Visits for people: a heading a day, a line a visit."""
    for day, visits in groupby(appointments, key=lambda visit: datetime.fromisoformat(visit["start"]).date()):
        yield f"{day:%Y-%m-%d %a}"
        for visit in visits:
            begins, ends = visit["start"][11:16], visit["end"][11:16]
            who = " ".join(part for part in (visit["name"], visit["customer"]) if part)
            note = f"  ({visit['note']})" if visit["note"] else ""
            what = f"{visit['staff']}: {' + '.join(visit['services'])}"
            yield shown(f"  {begins}-{ends}  {what}  {who}  {visit['status']}{note}  #{visit['id']}")
