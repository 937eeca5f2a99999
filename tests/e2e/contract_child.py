"""The real session under contract: `python -m tests.e2e.contract_child STATE PROXY`, in the launcher.

It orders what it needs of the world as JSON lines on stdout, and reads the answers from stdin.
"""

import json
import sys
from base64 import b64decode
from pathlib import Path
from typing import Any

import anyio

from tests.contract import CONTRACT, Notes, stands
from wabot.clock import SystemClock
from wabot.logs import set_up_logs
from wabot.whatsapp.connected import open_connected_session
from wabot.whatsapp.session import State


class Parent:
    """A `Peer` that asks the test."""

    async def ask(self, order: str, text: str = "") -> Any:
        print(json.dumps({"order": order, "text": text}), flush=True)
        return json.loads(await anyio.to_thread.run_sync(sys.stdin.readline))

    async def write(self, text: str) -> None:
        await self.ask("write", text)

    async def screen(self) -> list[str]:
        screen: list[str] = await self.ask("screen")
        return screen

    async def file(self) -> bytes:
        return b64decode(await self.ask("file"))

    async def cut(self) -> None:
        await self.ask("cut")

    async def mend(self) -> None:
        await self.ask("mend")


async def main(folder: Path, proxy: str) -> None:
    notes, parent = Notes(), Parent()
    opened = open_connected_session(notes, SystemClock(), folder=folder, proxy=proxy, reject_calls=True)
    async with opened as session:
        await stands(session, State.PAIRING)
        while not (session.status.pairing and session.status.pairing.qr):
            await session.change.wait()
        await parent.ask("scan", session.status.pairing.qr)
        await stands(session, State.ONLINE)
        while session.events.statistics().current_buffer_used:
            await session.events.receive()
        for promise in CONTRACT:
            await promise(session, parent, notes)
            await parent.ask("kept", promise.__name__)


if __name__ == "__main__":
    set_up_logs("INFO")
    anyio.run(main, Path(sys.argv[1]), sys.argv[2])
