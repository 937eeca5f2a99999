"""The lock on the state folder: one wabot a folder, also where nothing can be written."""

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
