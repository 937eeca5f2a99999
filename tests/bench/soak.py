"""The real daemon and the real neonize for hours on the loopback server: does it stay as small as it was?

    python -m tests.bench.soak --hours H [--customers 12] [--every 10] [--drop-every 300]

Customers book, move and cancel without a pause; the link is cut every `--drop-every` seconds. Prints a JSON line every
`--every` seconds, and a last one:

- `at_s`: seconds since the daemon was linked; `sent`, `answered`: messages of customers, and those that were answered
- `reconnects`: as GET /health counts them; `visits`: appointments made so far, cancelled ones too
- `rss_mb`, `fds`, `threads`: memory, file descriptors and threads of the daemon's process
- `book_mb`: the size of its database with its log

The last line, under `"bench": "soak"`, has `rss_mb_per_h`, `fds_per_h` and `threads_per_h`, slopes of straight lines
through the samples after the first third of the time, `rss_mb_first` and `rss_mb_last` of that stretch, `unanswered`
messages, and `tracebacks` in the log.
"""

import argparse
import asyncio
import json
import random
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import linear_regression
from typing import Any

import psutil

from tests.bench.townsfolk import Character
from tests.e2e.receptionist import Receptionist, wabot_started
from tests.whatsapp_server import WhatsAppServer, open_server

Sample = dict[str, Any]
WARM_UP = 1 / 3
_MB = 1 << 20


_AS_SHIPPED = {"quiet_s": "1.5", "min_gap_s": "1.0", "replies_per_min": "12"}
"""The pace of the configuration that salons get; tests of real programs are in a hurry."""


async def soak(folder: Path, options: argparse.Namespace) -> Sample:
    """Live through the hours; the last line."""
    async with open_server(folder) as server, wabot_started(server, folder / "salon", **_AS_SHIPPED) as wabot:
        await wabot.pair(server)
        choice = random.Random(1)
        town = [
            Character(server.customer(f"Клиент {number}"), random.Random(choice.random()), lambda *_: False)
            for number in range(options.customers)
        ]
        ends_at = time.monotonic() + options.hours * 3600
        async with asyncio.TaskGroup() as lives:
            for character in town:
                lives.create_task(character.live(lambda: time.monotonic() >= ends_at))
            cutting = lives.create_task(_cut_links(server, options.drop_every))
            samples = await _take_samples(wabot, town, ends_at, options.every)
            cutting.cancel()
        sent, answered = _messages(town)
        await wabot.stop()
        return {
            "bench": "soak",
            "hours": options.hours,
            **_slopes(samples),
            **{name: samples[-1][name] for name in ("reconnects", "visits")},
            "sent": sent,
            "unanswered": sent - answered,
            "tracebacks": wabot.heard.count("Traceback"),
        }


async def _cut_links(server: WhatsAppServer, every_s: float) -> None:
    while True:
        await asyncio.sleep(every_s)  # how long a link lasts is what is asked for
        server.faults.drop_link()


async def _take_samples(wabot: Receptionist, town: Sequence[Character], ends_at: float, every_s: float) -> list[Sample]:
    process, begun = psutil.Process(wabot.process.pid), time.monotonic()
    samples: list[Sample] = []
    while time.monotonic() < ends_at:
        await asyncio.sleep(every_s)
        if wabot.process.returncode is not None:
            raise RuntimeError(f"wabot ended with {wabot.process.returncode}:\n{''.join(wabot.log[-60:])}")
        sent, answered = _messages(town)
        samples.append(
            {
                "at_s": round(time.monotonic() - begun),
                "sent": sent,
                "answered": answered,
                "reconnects": (await wabot.counters())["reconnects"],
                "visits": wabot.rows("SELECT count(*) FROM appointments")[0][0],
                "rss_mb": round(process.memory_info().rss / _MB, 1),
                "fds": process.num_fds(),
                "threads": process.num_threads(),
                "book_mb": round(sum(file.stat().st_size for file in wabot.state.glob("wabot.db*")) / _MB, 1),
            }
        )
        print(json.dumps(samples[-1]), flush=True)
    return samples


def _messages(town: Sequence[Character]) -> tuple[int, int]:
    """Messages written, and those of them that were answered."""
    return sum(len(one.written) for one in town), sum(len(one.answered) for one in town)


def _slopes(samples: Sequence[Sample]) -> Sample:
    warm = samples[int(len(samples) * WARM_UP) :]
    hours = [sample["at_s"] / 3600 for sample in warm]
    slopes = {
        f"{name}_per_h": round(linear_regression(hours, [sample[name] for sample in warm]).slope, 1)
        for name in ("rss_mb", "fds", "threads")
    }
    return slopes | {"rss_mb_first": warm[0]["rss_mb"], "rss_mb_last": warm[-1]["rss_mb"]}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--hours", type=float, required=True, help="fractions too; three samples at least")
    parser.add_argument("--customers", type=int, default=12)
    parser.add_argument("--every", type=float, default=10.0, help="seconds between samples")
    parser.add_argument(
        "--drop-every", type=float, default=300.0, help="seconds; under a minute and wabot dials ever more rarely"
    )
    options = parser.parse_args()
    if options.hours * 3600 < 3 * options.every:
        parser.error("--hours is too short for three samples: lengthen it, or sample more often with --every")
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(asyncio.run(soak(Path(folder), options))))


if __name__ == "__main__":
    main()
