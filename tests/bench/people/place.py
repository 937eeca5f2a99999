"""What anybody can know of the salon: its hours, prices and people, as they stand in its configuration."""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from itertools import permutations
from typing import Any

Minutes = int
"""Of the day, from midnight."""

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_STEP = 15


@dataclass(frozen=True, slots=True)
class Busy:
    """Time that a visit takes; `to` and what a person or a room needs afterwards are known from the service."""

    staff: str
    services: tuple[str, ...]
    day: date
    start: Minutes
    end: Minutes


@cache
def demo_salon() -> dict[str, Any]:
    """The configuration of the salon that `wabot chat` plays without a configuration."""
    return tomllib.loads(files("wabot.config").joinpath("demo.toml").read_text(encoding="utf-8"))


@cache
def services() -> dict[str, dict[str, Any]]:
    return {service["id"]: service for service in demo_salon()["services"]}


@cache
def who_does(service: str) -> tuple[str, ...]:
    return tuple(one["id"] for one in demo_salon()["staff"] if service in one["services"])


@cache
def works(staff: str, day: date) -> tuple[tuple[Minutes, Minutes], ...]:
    """When a staff member works on that day."""
    if any(closed["from"] <= day <= closed.get("to", closed["from"]) for closed in demo_salon().get("closed", [])):
        return ()
    weekday = _WEEKDAYS[day.weekday()]
    person = next(one for one in demo_salon()["staff"] if one["id"] == staff)
    spans = person.get("hours", {}).get(weekday, demo_salon()["hours"][weekday])
    return tuple((_minutes(span.split("-")[0]), _minutes(span.split("-")[1])) for span in spans)


def is_open(day: date) -> bool:
    """Whether anybody works."""
    return any(works(one["id"], day) for one in demo_salon()["staff"])


def could_have_been(
    wanted: tuple[str, ...], staff: str | None, starts: list[tuple[date, Minutes]], busy: list[Busy]
) -> bool:
    """Whether the services could be had in a row, in some order, at one of these starts."""
    return any(
        _row_is_free(order, staff, day, start, busy) for day, start in starts for order in set(permutations(wanted))
    )


def _row_is_free(order: tuple[str, ...], staff: str | None, day: date, start: Minutes, busy: list[Busy]) -> bool:
    for service in order:
        able = [one for one in who_does(service) if staff is None or one == staff or staff not in who_does(service)]
        if not any(_is_free(one, service, day, start, busy) for one in able):
            return False
        start += services()[service]["length_min"]
    return True


def _is_free(staff: str, service: str, day: date, start: Minutes, busy: list[Busy]) -> bool:
    what = services()[service]
    end = start + what["length_min"]
    held = end + what.get("buffer_after_min", 0)
    if not any(opens <= start and end <= closes for opens, closes in works(staff, day)):
        return False
    return not any(
        taken.day == day
        and start < taken.end + _buffer(taken)
        and taken.start < held
        and (taken.staff == staff or _share_a_room(service, taken.services))
        for taken in busy
    )


def starts_of(day: date, first: Minutes, last: Minutes) -> list[tuple[date, Minutes]]:
    """All starts of the salon's grid from `first` to `last`, both included."""
    begins = -(-first // _STEP) * _STEP
    return [(day, start) for start in range(begins, last + 1, _STEP)]


def next_days(today: date, count: int) -> list[date]:
    """The next days on which the salon is open, from tomorrow."""
    days = (today + timedelta(days=number) for number in range(1, 60))
    return [day for day in days if is_open(day)][:count]


def _buffer(taken: Busy) -> Minutes:
    return max((services()[one].get("buffer_after_min", 0) for one in taken.services if one in services()), default=0)


def _share_a_room(service: str, others: tuple[str, ...]) -> bool:
    rooms = set(services()[service].get("rooms", ()))
    return any(rooms & set(services()[other].get("rooms", ())) for other in others if other in services())


def _minutes(clock: str) -> Minutes:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)
