"""Installing, upgrading, going back and removing, on a machine without systemd: what it does to files and the book."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.deploy.bare import TOOLS, BareRoot, make_bare_root
from tests.deploy.releases import LATER, VERSION
from tests.e2e.program import Daemon

pytestmark = pytest.mark.timeout(180)  # each installs a release of 120 MB or two, and starts it several times

CONFIG, STATE = "/etc/wabot/config.toml", Path("var/lib/wabot")
AS_WABOT = ("/bin/setpriv", "--reuid=wabot", "--regid=wabot", "--init-groups")


@pytest.fixture
def machine(installer: Path, later: Path, tmp_path: Path) -> BareRoot:
    """With both releases as files, as somebody copied them there."""
    root = make_bare_root(tmp_path / "root", tools=TOOLS)
    (root.path / "etc" / "passwd").write_text("root:x:0:0:root:/:/bin/sh\n", encoding="ascii")
    (root.path / "etc" / "group").write_text("root:x:0:\n", encoding="ascii")
    shutil.copy(installer, root.path / "this.run")
    shutil.copy(later, root.path / "later.run")
    return root


def install(machine: BareRoot, *arguments: str) -> tuple[int, str]:
    """The exit code of an installer and all it said."""
    outcome = machine.run("/bin/sh", *arguments, PATH="/bin")
    return outcome.returncode, outcome.stdout + outcome.stderr


@contextmanager
def salon_open(machine: BareRoot) -> Iterator[Daemon]:
    """What is installed, as its own user."""
    with machine.running(*AS_WABOT, "/opt/wabot/current/wabot", "run", "--config", CONFIG) as daemon:
        yield daemon
        assert daemon.stop()[0] == 0


def book(daemon: Daemon, name: str) -> None:
    """The first free massage of the next days is that customer's."""
    slots = daemon.request("GET", "/api/slots?service=massage&days=14")[1]["slots"]
    order = {"phone": "+79161234567", "name": name, "services": ["massage"], "start": slots[0]["start"]}
    assert daemon.request("POST", "/api/appointments", order)[0] == 200


def booked(daemon: Daemon) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = daemon.request("GET", "/api/appointments?days=15")[1]["appointments"]
    return found


def set_up(machine: BareRoot) -> None:
    code, said = install(machine, "this.run")
    assert code == 0, said
    assert f"wabot {VERSION} is installed" in said
    config = machine.path / CONFIG.lstrip("/")
    text = config.read_text(encoding="utf-8")
    assert 'dir = "/var/lib/wabot"' in text
    config.write_text(text.replace("port = 8080", "port = 0").replace('proxy = ""', 'proxy = "http://127.0.0.1:9"'))
    assert config.stat().st_mode & 0o777 == 0o640


def test_an_upgrade_keeps_the_book_and_going_back_restores_it(machine: BareRoot) -> None:
    set_up(machine)
    with salon_open(machine) as daemon:
        book(daemon, "Оля")
    code, said = install(machine, "later.run")
    assert code == 0, said
    copy = machine.path / STATE / "backups" / f"left-by-{VERSION}.zip"
    assert copy.stat().st_mode & 0o777 == 0o600
    with salon_open(machine) as daemon:
        assert len(booked(daemon)) == 1
        book(daemon, "Лена")
    code, said = install(machine, "later.run", "rollback")
    assert code == 0, said
    assert f"{VERSION} is in place of {LATER}" in said
    assert f"what came in since {VERSION} is kept in /var/lib/wabot/backups/before-restore-" in said
    with salon_open(machine) as daemon:
        assert len(booked(daemon)) == 1
    code, said = install(machine, "later.run", "rollback")
    assert (code, f"{LATER} is in place of {VERSION}" in said) == (0, True), said


def test_what_cannot_be_upgraded_safely_is_left_alone(machine: BareRoot) -> None:
    set_up(machine)
    with salon_open(machine) as daemon:
        book(daemon, "Оля")
    config = machine.path / CONFIG.lstrip("/")
    whole = config.read_text(encoding="utf-8")
    config.write_text(whole.replace("step_min", "step_mins"), encoding="utf-8")
    code, said = install(machine, "later.run")
    assert (code, f"{LATER} does not accept the configuration" in said, "step_mins" in said) == (1, True, True), said
    config.write_text(whole, encoding="utf-8")
    shutil.rmtree(machine.path / STATE / "backups", ignore_errors=True)
    (machine.path / STATE / "backups").touch()  # nothing can be backed up
    code, said = install(machine, "later.run")
    assert (code, "no backup could be made" in said) == (1, True), said
    (machine.path / "torn.run").write_bytes((machine.path / "later.run").read_bytes()[:-100_000])
    code, said = install(machine, "torn.run")
    assert (code, "the archive is damaged, or the disk is full: nothing was changed" in said) == (1, True), said
    assert install(machine, "this.run", "rollback")[1] == "wabot: there is no release to go back to\n"
    assert (machine.path / "opt/wabot/current").readlink() == Path(f"releases/{VERSION}")
    with salon_open(machine) as daemon:
        assert len(booked(daemon)) == 1


def test_what_is_removed_and_what_stays(machine: BareRoot) -> None:
    set_up(machine)
    with salon_open(machine) as daemon:
        book(daemon, "Оля")
    code, said = install(machine, "this.run", "uninstall")
    assert (code, "stay: remove them by hand" in said) == (0, True), said
    assert not (machine.path / "opt/wabot").exists()
    assert not list((machine.path / "etc/systemd/system").iterdir())
    assert (machine.path / STATE / "wabot.db").exists()
    assert install(machine, "this.run")[0] == 0
    with salon_open(machine) as daemon:
        assert len(booked(daemon)) == 1
