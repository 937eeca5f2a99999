"""Numbered steps from an empty database to today's, forward only: NNNN_what.sql."""

import sqlite3
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from wabot.disk import put_in_place
from wabot.errors import NewerDatabase

Step = tuple[int, str]
"""The number of a migration and its SQL."""


def migrate(db: sqlite3.Connection, path: Path, further: Sequence[Step] = ()) -> None:
    """Bring the database at `path` up to date, each step atomic; a copy is left beside it before the first.

    NewerDatabase when a newer wabot wrote it; nothing is touched then. `further` steps follow wabot's own.
    """
    version = database_version(db, path)
    pending = [(number, sql) for number, sql in [*_steps(), *further] if number > version]
    if pending and version > 0:
        _copy_aside(db, path, version)
    keeps_references = db.execute("PRAGMA foreign_keys").fetchone()[0]
    db.execute("PRAGMA foreign_keys = OFF")  # a table that is made anew is dropped, and nothing that refers to it goes
    try:
        for number, sql in pending:
            _take(db, number, sql)
    finally:
        db.execute(f"PRAGMA foreign_keys = {keeps_references}")


def _take(db: sqlite3.Connection, number: int, sql: str) -> None:
    """One step, whole or not at all."""
    try:
        db.executescript(f"BEGIN IMMEDIATE;\n{sql}\nPRAGMA user_version = {number};\nCOMMIT;")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


def database_version(db: sqlite3.Connection, path: Path) -> int:
    """Its number of migrations; NewerDatabase when this wabot does not know them all."""
    version: int = db.execute("PRAGMA user_version").fetchone()[0]
    newest = _steps()[-1][0]
    if version > newest:
        raise NewerDatabase(
            f"{path} was written by a newer wabot (its version is {version}, this wabot knows up to {newest}): "
            "install that version again, or restore a backup made before the upgrade"
        )
    return version


def is_current(db: sqlite3.Connection, path: Path) -> bool:
    """Whether no migration is missing."""
    return database_version(db, path) == _steps()[-1][0]


def _steps() -> list[Step]:
    found = [entry for entry in files(__name__).iterdir() if entry.name.endswith(".sql")]
    return sorted((int(entry.name.split("_")[0]), entry.read_text(encoding="utf-8")) for entry in found)


def _copy_aside(db: sqlite3.Connection, path: Path, version: int) -> None:
    """A whole copy, named for the migration it comes before; made anew when an earlier attempt was cut off."""
    copy = path.with_name(f"{path.stem}.before-{version + 1:04}.db")
    unfinished = copy.with_suffix(".part")
    unfinished.unlink(missing_ok=True)
    try:
        db.execute("VACUUM INTO ?", (str(unfinished),))
        unfinished.chmod(0o600)
        put_in_place(unfinished, copy)
    finally:
        unfinished.unlink(missing_ok=True)  # on a disk that is full it would take the last room
