"""The units: what systemd itself says of them, and what they promise."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.deploy.releases import PROJECT

UNIT, TEMPLATE = PROJECT / "systemd" / "wabot.service", PROJECT / "systemd" / "wabot@.service"
EXPOSURE = 15  # of 100, as systemd-analyze counts


def test_the_template_differs_in_names_and_paths_only() -> None:
    text = TEMPLATE.read_text(encoding="utf-8")
    for of_one, plain in (
        ("WhatsApp receptionist of salon %i", "salon's WhatsApp receptionist"),
        ("/etc/wabot/%i/", "/etc/wabot/"),
        ("wabot-%i", "wabot"),
    ):
        assert of_one in text
        text = text.replace(of_one, plain)
    assert text == UNIT.read_text(encoding="utf-8")


def test_systemd_knows_every_line_of_them(tmp_path: Path) -> None:
    for unit in (UNIT, TEMPLATE):
        lines = re.sub(
            r"^(Exec\w+=)/opt/wabot/current/wabot", r"\1/bin/true", unit.read_text(encoding="utf-8"), flags=re.MULTILINE
        )
        (tmp_path / unit.name).write_text(lines, encoding="utf-8")
    names = [str(tmp_path / name) for name in ("wabot.service", "wabot@salon.service")]
    command = ("systemd-analyze", "verify", "--man=no", "--recursive-errors=no", *names)
    outcome = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (outcome.returncode, outcome.stdout + outcome.stderr) == (0, "")


@pytest.mark.parametrize("unit", [UNIT, TEMPLATE], ids=lambda unit: unit.name)
def test_systemd_finds_them_hardened(unit: Path) -> None:
    command = ("systemd-analyze", "security", "--no-pager", "--offline=true", f"--threshold={EXPOSURE}", str(unit))
    outcome = subprocess.run(command, capture_output=True, text=True, check=False)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    assert "Overall exposure level" in outcome.stdout


def test_what_no_restart_mends_is_not_restarted() -> None:
    lines = UNIT.read_text(encoding="utf-8").splitlines()
    assert {"Restart=on-failure", "RestartPreventExitStatus=75 78", "StartLimitBurst=5", "Type=notify"} <= set(lines)
