"""The machine: files and their rights, the disk, the clock, systemd."""

import shutil
from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from pathlib import Path
from stat import S_IMODE
from zoneinfo import ZoneInfo

from wabot.children import run_child
from wabot.config import Config
from wabot.ops.doctor.findings import Finding

LEAST_FREE = 200_000_000
COPIES = 3  # a backup, its unpacked copy, and the rewriting of the file
ASK_S = 5.0
UNIT = "wabot.service"
_OTHERS = 0o077
_FOLDER, _FILE = 0o700, 0o600


def look_at_files(config: Config) -> Finding:
    """What others could read, or wabot itself could not."""
    state = config.state
    wrong = [*_wrong(state)]
    if (config.web.password_hash or config.proxy) and S_IMODE(config.source.stat().st_mode) & 0o004:
        wrong.append(f"chmod o-r {config.source}")
    bad = state / "heard.bad"
    if bad.exists():
        wrong.append(f"messages that could not be stored lie in {bad}: keep it for a developer, then delete it")
    words = f"{state}, for {state.owner()} alone" if not wrong else f"not as they should be: {len(wrong)}"
    return Finding("files", words, "; ".join(wrong[:3]) or None)


def _wrong(state: Path) -> Iterator[str]:
    owner = state.stat().st_uid
    for path in (state, *state.rglob("*")):
        try:
            facts = path.lstat()
        except FileNotFoundError:  # wabot runs, and was done with it
            continue
        needed = _FOLDER if path.is_dir() else _FILE
        if facts.st_mode & needed != needed:
            yield f"chmod u+rwX {path}"
        if S_IMODE(facts.st_mode) & _OTHERS and not path.is_symlink():
            yield f"chmod go= {path}"
        if facts.st_uid != owner:
            yield f"chown {state.owner()} {path}"


def look_at_disk(state: Path) -> Finding:
    """Whether there is room for more than another day."""
    free = shutil.disk_usage(state).free
    needed = max(LEAST_FREE, COPIES * sum(path.stat().st_size for path in state.glob("*.db")))
    words = f"{free / 1e9:.1f} GB free"
    return Finding("disk", words, None if free >= needed else f"make room: {needed / 1e9:.1f} GB should be free")


async def look_at_clock(zone: ZoneInfo, now: datetime) -> Finding:
    """The salon's time, and whether somebody keeps it right, as far as systemd knows."""
    words = f"{now.astimezone(zone):%Y-%m-%d %H:%M} in the salon ({zone.key})"
    synchronised = (await _answer("timedatectl", "show", "--property=NTPSynchronized", "--value")).strip()
    if synchronised == "no":
        return Finding("clock", f"{words}, set by nobody", "timedatectl set-ntp true, or see that it keeps right")
    return Finding("clock", f"{words}, kept right by the network" if synchronised == "yes" else words)


def is_booted() -> bool:
    """Whether systemd runs this machine, see sd_booted(3)."""
    return Path("/run/systemd/system").exists()


async def look_at_systemd(*, installed: bool) -> AsyncIterator[Finding]:
    """The unit; nothing where there is no systemd, or another wabot than the installed one is looked at."""
    if not installed or not is_booted():
        return
    names = "LoadState,ActiveState,SubState,Result,UnitFileState,NRestarts"
    answer = await _answer("systemctl", "show", UNIT, f"--property={names}")
    unit = dict(line.partition("=")[::2] for line in answer.splitlines())
    if unit.get("LoadState") != "loaded":
        yield Finding("systemd", f"{UNIT} is not installed", "run the installer again")
        return
    words = f"{UNIT} is {unit['ActiveState']} ({unit['SubState']}), restarted {unit['NRestarts']} times"
    if unit["ActiveState"] == "failed":
        todo = f"it ended with {unit['Result']}: journalctl -u wabot -n 50; then: systemctl reset-failed wabot"
        yield Finding("systemd", words, todo)
    elif unit["UnitFileState"] != "enabled":
        yield Finding("systemd", f"{words}, not started at boot", "systemctl enable wabot")
    else:
        yield Finding("systemd", words)


async def _answer(*command: str) -> str:
    """What a program of the system prints; nothing when it is not there, fails, or takes too long."""
    try:
        return await run_child(*command, within_s=ASK_S)
    except OSError:
        return ""
