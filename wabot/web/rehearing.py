"""What is understood today of what customers wrote earlier."""

from datetime import datetime, tzinfo

from wabot.domain.heard import Heard
from wabot.language.listener import Listener
from wabot.storage.chats import Line
from wabot.types import Lang

REMEMBERED = 2000  # lines


class Rehearing:
    """Hears lines of chats again, each once; their words are not kept here. For any thread but the event loop's: a
    chat of long messages takes a second.
    """

    def __init__(self, listener: Listener, zone: tzinfo) -> None:
        """`zone` is the salon's."""
        self._listener = listener
        self._zone = zone
        self._heard: dict[tuple[int, datetime, Lang | None], Heard] = {}

    def hear(self, line: Line, lang: Lang | None) -> Heard:
        """The meaning of what a customer wrote, on the day it was written; `lang` is the customer's language."""
        key = (line.id, line.at, lang)
        heard = self._heard.get(key)
        if heard is None:
            heard = self._listener.hear(line.text, now=line.at.astimezone(self._zone), lang=lang)
            if len(self._heard) >= REMEMBERED:
                self._heard.clear()
            self._heard[key] = heard
        return heard
