"""When a backup is due."""

from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from wabot.domain.walltime import DAY, boundary, since_midnight


@dataclass(frozen=True, slots=True)
class BackupRules:
    """When each night's backup is made, by the salon's clock, and how many are kept."""

    at: time
    keep: int
    zone: ZoneInfo


def next_backup(latest: datetime | None, now: datetime, rules: BackupRules) -> datetime:
    """When the next one is due: at the first such hour after the latest; without one, or with one from the future,
    after now. What lies in the past was missed, and is due at once.
    """
    after = latest if latest is not None and latest <= now else now
    day = after.astimezone(rules.zone).date()
    moments = (boundary(day + number * DAY, since_midnight(rules.at), rules.zone) for number in (0, 1))
    return next((at for at in moments if at > after), after + DAY)
