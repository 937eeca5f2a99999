"""The databases, what was heard last, and the backups."""

import sqlite3
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from wabot.domain.backups import BackupRules
from wabot.errors import BadBackup, StateError
from wabot.ops.doctor.findings import Finding
from wabot.storage.backup import latest_backup, unpacked
from wabot.storage.database import open_for_reading
from wabot.storage.health import last_heard
from wabot.storage.integrity import find_damage
from wabot.storage.restoring import FILE, SESSION

QUIET = timedelta(days=3)
"""A salon to which nobody writes for longer is closed, or wabot does not hear."""
MISSED = timedelta(hours=26)
AHEAD = timedelta(minutes=5)


def look_at_databases(state: Path) -> Iterator[Finding]:
    """Both, each read from end to end."""
    for name, whose in ((FILE, "the book"), (SESSION, "the link to WhatsApp")):
        if not (state / name).exists():
            if name == SESSION:
                yield Finding(name, "no phone has been linked yet", "wabot pair")
            continue
        damage = find_damage(state / name)
        cure = "stop wabot, then `wabot restore` the newest backup" if name == FILE else "wabot unlink, wabot pair"
        yield Finding(name, f"{whose}, whole") if damage is None else Finding(name, f"{whose}: {damage}", cure)


async def look_at_moments(state: Path, now: datetime) -> Finding:
    """When a message last came in. One from the future means that the clock was set back."""
    try:
        async with open_for_reading(state) as db:
            heard = await db.run(last_heard) if db is not None else {}
    except (StateError, sqlite3.Error) as error:
        return Finding("heard", "the book cannot be read", str(error))
    if not heard:
        return Finding("heard", "nothing has come in yet")
    latest = max(heard.values())
    words = ", ".join(f"last {what} {at:%Y-%m-%d %H:%M} UTC" for what, at in heard.items())
    if latest > now + AHEAD:
        return Finding(
            "heard", words, "that lies in the future: the clock was wrong then or is wrong now; set it right"
        )
    if now - latest > QUIET:
        return Finding("heard", words, "a long silence: write to the salon's number from another phone and see")
    return Finding("heard", words)


def look_at_backups(state: Path, rules: BackupRules, now: datetime) -> Finding:
    """The newest one, read back."""
    newest = latest_backup(state)
    if newest is None:
        todo = f"wabot makes one every night at {rules.at:%H:%M}; by hand: wabot backup FILE"
        return Finding("backups", "there is none yet", todo)
    try:
        with unpacked(newest) as (backup, _):
            words = f"{newest.name}, {backup.appointments} appointments, read back"
    except (BadBackup, OSError) as error:
        return Finding("backups", f"{newest.name} does not read back", str(error))
    if now - backup.made_at > MISSED:
        hours = (now - backup.made_at) // timedelta(hours=1)
        return Finding(
            "backups", f"{words}, {hours} h old", "the last night's is missing: look for `backup` in the log"
        )
    return Finding("backups", words)
