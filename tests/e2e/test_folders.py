"""File systems that sync no folder, and disks that cannot: strace answers for them."""

import subprocess
import sys
from pathlib import Path

import pytest

from wabot.disk import sync_folder

pytestmark = pytest.mark.timeout(60)

START = """
import sys
from pathlib import Path
from wabot.disk import make_folder, put_in_place
from wabot.whatsapp.spool import Spool
state = Path(sys.argv[1]) / "state"
make_folder(state)
(state / "new").write_text("whole")
put_in_place(state / "new", state / "file")
spool = Spool(state)
spool.add(b"heard")
print(spool.left_over(), (state / "file").read_text())
"""


def start(folder: Path, *calls: str) -> "subprocess.CompletedProcess[str]":
    """With these calls about the folder or its state failing."""
    inject = [part for call in calls for part in ("-e", f"inject={call}")]
    watched = ("-P", str(folder), "-P", str(folder / "state"))
    command = ("strace", "-f", "-qq", "-o", "/dev/null", *watched, "-e", "trace=openat,fsync", *inject)
    return subprocess.run(
        [*command, sys.executable, "-c", START, str(folder)], capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("refusal", ["fsync:error=EINVAL", "fsync:error=EOPNOTSUPP", "openat:error=EACCES:when=1+"])
def test_a_file_system_that_syncs_no_folder_is_lived_with(tmp_path: Path, refusal: str) -> None:
    done = start(tmp_path, refusal)
    assert (done.returncode, done.stdout.strip()) == (0, "[b'heard'] whole"), done.stderr


@pytest.mark.parametrize("error", ["EIO", "ENOSPC"])
def test_a_disk_that_fails_is_not(tmp_path: Path, error: str) -> None:
    done = start(tmp_path, f"fsync:error={error}")
    assert done.returncode == 1
    assert "sync_folder" in done.stderr and "OSError" in done.stderr


def test_a_real_one_that_refuses() -> None:
    """The kernel's own view of processes."""
    sync_folder(Path("/proc/self"))
