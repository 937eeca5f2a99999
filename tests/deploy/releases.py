"""The one file that is copied to a salon's machine, and another that could follow it."""

import gzip
import io
import re
import tarfile
import tomllib
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).parent.parent.parent
SOURCES = ("wabot", "systemd", "pyproject.toml", "README.md", "LICENSE", "config.toml")
VERSION = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
INSTALLER = PROJECT / "dist" / f"wabot-{VERSION}-x86_64.run"
LATER = "99.0.0"
LATER_MIGRATION = "CREATE TABLE moods (customer_id INTEGER PRIMARY KEY, mood TEXT NOT NULL) STRICT;\n"


def files_in(*names: str) -> Iterator[Path]:
    """The project's own files below these."""
    for top in (PROJECT / name for name in names):
        found = top.rglob("*") if top.is_dir() else [top]
        yield from (path for path in found if path.is_file() and "__pycache__" not in path.parts)


def built() -> Path:
    """The file that systemd/build.sh made of today's sources."""
    assert INSTALLER.exists(), "systemd/build.sh makes what is tested here: run it first"
    newest = max(file.stat().st_mtime for file in files_in(*SOURCES))
    assert INSTALLER.stat().st_mtime >= newest, f"{INSTALLER} is older than its sources: run systemd/build.sh again"
    return INSTALLER


def split(installer: Path) -> tuple[str, bytes]:
    """The script that begins the file, and the archive that follows."""
    whole = installer.read_bytes()
    found = re.search(rb"^VERSION=.* PAYLOAD_LINE=(\d+)$", whole, re.MULTILINE)
    assert found, f"{installer} does not begin like an installer"
    lines = whole.split(b"\n", int(found[1]) - 1)
    return b"\n".join(lines[:-1]).decode() + "\n", lines[-1]


def unpack(installer: Path, folder: Path) -> Path:
    """What it would install."""
    with tarfile.open(fileobj=io.BytesIO(split(installer)[1])) as archive:
        archive.extractall(folder, filter="fully_trusted")
    return folder


def make_later(installer: Path, target: Path, version: str = LATER, migration: str = LATER_MIGRATION) -> Path:
    """A release that knows one more migration, in a file of its own."""
    script, payload = split(installer)
    archive = io.BytesIO(gzip.decompress(payload))
    with tarfile.open(fileobj=archive, mode="a") as more:
        entry = tarfile.TarInfo("./_internal/wabot/storage/migrations/9001_later.sql")
        entry.size, entry.mode = len(migration), 0o644
        more.addfile(entry, io.BytesIO(migration.encode()))
    later = script.replace(f"\nVERSION={VERSION} ", f"\nVERSION={version} ", 1)
    assert later != script
    target.write_bytes(later.encode() + gzip.compress(archive.getvalue(), 1))
    return target
