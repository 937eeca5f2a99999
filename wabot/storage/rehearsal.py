"""Work on a copy of the book that nobody keeps."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TypeVar

from wabot.errors import StateError
from wabot.storage.database import unusable
from wabot.storage.migrations import is_current, migrate
from wabot.storage.restoring import FILE, check_not_cut_off

T = TypeVar("T")


def rehearse(folder: Path, work: Callable[[sqlite3.Connection], T]) -> T:
    """What `work` returns on a copy in memory of the book in a state folder, an empty one if there is none yet.

    The folder may belong to a running daemon; nothing in it is changed. StateError when the book cannot be used.
    """
    path = folder / FILE
    check_not_cut_off(folder)
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as copy:
        copy.row_factory = sqlite3.Row
        if path.exists():
            try:
                with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as book:
                    book.backup(copy)
                if not is_current(copy, path):
                    raise StateError(f"{path} was written by an older wabot: start it once to bring it up to date")
            except sqlite3.Error as error:
                raise unusable(path, error) from error
        else:
            migrate(copy, path)
        copy.execute("PRAGMA foreign_keys = ON")
        copy.execute("BEGIN")
        return work(copy)
