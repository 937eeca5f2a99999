"""python -m tests.deploy.container: the build on a machine with a real systemd, which boots in a namespace container.

Needs root, debootstrap, systemd-nspawn, rights to make namespaces, and a build (systemd/build.sh). Takes some minutes.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.deploy.releases import LATER, VERSION, built, make_later

PACKAGES = "systemd,systemd-sysv,procps"
BOOTS_WITHIN_S = 600
SCENARIO = Path(__file__).parent / "scenario.sh"
UNIT = f"""[Unit]
After=multi-user.target
SuccessAction=poweroff
FailureAction=poweroff
[Service]
Type=oneshot
ExecStart=/bin/bash /scenario.sh {VERSION} {LATER}
StandardOutput=append:/scenario.log
StandardError=inherit
[Install]
WantedBy=default.target
"""


def main() -> int:
    """Exit code 0 when all was as it should be, 1 when something was not, 69 when no container can be had here."""
    if lacking := [*what_is_lacking()]:
        print(f"no container here: {'; '.join(lacking)}", file=sys.stderr)
        return 69
    installer = built()
    with tempfile.TemporaryDirectory(prefix="wabot-machine-") as folder:
        root = Path(folder) / "root"
        make_machine(root, installer)
        booted = boot(root)
        log = root / "scenario.log"
        lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
    print("\n".join(lines))
    if not lines:
        print(f"no container here: it did not boot\n{booted[-2000:]}", file=sys.stderr)
        return 69
    bad = sum(line.startswith("BAD") for line in lines)
    print(f"{sum(line.startswith('ok') for line in lines)} ok, {bad} bad", file=sys.stderr)
    return 1 if bad or lines[-1] != "done" else 0


def what_is_lacking() -> Iterator[str]:
    """Why it cannot even be tried."""
    if os.geteuid() != 0:
        yield "root is needed"
    for program, package in (("debootstrap", "debootstrap"), ("systemd-nspawn", "systemd-container")):
        if shutil.which(program, path="/usr/sbin:/usr/bin:/sbin:/bin") is None:
            yield f"{program} is needed: apt-get install {package}"


def make_machine(root: Path, installer: Path) -> None:
    """A Debian of this machine's release and from its mirror, on which the scenario begins at boot."""
    suite, mirror = mirror_of_this_machine()
    command = ("debootstrap", "--variant=minbase", f"--include={PACKAGES}", suite, str(root), mirror)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    shutil.copy(installer, root / "this.run")
    make_later(installer, root / "later.run")
    make_later(installer, root / "broken.run", "99.0.1", "CREATE nonsense;\n")
    shutil.copy(SCENARIO, root)
    (root / "etc/systemd/system/scenario.service").write_text(UNIT, encoding="ascii")
    subprocess.run(("systemctl", f"--root={root}", "enable", "-q", "scenario.service"), check=True)


def mirror_of_this_machine() -> tuple[str, str]:
    """Debian's release and where its packages come from, as apt has it."""
    about = Path("/etc/os-release").read_text(encoding="utf-8")
    suite = re.findall(r"^VERSION_CODENAME=(\w+)$", about, re.MULTILINE)[0]
    for file in [Path("/etc/apt/sources.list"), *sorted(Path("/etc/apt/sources.list.d").glob("*"))]:
        text = file.read_text(encoding="utf-8") if file.exists() else ""
        for stanza in text.split("\n\n"):
            if re.search(rf"^Suites:.*\b{suite}(\s|$)", stanza, re.MULTILINE):
                return suite, re.findall(r"^URIs:\s*(\S+)", stanza, re.MULTILINE)[0]
        if line := re.search(rf"^deb\s+(?:\[.*?\]\s+)?(\S+)\s+{suite}\s", text, re.MULTILINE):
            return suite, line[1]
    raise SystemExit(f"apt has no source for {suite}")


def boot(root: Path) -> str:
    """Until it powers itself off; what the console said."""
    container = ("systemd-nspawn", "-q", "-D", str(root), "--private-network", "--register=no", "--keep-unit", "-b")
    environment = {**os.environ, "SYSTEMD_NSPAWN_UNIFIED_HIERARCHY": "0"}
    with subprocess.Popen(
        container, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as machine:
        try:
            said, _ = machine.communicate(timeout=BOOTS_WITHIN_S)
        except subprocess.TimeoutExpired:
            machine.kill()
            said, _ = machine.communicate()
    return said.decode(errors="replace")


if __name__ == "__main__":
    sys.exit(main())
