"""Putting databases of a backup in place: wherever the power is cut, all of them are the old ones or the restored ones.

What is to be restored lies whole beside what stands there, under a name of its own; the book comes last, and its coming
decides. From then on whoever opens the state folder first finishes what was begun.
"""

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

from wabot.disk import make_folder, put_in_place, sync_folder
from wabot.errors import StateError

FILE = "wabot.db"
SESSION = "session.db"
_ORDER = (SESSION, FILE)
_BESIDE = ("-wal", "-shm", "-journal")  # SQLite's own, which belong to the database they lie beside


def put_back(desk: Path, state: Path, *, with_session: bool) -> Path:
    """Put the book in `desk`, on the same disk, and if wanted its link to WhatsApp, into a state folder that this
    process owns. Returns the folder in which what stood there is kept. OSError, StateError.
    """
    _fresh(state, SESSION).unlink(missing_ok=True)
    for name in _ORDER if with_session else (FILE,):
        (desk / name).chmod(0o600)
        put_in_place(desk / name, _fresh(state, name))
    kept = finish_restore(state)
    assert kept is not None
    return kept


def finish_restore(state: Path) -> Path | None:
    """Finish a restore that was decided and cut off, in a state folder that this process owns. Returns the folder in
    which what stood there is kept; None when there was nothing to finish. StateError.
    """
    try:
        return _finish(state)
    except OSError as error:
        raise StateError(
            f"a restore that was cut off in {state} could not be finished: {error}; see whether the disk is full, then"
            " start again"
        ) from None


def _finish(state: Path) -> Path | None:
    if not is_cut_off(state):
        return None
    decided = datetime.fromtimestamp(_fresh(state, FILE).stat().st_mtime, UTC)
    kept = state / "backups" / f"before-restore-{decided:%Y-%m-%d-%H%M%S-%f}"
    fresh = [name for name in _ORDER if _fresh(state, name).exists()]
    _keep([state / f"{name}{suffix}" for name in fresh for suffix in ("", *_BESIDE)], kept)
    for name in fresh:
        for suffix in _BESIDE:
            (state / f"{name}{suffix}").unlink(missing_ok=True)
        sync_folder(state)  # an old log beside the new book would be taken for its own
        _fresh(state, name).replace(state / name)
        sync_folder(state)
    return kept


def is_cut_off(state: Path) -> bool:
    """Whether a restore was decided and is not finished."""
    return _fresh(state, FILE).exists()


def check_not_cut_off(state: Path) -> None:
    """For who only reads. StateError when neither the old book nor the restored one stands there for sure, or when the
    folder may not be looked into.
    """
    try:
        cut_off = is_cut_off(state)
    except PermissionError:
        raise may_not_read(state) from None
    if cut_off:
        raise StateError(
            f"a restore was cut off in {state}: `wabot run` finishes it, and so does `wabot restore` with any backup"
        )


def may_not_read(state: Path) -> StateError:
    """What somebody is told who asks about a state folder of another user's."""
    return StateError(f"{state} may not be read by you: ask again as root, or as wabot's own user")


def _fresh(state: Path, name: str) -> Path:
    return state / f"{name}.restored"


def _keep(files: list[Path], kept: Path) -> None:
    """Give files a second name in a folder of their own, whatever state they are in."""
    make_folder(kept)
    sync_folder(kept.parent)
    for file in files:
        copy = kept / file.name
        if copy.exists() or not file.exists():
            continue
        try:
            os.link(file, copy)
        except OSError:  # a file system without links: FAT, some of networks
            unfinished = kept / f"{file.name}.part"
            shutil.copyfile(file, unfinished)
            put_in_place(unfinished, copy)
    sync_folder(kept)
