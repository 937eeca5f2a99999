"""The power is cut at any moment: what was not synced is gone, and what wabot had told anybody stands all the same.

strace records what the real daemon writes and syncs while customers book. A disk that forgets (tests/powercut) plays
the record through; what it may hold after a cut is opened with wabot itself and compared with what was said by then.
"""

import random
import signal
import sqlite3
import sys
import tempfile
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import DEVNULL

import anyio
import pytest
from anyio.streams.buffered import BufferedByteReceiveStream

from tests.e2e.line import Exchange
from tests.e2e.test_crash import Customer
from tests.house import salon_open
from tests.powercut.calls import Call, parse_calls, strace
from tests.powercut.disk import Disk
from tests.powercut.promises import SYNCS, Said, broken, cuts, lay_out, said
from wabot.clock import SystemClock
from wabot.errors import WabotError
from wabot.storage.health import queue_lengths
from wabot.whatsapp.spool import Spool

pytestmark = pytest.mark.timeout(300)

CUSTOMERS, MESSAGES = 6, 12
BACKUP = "wabot-2026-11-20-0330.zip"


@dataclass
class Salon:
    """A folder whose disk is watched, the customers, and what was recorded in several lives of wabot."""

    folder: Path
    calls: list[Call] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    customers: dict[str, Customer] = field(default_factory=dict)
    lines: int = 0

    @property
    def root(self) -> Path:
        return self.folder / "disk"

    @property
    def state(self) -> Path:
        return self.root / "state"

    def arrived(self, phone: str, _key: str, text: str) -> None:
        self.customers[phone].answers.append(text)
        self.customers[phone].answered.set()

    async def records(self, *command: str, until: Callable[[], Awaitable[signal.Signals]] | None = None) -> None:
        """Run a program to its end, or until it has said that it is ready, something was done and a signal sent."""
        record = self.folder / "record"
        async with await anyio.open_process(strace(record, *command), stdin=DEVNULL, stderr=None) as process:
            if until is not None:
                assert process.stdout is not None
                assert await BufferedByteReceiveStream(process.stdout).receive_until(b"\n", 100) == b"ready"
                sign = await until()
                wabot = int((self.state / "lock").read_text())
                await anyio.run_process(["kill", f"-{sign}", str(wabot)])
            await process.wait()
        found = list(parse_calls(record, self.lines))
        self.lines = found[-1].ended + 1
        self.calls += found
        self.said += said(found)


async def converse(customer: Customer, exchange: Exchange, messages: int) -> None:
    for _ in range(messages):
        customer.answered = anyio.Event()
        customer.written += 1
        await exchange.write(f"{customer.phone}-{customer.written}", customer.phone, customer.next_message())
        await customer.answered.wait()


async def live(salon: Salon) -> None:
    """A first start and a kill, a backup, a second start and an orderly end."""
    salon.root.mkdir(parents=True)
    line = salon.folder / "line"
    exchange = Exchange(salon.arrived)
    for index in range(CUSTOMERS):
        phone = f"+7916{index:07}"
        salon.customers[phone] = Customer(phone, random.Random(phone))
    daemon = (sys.executable, "-m", "tests.e2e.daemon", str(salon.state), str(line))
    backup = (sys.executable, "-m", "wabot.storage.backup", str(salon.state), str(salon.state / "backups" / BACKUP))

    async def talk() -> None:
        async with anyio.create_task_group() as people:
            for customer in salon.customers.values():
                people.start_soon(converse, customer, exchange, MESSAGES)

    async def talk_and_die() -> signal.Signals:
        await talk()
        return signal.SIGKILL

    async def talk_and_leave() -> signal.Signals:
        await talk()
        return signal.SIGTERM

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(exchange.serve, line)
        await salon.records(*daemon, until=talk_and_die)
        await salon.records(*backup)
        salon.said.append(Said(salon.lines - 1, {"backup": BACKUP}))
        await salon.records(*daemon, until=talk_and_leave)
        tasks.cancel_scope.cancel()


