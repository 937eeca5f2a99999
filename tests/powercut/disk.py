"""A disk that forgets what was not synced: from recorded calls to every folder that a power cut may leave.

What counts as durable is what POSIX promises and no more: the bytes and the length of a file by its own fsync, a name
by an fsync of the folder it stands in. Of the rest anything may survive: of a write each sector for itself, with zeros
for the others where the file grew; of a folder's changes, which file systems keep in a journal, the first so many.
"""

import random
from pathlib import Path

from tests.powercut.calls import Call
from tests.powercut.files import Change, File, Folder, left_of, read_all


class NotModelled(Exception):
    """A call that changes the folder in a way this disk knows nothing of."""


class Disk:
    """What is below `root`, which is there and empty at first, as the calls leave it."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._folder = Folder()
        self._positions: dict[Path, int] = {}
        self._appending: set[Path] = set()

    def follow(self, call: Call) -> None:
        """Do what a call did. NotModelled where that cannot be said."""
        known = getattr(self, f"_{_FAMILY.get(call.name, 'unknown')}")
        known(call)

    def after_a_cut(self, chance: random.Random | None = None) -> dict[Path, bytes]:
        """The files that a power cut leaves, by their paths below the root: of what was not synced nothing, or what
        chance wants.
        """
        return dict(left_of(self._folder, Path(), chance))

    def cached(self) -> dict[Path, bytes]:
        """The files as a program reads them."""
        return dict(read_all(self._folder, Path()))

    def _find(self, path: Path) -> File | Folder | None:
        found: File | Folder | None = self._folder
        for name in path.relative_to(self._root).parts:
            found = found.cached.get(name) if isinstance(found, Folder) else None
        return found

    def _parent(self, path: Path) -> Folder:
        found = self._find(path.parent)
        assert isinstance(found, Folder), path
        return found

    def _is_ours(self, path: Path | None) -> bool:
        """Shared memory of SQLite is none of it: whoever opens a database first makes it anew."""
        return path is not None and path.is_relative_to(self._root) and not path.name.endswith("-shm")

    def _file(self, call: Call) -> File | None:
        path = call.target(0)
        if path is None or not self._is_ours(path):
            return None
        found = self._find(path)
        assert isinstance(found, File), path
        return found

    def _open(self, call: Call) -> None:
        path, flags = call.path(1, 0), call.arguments[2]
        if not self._is_ours(path) or "O_DIRECTORY" in flags:
            return
        file = self._find(path)
        if file is None:
            assert "O_CREAT" in flags, path
            file = File()
            self._parent(path).change(call.ended, **{path.name: file})
        if isinstance(file, File) and "O_TRUNC" in flags:
            file.change(Change(call.ended, 0, None))
        if "O_WRONLY" in flags or "O_RDWR" in flags:
            self._positions[path] = 0
            (self._appending.add if "O_APPEND" in flags else self._appending.discard)(path)

    def _seek(self, call: Call) -> None:
        path = call.target(0)
        if path is not None and self._is_ours(path):
            self._positions[path] = call.result

    def _write(self, call: Call) -> None:
        file, path = self._file(call), call.target(0)
        if file is None or path is None:
            return
        data = call.data(1)[: call.result]
        at = len(file.cached) if path in self._appending else self._positions[path]
        file.change(Change(call.ended, at, data))
        self._positions[path] = at + len(data)

    def _write_at(self, call: Call) -> None:
        file = self._file(call)
        if file is not None:
            file.change(Change(call.ended, int(call.arguments[-1]), call.data(1)[: call.result]))

    def _cut(self, call: Call) -> None:
        file = self._file(call)
        if file is not None:
            file.change(Change(call.ended, int(call.arguments[1]), None))

    def _sync(self, call: Call) -> None:
        path = call.target(0)
        if path is not None and self._is_ours(path):
            found = self._find(path)
            assert found is not None, path
            found.sync(call.begun)

    def _make(self, call: Call) -> None:
        path = call.path(1, 0) if call.name == "mkdirat" else call.path(0)
        if self._is_ours(path):
            self._parent(path).change(call.ended, **{path.name: Folder()})

    def _remove(self, call: Call) -> None:
        path = call.path(1, 0) if call.name == "unlinkat" else call.path(0)
        if self._is_ours(path):
            self._parent(path).change(call.ended, **{path.name: None})

    def _rename(self, call: Call) -> None:
        is_short = call.name == "rename"
        old, new = (call.path(0), call.path(1)) if is_short else (call.path(1, 0), call.path(3, 2))
        if not self._is_ours(old) and not self._is_ours(new):
            return
        source, target, what = self._parent(old), self._parent(new), self._find(old)
        if source is target:
            source.change(call.ended, **{old.name: None, new.name: what})
        else:
            target.change(call.ended, **{new.name: what})
            source.change(call.ended, **{old.name: None})

    def _link(self, call: Call) -> None:
        old, new = (call.path(0), call.path(1)) if call.name == "link" else (call.path(1, 0), call.path(3, 2))
        if self._is_ours(new):
            assert self._is_ours(old), old
            self._parent(new).change(call.ended, **{new.name: self._find(old)})

    def _map(self, call: Call) -> None:
        path = call.target(4)
        if "MAP_SHARED" in call.arguments[3] and "PROT_WRITE" in call.arguments[2] and self._is_ours(path):
            raise NotModelled(f"{path} is written through memory")

    def _talk(self, call: Call) -> None:
        pass

    def _unknown(self, call: Call) -> None:
        if str(self._root).encode().hex("x") in "".join(call.arguments).replace("\\x", "x"):
            raise NotModelled(f"{call.name}{call.arguments}")


_FAMILY = {
    "openat": "open",
    **dict.fromkeys(("write", "writev"), "write"),
    **dict.fromkeys(("pwrite64", "pwritev"), "write_at"),
    **dict.fromkeys(("fsync", "fdatasync"), "sync"),
    **dict.fromkeys(("mkdir", "mkdirat"), "make"),
    **dict.fromkeys(("unlink", "unlinkat", "rmdir"), "remove"),
    **dict.fromkeys(("rename", "renameat", "renameat2"), "rename"),
    **dict.fromkeys(("link", "linkat"), "link"),
    "lseek": "seek",
    "ftruncate": "cut",
    "mmap": "map",
    "sendto": "talk",
}
