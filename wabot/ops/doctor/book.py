"""The databases, what was heard last, and the backups."""

import sqlite3
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from wabot.domain.backups import BackupRules
from wabot.errors import BadBackup, StateError
from wabot.ops.doctor.findings import Finding
from wabot.storage.backup import nightly_backups, unpacked
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
        try:
            damage = find_damage(state / name)
        except sqlite3.OperationalError as error:
            todo = "see whether the disk is full, and who may read the file; nothing says that it is damaged"
            yield Finding(name, f"{whose} cannot be read now: {error}", todo)
            continue
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
    """The newest one that is not from the future, read back; those from the future are named, not relied on."""
    ahead = list[str]()
    for file in reversed(nightly_backups(state)):
        try:
            with unpacked(file) as (backup, _):
                words = f"{file.name}, {backup.appointments} appointments, read back"
        except BadBackup as error:
            return Finding("backups", f"{file.name} does not read back", str(error))
        except (OSError, sqlite3.OperationalError) as error:
            return Finding("backups", f"{file.name} cannot be read now: {error}", "see whether the disk is full")
        if backup.made_at <= now + AHEAD:
            return _aged(words, now - backup.made_at, ahead)
        ahead.append(file.name)
    if ahead:
        return Finding("backups", "there is none from before now", _from_later(ahead))
    todo = f"wabot makes one every night at {rules.at:%H:%M}; by hand: wabot backup FILE"
    return Finding("backups", "there is none yet", todo)


def _aged(words: str, age: timedelta, ahead: list[str]) -> Finding:
    todo = [_from_later(ahead)] if ahead else []
    if age > MISSED:
        words = f"{words}, {age // timedelta(hours=1)} h old"
        todo.insert(0, "the last night's is missing: look for `backup` in the log")
    return Finding("backups", words, "; ".join(todo) or None)


def _from_later(names: list[str]) -> str:
    return (
        f"{', '.join(names)}: made in the future, so the clock was wrong then or is wrong now; set it right, and if it"
        " is right, move what is dated ahead out of the folder"
    )
