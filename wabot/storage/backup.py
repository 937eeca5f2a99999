"""A backup: both databases in one file, taken while wabot runs and read back before it counts.

Run it as a process of its own (python -m wabot.storage.backup FOLDER FILE SALON): the WhatsApp library's database must
not be opened in the process that has it open, see copying.
"""

import fcntl
import hashlib
import json
import os
import shutil
import sqlite3
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from wabot.disk import make_folder, put_in_place
from wabot.errors import BadBackup, NewerDatabase
from wabot.storage.copying import copy_database
from wabot.storage.integrity import find_damage
from wabot.storage.migrations import database_version
from wabot.storage.restoring import FILE, SESSION

FOLDER = "backups"
PREFIX = "wabot-"
_MANIFEST = "manifest.json"
_DESK = ".backup-"


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds. `session`: the link to WhatsApp is in it. `appointments`: how many the book has. `salon`:
    whose it is, by the id in its configuration; "" where that was not said.
    """

    made_at: datetime
    appointments: int
    session: bool
    salon: str


def nightly_backups(folder: Path) -> list[Path]:
    """The nightly backups in a state folder, oldest first."""
    return sorted((folder / FOLDER).glob(f"{PREFIX}*.zip"))


def make_backup(folder: Path, target: Path, now: datetime, salon: str = "") -> Backup:
    """Back up the databases of a salon's state folder into `target`, which appears whole or not at all, for nobody but
    its owner to read.

    Unfinished copies that a killed program left are removed. BadBackup when what was written does not read back;
    OSError, sqlite3.Error when it cannot be made.
    """
    for place in (folder, target.parent):
        _clear_desks(place)
    with _desk(target.parent) as desk:
        found = [name for name in (SESSION, FILE) if (folder / name).exists()]  # the session first: it ages faster
        for name in found:
            copy_database(folder / name, desk / name)
        digests = {name: _digest(desk / name) for name in found}
        unfinished = desk / "backup.zip"
        os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL, 0o600))
        with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(_MANIFEST, json.dumps({"made_at": now.isoformat(), "salon": salon, "files": digests}))
            for name in found:
                archive.write(desk / name, name)
        with unpacked(unfinished) as (backup, _):
            pass
        put_in_place(unfinished, target)
        return backup


def forget_errands(file: Path, why: str) -> None:
    """Take from the queues of a restored book what stood in them when it was copied: all of it was done since, or is
    too old to be said.
    """
    with closing(sqlite3.connect(file)) as db, db:
        db.execute("UPDATE inbox SET handled_at = received_at WHERE handled_at IS NULL")
        db.execute(
            "UPDATE outbox SET state = 'dropped', reason = ?, doubted_at = NULL"
            " WHERE state IN ('queued', 'sending') OR doubted_at IS NOT NULL",
            (why,),
        )
        db.execute("DELETE FROM notices")


def settle_errands(file: Path, later: Path, why: str) -> None:
    """What stood in the queues of a restored book is settled as the book `later`, which followed it, knows: what was
    done since is done, what waits there waits on, and what is no more there is dropped. sqlite3.Error when it cannot
    be read.
    """
    with closing(sqlite3.connect(file)) as db, db:
        db.execute("ATTACH ? AS later", (str(later),))
        db.execute(
            "UPDATE inbox SET handled_at = coalesce(it.handled_at, inbox.handled_at)"
            " FROM later.inbox AS it WHERE it.id = inbox.id AND inbox.handled_at IS NULL"
        )
        db.execute(
            "UPDATE outbox SET state = it.state, reason = it.reason, message_id = it.message_id, sent_at = it.sent_at,"
            " begun_at = it.begun_at, doubted_at = it.doubted_at"
            " FROM later.outbox AS it WHERE it.id = outbox.id AND outbox.state IN ('queued', 'sending')"
        )
        gone = "NOT IN (SELECT id FROM later"
        db.execute(f"UPDATE inbox SET handled_at = received_at WHERE handled_at IS NULL AND id {gone}.inbox)")
        db.execute(
            "UPDATE outbox SET state = 'dropped', reason = ?"
            f" WHERE state IN ('queued', 'sending') AND id {gone}.outbox)",
            (why,),
        )
        db.execute(f"DELETE FROM notices WHERE id {gone}.notices)")


def is_too_new(file: Path) -> bool:
    """Whether a newer wabot wrote the book, so that this one cannot read it."""
    with closing(sqlite3.connect(file)) as db:
        try:
            database_version(db, file)
        except NewerDatabase:
            return True
    return False


@contextmanager
def unpacked(file: Path, within: Path | None = None) -> Iterator[tuple[Backup, Path]]:
    """What a backup holds, and a folder with its databases, each found whole. The folder is made in `within`, or
    beside the file. BadBackup; OSError, sqlite3.OperationalError when it cannot be told.
    """
    with _desk(within or file.parent) as desk:
        try:
            with zipfile.ZipFile(file) as archive:
                manifest = json.loads(archive.read(_MANIFEST))
                for name, digest in manifest["files"].items():
                    if name not in {FILE, SESSION}:
                        raise BadBackup(f"{file} holds {name}, which is nothing of wabot's")
                    archive.extract(name, desk)
                    if _digest(desk / name) != digest:
                        raise BadBackup(f"{file} is damaged: {name} is not what was put into it; take another backup")
            made_at, salon = datetime.fromisoformat(manifest["made_at"]), str(manifest.get("salon", ""))
        except (zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError, EOFError, zlib.error) as error:
            raise BadBackup(f"{file} is no backup of wabot, or it is damaged ({error}); take another") from None
        appointments = 0
        for name in manifest["files"]:
            damage = find_damage(desk / name)
            if damage is not None:
                raise BadBackup(f"{name} in {file} is damaged ({damage}); take another backup")
            if name == FILE:
                with closing(sqlite3.connect(desk / name)) as db:
                    database_version(db, file)
                    appointments = db.execute("SELECT count(*) FROM appointments").fetchone()[0]
        yield Backup(made_at, appointments, SESSION in manifest["files"], salon), desk


@contextmanager
def _desk(folder: Path) -> Iterator[Path]:
    """A folder for unfinished things, on that folder's disk; locked, which tells it from one that a kill left."""
    make_folder(folder)
    with tempfile.TemporaryDirectory(dir=folder, prefix=_DESK) as desk:
        descriptor = os.open(desk, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            with suppress(OSError):  # a file system without locks: then none is ever cleared
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield Path(desk)
        finally:
            os.close(descriptor)


def _clear_desks(folder: Path) -> None:
    """Remove those that nobody works at any more."""
    for desk in folder.glob(f"{_DESK}*"):
        with suppress(OSError):
            descriptor = os.open(desk, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(desk)
            finally:
                os.close(descriptor)


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


if __name__ == "__main__":
    try:
        make_backup(Path(sys.argv[1]).absolute(), Path(sys.argv[2]).absolute(), datetime.now(UTC), *sys.argv[3:4])
    except (BadBackup, OSError, sqlite3.Error) as error:
        sys.exit(str(error))
