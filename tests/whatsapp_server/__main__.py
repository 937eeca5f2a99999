"""Play WhatsApp by hand: `python -m tests.whatsapp_server`.

Starts the server, says how to start the program under test, and lets a person be the owner's phone and the customers.
"""

import argparse
import asyncio
import contextlib
import logging
import shlex
import sys
import tempfile
from pathlib import Path

from .console import Console
from .server import open_server


def main() -> None:
    """Read the arguments and run until the end of input or Ctrl-C."""
    parser = argparse.ArgumentParser(prog="whatsapp_server", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--port", type=int, default=0, help="port on 127.0.0.1; by default any free one")
    parser.add_argument("--phone", default="+79160000000", help="the salon's phone number")
    parser.add_argument("--qr-file", type=Path, help="scan the QR text as soon as it appears in this file")
    parser.add_argument("--debug", action="store_true", help="log every node")
    parser.add_argument("--run", nargs=argparse.REMAINDER, default=["wabot", "run"], help="MODULE ARGS under test")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.DEBUG if arguments.debug else logging.WARNING)
    logging.getLogger("asyncio").setLevel(logging.WARNING)
    with contextlib.suppress(KeyboardInterrupt), tempfile.TemporaryDirectory(prefix="loopback-whatsapp-") as folder:
        asyncio.run(play(Path(folder), arguments))


async def play(folder: Path, arguments: argparse.Namespace) -> None:
    """Serve and obey until the person leaves."""
    async with open_server(folder, phone=arguments.phone, port=arguments.port) as server:
        print(f"WhatsApp listens on {server.proxy.url}. In another terminal run:\n")
        print("  " + shlex.join(server.launch_command(*arguments.run)) + "\n")
        print("Then paste the text of its QR here, or /help.")
        console = Console(server)
        tasks = [asyncio.create_task(console.report())]
        if arguments.qr_file:
            tasks.append(asyncio.create_task(console.watch_file(arguments.qr_file)))
        try:
            while (line := await asyncio.to_thread(sys.stdin.readline)) and line.strip() != "/quit":
                await console.obey(line.strip())
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


if __name__ == "__main__":
    main()
