"""A consistent copy of a SQLite file that another program may be using: python -m wabot.storage.copying FROM TO.

Run it as a process of its own for files that are not wabot's: closing any descriptor of a file drops the POSIX locks
that the whole process holds on it, the library's own among them.
"""

import os
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

from wabot.disk import put_in_place


def copy_database(source: Path, target: Path) -> None:
    """Copy `source` to `target`, which appears whole or not at all, for its owner alone. sqlite3.Error, OSError."""
    unfinished = target.with_suffix(".part")
    unfinished.unlink(missing_ok=True)
    os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL, 0o600))
    try:
        with (
            closing(sqlite3.connect(f"{source.as_uri()}?mode=ro", uri=True)) as db,
            closing(sqlite3.connect(unfinished)) as copy,
        ):
            db.backup(copy)
        put_in_place(unfinished, target)
    finally:
        unfinished.unlink(missing_ok=True)


if __name__ == "__main__":
    try:
        copy_database(Path(sys.argv[1]).absolute(), Path(sys.argv[2]).absolute())
    except (OSError, sqlite3.Error) as error:
        sys.exit(str(error))