SPOOLING = """
import socket, sys
from pathlib import Path
from wabot.whatsapp.spool import Spool
whatsapp, _ = socket.socketpair()
for life in range(2):
    spool = Spool(Path(sys.argv[1]))
    for number in range(8):
        record = bytes([65 + number]) * 700 * (number + 1)
        spool.add(record)
        spool.sync()
        whatsapp.send(b'{"spooled": "%s"}\\n' % record)
        if number == 4:
            for done in range(5):
                spool.done()
            whatsapp.send(b'{"stored": 5}\\n')
    whatsapp.send(b'{"stored": 8}\\n')
    spool.clear()
    spool.close()
"""


@pytest.fixture(scope="module")
def salon(tmp_path_factory: pytest.TempPathFactory) -> Salon:
    salon = Salon(tmp_path_factory.mktemp("salon"))
    anyio.run(live, salon)
    return salon


def test_the_record_is_complete(salon: Salon) -> None:
    disk = Disk(salon.root)
    for call in sorted(salon.calls, key=lambda call: call.ended):
        disk.follow(call)
    there = {path.relative_to(salon.root): path.read_bytes() for path in salon.root.rglob("*") if path.is_file()}
    assert disk.cached() == {path: found for path, found in there.items() if not path.name.endswith("-shm")}
    sent = sum("send" in line.line for line in salon.said)
    assert sent == sum(len(customer.answers) for customer in salon.customers.values()) >= CUSTOMERS * MESSAGES


@pytest.mark.anyio
async def test_what_was_said_before_a_cut_stands_after_it(salon: Salon, tmp_path: Path) -> None:
    images = 0
    for cut in cuts(salon.calls, salon.said, salon.root, random.Random(1), share=0.25):
        images += 1
        with tempfile.TemporaryDirectory(dir=tmp_path) as folder:
            found = await broken(lay_out(cut.files, Path(folder)), cut.promises)
        assert not found, (cut.at, found)
    print(f"{images} images of the disk, {len(salon.said)} promises")
    assert images > 100


@pytest.mark.anyio
async def test_what_was_spooled_before_a_cut_is_left_over_after_it(tmp_path: Path) -> None:
    """Each record that was synced and is not in the database yet is there, and nothing that is none."""
    salon = Salon(tmp_path)
    salon.root.mkdir()
    await salon.records(sys.executable, "-c", SPOOLING, str(salon.root))
    lines, heard, waiting = deque(salon.said), set[bytes](), list[bytes]()
    for cut in cuts(salon.calls, salon.said, salon.root, random.Random(4), share=1, tries=5):
        while lines and lines[0].at <= cut.at:
            line = lines.popleft().line
            if "spooled" in line:
                heard.add(line["spooled"].encode())
                waiting.append(line["spooled"].encode())
            else:
                waiting.clear()
        state = lay_out(cut.files, tmp_path / str(cut.at)).parent
        state.mkdir(exist_ok=True)
        spool = Spool(state)
        found = spool.left_over()
        spool.close()
        assert [record for record in waiting if record not in found] == [], cut.at
        assert all(len(set(record)) == 1 and len(record) % 700 == 0 for record in found), cut.at
    assert len(heard) == 8


@pytest.mark.anyio
async def test_wabot_goes_on_where_the_power_was_cut(salon: Salon, tmp_path: Path) -> None:
    for cut in cuts(salon.calls, salon.said, salon.root, random.Random(2), share=0.02):
        with tempfile.TemporaryDirectory(dir=tmp_path) as folder:
            state = lay_out(cut.files, Path(folder))
            async with salon_open(state, at=SystemClock().now(), with_page=True) as house:
                with anyio.fail_after(20):
                    await house.settle()
                left = await house.wabot.database.read(queue_lengths)
            assert left == {"inbox": 0, "outbox": 0}
            found = await broken(state, cut.promises)
        assert not found, (cut.at, found)


@pytest.mark.anyio
async def test_a_program_that_does_not_sync_is_found_out(salon: Salon, tmp_path: Path) -> None:
    """The test of the test: the same record without its syncs."""
    unsynced = [call for call in salon.calls if call.name not in SYNCS]
    findings: list[str] = []
    for cut in cuts(unsynced, salon.said, salon.root, random.Random(3), share=0.1):
        with tempfile.TemporaryDirectory(dir=tmp_path) as folder:
            try:
                findings += await broken(lay_out(cut.files, Path(folder)), cut.promises)
            except (WabotError, sqlite3.Error) as error:
                findings.append(str(error))
    assert any("is gone" in found for found in findings)
