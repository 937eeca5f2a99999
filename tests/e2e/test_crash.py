"""wabot is killed again and again while customers book. Nothing may be lost and nothing done twice."""

import random
import signal
import sqlite3
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import DEVNULL

import anyio
import pytest
from anyio.abc import Process
from anyio.streams.buffered import BufferedByteReceiveStream

from tests.e2e.line import Exchange

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(300)]

SALONS = 2  # killed side by side
KILLS = 26  # each
CUSTOMERS = 10
SILENT = 2  # of them have a phone that reports nothing
SERVICES = ("массаж", "маникюр", "педикюр", "брови", "мужскую стрижку")
DAYS = ("завтра", "послезавтра", "в четверг", "в субботу", "через неделю")


@dataclass
class Customer:
    """Books, chooses, cancels and begins again, one message at a time; never writes before the last is answered."""

    phone: str
    choice: random.Random
    written: int = 0
    answers: list[str] = field(default_factory=list)
    answered: anyio.Event = field(default_factory=anyio.Event)

    def next_message(self) -> str:
        last = self.answers[-1] if self.answers else ""
        if "вы записаны:" in last:
            return "отмените мою запись"
        if "Отменить запись" in last:
            return self.choice.choice(["да", "нет"])
        if "\n1)" in last:
            return self.choice.choice(["1", "2"])
        if "предстоящие записи" in last:
            return "отмените запись"
        hour = self.choice.randrange(10, 20)
        return f"запишите на {self.choice.choice(SERVICES)} {self.choice.choice(DAYS)} в {hour}:00"


@dataclass
class Salon:
    """One wabot that keeps dying, and its customers."""

    folder: Path
    customers: dict[str, Customer]
    run: int = 0
    arrivals: dict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(list))
    booked: Counter[str] = field(default_factory=Counter)
    over: bool = False

    @property
    def silent(self) -> frozenset[str]:
        """Phones that report nothing: of these nobody can say whether a message in flight at a kill arrived."""
        return frozenset(list(self.customers)[:SILENT])

    def arrived(self, phone: str, key: str, text: str) -> None:
        """A message reaches a phone during the current run of wabot."""
        runs = self.arrivals[phone, key]
        runs.append(self.run)
        if len(runs) == 1 and phone in self.customers:
            customer = self.customers[phone]
            customer.answers.append(text)
            self.booked[phone] += "Готово, вы записаны" in text
            customer.answered.set()

    async def converse(self, customer: Customer, exchange: Exchange) -> None:
        while not self.over:
            customer.answered = anyio.Event()
            customer.written += 1
            await exchange.write(f"{customer.phone}-{customer.written}", customer.phone, customer.next_message())
            await customer.answered.wait()

    async def start(self, socket: Path) -> Process:
        self.run += 1
        command = [sys.executable, "-m", "tests.e2e.daemon", str(self.folder / "state"), str(socket)]
        process = await anyio.open_process(command, stdin=DEVNULL, stderr=None)
        assert process.stdout is not None
        assert await BufferedByteReceiveStream(process.stdout).receive_until(b"\n", 100) == b"ready"
        return process


async def live_and_die(salon: Salon, seed: int) -> None:
    moments = random.Random(seed)
    socket = salon.folder / "line"
    exchange = Exchange(salon.arrived, silent=salon.silent)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(exchange.serve, socket)
        async with anyio.create_task_group() as people:
            for customer in salon.customers.values():
                people.start_soon(salon.converse, customer, exchange)
            for _ in range(KILLS):
                async with await salon.start(socket) as process:
                    # The moment of a kill is what this test varies; there is nothing to wait for.
                    await anyio.sleep(moments.uniform(0.0, 0.4))
                    process.send_signal(signal.SIGKILL)
            salon.over = True
            last = await salon.start(socket)
        async with last:
            last.send_signal(signal.SIGTERM)
        assert last.returncode == 0
        tasks.cancel_scope.cancel()


async def test_kills_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    salons = []
    for number in range(SALONS):
        folder = tmp_path / str(number)
        folder.mkdir()
        phones = [f"+7916{number}{index:06}" for index in range(CUSTOMERS)]
        salons.append(Salon(folder, {phone: Customer(phone, random.Random(phone)) for phone in phones}))
    async with anyio.create_task_group() as town:
        for number, salon in enumerate(salons):
            town.start_soon(live_and_die, salon, number)
    for salon in salons:
        judge(salon)


def judge(salon: Salon) -> None:
    written = sum(customer.written for customer in salon.customers.values())
    answered = sum(len(customer.answers) for customer in salon.customers.values())
    assert answered == written >= KILLS, "every message is answered, and some were written in every run"

    doubled = [runs for runs in salon.arrivals.values() if len(runs) > 1]
    assert all(len(runs) == 2 for runs in doubled), "a send of unknown outcome is repeated once"
    doubly = {phone for (phone, _), runs in salon.arrivals.items() if len(runs) > 1}
    assert doubly <= salon.silent, "what a phone reported is not repeated"
    per_kill = Counter(runs[0] for runs in doubled)
    assert all(runs[1] > runs[0] for runs in doubled), "only a kill makes an outcome unknown"
    assert max(per_kill.values(), default=0) <= 2, f"one in flight, one acknowledged and not written down: {per_kill}"

    with sqlite3.connect(salon.folder / "state" / "wabot.db") as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert db.execute("SELECT count(*) FROM inbox WHERE handled_at IS NULL").fetchone() == (0,)
        replies = db.execute("SELECT phone, key, state FROM outbox JOIN customers ON customers.id = customer_id")
        for phone, key, state in replies:
            assert (phone, key) in salon.arrivals, "every message that was ever queued has reached its phone"
            assert state == "delivered" or phone in salon.silent, state
            assert state in {"delivered", "sent", "unknown"}, "unknown: killed in the first send and in its repetition"
        made = dict(
            db.execute(
                "SELECT phone, count(*) FROM appointments JOIN customers ON customers.id = customer_id GROUP BY phone"
            )
        )
        assert made == {phone: count for phone, count in salon.booked.items() if count}, "as many as were promised"
        overlaps = """SELECT count(*) FROM appointments a JOIN appointments b
            ON a.staff = b.staff AND a.id < b.id AND a.start_at < b.end_at AND b.start_at < a.end_at
            WHERE a.status = 'booked' AND b.status = 'booked'"""
        assert db.execute(overlaps).fetchone() == (0,)
    print(f"{written} messages, {KILLS} kills, {len(doubled)} answered twice in flight")
