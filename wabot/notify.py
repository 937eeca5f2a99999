"""What systemd is told of us, as sd_notify(3) has it. Without systemd nothing is told to nobody."""

import os
import socket
from collections.abc import Mapping
from datetime import timedelta
from typing import Self


class Notifier:
    """A line to the service manager; what it does not take is lost, as it is news and no order."""

    def __init__(self, address: str | None, watchdog: timedelta | None) -> None:
        """`watchdog`: how long systemd waits for a sign of life, None: it does not."""
        self._address = address
        self.watchdog = watchdog

    @classmethod
    def from_environment(cls, environment: Mapping[str, str], pid: int) -> Self:
        """The line of NOTIFY_SOCKET; a watchdog that is meant for another process is not ours."""
        microseconds = environment.get("WATCHDOG_USEC", "")
        is_ours = environment.get("WATCHDOG_PID", str(pid)) == str(pid)
        watchdog = timedelta(microseconds=int(microseconds)) if microseconds.isdigit() and is_ours else None
        return cls(environment.get("NOTIFY_SOCKET"), watchdog)

    def tell(self, **words: str | int) -> None:
        """Send variables such as READY=1 and STATUS="online, 3 queued"; a value is one line."""
        if not self._address:
            return
        lines = "\n".join(f"{name}={str(value).splitlines()[0]}" for name, value in words.items())
        address = f"\0{self._address[1:]}" if self._address.startswith("@") else self._address
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK) as line:
            try:
                line.sendto(lines.encode(), address)
            except OSError:
                return


def from_systemd() -> Notifier:
    """The line this process was started with."""
    return Notifier.from_environment(os.environ, os.getpid())


SILENT = Notifier(None, None)
