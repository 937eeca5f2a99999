"""The real program as a process."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

DEADLINE_S = 20.0


def wabot(*arguments: str, cwd: Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "wabot", *arguments],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        text=True,
        timeout=DEADLINE_S,
        check=False,
    )


@dataclass
class Daemon:
    """A running `wabot run` or `wabot demo`; its paths begin at `root`."""

    process: subprocess.Popen[str]
    root: Path = Path("/")
    log: list[str] = field(default_factory=list)
    more: threading.Condition = field(default_factory=threading.Condition)

    def read_log(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            with self.more:
                self.log.append(line)
                self.more.notify_all()

    def find(self, pattern: str) -> re.Match[str]:
        """Wait until a line of the log fits."""
        with self.more:
            found = self.more.wait_for(
                lambda: next((m for line in self.log if (m := re.search(pattern, line))), None), DEADLINE_S
            )
        assert found, f"{pattern} not in:\n{''.join(self.log)}"
        return found

    @property
    def address(self) -> str:
        return self.find(r"page: (http://\S+?)/ ")[1]

    @property
    def token(self) -> str:
        return (self.root / self.find(r"token in /(\S+)\)")[1]).read_text().strip()

    def request(self, method: str, path: str, body: object = None, **headers: str) -> tuple[int, Any]:
        """Status and body (parsed if JSON), with the token unless headers say otherwise."""
        given = {"Authorization": f"Bearer {self.token}", **headers}
        data = body if isinstance(body, bytes) else json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(
            self.address + path, data=data, method=method, headers={k: v for k, v in given.items() if v}
        )
        try:
            with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=10) as response:
                return response.status, _parsed(response)
        except urllib.error.HTTPError as error:
            with error:
                return error.code, _parsed(error)

    def stop(self, sign: signal.Signals = signal.SIGTERM) -> tuple[int, float]:
        """Exit code, and how long it took to leave."""
        begun = time.monotonic()
        self.process.send_signal(sign)
        return self.process.wait(DEADLINE_S), time.monotonic() - begun


def _parsed(response: Any) -> Any:
    text = response.read().decode()
    return json.loads(text) if "json" in response.headers.get("Content-Type", "") else text


@contextmanager
def running(*arguments: str, cwd: Path) -> Iterator[Daemon]:
    """Start the program and wait until it is ready; whatever is left of it is killed in the end."""
    command = (sys.executable, "-m", "wabot", *arguments)
    with started(command, cwd=cwd, env={**os.environ, "PYTHONUNBUFFERED": "1"}) as daemon:
        yield daemon


@contextmanager
def started(command: Sequence[str], *, cwd: Path, env: Mapping[str, str], root: Path = Path("/")) -> Iterator[Daemon]:
    """The same of any command that is the program."""
    process = subprocess.Popen(
        command, cwd=cwd, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=dict(env)
    )
    daemon = Daemon(process, root)
    reader = threading.Thread(target=daemon.read_log)
    reader.start()
    try:
        daemon.find(r"page: ")
        yield daemon
    finally:
        process.kill()
        process.wait()
        reader.join()
        assert process.stderr is not None
        process.stderr.close()
