"""What needs a person, above the day."""

import sqlite3

from wabot.storage.chats import Chat, last_words, waiting_chats
from wabot.storage.database import Database
from wabot.web.connection import say_moment
from wabot.web.view import View
from wabot.web.words import Words

LONGEST_QUOTE = 200


class Attention:
    """Parts of a page, each empty while all is well."""

    def __init__(self, view: View, words: Words, database: Database) -> None:
        self._view = view
        self._words = words
        self._database = database

    async def parts(self) -> dict[str, str]:
        """All of them by their ids."""
        return {
            "reading": self._reading(),
            "asks": await self._asks(),
            "unsettled": await self._unsettled(),
            "silent": await self._silent(),
        }

    def _reading(self) -> str:
        """A configuration that was read anew and is not in force, or not all of it."""
        return self._words.render("reading.html", it=self._view.reading()).strip()

    async def _asks(self) -> str:
        """Who waits for a person, and the last words of each."""

        def read(db: sqlite3.Connection) -> list[tuple[Chat, str]]:
            return [(chat, last_words(db, chat.customer.id)) for chat in waiting_chats(db)]

        rows = [
            {
                "customer": chat.customer.id,
                "who": chat.customer.name or str(chat.customer.contact),
                "since": say_moment("since", chat.ask.asked_at, self._view.now, self._words),
                "reason": chat.ask.reason,
                "words": quoted(words),
            }
            for chat, words in await self._database.read(read)
            if chat.ask is not None
        ]
        return self._words.render("asks.html", rows=rows).strip()

    async def _unsettled(self) -> str:
        number, latest = await self._view.unsettled()
        rows = [
            {
                "at": say_moment("moment", mail.queued_at, self._view.now, self._words),
                "to": f"{mail.name or ''} {mail.contact.for_log}".strip(),
                "state": mail.state,
            }
            for mail in latest
        ]
        return self._words.render("unsettled.html", number=number, rows=rows).strip() if number else ""

    async def _silent(self) -> str:
        """Where nobody is answered although WhatsApp works: by the owner's word, or because a machine writes there."""
        since, loops = await self._view.silence()
        everywhere = say_moment("silent-since", since, self._view.now, self._words) if since else None
        rows = [
            {
                "at": say_moment("moment", loop.noticed_at, self._view.now, self._words),
                "who": f"{loop.name or ''} {loop.contact.for_log}".strip(),
            }
            for loop in loops
        ]
        return self._words.render("silent.html", everywhere=everywhere, loops=rows).strip()


def quoted(words: str) -> str:
    """Words of a customer on one line, as long as a glance."""
    line = " ".join(words.split())
    return f"{line[:LONGEST_QUOTE]}…" if len(line) > LONGEST_QUOTE else line
