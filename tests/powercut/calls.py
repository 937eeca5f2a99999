"""What a program asks of the kernel, recorded by strace: every change of a file, every sync, every word to a socket."""

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

CHANGING = (
    "creat,truncate,ftruncate,fallocate,write,writev,pwrite64,pwritev,pwritev2,sendfile,copy_file_range,splice,"
    "fsync,fdatasync,sync_file_range,sync,syncfs,rename,renameat,renameat2,link,linkat,symlink,symlinkat,"
    "unlink,unlinkat,mkdir,mkdirat,rmdir,mmap,lseek,openat,open,sendto"
)
_LINE = re.compile(r"(\d+)\s+(\d+\.\d+) (.*)")
_BEGUN = re.compile(r"(\w+)\((.*) <unfinished \.\.\.>")
_RESUMED = re.compile(r"<\.\.\. (\w+) resumed>(.*)")
_WHOLE = re.compile(r"(\w+)\((.*)\)\s+= (-?\w+)(.*)")
_DESCRIPTOR = re.compile(r"(AT_FDCWD|-?\d+)<((?:\\x..)*)>(\(deleted\))?")
_STRING = re.compile(r'"((?:\\x..)*)"')


@dataclass(frozen=True, slots=True)
class Call:
    """A system call that did not fail: it began and ended at these lines of the record, in seconds at `ended_at`."""

    name: str
    arguments: tuple[str, ...]
    result: int
    begun: int
    ended: int
    ended_at: float

    def target(self, number: int) -> Path | None:
        """What stands behind the descriptor in that argument; None for one that has no name any more."""
        found = _DESCRIPTOR.match(self.arguments[number])
        return None if found is None or found[3] else Path(_decoded(found[2]).decode())

    def path(self, number: int, folder: int | None = None) -> Path:
        """The path in that argument, relative to the folder in another."""
        path = Path(self.data(number).decode())
        base = self.target(folder) if folder is not None else None
        return base / path if base is not None else path

    def data(self, number: int) -> bytes:
        """The bytes in that argument, all of a vector's."""
        return b"".join(_decoded(found) for found in _STRING.findall(self.arguments[number]))

    def number(self, number: int) -> int:
        return int(self.arguments[number])


def strace(record: Path, *command: str) -> Sequence[str]:
    """The command that runs another one, with all its threads and children, and records it."""
    quiet = ("-qq", "--seccomp-bpf", "-f", "-y", "-xx", "-s", "100000000", "-ttt")
    return ("strace", *quiet, "-e", f"trace={CHANGING}", "-e", "signal=none", "-o", str(record), *command)


def parse_calls(record: Path, first: int = 0) -> Iterator[Call]:
    """The calls of a record that did not fail, by their end; its lines are numbered from `first`.

    A call that the end of the program cut off counts as one that ended then: it may have been done.
    """
    begun: dict[str, tuple[int, str]] = {}
    number, moment = first, 0.0
    lines = record.read_text(encoding="ascii").splitlines()
    for number, line in enumerate(lines, start=first):
        found = _LINE.match(line)
        assert found, line[:200]
        thread, moment, said = found[1], float(found[2]), found[3]
        at = number
        if cut := _BEGUN.match(said):
            begun[thread] = (number, f"{cut[1]}({cut[2]}")
            continue
        if resumed := _RESUMED.match(said):
            at, beginning = begun.pop(thread)
            said = beginning + resumed[2]
        if (whole := _WHOLE.match(said)) and not whole[3].startswith("-"):
            yield Call(whole[1], _split(whole[2]), _result(whole[3]), at, number, moment)
    for at, said in begun.values():
        name, _, arguments = said.partition("(")
        if name in {"write", "pwrite64"}:
            yield Call(name, _split(arguments), sys.maxsize, at, number, moment)


def _split(arguments: str) -> tuple[str, ...]:
    """At commas outside of brackets: strings are hexadecimal and hold none."""
    return tuple(re.split(r", (?![^\[]*\])", arguments))


def _result(said: str) -> int:
    """Of a call that the end cut off: as if it had done all that was asked."""
    return int(said, 0) if said != "?" else sys.maxsize


def _decoded(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))
