"""Messages that the library confirmed and swallowed. It says so in its log and nowhere else (whatsmeow of 2026-09).

It happens when the process died between decrypting a message and telling us: redelivered, it counts as known.
"""

import logging
import re
from collections.abc import Callable
from datetime import UTC, datetime

from wabot.domain.correspondence import IncomingMessage, Kind
from wabot.domain.customers import Contact
from wabot.types import Lid, MessageId, PhoneNumber

LOGGER = "whatsmeow.Client"
_LINE = re.compile(r"Ignoring message (\S+) from (\d+)(?::\d+)?@(lid|s\.whatsapp\.net)(?: in \2@\3)?: .*old counter")


def parse_swallowed(line: str, now: datetime) -> IncomingMessage | None:
    """The message that a line of the log names, without its words; None when it names none, or one in a group."""
    found = _LINE.search(line)
    if found is None:
        return None
    number, user, server = found.groups()
    contact = Contact(lid=Lid(f"{user}@lid")) if server == "lid" else Contact(phone=PhoneNumber(f"+{user}"))
    return IncomingMessage(id=MessageId(number), contact=contact, sent_at=now, kind=Kind.LOST)


class LogWatch(logging.Handler):
    """Reads the library's log. `report` is called on a thread of the library's."""

    def __init__(self, report: Callable[[IncomingMessage], None]) -> None:
        super().__init__(logging.WARNING)
        self._report = report

    def emit(self, record: logging.LogRecord) -> None:
        message = parse_swallowed(record.getMessage(), datetime.now(UTC))
        if message is not None:
            self._report(message)
