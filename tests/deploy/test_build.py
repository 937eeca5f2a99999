"""The build where there is nothing but the C library, zlib and a shell: no Python, no certificates, no environment."""

import json
import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.deploy.bare import BareRoot
from tests.deploy.notified import ServiceManager
from tests.salon import CONFIG_FILE

pytestmark = pytest.mark.timeout(120)

WABOT = "/opt/wabot/current/wabot"
NOWHERE = "http://127.0.0.1:9"  # WhatsApp is not asked


@pytest.fixture
def salon(bare: BareRoot, tmp_path: Path) -> str:
    """The folder of a salon of its own, as seen from inside."""
    folder = bare.path / "var" / "lib" / tmp_path.name
    folder.mkdir(mode=0o700)
    config = CONFIG_FILE.read_text(encoding="utf-8").replace("port = 8080", "port = 0")
    (folder / "config.toml").write_text(config.replace('proxy = ""', f'proxy = "{NOWHERE}"'), encoding="utf-8")
    return f"/{folder.relative_to(bare.path)}"


def test_there_is_no_python_but_its_own(bare: BareRoot) -> None:
    assert not [path for path in bare.path.rglob("*python*") if "_internal" not in path.parts]
    assert [path.name for path in (bare.path / "bin").iterdir()] == ["sh"]


def test_check_shows_the_salon_and_a_fault(bare: BareRoot, salon: str) -> None:
    shown = bare.run(WABOT, "check", "--config", f"{salon}/config.toml")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "Маникюр" in shown.stdout
    config = bare.path / salon.lstrip("/") / "config.toml"
    config.write_text(config.read_text(encoding="utf-8").replace("step_min", "step_mins"), encoding="utf-8")
    refused = bare.run(WABOT, "run", "--config", f"{salon}/config.toml")
    assert refused.returncode == 78
    assert "did you mean step_min" in refused.stderr


def test_a_customer_of_the_demo_books_over_http(bare: BareRoot) -> None:
    with bare.running(WABOT, "demo", "--port", "0") as daemon:
        olya = "+79165550101"

        def write_until(text: str, is_done: Callable[[], bool]) -> None:
            assert daemon.request("POST", "/demo/messages", {"phone": olya, "text": text})[0] == 200
            while not is_done():
                pass

        chat = f"/demo/chat?phone=%2B{olya[1:]}"
        write_until("хочу на массаж", lambda: "1)" in daemon.request("GET", chat)[1])
        write_until("1", lambda: daemon.request("GET", "/api/appointments?days=60")[1]["appointments"])
        [visit] = daemon.request("GET", "/api/appointments?days=60")[1]["appointments"]
        assert (visit["phone"], visit["services"], visit["status"]) == (olya, ["massage"], "booked")
        assert '<html lang="ru">' in daemon.request("GET", "/")[1]
        code, seconds = daemon.stop(signal.SIGTERM)
        assert (code, seconds < 10) == (0, True)
    assert not list((bare.path / "tmp").glob("wabot-demo-*"))


def test_the_service_manager_hears_all_it_should(bare: BareRoot, salon: str) -> None:
    with ServiceManager(bare.path / "run" / "notify") as manager:
        told = {"NOTIFY_SOCKET": "/run/notify", "WATCHDOG_USEC": "3000000"}
        with bare.running(WABOT, "run", "--config", f"{salon}/config.toml", **told) as daemon:
            assert manager.hears("READY") == "1"
            daemon.find("session reconnecting: WhatsApp cannot be reached")
            assert manager.hears("WATCHDOG") == "1"
            assert manager.hears("STATUS").startswith("reconnecting, 0 queued")
            second = bare.run(WABOT, "run", "--config", f"{salon}/config.toml")
            assert second.returncode == 75
            config = bare.path / salon.lstrip("/") / "config.toml"
            whole = config.read_text(encoding="utf-8")
            config.write_text(whole.replace("price = 1600", 'price = "free"'), encoding="utf-8")
            os.kill(daemon.process.pid, signal.SIGHUP)
            assert manager.hears("RELOADING") == "1"
            assert "refused (1 fault" in manager.hears("STATUS", beside="READY")
            config.write_text(whole.replace("price = 1600", "price = 1750"), encoding="utf-8")
            os.kill(daemon.process.pid, signal.SIGHUP)
            assert manager.hears("STATUS", beside="READY") == "the configuration was read anew"
            assert manager.hears("WATCHDOG") == "1"
            assert daemon.stop(signal.SIGTERM)[0] == 0
            assert manager.hears("STOPPING") == "1"


def test_a_script_is_played_and_a_backup_reads_back(bare: BareRoot, salon: str) -> None:
    config = ("--config", f"{salon}/config.toml")
    with bare.running(WABOT, "run", *config) as daemon:
        assert daemon.stop()[0] == 0
    made = bare.run(WABOT, "backup", *config, f"{salon}/salon.zip")
    assert (made.returncode, made.stdout) == (0, f"{salon}/salon.zip: 0 appointments, with a link to WhatsApp\n")
    restored = bare.run(WABOT, "restore", *config, f"{salon}/salon.zip")
    assert restored.returncode == 0
    heard = bare.run(WABOT, "slots", *config, "--service", "massage", "--days", "30", "--json")
    assert json.loads(heard.stdout.splitlines()[0])["service"] == "massage"
