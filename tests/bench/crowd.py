"""Customers of the loopback server who all write at once, or one after the other at a steady pace."""

import asyncio
import contextlib
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.whatsapp_server import Customer, WhatsAppServer

ANSWERED_S = 120.0


@dataclass
class Crowd:
    """`written` counts the messages of each customer; every message expects one answer."""

    customers: Sequence[Customer]
    written: dict[str, int] = field(default_factory=dict)

    async def burst(self, text: str) -> float:
        """Everybody writes at once. Answered messages a second, from the first of them to the last answer."""
        before = sum(len(customer.answers) for customer in self.customers)
        begun = time.monotonic()
        for customer in self.customers:
            await self._write(customer, text)
        await self._all_answered()
        answered = sum(len(customer.answers) for customer in self.customers) - before
        last = max((customer.answers[-1].at for customer in self.customers if customer.answers), default=begun)
        return answered / (last - begun) if last > begun else 0.0

    async def pace(self, text: str, per_second: float, seconds: float) -> list[float]:
        """One after the other writes, whether or not the last was answered. The seconds to each answer, sorted."""
        took: list[float] = []

        async def ask(customer: Customer) -> None:
            seen = len(customer.answers)
            number = await self._write(customer, text)
            with contextlib.suppress(TimeoutError):
                await customer.until(lambda: len(customer.answers) > seen, ANSWERED_S)
                took.append(customer.answers[seen].at - customer.sent_at[number])

        begun = time.monotonic()
        async with asyncio.TaskGroup() as asking:
            for turn in range(int(per_second * seconds)):
                await asyncio.sleep(max(0.0, begun + turn / per_second - time.monotonic()))
                asking.create_task(ask(self.customers[turn % len(self.customers)]))
        return sorted(took)

    def judge(self) -> dict[str, int]:
        """Answers missing and answers too many, by what the phones show."""
        surplus = [len(customer.answers) - self.written.get(customer.name, 0) for customer in self.customers]
        return {"lost": -sum(min(0, count) for count in surplus), "doubled": sum(max(0, count) for count in surplus)}

    async def _write(self, customer: Customer, text: str) -> str:
        self.written[customer.name] = self.written.get(customer.name, 0) + 1
        return await customer.write(text)

    async def _all_answered(self) -> None:
        ends = time.monotonic() + ANSWERED_S
        for customer in self.customers:
            with contextlib.suppress(TimeoutError):
                await customer.until(
                    lambda customer=customer: len(customer.answers) >= self.written[customer.name],  # type: ignore[misc]
                    max(0.0, ends - time.monotonic()),
                )


def gather(server: WhatsAppServer, count: int) -> Crowd:
    """Bring customers into the world.

    Their half of the key agreement is worked out now: the time of their phones is not the client's. For the client
    each of them is a new session all the same.
    """
    customers = [server.customer(f"Клиент {number}") for number in range(count)]
    for customer in customers:
        customer.outbox.prepare()
    return Crowd(customers)
