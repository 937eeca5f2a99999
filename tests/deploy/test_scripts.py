"""What builds and installs: as shellcheck reads it, and pinned as a whole."""

import re
import subprocess
import tomllib
from pathlib import Path

from tests.deploy.releases import PROJECT, files_in


def test_shellcheck_has_nothing_to_say() -> None:
    files = files_in(".ci", "systemd", "tests", "wabot")
    scripts = [str(file) for file in files if re.match(rb"#!.*\b(ba)?sh\b", file.read_bytes()[:40])]
    assert {Path(script).name for script in scripts} >= {"run", "build.sh", "install.sh"}
    outcome = subprocess.run(("shellcheck", *scripts), cwd=PROJECT, capture_output=True, text=True, check=False)
    assert (outcome.returncode, outcome.stdout) == (0, "")


def test_the_build_takes_every_dependency_in_a_version_of_its_own() -> None:
    wanted = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    lines = (PROJECT / "systemd" / "requirements.txt").read_text(encoding="utf-8").splitlines()
    pinned = [line for line in lines if not line.startswith("#")]
    assert all(re.fullmatch(r"[\w.-]+==\S+ --hash=sha256:[0-9a-f]{64}", line) for line in pinned), "systemd/pin.py"
    names = {_plain(line.split("==")[0]) for line in pinned}
    assert {_plain(re.split(r"[<>=~!\[ ]", name)[0]) for name in wanted} <= names, "run systemd/pin.py again"


def _plain(name: str) -> str:
    """As PEP 503 has it."""
    return re.sub(r"[-_.]+", "-", name).lower()
