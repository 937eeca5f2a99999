"""What systemd hears by sd_notify(3), without systemd."""

import socket
from pathlib import Path
from typing import Self

DEADLINE_S = 20.0


class ServiceManager:
    """Holds the socket that NOTIFY_SOCKET names."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)

    def __enter__(self) -> Self:
        self._socket.bind(str(self._path))
        self._path.chmod(0o777)
        self._socket.settimeout(DEADLINE_S)
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()
        self._path.unlink()

    def hears(self, name: str, *, beside: str | None = None) -> str:
        """The value of that variable in the next message that has it, and `beside` it another one."""
        while True:
            told = dict(line.split("=", 1) for line in self._socket.recv(4096).decode().splitlines())
            if name in told and (beside is None or beside in told):
                return told[name]
