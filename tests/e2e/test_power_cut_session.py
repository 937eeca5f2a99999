"""The power is cut while a phone is linked and customers are answered: wabot starts with what is left of all its files.

strace records what the real daemon writes, neonize's database included; see test_power_cut.
"""

import os
import random
import signal
from itertools import pairwise
from pathlib import Path

import pytest

from tests.e2e.receptionist import Receptionist, wabot_run
from tests.powercut.calls import Call, parse_calls, strace
from tests.powercut.promises import SYNCS, Cut, cuts, lay_out
from tests.whatsapp_server import Customer, WhatsAppServer

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(180)]

PATIENT_S = 60.0
PRICE = "1600"


async def serve(server: WhatsAppServer, customers: list[Customer], folder: Path) -> list[Call]:
    """Link a phone, answer customers, and die; what was asked of the kernel meanwhile."""
    record = folder.with_suffix(".calls")
    (folder / "state").mkdir(parents=True)
    async with wabot_run(server, folder, under=strace(record)) as wabot:
        await wabot.pair(server)
        for text in ("Сколько стоит педикюр?", "массаж завтра в 15:00", "а маникюр?"):
            for customer in customers:
                await customer.write(text)
                await customer.wait_answer(PATIENT_S)
        await wabot.row("SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM outbox WHERE state IN ('queued', 'sending'))")
        os.kill(int((wabot.state / "lock").read_text()), signal.SIGKILL)
        await wabot.process.wait()
    return list(parse_calls(record))


def logged_at(calls: list[Call], words: bytes) -> int:
    """The line of the record at which wabot wrote that into its log."""
    return next(call.ended for call in calls if call.name == "write" and words in call.data(1))


def images(calls: list[Call], ends: list[int], state: Path, chance: random.Random) -> list[Cut]:
    """From each stretch between the ends a moment around a sync, the last first: another image of it, and the worst."""
    syncs = [call.ended for call in calls if call.name in SYNCS]
    moments = [*syncs, *(at - 1 for at in syncs)]
    chosen = {chance.choice([at for at in moments if begin < at <= end]) for begin, end in pairwise(ends)}
    return [cut for cut in cuts(calls, [], state, chance, share=1) if cut.at in chosen][::-1]


async def test_wabot_starts_wherever_the_power_was_cut_and_is_linked_once_it_was(
    server: WhatsAppServer, tmp_path: Path
) -> None:
    customers = [server.customer(name) for name in ("Ольга", "Ира")]
    salon = tmp_path / "salon"
    calls = await serve(server, customers, salon)
    pairing, linked, online = (
        logged_at(calls, words) for words in (b"session pairing", b"linked; logging in", b"session online")
    )
    last = max(call.ended for call in calls if call.name in SYNCS)
    ends = [-1, pairing, linked, online, last - 1, last]
    found: list[tuple[int, str]] = []
    for number, cut in enumerate(images(calls, ends, salon / "state", random.Random(7))):
        folder = tmp_path / str(number)
        lay_out(cut.files, folder / "state")
        async with wabot_run(server, folder) as wabot:
            session = await wabot.until("online", "pairing", "logged_out", deadline=PATIENT_S)
            if number == 0:  # before WhatsApp has moved on
                assert cut.at == last
                await is_served(wabot, customers)
        found.append((cut.at, session["state"]))
    assert {state for at, state in found if at <= pairing} == {"pairing"}, found
    assert {state for at, state in found if at >= linked} == {"online"}, found


async def is_served(wabot: Receptionist, customers: list[Customer]) -> None:
    """The next thing that each of them reads is the answer: nothing comes twice."""
    for customer in customers:
        await customer.write("а сколько стоит маникюр?")
        assert PRICE in (await customer.wait_answer(PATIENT_S)).text
    assert (await wabot.request("GET", "/health"))[1]["status"] == "ok"
