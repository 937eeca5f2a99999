"""What goes wrong while customers book: on the link, with acknowledgements, in the mail, and SIGKILL."""

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from tests.bench.supervisor import Supervisor
from tests.bench.townsfolk import Character
from tests.whatsapp_server import WhatsAppServer

BACK_S = 150.0
"""For a daemon to be online again: a dead link is noticed after 40 s, and redials are spaced."""

_CALM_S = (1.0, 6.0)
_BETWEEN_S = (0.2, 2.0)
_RECENT = 6
_REFUSALS = (463, 479)

KILLS = ("kill", "kill at a reply", "kill at a receipt", "kill in trouble")
HEAVY = (*KILLS, "drop", "drop", "silence", "withhold", "lose")
LIGHT = (*("duplicate", "redeliver") * 5, "refuse")


class Mischief:
    """Two hands: one breaks the connection or the process, the other plays tricks with single messages.

    `done` counts what was done, by name. The moments are random: they are what a run varies.
    """

    def __init__(
        self,
        server: WhatsAppServer,
        supervisor: Supervisor,
        town: Sequence[Character],
        choice: random.Random,
        faults: Sequence[str] = HEAVY,
    ) -> None:
        self.done: Counter[str] = Counter()
        self._server = server
        self._supervisor = supervisor
        self._town = town
        self._choice = choice
        self._faults = faults

    async def break_things(self, is_over: Callable[[], bool]) -> None:
        """Each heavy fault at least once, then in another order, and so on; one begins when the last is overcome."""
        for name in self._in_rounds():
            if is_over() and self.done.keys() >= set(self._faults):
                return
            await asyncio.sleep(self._choice.uniform(*_CALM_S))
            self.done[name] += 1
            await self._heavy(name)

    async def play_tricks(self, is_over: Callable[[], bool]) -> None:
        """Copies of messages, and now and then a refusal."""
        while not is_over():
            for name in self._choice.sample(LIGHT, len(LIGHT)):
                await asyncio.sleep(self._choice.uniform(*_BETWEEN_S))
                self.done[name] += 1
                await self._light(name)

    def _in_rounds(self) -> Iterator[str]:
        while True:
            yield from self._choice.sample(self._faults, len(self._faults))

    async def _heavy(self, name: str) -> None:
        """Do it, and wait until the daemon is back."""
        faults, logins = self._server.faults, self._logins
        match name:
            case "drop":
                faults.drop_link()
            case "silence":
                faults.silence()
            case "withhold":  # a message arrives and is never acknowledged
                faults.withhold_acks(1)
            case "lose":  # a message is lost on the way, without a word
                faults.withhold_acks(1, is_taken=False)
            case "kill":
                self._supervisor.kill()
            case "kill at a reply":
                await self._more(lambda: self._server.post.sent)
                self._supervisor.kill()
            case "kill at a receipt":
                await self._more(lambda: sum(len(one.customer.confirmed) for one in self._town))
                self._supervisor.kill()
            case "kill in trouble":
                logins = await self._kill_in_trouble()
        await self._server.until(
            lambda: self._logins > logins and self._server.is_online, BACK_S, f"daemon that is back after: {name}"
        )

    async def _light(self, name: str) -> None:
        character = self._choice.choice(self._town)
        recent = character.answered[-_RECENT:]  # what a kill has swallowed must not come back by chance
        match name:
            case "refuse":
                self._server.faults.refuse_acks(self._choice.choice(_REFUSALS))
            case "duplicate" if recent:  # the same id, a new ciphertext
                await character.customer.resend(self._choice.choice(recent))
            case "redeliver" if recent:  # the same ciphertext
                await character.customer.redeliver(self._choice.choice(recent))

    async def _more(self, count: Callable[[], int]) -> None:
        before = count()
        await self._server.until(lambda: count() > before, BACK_S, "traffic")

    async def _kill_in_trouble(self) -> int:
        """Killed while it reconnects, and once more while it starts. How many logins there were until then."""
        self._server.faults.drop_link()
        await asyncio.sleep(self._choice.uniform(0.0, 0.5))
        self._supervisor.kill()
        await asyncio.sleep(self._choice.uniform(0.2, 3.0))
        self._supervisor.kill()
        return self._logins

    @property
    def _logins(self) -> int:
        return self._server.counters.logins
