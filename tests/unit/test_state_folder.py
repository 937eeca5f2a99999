"""The state folder: one wabot in it, also where nothing can be written, and who may look into it."""

import subprocess
import sys
from pathlib import Path

import pytest

from wabot.errors import StateLocked
from wabot.storage.lock import own_state


def test_a_second_wabot_is_told_who_the_first_is(tmp_path: Path) -> None:
    with own_state(tmp_path), pytest.raises(StateLocked, match=rf"process \d+\) owns {tmp_path}"), own_state(tmp_path):
        pass


def test_on_a_full_disk_the_lock_holds_without_its_holders_name(tmp_path: Path) -> None:
    (tmp_path / "lock").symlink_to("/dev/full")
    with own_state(tmp_path), pytest.raises(StateLocked, match=rf"owns {tmp_path}"), own_state(tmp_path):
        pass


def test_a_folder_that_was_there_is_for_its_owner_alone_from_then_on(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    with own_state(tmp_path):
        assert tmp_path.stat().st_mode & 0o777 == 0o700
        assert (tmp_path / "lock").stat().st_mode & 0o777 == 0o600


READ = """
import os, sys
from pathlib import Path
from wabot.errors import StateError
from wabot.storage.restoring import check_not_cut_off
if os.geteuid() == 0:
    os.setuid(65534)
try:
    check_not_cut_off(Path(sys.argv[1]))
except StateError as error:
    print(error)
"""


def test_who_may_not_look_into_the_folder_is_told_who_may(tmp_path: Path) -> None:
    state = tmp_path / "state"
    state.mkdir(mode=0)
    done = subprocess.run([sys.executable, "-c", READ, state], capture_output=True, text=True, check=True)
    assert f"{state} may not be read by you: ask again as root, or as wabot's own user" in done.stdout
