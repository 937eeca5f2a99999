"""The state folder and the lock on it: one wabot a folder."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from wabot.disk import make_folder
from wabot.errors import StateError, StateLocked


@contextmanager
def own_state(folder: Path) -> Iterator[None]:
    """Own a state folder until the block ends or the process dies; one that is not there is made. Nobody else may look
    into it from then on (0700).

    The kernel holds the lock; the file only names its holder. StateLocked when another process has it.
    """
    try:
        if not folder.exists():
            make_folder(folder)
        if folder.stat().st_mode & 0o077:
            folder.chmod(0o700)
        descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise StateError(
            f"the state folder {folder} cannot be used: {error}; check storage.dir, and whose folder it is"
        ) from None
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(descriptor, 32, 0).decode().strip() or "unknown"
            raise StateLocked(
                f"another wabot (process {holder}) owns {folder}: stop it first, "
                "or give this one its own folder with storage.dir"
            ) from None
        with suppress(OSError):  # a disk that is full: the lock is held without its holder's name
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(descriptor)


def find_owner(folder: Path) -> int | None:
    """The process that owns the state folder; None when nobody does, or /proc does not say. Nothing is locked."""
    try:
        held = (folder / "lock").stat()
        locks = Path("/proc/locks").read_text(encoding="ascii")
        inode = f":{held.st_ino}"
        if not any(" FLOCK " in line and line.split()[5].endswith(inode) for line in locks.splitlines()):
            return None
        return int((folder / "lock").read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None
