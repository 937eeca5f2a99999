"""A backup every night, and no more of them than wanted."""

import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from anyio.abc import TaskStatus
from loguru import logger

from wabot.children import run_child
from wabot.clock import Clock
from wabot.domain.backups import BackupRules, next_backup
from wabot.logs import shown
from wabot.storage.backup import FOLDER, PREFIX, nightly_backups

TAKES_S = 600.0
AFTER_FAILURE_S = 900.0
_STAMP = "%Y-%m-%d-%H%M"


async def run_backups(
    folder: Path, salon: str, rules: BackupRules, clock: Clock, *, task_status: TaskStatus[None]
) -> None:
    """Until cancelled: a backup of the salon's state folder at its hour, or at once when last night's is missing."""
    task_status.started()
    while True:
        now = clock.now()
        due_at = next_backup(_latest(folder, now, rules.zone), now, rules)
        if not await clock.reach(due_at):
            continue
        try:
            await _back_up(folder, salon, rules, clock.now())
        except OSError as error:
            logger.error("the nightly backup failed: {}; it is tried again in a while", shown(str(error)))
            await clock.pause(AFTER_FAILURE_S)


def _latest(folder: Path, now: datetime, zone: ZoneInfo) -> datetime | None:
    """When the last one was made; those from later, which a clock that was set back leaves, tell of no night."""
    made = (_made_at(file, zone) for file in nightly_backups(folder))
    return max((at for at in made if at is not None and at <= now), default=None)


def _made_at(file: Path, zone: ZoneInfo) -> datetime | None:
    try:
        return datetime.strptime(file.stem.removeprefix(PREFIX), _STAMP).replace(tzinfo=zone)
    except ValueError:
        return None


async def _back_up(folder: Path, salon: str, rules: BackupRules, now: datetime) -> None:
    """Make it in a process of its own, then remove what is older than wanted; those from later neither count nor go.
    OSError.
    """
    target = folder / FOLDER / f"{PREFIX}{now.astimezone(rules.zone).strftime(_STAMP)}.zip"
    work = ("-m", "wabot.storage.backup", str(folder), str(target), salon)
    await run_child(sys.executable, *work, within_s=TAKES_S)
    logger.info("backed up to {}", target)
    by_now = [file for file in nightly_backups(folder) if file <= target]
    for old in by_now[: -rules.keep]:
        old.unlink()
