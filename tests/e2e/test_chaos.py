"""Customers book while the link, the acknowledgements and the process break: two salons side by side.

The same with more customers, all faults and for as long as one likes: `python -m tests.bench.chaos`.
"""

import asyncio
from pathlib import Path

import pytest

from tests.bench.chaos import live_through

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(300)]

LOST_A_KILL = 10  # a millisecond of traffic, more on a busy machine: neonize confirms before anybody can save
ON_A_DEAD_LINK_S = 55.0  # a keep-alive every 20 to 30 s, 10 s for its answer, and a busy machine


async def chaos(folder: Path, *faults: str) -> None:
    figures, findings = await live_through(folder, minutes=0, seed=len(faults), customers=20, faults=faults)
    told = "\n".join([*findings, str(figures)])
    for name in ("lost", "doubled", "reordered", "double_booked", "misinformed", "replaced", "unreadable", "troubles"):
        assert figures[name] == 0, told
    assert figures["answered"] > 20, told
    assert figures["lost_in_kill_window"] <= LOST_A_KILL * figures["kills"], told
    assert figures["doubled_in_kill_window"] <= figures["kills"], "one reply at most is under way at a kill:\n" + told
    assert figures["online_on_dead_link_s"] < ON_A_DEAD_LINK_S, told


async def test_nothing_is_lost_or_done_twice(tmp_path: Path) -> None:
    await asyncio.gather(
        chaos(tmp_path / "a", "kill", "silence", "drop", "kill at a receipt"),
        chaos(tmp_path / "b", "kill at a reply", "withhold", "drop", "drop", "kill in trouble"),
    )
