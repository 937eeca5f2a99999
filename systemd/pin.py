"""Prints systemd/requirements.txt: every package the build needs, to the version and the archive's hash.

Run it by the oldest Python 3.11 that is to build, Debian's 3.11.2: some releases want a newer one.

/usr/bin/python3.11 systemd/pin.py > systemd/requirements.txt
"""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
BUILDING = ("pyinstaller>=6.10", "hatchling>=1.27")  # what makes the build, besides what wabot runs on


def main() -> None:
    """Ask pip what it would install on an empty machine, and write down what it answers."""
    asked = ("--quiet", "--dry-run", "--ignore-installed", "--only-binary=:all:", "--report", "-")
    command = (sys.executable, "-m", "pip", "install", *asked, *BUILDING, str(ROOT))
    answer = subprocess.run(command, check=True, capture_output=True, text=True)
    print("# Made by systemd/pin.py; for CPython 3.11 on Linux x86-64.")
    for line in sorted(filter(None, map(pinned, json.loads(answer.stdout)["install"])), key=str.lower):
        print(line)


def pinned(package: dict[str, dict[str, str]]) -> str | None:
    """Name, version and hash; None for wabot itself, which has no archive."""
    archive = package["download_info"].get("archive_info")
    if archive is None:
        return None
    about, digest = package["metadata"], archive["hashes"]["sha256"]
    return f"{about['name']}=={about['version']} --hash=sha256:{digest}"


if __name__ == "__main__":
    main()
