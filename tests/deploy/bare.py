"""A machine with the C library and zlib, and little else: a folder that a program takes for the root of all files."""

import os
import shutil
import stat
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.e2e.program import Daemon, started

LIBC = ("libc.so.6", "libm.so.6", "libdl.so.2", "libpthread.so.0", "librt.so.1", "libutil.so.1", "libresolv.so.2")
ZLIB = "libz.so.1"  # what begins PyInstaller's programs is linked to it
LOADER = "/lib64/ld-linux-x86-64.so.2"
LIBRARIES = [Path("/lib/x86_64-linux-gnu"), Path("/lib64"), Path("/usr/lib64")]
DEVICES = {"null": 3, "urandom": 9}
TOOLS = (
    *("sh", "basename", "cat", "chgrp", "chmod", "chown", "cp", "cut", "date", "gzip", "id", "install", "ln", "mkdir"),
    *("mv", "readlink", "rm", "sed", "setpriv", "tail", "tar", "timeout", "useradd"),
)
"""What the installer asks of a machine; all of it stands on every Debian."""
DEADLINE_S = 40.0


@dataclass(frozen=True)
class BareRoot:
    """Commands run inside of it, without any environment but the one that is given."""

    path: Path

    def command(self, *command: str) -> Sequence[str]:
        """As root, or where that is not to be had as somebody who is taken for root."""
        enter = ("/usr/sbin/chroot", str(self.path), *command)
        return enter if os.geteuid() == 0 else ("/usr/bin/unshare", "--map-root-user", *enter)

    def run(self, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """To its end."""
        return subprocess.run(
            self.command(*command),
            cwd=self.path,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=DEADLINE_S,
            check=False,
        )

    @contextmanager
    def running(self, *command: str, **environment: str) -> Iterator[Daemon]:
        """wabot, from being ready until it is killed at the latest."""
        with started(self.command(*command), cwd=self.path, env=environment, root=self.path) as daemon:
            yield daemon


def make_bare_root(path: Path, tools: Sequence[str] = ()) -> BareRoot:
    """A new one; `tools` are copied from this machine with the libraries they need."""
    for folder in ("dev", "etc", "lib64", "lib/x86_64-linux-gnu", "opt", "run", "bin", "var/lib"):
        (path / folder).mkdir(parents=True)
    (path / "tmp").mkdir()
    (path / "tmp").chmod(0o1777)
    for name in (*LIBC, ZLIB):
        found = next(folder / name for folder in LIBRARIES if (folder / name).exists())
        shutil.copy(found, path / "lib/x86_64-linux-gnu")
    shutil.copy(LOADER, path / "lib64")
    for name, minor in DEVICES.items():
        _make_device(path / "dev" / name, minor)
    for tool in tools:
        _copy_tool(tool, path)
    return BareRoot(path)


def _make_device(path: Path, minor: int) -> None:
    """Where even root may make none, a file stands in: it is as empty to read."""
    try:
        os.mknod(path, stat.S_IFCHR | 0o666, os.makedev(1, minor))
    except PermissionError:
        path.touch()
    path.chmod(0o666)


def _copy_tool(name: str, root: Path) -> None:
    found = shutil.which(name, path="/usr/bin:/usr/sbin:/bin:/sbin")
    assert found, f"{name} is not on this machine"
    shutil.copy(found, root / "bin")
    needed = subprocess.run(("ldd", found), capture_output=True, text=True, check=True).stdout
    for line in needed.splitlines():
        library = next((Path(word) for word in line.split() if word.startswith("/")), None)
        if library is not None and not (root / "lib/x86_64-linux-gnu" / library.name).exists():
            shutil.copy(library, root / "lib/x86_64-linux-gnu")


def no_python_in(root: BareRoot) -> bool:
    """Whether there is none but in wabot's own folder."""
    return not [path for path in root.path.rglob("python*") if "_internal" not in path.parts]
