"""The browser of these tests: Debian's."""

import shutil
from pathlib import Path

SCREENSHOTS = Path(__file__).parent / "screenshots"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
FLAGS += ["--disable-component-update", "--disable-sync"]


def chromium() -> str:
    """Where it is."""
    path = shutil.which("chromium")
    assert path, "these tests need Chromium: apt-get install chromium"
    return path
