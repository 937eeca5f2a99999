"""Lines of standard input as they come, without keeping the program from leaving."""

import asyncio
import threading
from collections.abc import AsyncIterator
from typing import TextIO

AHEAD = 64  # lines that may be read before they are asked for


async def read_lines(source: TextIO) -> AsyncIterator[str]:
    """Each line with its end. A thread that waits for the next one is left behind when the program leaves."""
    loop = asyncio.get_running_loop()
    lines: asyncio.Queue[str] = asyncio.Queue()
    room = threading.Semaphore(AHEAD)

    def read() -> None:
        line = "-"
        while line:
            room.acquire()
            line = source.readline()
            try:
                loop.call_soon_threadsafe(lines.put_nowait, line)
            except RuntimeError:  # the loop is closed: nobody reads any more
                return

    threading.Thread(target=read, daemon=True).start()
    while line := await lines.get():
        room.release()
        yield line
