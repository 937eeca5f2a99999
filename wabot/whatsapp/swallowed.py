"""What the library says in its log and nowhere else (whatsmeow of 2026-09).

Messages that it confirmed and swallowed: it happens when the process died between decrypting a message and telling us.
Redelivered, it counts as known. And that it could not write its database: a message that comes then is not decrypted,
is asked for anew a few times, and is lost unless the connection is cut at once.
"""

import logging
import re
from collections.abc import Callable
from datetime import UTC, datetime

from wabot.domain.correspondence import IncomingMessage, Kind
from wabot.domain.customers import Contact
from wabot.types import Lid, MessageId, PhoneNumber

LOGGER = "whatsmeow.Client"
_DISK = re.compile(
    r"disk I/O error.*|database or disk is full|attempt to write a readonly database|unable to open database file"
)
_LINE = re.compile(r"Ignoring message (\S+) from (\d+)(?::\d+)?@(lid|s\.whatsapp\.net)(?: in \2@\3)?: .*old counter")


def parse_swallowed(line: str, now: datetime) -> IncomingMessage | None:
    """The message that a line of the log names, without its words; None when it names none, or one in a group."""
    found = _LINE.search(line)
    if found is None:
        return None
    number, user, server = found.groups()
    contact = Contact(lid=Lid(f"{user}@lid")) if server == "lid" else Contact(phone=PhoneNumber(f"+{user}"))
    return IncomingMessage(id=MessageId(number), contact=contact, sent_at=now, kind=Kind.LOST)


def parse_unwritten(line: str) -> str | None:
    """Why the library could not write its database; None when the line does not say that."""
    found = _DISK.search(line)
    return found[0] if found else None


class LogWatch(logging.Handler):
    """Reads the library's log. What it calls is called on a thread of the library's."""

    def __init__(self, swallowed: Callable[[IncomingMessage], None], unwritten: Callable[[str], None]) -> None:
        super().__init__(logging.WARNING)
        self._swallowed = swallowed
        self._unwritten = unwritten

    def emit(self, record: logging.LogRecord) -> None:
        line = record.getMessage()
        message = parse_swallowed(line, datetime.now(UTC))
        if message is not None:
            self._swallowed(message)
        elif (why := parse_unwritten(line)) is not None:
            self._unwritten(why)
