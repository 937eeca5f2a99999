"""A process of its own: what it printed, or why there is nothing."""

import os
import sys
from pathlib import Path

import anyio
import pytest

from wabot.children import run_child

pytestmark = pytest.mark.anyio

WAITING = "import signal, sys; pipe = open(sys.argv[1], 'w'); pipe.write('here'); pipe.flush(); signal.pause()"


async def python(program: str, *arguments: str, within_s: float = 30) -> str:
    return await run_child(sys.executable, "-c", program, *arguments, within_s=within_s)


async def test_what_it_printed() -> None:
    assert await python("print('пять')") == "пять\n"


async def test_its_last_words_say_why_it_failed() -> None:
    with pytest.raises(OSError, match="no such book"):
        await python("raise SystemExit('no such book')")
    with pytest.raises(OSError, match="it ended with 3"):
        await python("raise SystemExit(3)")
    with pytest.raises(FileNotFoundError):
        await run_child("/nowhere/at/all", within_s=30)


async def test_none_outlives_its_deadline() -> None:
    with pytest.raises(OSError, match="it took longer than 0 s"):
        await python("import signal; signal.pause()", within_s=0.2)


async def test_none_outlives_who_waits_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    async with anyio.create_task_group() as waiters:
        waiters.start_soon(python, WAITING, str(tmp_path / "pipe"))
        async with await anyio.open_file(tmp_path / "pipe") as pipe:
            assert await pipe.read(4) == "here"
            waiters.cancel_scope.cancel()
            with anyio.CancelScope(shield=True):
                assert await pipe.read() == ""  # only once nobody holds the other end
