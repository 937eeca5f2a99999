"""Prints the notices that travel with the build: whose work is in it, and under which licences.

build/environment/bin/python systemd/notices.py > NOTICES.txt
"""

import re
import subprocess
import sys
from importlib.metadata import Distribution, distributions
from pathlib import Path

import neonize

COMMON = Path("/usr/share/common-licenses")
GO_LIBRARY = Path(neonize.__file__).with_name("neonize-linux-amd64.so")
BUILDERS = {
    "altgraph",
    "hatchling",
    "pathspec",
    "pip",
    "pluggy",
    "pyinstaller-hooks-contrib",
    "setuptools",
    "trove-classifiers",
}
SYSTEM_LIBRARIES = (
    "libbz2.so.1.0",
    "libffi.so.8",
    "libgcc_s.so.1",
    "liblzma.so.5",
    "libmagic.so.1",
    "libsqlite3.so.0",
    "libssl.so.3",
    "libstdc++.so.6",
    "libuuid.so.1",
    "libz.so.1",
)
GO_LICENCES = {
    "filippo.io/edwards25519": "BSD-3-Clause",
    "github.com/beeper/argo-go": "MIT",
    "github.com/coder/websocket": "ISC",
    "github.com/elliotchance/orderedmap": "MIT",
    "github.com/google/uuid": "BSD-3-Clause",
    "github.com/lib/pq": "MIT",
    "github.com/mattn/go-colorable": "MIT",
    "github.com/mattn/go-isatty": "MIT",
    "github.com/mattn/go-sqlite3": "MIT",
    "github.com/petermattis/goid": "Apache-2.0",
    "github.com/rs/zerolog": "MIT",
    "github.com/vektah/gqlparser": "MIT",
    "go.mau.fi/libsignal": "GPL-3.0-only",
    "go.mau.fi/util": "MPL-2.0",
    "go.mau.fi/whatsmeow": "MPL-2.0",
    "golang.org/x": "BSD-3-Clause",
    "google.golang.org/protobuf": "BSD-3-Clause",
}
"""Of the modules inside neonize's library, as their sources state them; a module that is not here stops the build."""
HEAD = """\
wabot is under the MIT licence (see LICENSE). This build of it contains the works below, each under its own licence.

The WhatsApp library contains go.mau.fi/libsignal, which is under the GNU GPL, version 3: whoever passes this build on
does so under the terms of that licence. The sources of every part are published by their authors under the names and
versions given here; wabot's own are those this build was made from.
"""


def main() -> None:
    """The list, then the texts."""
    print(HEAD)
    for distribution in sorted(distributions(), key=lambda found: found.name.lower()):
        if distribution.name.lower() not in BUILDERS | {"wabot"}:
            tell(distribution)
    heading("Inside neonize's library, written in Go")
    for module, version in go_modules():
        print(f"{module} {version}: {go_licence(module)}")
    for package in system_packages():
        heading(f"Debian's {package}")
        print(Path(f"/usr/share/doc/{package}/copyright").read_text(encoding="utf-8", errors="replace").strip())
    for licence in ("MPL-2.0", "GPL-3", "Apache-2.0"):
        heading(licence)
        print((COMMON / licence).read_text(encoding="utf-8").strip())


def heading(words: str) -> None:
    """A line that is found by eye."""
    print(f"\n\n{'=' * 80}\n{words}\n{'=' * 80}\n")


def tell(distribution: Distribution) -> None:
    """A Python package: its licence by name, and the texts it came with."""
    about = distribution.metadata
    named = about.get("License-Expression") or "; ".join(
        line.split(" :: ")[-1] for line in about.get_all("Classifier") or [] if line.startswith("License ::")
    )
    names = named or (about.get("License") or "see below").splitlines()[0]
    heading(f"{distribution.name} {distribution.version} ({names})")
    for file in distribution.files or []:
        is_licence = re.match(r"(licen[cs]e|copying|notice|authors)", file.name, re.IGNORECASE)
        if is_licence and ".dist-info" in str(file):
            print(Path(str(file.locate())).read_text(encoding="utf-8", errors="replace").strip(), "\n")


def go_modules() -> list[tuple[str, str]]:
    """Every module in the library and its version, as Go writes them into what it builds."""
    found = re.findall(rb"dep\t([^\t\n]+)\t([^\t\n]+)", GO_LIBRARY.read_bytes())
    if not found:
        sys.exit(f"{GO_LIBRARY} does not say what it was built from")
    return sorted({(module.decode(), version.decode()) for module, version in found})


def go_licence(module: str) -> str:
    """As its sources state it."""
    for known, licence in GO_LICENCES.items():
        if module == known or module.startswith(f"{known}/"):
            return licence
    sys.exit(f"the licence of {module} is not known: read its sources and add it to notices.py")


def system_packages() -> list[str]:
    """Debian's packages that the build takes libraries from."""
    folders = ("/usr/lib/x86_64-linux-gnu", "/lib/x86_64-linux-gnu")
    files = [f"{folder}/{name}" for folder in folders for name in SYSTEM_LIBRARIES]
    command = ["/usr/bin/dpkg", "-S", *files, "/usr/share/misc/magic.mgc"]
    answer = subprocess.run(command, check=False, capture_output=True, text=True)  # it owns one path of each pair
    return sorted({line.split(":")[0] for line in answer.stdout.splitlines() if line})


if __name__ == "__main__":
    main()
