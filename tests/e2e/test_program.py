"""The program as a person at a terminal and a script meet it."""

import json
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.e2e.program import DEADLINE_S, running, wabot
from tests.salon import CONFIG_FILE

CONFIG = CONFIG_FILE.read_text(encoding="utf-8").replace("port = 8080", "port = 0")


@pytest.fixture
def salon(tmp_path: Path) -> Path:
    """A folder with a configuration, as an owner has it."""
    (tmp_path / "config.toml").write_text(CONFIG, encoding="utf-8")
    return tmp_path


def test_run_serves_while_whatsapp_cannot_be_reached(salon: Path) -> None:
    with running("run", cwd=salon) as daemon:
        daemon.find("session reconnecting: WhatsApp cannot be reached")
        status, health = daemon.request("GET", "/health", Authorization="")
        assert (status, health["status"], health["session"]["state"]) == (200, "degraded", "reconnecting")
        assert daemon.request("GET", "/live", Authorization="")[0] == 200
        code, seconds = daemon.stop()
        assert code == 0
        assert seconds < 5


def test_a_second_daemon_names_the_first_and_exits_75(salon: Path) -> None:
    with running("run", cwd=salon) as daemon:
        second = wabot("run", cwd=salon)
        assert second.returncode == 75
        assert f"process {daemon.process.pid}" in second.stderr
        assert "Traceback" not in second.stderr
        daemon.stop(signal.SIGKILL)
        with running("run", cwd=salon) as third:
            assert third.stop(signal.SIGINT)[0] == 0


def test_the_doctor_looks_on_while_the_daemon_runs(salon: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    (salon / "config.toml").write_text(CONFIG.replace("port = 0", f"port = {port}"), encoding="utf-8")
    with running("run", cwd=salon) as daemon:
        daemon.find("session reconnecting: WhatsApp cannot be reached")
        outcome = wabot("doctor", cwd=salon)
        assert outcome.returncode == 1
        assert f"ok   daemon: process {daemon.process.pid}, 0 to answer, 0 to send" in outcome.stdout
        assert "BAD  session: reconnecting (WhatsApp cannot be reached" in outcome.stdout
        assert "ok   wabot.db: the book, whole" in outcome.stdout
        assert daemon.stop()[0] == 0
    assert "BAD  daemon: not running" in wabot("doctor", cwd=salon).stdout


def test_sighup_reads_the_configuration_anew_without_dropping_anything(salon: Path) -> None:
    with running("run", cwd=salon) as daemon:
        daemon.find("session reconnecting: WhatsApp cannot be reached")
        (salon / "config.toml").write_text(CONFIG.replace("price = 1600", 'price = "free"'), encoding="utf-8")
        daemon.process.send_signal(signal.SIGHUP)
        daemon.find(r"config\.toml, refused: services\.manicure\.price: ")
        daemon.find(r"the configuration was refused \(1 fault, see the log\): the older one is in force")
        new = CONFIG.replace('id = "brows"', 'id = "eyebrows"').replace('["brows",', '["eyebrows",')
        (salon / "config.toml").write_text(new.replace("port = 0", "port = 1"), encoding="utf-8")
        daemon.process.send_signal(signal.SIGHUP)
        daemon.find("restart for web.port")
        daemon.find("the configuration was read anew and is in force")
        assert daemon.request("GET", "/api/slots?service=eyebrows")[0] == 200
        assert daemon.request("GET", "/health")[1]["session"]["state"] == "reconnecting"
        assert daemon.stop()[0] == 0


def test_every_configuration_fault_is_told_at_once_and_exits_78(salon: Path) -> None:
    broken = CONFIG.replace("step_min = 15", "step_mins = 15").replace("length_min = 75", 'length_min = "long"')
    (salon / "config.toml").write_text(broken, encoding="utf-8")
    for command in ("run", "demo", "check"):
        outcome = wabot(command, cwd=salon)
        assert outcome.returncode == 78
        assert "booking.step_mins: unknown key; did you mean step_min?" in outcome.stderr
        assert "services.pedicure.length_min" in outcome.stderr
        assert outcome.stdout == ""


def test_commands_that_need_the_daemon_say_so_and_exit_69(salon: Path) -> None:
    block = ("block", "anna", "2026-11-21T12:00", "2026-11-21T15:00")
    forget = ("forget-customer", "+79161234567")
    for command in (("status",), ("login-link",), ("appointments", "--json"), block, forget):
        outcome = wabot(*command, cwd=salon)
        assert outcome.returncode == 69
        assert "wabot run" in outcome.stderr


def test_wrong_usage_exits_2(salon: Path) -> None:
    massage = ["slots", "--service", "massage"]
    far = ([*massage, "--from", "9999-12-31"], [*massage, "--now", "9999-12-31T00:00"], ["chat", "--now", "0001-01-01"])
    for arguments in (["nonsense"], ["slots"], ["slots", "--service", "nails"], ["chat", "--now", "noon"], *far):
        assert wabot(*arguments, cwd=salon).returncode == 2
    assert wabot("--version", cwd=salon).stdout.startswith("wabot 0.")


def test_no_command_but_run_imports_the_whatsapp_library(salon: Path) -> None:
    probe = (
        "import sys, wabot.cli, wabot.app, wabot.ops.chat, wabot.ops.free_times, wabot.ops.checking, "
        "wabot.ops.understanding, wabot.ops.daemon, wabot.ops.doctor, wabot.web.server, wabot.whatsapp.simulated; "
        "print([name for name in sys.modules if name.split('.')[0] in ('neonize', 'magic')])"
    )
    loaded = subprocess.run([sys.executable, "-c", probe], cwd=salon, capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "[]"


def test_demo_answers_over_its_page_and_leaves_in_time(tmp_path: Path) -> None:
    with running("demo", "--port", "0", cwd=tmp_path) as daemon:
        message = {"phone": "+79165550101", "text": "здравствуйте"}
        assert daemon.request("POST", "/demo/messages", message)[0] == 200
        chat, deadline = "", time.monotonic() + DEADLINE_S
        while "ours" not in chat and time.monotonic() < deadline:
            chat = daemon.request("GET", "/demo/chat?phone=%2B79165550101")[1]["chat"]
        assert "Здравствуйте! Это салон «Лаванда»." in chat
        assert daemon.stop()[0] == 0


def test_slots_reads_the_book_of_a_running_salon(salon: Path) -> None:
    script = {"from": "+79161234567", "text": "массаж завтра в 15:00", "at": "2026-11-20T10:00:00+03:00"}
    booked = wabot("chat", "--jsonl", "--state", "state", cwd=salon, stdin=json.dumps(script) + "\n")
    assert json.loads(booked.stdout)["appointments"][0]["services"] == ["massage"]
    now = ["--from", "2026-11-21", "--days", "1", "--now", "2026-11-20T10:00:00+03:00", "--json"]
    free = [json.loads(line) for line in wabot("slots", "--service", "massage", *now, cwd=salon).stdout.splitlines()]
    starts = [slot["start"] for slot in free]
    assert "2026-11-21T14:00:00+03:00" in starts
    assert "2026-11-21T16:00:00+03:00" in starts
    assert not any("2026-11-21T14:15" <= start < "2026-11-21T16:00" for start in starts)
    assert free[0] == {
        "service": "massage", "staff": "ekaterina", "room": None,
        "start": "2026-11-21T10:00:00+03:00", "end": "2026-11-21T11:00:00+03:00",
    }  # fmt: skip
