"""SIGTERM with a full queue: wabot leaves in time, and the next one finishes what this one could not."""

import signal
import sys
from collections import Counter
from pathlib import Path
from subprocess import DEVNULL

import anyio
import pytest
from anyio.abc import Process
from anyio.streams.buffered import BufferedByteReceiveStream

from tests.e2e.line import Exchange

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(60)]

CUSTOMERS = 300
FEW = 5


async def start(state: Path, socket: Path) -> Process:
    command = [sys.executable, "-m", "tests.e2e.daemon", str(state), str(socket)]
    process = await anyio.open_process(command, stdin=DEVNULL, stderr=None)
    assert process.stdout is not None
    assert await BufferedByteReceiveStream(process.stdout).receive_until(b"\n", 100) == b"ready"
    return process


async def test_sigterm_with_a_full_queue(tmp_path: Path) -> None:
    """The line takes a few answers and then nothing more, until the second wabot."""
    answered: Counter[str] = Counter()
    everybody = anyio.Event()

    def arrived(phone: str, _key: str, _text: str) -> None:
        answered[phone] += 1
        if len(answered) == CUSTOMERS:
            everybody.set()

    exchange = Exchange(arrived, takes=FEW)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(exchange.serve, tmp_path / "line")
        async with await start(tmp_path / "state", tmp_path / "line") as process:
            for number in range(CUSTOMERS):
                await exchange.write(f"m{number}", f"+7916{number:07}", "сколько стоит маникюр?")
            await exchange.is_full.wait()
            process.send_signal(signal.SIGTERM)
            begun = anyio.current_time()
            await process.wait()
            assert anyio.current_time() - begun < 12
        assert process.returncode == 0
        assert len(answered) == FEW + 1  # the last one arrived, and was never acknowledged
        exchange.takes = None
        async with await start(tmp_path / "state", tmp_path / "line") as process:
            with anyio.fail_after(30):
                await everybody.wait()
            process.send_signal(signal.SIGTERM)
        assert process.returncode == 0
        tasks.cancel_scope.cancel()
    once, twice = {1: CUSTOMERS}, {1: CUSTOMERS - 1, 2: 1}
    assert Counter(answered.values()) in (once, twice), "the one in doubt may be said again, after a while"


STUCK = """
import sys
from contextlib import asynccontextmanager
from pathlib import Path

import anyio

from tests.salon import demo_config
from wabot.app import run_wabot
from wabot.clock import SystemClock
from wabot.whatsapp.session import State, Status


@asynccontextmanager
async def open_session(memory, clock):
    print("opening", flush=True)
    try:
        await anyio.sleep_forever()
    finally:  # as the real one does while it leaves
        with anyio.CancelScope(shield=True):
            await memory.remember(Status(state=State.CONNECTING, since=clock.now()))
    yield


async def main():
    await run_wabot(demo_config(Path(sys.argv[1])), open_session, SystemClock(), greet=print)


anyio.run(main)
"""


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
async def test_a_start_that_waits_can_be_ended(tmp_path: Path, stop: signal.Signals) -> None:
    command = [sys.executable, "-c", STUCK, str(tmp_path)]
    async with await anyio.open_process(command, stdin=DEVNULL, stderr=None) as process:
        assert process.stdout is not None
        assert await BufferedByteReceiveStream(process.stdout).receive_until(b"\n", 100) == b"opening"
        process.send_signal(stop)
        with anyio.fail_after(10):
            await process.wait()
    assert process.returncode == 0
