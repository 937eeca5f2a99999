"""The launcher starts nothing that could reach a real host."""

import subprocess
import sys

import pytest


def launch(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.whatsapp_server.launcher", *arguments, "--", "platform"]
    return subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)


@pytest.mark.parametrize("proxy", ["", "http://10.0.0.1:3128", "http://127.0.0.1.example:80", "socks5://127.0.0.1:1"])
def test_needs_a_proxy_on_loopback(proxy: str) -> None:
    result = launch("--proxy", proxy, "--ca", "ca.pem", "--root-key", "00" * 32)
    assert result.returncode == 2
    assert "127.0.0.1" in result.stderr
    assert result.stdout == ""


def test_needs_all_it_is_told() -> None:
    assert launch("--proxy", "http://127.0.0.1:1").returncode == 2
    assert launch("--proxy", "http://127.0.0.1:1", "--ca", "ca.pem", "--root-key", "00").returncode == 2
