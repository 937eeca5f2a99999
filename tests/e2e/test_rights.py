"""Files that whoever asks may not read or write, as when a command was once run as root: each command says which, and
what to do.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.program import DEADLINE_S, running, started, wabot
from tests.salon import CONFIG_FILE

SCRIPT = '{"from": "+79161234567", "text": "массаж завтра в 15:00", "at": "2026-11-20T10:00:00+03:00"}\n'
POWERS = "-dac_override,-dac_read_search"
AS_ANYBODY = ("setpriv", f"--bounding-set={POWERS}", f"--inh-caps={POWERS}") if os.geteuid() == 0 else ()
"""For root, too, a file without rights is one it may not read."""


def asked(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a command to its end, as somebody to whom rights apply."""
    return subprocess.run(
        [*AS_ANYBODY, sys.executable, "-m", "wabot", *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=DEADLINE_S,
        check=False,
    )


@pytest.fixture(scope="module")
def whole_salon(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A salon whose wabot has run once."""
    folder = tmp_path_factory.mktemp("salon")
    text = CONFIG_FILE.read_text(encoding="utf-8").replace("port = 8080", "port = 0")
    (folder / "config.toml").write_text(text, encoding="utf-8")
    (folder / "clients.csv").write_text("phone\n+79150000001\n", encoding="ascii")
    assert wabot("chat", "--jsonl", "--state", "state", cwd=folder, stdin=SCRIPT).returncode == 0
    with running("run", cwd=folder) as daemon:
        assert daemon.stop()[0] == 0
    (folder / "state" / "backups").mkdir(exist_ok=True)
    return folder


@pytest.fixture
def salon(whole_salon: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(whole_salon, tmp_path / "salon"))


BY_YOU = "may not be read by you: ask again as root, or as wabot's own user"
COMMANDS = {
    "run": ("run",),
    "backup": ("backup", "salon.zip"),
    "status": ("status",),
    "doctor": ("doctor",),
    "slots": ("slots", "--service", "manicure"),
    "import": ("import", "--dry-run", "clients.csv"),
}
REFUSALS = {
    "state": {
        "run": "whose folder it is",
        "backup": BY_YOU,
        "status": BY_YOU,
        "doctor": "state may not be read by you",
        "slots": BY_YOU,
        "import": BY_YOU,
    },
    "state/wabot.db": {
        "run": "wabot.db cannot be opened: [Errno 13]",
        "backup": "whether you may read the one",
        "doctor": "wabot.db: the book cannot be read now",
        "slots": "whether you may write there",
        "import": "whether you may write there",
    },
    "state/token": {"run": "token cannot be used", "status": BY_YOU, "doctor": "token"},
    "state/heard.spool": {"run": "heard.spool cannot be used", "doctor": "chmod u+rwX"},
    "state/lock": {"run": "/lock'", "doctor": "chmod u+rwX"},
}


@pytest.mark.parametrize(
    ("file", "command"), [(file, command) for file, refusals in REFUSALS.items() for command in refusals]
)
def test_what_may_not_be_touched_is_named_with_what_to_do(salon: Path, file: str, command: str) -> None:
    rights = (salon / file).stat().st_mode
    (salon / file).chmod(0)
    done = asked(*COMMANDS[command], cwd=salon)
    (salon / file).chmod(rights)
    said = done.stdout + done.stderr
    assert done.returncode == 1, said
    assert "Traceback" not in said
    assert REFUSALS[file][command] in said, said


@pytest.mark.parametrize("command", [*COMMANDS, "check"])
def test_a_configuration_that_may_not_be_read_is_no_reason_to_start_again(salon: Path, command: str) -> None:
    (salon / "config.toml").chmod(0)
    done = asked(*COMMANDS.get(command, (command,)), cwd=salon)
    assert done.returncode == 78, "systemd would start it again and again"
    assert "config.toml" in done.stderr and "may not be read by you; ask as root" in done.stderr, done.stderr


def test_who_may_not_read_the_token_is_not_told_that_no_wabot_runs(salon: Path) -> None:
    with running("run", cwd=salon) as daemon:
        (salon / "state" / "token").chmod(0)
        done = asked("status", cwd=salon)
        (salon / "state" / "token").chmod(0o600)
        assert BY_YOU in done.stderr, done.stderr
        assert daemon.stop()[0] == 0


def test_customers_are_served_where_only_the_backups_may_not_be_touched(salon: Path) -> None:
    backups = salon / "state" / "backups"
    backups.chmod(0)
    refused = asked("backup", "state/backups/salon.zip", cwd=salon)
    assert "Traceback" not in refused.stderr and "write the other" in refused.stderr, refused.stderr
    assert "chmod u+rwX" in asked("doctor", cwd=salon).stdout
    command = (*AS_ANYBODY, sys.executable, "-m", "wabot", "run")
    with started(command, cwd=salon, env={**os.environ, "PYTHONUNBUFFERED": "1"}) as daemon:
        daemon.find("session.db could not be copied: .*Permission denied")
        assert daemon.stop()[0] == 0
    backups.chmod(0o700)
