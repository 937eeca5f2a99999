"""Linking the phone, and its ways to fail."""

import asyncio
import sqlite3
import stat
from contextlib import closing
from importlib.metadata import version
from pathlib import Path

import pytest

from tests.e2e.receptionist import wabot_run
from tests.whatsapp_server import WhatsAppServer
from tests.whatsapp_server.proxy import Proxy

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(60)]


async def test_pairs_by_code(server: WhatsAppServer, tmp_path: Path) -> None:
    async with wabot_run(server, tmp_path / "salon") as wabot:
        await wabot.until("pairing", having="qr")
        code, said, words = await wabot.command("pair", "--phone", f"+{server.phone.number.user}")
        assert (code, words) == (0, "")
        assert (await wabot.session())["pairing_code"] == said.strip()
        await server.enter_code(said.strip())
        await wabot.until("online")
        assert "qr" not in await wabot.session()


async def test_the_files_are_nobody_elses(server: WhatsAppServer, tmp_path: Path) -> None:
    async with wabot_run(server, tmp_path / "salon") as wabot:
        await wabot.pair(server)
        files = [path for path in wabot.state.iterdir() if path.is_file()]
        assert {"session.db", "session.db-wal", "wabot.db"} <= {path.name for path in files}
        assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}


async def test_the_link_is_copied_before_a_version_of_the_library_that_is_new_here(
    server: WhatsAppServer, tmp_path: Path
) -> None:
    async with wabot_run(server, tmp_path / "salon") as wabot:
        await wabot.pair(server)
        await wabot.stop()
        backups = wabot.state / "backups"
        assert not backups.exists(), "there was nothing to copy"
    for _ in range(2):
        async with wabot_run(server, tmp_path / "salon") as wabot:
            await wabot.until("online")
            [copy] = backups.iterdir()
            assert copy.name == f"session-before-neonize-{version('neonize')}.db"
            assert stat.S_IMODE(copy.stat().st_mode) == 0o600
            with closing(sqlite3.connect(copy)) as db:
                assert db.execute("SELECT count(*) FROM whatsmeow_device").fetchone() == (1,)
            made_at = copy.stat().st_mtime_ns
            await wabot.stop()
    assert copy.stat().st_mtime_ns == made_at


async def test_a_qr_that_runs_out_and_a_server_that_hangs_up(server: WhatsAppServer, tmp_path: Path) -> None:
    async with wabot_run(server, tmp_path / "salon") as wabot:
        first = (await wabot.until("pairing", having="qr"))["qr"]
        code, said, _ = await wabot.command("connect")
        assert (code, said.strip()) == (0, "pairing")
        assert server.counters.connections == 1, "a dial under way is not a second dial"
        server.faults.close_pairing()
        await server.until(lambda: server.counters.registrations == 2, 20)
        second = (await wabot.until("pairing", having="qr"))["qr"]
        assert second != first
        server.faults.qr_count = 0
        server.faults.close_pairing()
        session = await wabot.until("logged_out", deadline=30)
        assert session["reason"] == "nobody scanned the QR in time"
        registrations = server.counters.registrations
        await asyncio.sleep(3)
        assert server.counters.registrations == registrations
        server.faults.heal()
        code, _, _ = await wabot.command("pair")
        assert code == 0
        await wabot.pair(server)


async def test_the_proxy_of_the_configuration_is_used(server: WhatsAppServer, tmp_path: Path) -> None:
    """The environment names another one, which leads nowhere."""
    nowhere = Proxy(server.proxy.tls, server.proxy.http, server.watch)  # type: ignore[arg-type]
    await nowhere.start()
    nowhere.network = "refused"
    ours, server.proxy.port = server.proxy.url, nowhere.port
    try:
        async with wabot_run(server, tmp_path / "salon", proxy=ours) as wabot:
            await wabot.pair(server)
    finally:
        server.proxy.port = int(ours.rpartition(":")[2])
        await nowhere.stop()
    assert nowhere.dials == 0


async def test_sigterm_while_a_phone_is_linked_ends_in_order_and_keeps_the_link(
    server: WhatsAppServer, tmp_path: Path
) -> None:
    for is_scanned in (False, True):
        async with wabot_run(server, tmp_path / "salon") as wabot:
            shown = (await wabot.until("pairing", having="qr"))["qr"]
            if is_scanned:
                await server.scan(shown)
            code, took = await wabot.stop()
            assert code == 0 and took < 10
            assert "Traceback" not in "".join(wabot.heard)
    async with wabot_run(server, tmp_path / "salon") as wabot:
        await wabot.until("online")
        await server.wait_online()
