"""Whether a SQLite file is whole."""

import sqlite3
from contextlib import closing
from pathlib import Path


def find_damage(file: Path) -> str | None:
    """What is wrong with the file in SQLite's words; None when it is whole.

    Not for a file that this process has open: see copying. sqlite3.OperationalError when that cannot be told now: on a
    full disk, or without the right to read.
    """
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as db:
            verdict: str = db.execute("PRAGMA integrity_check(1)").fetchone()[0]
    except sqlite3.OperationalError:
        raise
    except sqlite3.Error as error:
        return str(error)
    return None if verdict == "ok" else verdict
