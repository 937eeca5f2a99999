"""Customers with a will of their own: each books, chooses, moves, cancels and books again, until the town sleeps."""

import asyncio
import contextlib
import random
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.whatsapp_server import Customer

THINK_S = (0.5, 4.0)
PATIENCE_S = 60.0
"""Longer than it takes wabot to give up on an acknowledgement and to wait for evidence. Then one writes again."""

_LOOK_S = 1.0
_SERVICES = ("массаж", "маникюр", "педикюр", "брови", "мужскую стрижку", "укладку", "ресницы", "детскую стрижку")
_DAYS = ("завтра", "послезавтра", "в четверг", "в субботу", "через неделю", "в пятницу вечером", "5 декабря")
_VISIT = re.compile(r"(\d{1,2}) [а-я]+, (\d\d:\d\d)")

Visit = tuple[int, str]
"""Day of the month and clock time, as a reply says them."""


@dataclass(frozen=True, slots=True)
class Written:
    """A message as the customer wrote it; `at` in seconds on the monotonic clock."""

    id: str
    text: str
    at: float


@dataclass
class Character:
    """One customer, who answers what the last reply asked and never writes before it came, or patience has run out.

    `answered` are the ids of messages that an answer came to. `is_hopeless` says whether what was to reach a customer
    since that second is known to have been turned away.
    """

    customer: Customer
    choice: random.Random
    is_hopeless: Callable[[Customer, float], bool]
    written: list[Written] = field(default_factory=list)
    answered: list[str] = field(default_factory=list)
    waits_since: float | None = None

    async def live(self, is_over: Callable[[], bool]) -> None:
        """Write, wait, think; a turn that was begun is finished."""
        while not is_over():
            await self.say(*self._next_words())
            # People take their time; there is nothing to wait for.
            await asyncio.sleep(self.choice.uniform(*THINK_S))

    async def ask_for_visits(self) -> bool:
        """Ask for one's own visits; whether anything came back."""
        return await self.say("мои записи")

    async def say(self, *texts: str) -> bool:
        """Write one thing after the other and wait for an answer; False when none came."""
        seen = len(self.customer.answers)
        self.waits_since = begun = time.monotonic()
        for text in texts:
            number = await self.customer.write(text)
            self.written.append(Written(number, text, self.customer.sent_at[number]))
        while not (came := len(self.customer.answers) > seen) and time.monotonic() < begun + PATIENCE_S:
            if self.is_hopeless(self.customer, begun):
                break
            with contextlib.suppress(TimeoutError):
                await self.customer.until(lambda: len(self.customer.answers) > seen, _LOOK_S)
        self.waits_since = None
        if came:
            self.answered += (written.id for written in self.written[-len(texts) :])
        return came

    def _next_words(self) -> list[str]:
        last = self.customer.texts[-1] if self.customer.answers else ""
        offers = len(re.findall(r"(?m)^\d\) ", last))
        if offers and "Вы записаны:" not in last and "цены" not in last:
            return [str(self.choice.randint(1, offers))]
        if "Отменить запись:" in last:
            return [self.choice.choice(["да", "нет"])]
        if "Записать вас?" in last or "Перенести?" in last:
            return ["да"]
        if "предстоящ" in last and "больше пока нельзя" in last:
            return ["отмените запись"]
        if "вы записаны:" in last or "ждём вас" in last:
            return self._second_thoughts()
        return self._wish()

    def _second_thoughts(self) -> list[str]:
        day, hour = self.choice.choice(_DAYS), self.choice.randrange(10, 19)
        thoughts = (["отмените запись"], [f"перенесите запись на {day} в {hour}:00"], ["мои записи"], self._wish())
        return self.choice.choice(thoughts)

    def _wish(self) -> list[str]:
        service, day = self.choice.choice(_SERVICES), self.choice.choice(_DAYS)
        clock = f" в {self.choice.randrange(10, 19)}:00" if self.choice.random() < 0.5 else ""
        wish = f"запишите на {service} {day}{clock}"
        return ["здравствуйте", wish] if self.choice.random() < 0.2 else [wish]


def visits_told(reply: str) -> set[Visit]:
    """The visits that a reply lists."""
    return {(int(day), clock) for day, clock in _VISIT.findall(reply)}
