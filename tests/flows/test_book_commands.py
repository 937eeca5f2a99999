"""The book from a terminal, over the API of the running daemon."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import anyio
import pytest
from anyio.abc import SocketAttribute, SocketStream

from tests.api import Program, program_at
from tests.salon import demo_config
from wabot.config import Config
from wabot.errors import NoDaemon, WabotError
from wabot.ops.book import as_lines, ask_appointments, close_time, open_time
from wabot.ops.daemon import ask_daemon

pytestmark = pytest.mark.anyio


def config_of(program: Program) -> Config:
    """The configuration as a command reads it, with the port that the daemon was given."""
    wabot = program.house.wabot
    assert wabot.page is not None
    port = int(wabot.page.address.rstrip("/").rpartition(":")[2])
    return replace(wabot.config, web=replace(wabot.config.web, port=port))


async def test_visits_are_listed_day_by_day(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        await program.order("brows", "2026-11-23T11:00:00+03:00", note="впервые\nу нас")
        await program.order()
        found = await ask_appointments(config_of(program), date(2026, 11, 20), 7)
        assert found == await program.appointments()
        assert list(as_lines(found)) == [
            "2026-11-21 Sat",
            "  15:00-16:00  ekaterina: massage  Оля +79161234567  booked  #2",
            "2026-11-23 Mon",
            "  11:00-11:30  olga: brows  Оля +79161234567  booked  (впервые·у нас)  #1",
        ]
        assert await ask_appointments(config_of(program), None, 1) == []


async def test_time_is_closed_and_opened_or_the_refusal_said(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        config = config_of(program)
        closed = await close_time(config, "ekaterina", "2026-11-21T12:00", "2026-11-21T18:00", "врач")
        assert closed["from"] == "2026-11-21T12:00:00+03:00"
        assert (await program.order()).code == "slot_taken"
        with pytest.raises(WabotError, match=r"closed from 2026-11-21 12:00 .*slot_taken"):
            await close_time(config, "ekaterina", "2026-11-21T17:00", "2026-11-21T19:00", "")
        opened = await open_time(config, None, "2026-11-22T12:00", "2026-11-22T18:00", "ярмарка")
        assert (opened["staff"], opened["to"]) == (None, "2026-11-22T18:00:00+03:00")
        assert (await program.order(start="2026-11-22T17:00:00+03:00")).status == 200
        with pytest.raises(WabotError, match=r"olga works .*open_already"):
            await open_time(config, "olga", "2026-11-23T10:00", "2026-11-23T11:00", "")
        with pytest.raises(WabotError, match='nobody is called "eve"'):
            await close_time(config, "eve", "2026-11-21T17:00", "2026-11-21T19:00", "")
    with pytest.raises(NoDaemon):
        await ask_appointments(config, None, 7)


async def test_a_daemon_that_hangs_up_may_have_done_it_all_the_same(tmp_path: Path) -> None:
    async def hang_up(line: SocketStream) -> None:
        async with line:
            await line.receive()

    (tmp_path / "token").write_text("t" * 43)
    listener = await anyio.create_tcp_listener(local_host="127.0.0.1")
    async with listener, anyio.create_task_group() as tasks:
        tasks.start_soon(listener.serve, hang_up)
        config = demo_config(tmp_path)
        web = replace(config.web, port=listener.extra(SocketAttribute.local_port))
        with pytest.raises(WabotError, match="may have been done all the same"):
            await ask_daemon(replace(config, web=web), "POST", "/send", {"phone": "+79161234567", "message": "x"})
        tasks.cancel_scope.cancel()
