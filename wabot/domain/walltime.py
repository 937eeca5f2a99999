"""The salon's wall clock and the world's: which instant "17:00 that day" is, also when clocks change."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
FIRST_YEAR, LAST_YEAR = 2000, 2199
"""The years of the book: near the ends of Python's calendar, a day more or an offset overflows."""


def instant(day: date, offset: timedelta, zone: ZoneInfo) -> datetime | None:
    """The instant (UTC) at which the wall clock shows midnight of `day` plus `offset`.

    None where the clock skips that time (spring); the first of two where it repeats (autumn).
    An offset of 24 h is the next midnight.
    """
    wall = datetime.combine(day, time()) + offset
    at = wall.replace(tzinfo=zone).astimezone(UTC)
    return at if at.astimezone(zone).replace(tzinfo=None) == wall else None


def boundary(day: date, offset: timedelta, zone: ZoneInfo) -> datetime:
    """Like `instant`, for the edges of a stretch of time: a skipped time is the moment the clock jumps."""
    return (datetime.combine(day, time()) + offset).replace(tzinfo=zone).astimezone(UTC)


def since_midnight(clock: time) -> timedelta:
    """A wall-clock time as an offset from midnight."""
    return timedelta(hours=clock.hour, minutes=clock.minute, seconds=clock.second)


@lru_cache(maxsize=1024)
def midnight_ms(day: date, zone: ZoneInfo) -> int:
    """Unix time in milliseconds at which the local day begins."""
    return to_ms(boundary(day, timedelta(), zone))


@lru_cache(maxsize=1024)
def _runs_evenly(day: date, zone: ZoneInfo) -> bool:
    return midnight_ms(day + DAY, zone) - midnight_ms(day, zone) == DAY // timedelta(milliseconds=1)


def wall_clock(day: date, zone: ZoneInfo) -> Callable[[int], int | None]:
    """Minutes after midnight to Unix milliseconds on that day, None for a time the clock skips."""
    if _runs_evenly(day, zone):
        base = midnight_ms(day, zone)
        return lambda minutes: base + minutes * 60_000

    def convert(minutes: int) -> int | None:
        at = instant(day, timedelta(minutes=minutes), zone)
        return to_ms(at) if at is not None else None

    return convert


def to_ms(at: datetime) -> int:
    """An aware instant as Unix time in milliseconds, the form in which rows hold it."""
    return round(at.timestamp() * 1000)


def from_ms(ms: int) -> datetime:
    """Unix time in milliseconds as an aware instant in UTC."""
    return datetime.fromtimestamp(ms / 1000, UTC)
