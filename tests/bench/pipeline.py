"""Many customers through the whole program: understanding, booking, storage with FULL sync, outbox.

    python -m tests.bench.pipeline [--customers N] [--seconds S]

Prints one JSON line. The session is simulated and in the same process; the customers' own work is counted as wabot's.
"""

import argparse
import json
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import anyio
import psutil

from tests.salon import demo_config
from wabot.app import Wabot, open_wabot
from wabot.clock import Clock, SystemClock
from wabot.domain.correspondence import IncomingMessage, OutgoingMessage, Sent
from wabot.domain.customers import Contact
from wabot.logs import set_up_logs
from wabot.types import MessageId, PhoneNumber
from wabot.whatsapp.session import Memory
from wabot.whatsapp.simulated import SimulatedSession

CONVERSATION = (
    "здравствуйте",
    "можно на маникюр {day} в {hour}?",
    "второе",
    "мои записи",
    "а сколько стоит педикюр?",
    "отмените запись, пожалуйста",
    "да",
    "спасибо!",
)
DAYS = ("завтра", "в субботу", "во вторник", "в четверг вечером", "послезавтра", "через неделю")


class BusySession(SimulatedSession):
    """A simulated session whose customers notice when an answer arrives."""

    def __init__(self, keep: Memory, clock: Clock) -> None:
        super().__init__(keep, clock)
        self.answered: dict[str, anyio.Event] = {}
        self.arrived_at: dict[str, float] = {}
        self.answers: Counter[str] = Counter()

    async def send(self, message: OutgoingMessage) -> Sent:
        sent = await super().send(message)
        who = str(message.contact)
        self.arrived_at[who] = time.perf_counter()
        self.answers[who] += 1
        if who in self.answered:
            self.answered.pop(who).set()
        return sent


@asynccontextmanager
async def open_busy_session(keep: Memory, clock: Clock) -> AsyncIterator[BusySession]:
    session = BusySession(keep, clock)
    try:
        yield session
    finally:
        await session.stop_listening()
        session.events.close()


class Customer:
    """Writes one message of the conversation after the other, each when the last is answered."""

    def __init__(self, number: int, session: BusySession) -> None:
        self.contact = Contact(phone=PhoneNumber(f"+7916{number:07}"))
        self._number = number
        self._session = session
        self.written = 0

    async def write(self) -> float:
        """Write the next message and wait for the answer; returns the seconds it took."""
        line = CONVERSATION[self.written % len(CONVERSATION)]
        text = line.format(day=DAYS[self._number % len(DAYS)], hour=(2, 3, 5, 11)[self._number % 4])
        answered = self._session.answered[str(self.contact)] = anyio.Event()
        message = IncomingMessage(
            id=MessageId(f"{self._number}-{self.written}"),
            contact=self.contact,
            sent_at=SystemClock().now(),
            text=text,
        )
        self.written += 1
        begun = time.perf_counter()
        await self._session.receive(message)
        with anyio.fail_after(60):
            await answered.wait()
        return self._session.arrived_at[str(self.contact)] - begun


async def saturate(session: BusySession, customers: int, at_once: int) -> dict[str, float]:
    """Every customer holds the whole conversation, `at_once` of them at any moment."""
    free = anyio.CapacityLimiter(at_once)

    async def converse(customer: Customer) -> None:
        async with free:
            for _ in CONVERSATION:
                await customer.write()

    cpu, begun = time.process_time(), time.perf_counter()
    async with anyio.create_task_group() as group:
        for number in range(customers):
            group.start_soon(converse, Customer(number, session))
    seconds, cpu = time.perf_counter() - begun, time.process_time() - cpu
    messages = customers * len(CONVERSATION)
    return {"sat_msg_s": round(messages / seconds), "cpu_ms_per_msg": round(cpu / messages * 1000, 3)}


async def pace(session: BusySession, seconds: float, per_second: int) -> dict[str, float]:
    """Other customers write at a steady rate, whether or not the last was answered."""
    took: list[float] = []
    customers = [Customer(1_000_000 + number, session) for number in range(per_second * 2)]

    async def write(customer: Customer) -> None:
        took.append(await customer.write())

    begun = time.perf_counter()
    async with anyio.create_task_group() as group:
        for number in range(int(seconds * per_second)):
            await anyio.sleep(max(0.0, begun + number / per_second - time.perf_counter()))
            group.start_soon(write, customers[number % len(customers)])
    took.sort()
    return {
        "p50_ms": round(took[len(took) // 2] * 1000, 2),
        "p99_ms": round(took[int(len(took) * 0.99)] * 1000, 2),
    }


def messages_written(db: sqlite3.Connection) -> Counter[str]:
    """How many messages each customer wrote, by phone number."""
    rows = db.execute("SELECT phone, count(*) FROM inbox JOIN customers ON customers.id = customer_id GROUP BY phone")
    return Counter(dict(rows.fetchall()))


def judge(wabot: Wabot[BusySession], written: Counter[str]) -> dict[str, int]:
    """Answers missing, too many, or out of order, by what reached the phones."""
    session = wabot.session
    order: dict[str, list[int]] = defaultdict(list)
    for arrived in session.phones:
        order[str(arrived.contact)].append(int(arrived.id.removeprefix("SIM")))
    return {
        "lost": sum(max(0, count - session.answers[who]) for who, count in written.items()),
        "doubled": sum(max(0, session.answers[who] - count) for who, count in written.items()),
        "reordered": sum(numbers != sorted(numbers) for numbers in order.values()),
    }


async def measure(customers: int, seconds: float) -> dict[str, float]:
    process = psutil.Process()
    set_up_logs("WARNING")
    with tempfile.TemporaryDirectory() as folder:
        async with open_wabot(
            demo_config(Path(folder) / "state"), open_busy_session, SystemClock(), with_page=True
        ) as wabot:
            figures: dict[str, float] = {"idle_rss_mb": round(process.memory_info().rss / 2**20, 1)}
            cpu = time.process_time()
            await anyio.sleep(2)
            figures["idle_cpu_percent"] = round((time.process_time() - cpu) / 2 * 100, 2)
            before = wabot.database.commits
            figures |= await saturate(wabot.session, customers, at_once=100)
            figures["commits_per_msg"] = round((wabot.database.commits - before) / (customers * len(CONVERSATION)), 2)
            figures |= await pace(wabot.session, seconds, per_second=20)
            figures |= judge(wabot, await wabot.database.read(messages_written))
            figures["peak_rss_mb"] = round(process.memory_info().rss / 2**20, 1)
    return figures


def startup_ms() -> int:
    """From exec to "ready" of the real program."""
    begun = time.perf_counter()
    command = [sys.executable, "-m", "wabot", "demo", "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as demo:
        assert demo.stderr is not None
        for line in demo.stderr:
            if re.search(r"\bready\b", line):
                break
        took = time.perf_counter() - begun
        demo.terminate()
    return round(took * 1000)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=500)
    parser.add_argument("--seconds", type=float, default=20.0, help="of the phase with 20 messages a second")
    options = parser.parse_args()
    # Its memory is part of the daemon's. The proxy leads nowhere: nothing measured here may reach the world.
    os.environ["HTTPS_PROXY"] = "http://127.0.0.1:9"
    import neonize  # noqa: F401, PLC0415

    figures = anyio.run(measure, options.customers, options.seconds)
    print(json.dumps({"bench": "pipeline", **figures, "startup_ms": startup_ms()}))


if __name__ == "__main__":
    main()
