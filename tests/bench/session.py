"""The real daemon and the real neonize under load, on the loopback WhatsApp server; beside it the bare library.

    python -m tests.bench.session [--wabot | --bare] [--customers 200] [--rate 10] [--seconds 30]

Prints one JSON line. All customers write at once, for the first time (new Signal sessions), then again; then `rate`
messages a second for `seconds`.

- `first_msg_s`, `second_msg_s`: answered messages a second, from the first message to the last answer
- `p50_ms`, `p99_ms`: from a message to its answer, in the paced phase
- `rss_mb`: the process's peak; `lost`, `doubled`: answers missing and answers too many, of all phases
- `bench_cpu_percent`: of one core, spent in the two bursts by the server and the customers, which run here. Near 100 it
  is this program that was measured.

The daemon waits for no more words of a customer (`quiet_s` 0), for no gap and for no limit of replies: what is measured
is the library, the tables and the conversation. The bare library echoes, with the same WAL and FULL (echo.py); with
neither of the options both run in turn, its figures under `bare_...`, and `..._ratio` is the daemon's by its.
"""

import argparse
import asyncio
import json
import os
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import psutil

from tests.bench.crowd import gather
from tests.e2e.receptionist import environment, wabot_run
from tests.whatsapp_server import WhatsAppServer, open_server

START_S = 20.0

Figures = dict[str, float]
Contestant = Callable[[WhatsAppServer, Path], AbstractAsyncContextManager[int]]


@asynccontextmanager
async def open_wabot(server: WhatsAppServer, folder: Path) -> AsyncIterator[int]:
    """The daemon, linked and online; its process id."""
    async with wabot_run(server, folder, quiet_s="0") as wabot:
        await wabot.pair(server)
        yield wabot.process.pid


@asynccontextmanager
async def open_echo(server: WhatsAppServer, folder: Path) -> AsyncIterator[int]:
    """The bare library, linked and online; its process id."""
    process = await asyncio.create_subprocess_exec(
        *server.launch_command("tests.bench.echo", str(folder.with_suffix(".db"))),
        env=environment(),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        assert process.stdout is not None
        async with asyncio.timeout(START_S):
            while not (line := await process.stdout.readline()).startswith(b"QR "):
                assert line, "the bot ended before it showed a QR"
        await server.scan(line.removeprefix(b"QR ").decode().strip())
        await server.wait_online()
        yield process.pid
    finally:
        process.kill()
        await process.wait()


async def measure(contestant: Contestant, options: argparse.Namespace) -> Figures:
    """One contestant on a WhatsApp of its own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with open_server(folder) as server, contestant(server, folder / "bot") as process:
            crowd = gather(server, options.customers)
            cpu, begun, theirs = time.process_time(), time.monotonic(), cpu_s(process)
            first = await crowd.burst("Сколько стоит маникюр?")
            second = await crowd.burst("А педикюр?")
            share = (time.process_time() - cpu) / (time.monotonic() - begun)
            spent = (cpu_s(process) - theirs) / (2 * options.customers)
            took = await crowd.pace("А брови?", options.rate, options.seconds)
            return {
                "first_msg_s": round(first, 1),
                "second_msg_s": round(second, 1),
                "p50_ms": round(took[len(took) // 2] * 1000, 1),
                "p99_ms": round(took[int(len(took) * 0.99)] * 1000, 1),
                "cpu_ms_per_msg": round(spent * 1000, 2),
                "rss_mb": peak_rss_mb(process),
                **crowd.judge(),
                "bench_cpu_percent": round(share * 100),
            }


def cpu_s(process: int) -> float:
    """The processor time a process has used so far, its threads' included."""
    used = psutil.Process(process).cpu_times()
    return float(used.user + used.system)


def peak_rss_mb(process: int) -> float:
    """The most memory a process has held so far, as the kernel kept it."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    kib = next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))
    return round(kib / 1024, 1)


def side_by_side(wabot: Figures, bare: Figures) -> Figures:
    """Both, and the daemon's figures by the bare library's."""
    ratios = {
        name.removesuffix("_msg_s").removesuffix("_ms").removesuffix("_mb").removesuffix("_ms_per_msg")
        + "_ratio": round(wabot[name] / bare[name], 2)
        for name in ("first_msg_s", "second_msg_s", "p50_ms", "p99_ms", "cpu_ms_per_msg", "rss_mb")
    }
    return {**wabot, **{f"bare_{name}": value for name, value in bare.items()}, **ratios}


async def run(options: argparse.Namespace) -> Figures:
    """What was asked for, one contestant after the other."""
    if options.bare:
        return await measure(open_echo, options)
    wabot = await measure(open_wabot, options)
    return wabot if options.wabot else side_by_side(wabot, await measure(open_echo, options))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    alone = parser.add_mutually_exclusive_group()
    alone.add_argument("--wabot", action="store_true", help="the daemon alone")
    alone.add_argument("--bare", action="store_true", help="the bare library alone")
    parser.add_argument("--customers", type=int, default=200)
    parser.add_argument("--rate", type=float, default=10.0, help="messages a second in the paced phase")
    parser.add_argument("--seconds", type=float, default=30.0, help="of the paced phase")
    options = parser.parse_args()
    figures = asyncio.run(run(options))
    print(json.dumps({"bench": "session", **figures, "load": round(os.getloadavg()[0], 2)}))


if __name__ == "__main__":
    main()
