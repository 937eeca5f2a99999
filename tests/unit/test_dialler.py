"""How long is waited before dialling again."""

import asyncio
import socket
from typing import Any, cast

from anyio.lowlevel import checkpoint

from tests.hurry import HurriedLoop, play
from wabot.whatsapp.dialler import STEADY_S, Dialler
from wabot.whatsapp.link import Link
from wabot.whatsapp.session import State
from wabot.whatsapp.states import PAUSES_S, Action, Event, Step, What

LOST = Step(State.RECONNECTING, None, Action.REDIAL)


class Dialled:
    """A link that says only that it was dialled."""

    def __init__(self, dialled: asyncio.Event) -> None:
        self._dialled = dialled

    def dial(self, after: Link | None) -> None:
        assert after is None
        self._dialled.set()


def nobody(_event: Event, _link: Link | None) -> None:
    """Nobody listens."""


async def at_once() -> bool:
    """The disk is well."""
    return True


def test_nothing_is_redialled_while_the_disk_cannot_be_written() -> None:
    async def wait_for_the_disk(loop: HurriedLoop) -> None:
        async with await asyncio.start_server(lambda _reader, writer: writer.close(), "127.0.0.1", 0) as door:
            dialled, is_asked, is_written = asyncio.Event(), asyncio.Event(), asyncio.Event()

            async def written() -> bool:
                is_asked.set()
                return await is_written.wait()

            proxy = f"http://127.0.0.1:{door.sockets[0].getsockname()[1]}"
            dialler = Dialler(lambda: cast("Link", Dialled(dialled)), proxy, nobody, written)
            dialler.follow(LOST)
            await checkpoint()
            loop.ahead += PAUSES_S[1] * 1.25
            async with asyncio.timeout(5):
                await is_asked.wait()
                assert not dialled.is_set()
                is_written.set()
                await dialled.wait()

    play(wait_for_the_disk)


def test_a_connection_that_stood_makes_earlier_failures_old() -> None:
    async def drop_after_a_day(loop: HurriedLoop) -> None:
        async with await asyncio.start_server(lambda _reader, writer: writer.close(), "127.0.0.1", 0) as door:
            dialled = asyncio.Event()
            proxy = f"http://127.0.0.1:{door.sockets[0].getsockname()[1]}"
            dialler = Dialler(lambda: cast("Link", Dialled(dialled)), proxy, nobody, at_once)
            for _ in PAUSES_S:
                dialler.hang_up()
                dialler.follow(LOST)
                await checkpoint()
            dialler.hang_up()
            dialler.follow(Step(State.ONLINE))
            loop.ahead += STEADY_S + 1
            dialler.weigh(Event(What.DROPPED), State.ONLINE)
            dialler.follow(LOST)
            await checkpoint()
            loop.ahead += PAUSES_S[1] * 1.25
            async with asyncio.timeout(5):
                await dialled.wait()

    play(drop_after_a_day)


class NamelessLoop(HurriedLoop):
    """Its name server does not answer until `names` says so; `asked` counts the questions."""

    names = False
    asked = 0

    async def getaddrinfo(self, host: Any, port: Any, **fields: Any) -> Any:
        self.asked += 1
        if not self.names:
            raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
        return await super().getaddrinfo(host, port, **fields)


def test_a_name_is_looked_up_again_until_it_is_found() -> None:
    async def look_up() -> None:
        loop = asyncio.get_running_loop()
        assert isinstance(loop, NamelessLoop)
        async with await asyncio.start_server(lambda _reader, writer: writer.close(), "127.0.0.1", 0) as door:
            dialled = asyncio.Event()
            proxy = f"http://localhost:{door.sockets[0].getsockname()[1]}"
            dialler = Dialler(lambda: cast("Link", Dialled(dialled)), proxy, nobody, at_once)
            dialler.follow(LOST)
            for number in range(1, 10):
                assert not dialled.is_set()
                loop.names = number == 9
                while loop.asked < number:
                    loop.ahead += PAUSES_S[-1] * 1.25
                    await asyncio.sleep(0)
            await dialled.wait()

    with asyncio.Runner(loop_factory=NamelessLoop) as runner:
        runner.run(look_up())
