"""The daemon on the line of line.py: `python -m tests.e2e.daemon STATE SOCKET`."""

import sys
from pathlib import Path

import anyio

from tests.e2e.line import opener
from tests.salon import demo_config
from wabot.app import run_wabot
from wabot.clock import SystemClock
from wabot.logs import set_up_logs


async def main(state: Path, socket: Path) -> None:
    await run_wabot(
        demo_config(state), opener(socket), SystemClock(), greet=lambda _config, _page: print("ready", flush=True)
    )


if __name__ == "__main__":
    set_up_logs("WARNING")
    anyio.run(main, Path(sys.argv[1]), Path(sys.argv[2]))
