"""The log: loguru on stderr, with the standard library's routed in."""

import logging
import os
import re
import sys
from typing import TextIO

from loguru import logger

_FORMAT = "{time:YYYY-MM-DD HH:mm:ss.SSS} {level:<7} {message}"
_JOURNAL_FORMAT = "{message}"  # journald stamps and ranks lines itself
_NUMBER = re.compile(r"\d{3,}(\d{4})")  # phone numbers and hidden ids, which the WhatsApp library names in full
_CHATTY = ("aiosqlite", "asyncio", "aiohttp.access", "fluent", "tenacity")


class _ToLoguru(logging.Handler):
    """Hands records of the standard library's loggers to loguru."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            level: str | int = logger.level(record.levelname).name
        except ValueError:
            level = record.levelno
        words = record.getMessage()
        text = masked(words) if record.name.lower().startswith("whatsmeow") else shown(words)
        logger.opt(exception=record.exc_info).log(level, "{}: {}", record.name, text)


def set_up_logs(level: str, sink: TextIO = sys.stderr) -> None:
    """Log to `sink` from `level` on. Message text and whole phone numbers appear at DEBUG only.

    Call it again after importing neonize, whose import gives the root logger a handler of its own.
    """
    logger.remove()
    journal = "JOURNAL_STREAM" in os.environ
    # `diagnose` would print the values of variables, customers' words among them, into tracebacks.
    logger.add(sink, level=level, format=_JOURNAL_FORMAT if journal else _FORMAT, diagnose=False, backtrace=False)
    logging.basicConfig(handlers=[_ToLoguru()], level=logging.INFO if level != "DEBUG" else logging.DEBUG, force=True)
    if level != "DEBUG":
        for name in ("whatsmeow", "Whatsmeow"):
            logging.getLogger(name).setLevel(logging.WARNING)
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)


def shown(text: str, most: int = 300) -> str:
    """Text from strangers as a log may show it: no control characters, not endless."""
    cut = text if len(text) <= most else f"{text[:most]}…"
    return "".join(character if character.isprintable() else "·" for character in cut)


def masked(text: str, most: int = 300) -> str:
    """Words of the WhatsApp library as a log may show them: `shown`, of each long number the last four digits."""
    return _NUMBER.sub(r"…\1", shown(text, most))
