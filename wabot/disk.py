"""What a power cut cannot take: names that are on the disk, not only in the kernel's memory."""

import errno
import os
from pathlib import Path

_NO_PROMISE = {errno.EINVAL, errno.ENOTSUP, errno.EBADF, errno.EACCES}
"""How a folder refuses to be opened or synced (PostgreSQL's fsync_fname); a disk that fails says EIO or ENOSPC."""


def make_folder(folder: Path) -> None:
    """A folder for its owner alone (0700), with those above it, on the disk. OSError."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    sync_folder(folder.parent)


def put_in_place(written: Path, target: Path) -> None:
    """Give a file that was written whole its name, in place of an older one: it is there whole or not at all, and once
    this returns it stays. OSError.
    """
    with written.open("rb") as file:
        os.fsync(file.fileno())
    written.replace(target)
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """The names in it stay, unless its file system knows no such promise (some of networks, FUSE and FAT). OSError."""
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        if error.errno not in _NO_PROMISE:
            raise
