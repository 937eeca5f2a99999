"""Customers book while everything breaks: the link, acknowledgements, the mail, and the process itself.

    python -m tests.bench.chaos --minutes N [--seed S] [--customers 50] [--keep FOLDER]

The real daemon and the real neonize on the loopback WhatsApp server; the daemon is killed with SIGKILL now and then and
started again at once. Prints one JSON line, and on stderr whatever is not well. At the end everything is mended, every
customer asks for the own visits, and each message is traced through the phones and the daemon's tables:

- `sent`: messages of customers; each is in exactly one of `answered`, `lost`, `lost_in_kill_window`, `refused`,
  `unseen` and `unreadable`
- `answered`: the reply of its turn reached the phone (a burst of messages is one turn and has one reply)
- `lost`: not answered for no reason that is named below
- `lost_in_kill_window`: confirmed to the server by the library just before a kill, or by the next process
  after it, and never stored
- `refused`: WhatsApp refused the reply, and it stands as failed in the outbox
- `unseen`: the reply was lost on the way without an acknowledgement, and stands as unknown in the outbox
- `unreadable`: the reply reached a phone that could not decrypt it
- `doubled`: the same reply to the same message arrived again under another id; `doubled_in_kill_window`: likewise, and
  the first arrived just before a kill
- `reordered`: messages of one customer stored, or replies to one customer seen, in another order than they were made
- `double_booked`: pairs of visits of one staff member that overlap; `misinformed`: customers whose last reply, a list
  of their visits, is not what stands in the book
- `replaced`: how often the server saw a live connection of ours displaced by another of ours
- `reconnects`: as GET /health counts them; `kills`: SIGKILLs; `unknown`: outbox rows of unknown outcome
- `max_answer_s`: the longest from a message to its answer
- `online_while_deaf_s`: the longest that GET /api/status said `online` while the link was dead or one customer waited,
  who gives up after a minute (for a message that was lost, say); `online_on_dead_link_s`: the first of the two alone
- `troubles`: ends of the daemon that nobody ordered, and tracebacks
- `faults`: what was done
"""

import argparse
import asyncio
import contextlib
import json
import random
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from tests.bench.lookout import Lookout
from tests.bench.mischief import HEAVY, Mischief
from tests.bench.supervisor import Supervisor, supervised
from tests.bench.tables import read_tables
from tests.bench.townsfolk import Character
from tests.bench.verdict import judge, judge_last_words
from tests.whatsapp_server import Customer, WhatsAppServer, open_server

OWNER = "+79160000001"
SETTLED_S = 60.0
COUNTED = (
    *("sent", "answered", "lost", "lost_in_kill_window", "refused", "unseen", "unreadable", "doubled"),
    *("doubled_in_kill_window", "reordered", "double_booked", "misinformed", "unknown"),
)

Figures = dict[str, Any]


async def live_through(
    folder: Path, *, minutes: float, seed: int, customers: int, faults: Sequence[str] = HEAVY
) -> tuple[Figures, list[str]]:
    """The figures of a run, and in words whatever is not well; logs and tables stay in `folder`.

    `faults` are those of `HEAVY` that come to pass, each at least once, however short the time.
    """
    choice = random.Random(seed)
    async with open_server(folder) as server:
        async with supervised(server, folder / "salon") as supervisor:
            await (await supervisor.until_up()).pair(server)
            server.customer("Владелица", OWNER)
            town = _people(server, customers, choice)
            mischief = Mischief(server, supervisor, town, choice, faults)
            lookout = Lookout(server, supervisor, town)
            async with _in_background(lookout.watch()):
                await _break_and_book(town, mischief, time.monotonic() + minutes * 60)
                server.faults.heal()
                await _settle(server, supervisor, town)
            counters = await (await supervisor.until_up()).counters()
            await supervisor.stop()
        tables = read_tables(folder / "salon" / "state" / "wabot.db")
        verdict = judge(town, tables, supervisor.kills)
        judge_last_words(town, tables, verdict)
        complaints = [f"complaint of the server: {complaint}" for complaint in server.post.complaints]
        figures = {
            **{name: verdict.figures[name] for name in COUNTED},
            "replaced": max(server.counters.replaced, counters["replaced"]),
            "reconnects": counters["reconnects"],
            "kills": len(supervisor.kills),
            "max_answer_s": round(verdict.max_answer_s, 1),
            "online_while_deaf_s": round(lookout.online_while_deaf_s, 1),
            "online_on_dead_link_s": round(lookout.online_on_dead_link_s, 1),
            "troubles": len(supervisor.troubles) + len(complaints),
            "faults": dict(sorted(mischief.done.items())),
        }
        return figures, [*verdict.findings, *supervisor.troubles, *complaints]


def _people(server: WhatsAppServer, count: int, choice: random.Random) -> list[Character]:
    def is_hopeless(customer: Customer, since: float) -> bool:
        return any(person is customer and at >= since for person, at in server.post.turned_away)

    return [
        Character(server.customer(f"Клиент {number}"), random.Random(choice.random()), is_hopeless)
        for number in range(count)
    ]


async def _break_and_book(town: Sequence[Character], mischief: Mischief, ends_at: float) -> None:
    """Customers go on until nothing breaks any more: the last faults have witnesses."""
    is_over = False

    def is_time() -> bool:
        return time.monotonic() >= ends_at

    async with asyncio.TaskGroup() as lives:
        for character in town:
            lives.create_task(character.live(lambda: is_over))
        async with asyncio.TaskGroup() as hands:
            breaking = hands.create_task(mischief.break_things(is_time))
            hands.create_task(mischief.play_tricks(breaking.done))
        is_over = True


async def _settle(server: WhatsAppServer, supervisor: Supervisor, town: Sequence[Character]) -> None:
    """All is well again: every customer asks for the own visits, and nothing is left to do."""
    await server.wait_online(SETTLED_S)
    await asyncio.gather(*(character.ask_for_visits() for character in town))
    wabot = await supervisor.until_up()
    await wabot.row("SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM inbox WHERE handled_at IS NULL)", SETTLED_S)
    unsent = "SELECT 1 FROM outbox WHERE state IN ('queued', 'sending') OR doubted_at IS NOT NULL"
    await wabot.row(f"SELECT 1 WHERE NOT EXISTS ({unsent})", SETTLED_S)


@asynccontextmanager
async def _in_background(work: Any) -> AsyncIterator[None]:
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--minutes", type=float, required=True, help="each fault comes at least once, however short")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--customers", type=int, default=50)
    parser.add_argument("--keep", type=Path, help="an empty folder for logs and tables")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        figures, findings = asyncio.run(
            live_through(folder, minutes=options.minutes, seed=options.seed, customers=options.customers)
        )
    for finding in findings:
        print(finding, file=sys.stderr)
    print(json.dumps({"bench": "chaos", "seed": options.seed, "minutes": options.minutes, **figures}))


if __name__ == "__main__":
    main()
