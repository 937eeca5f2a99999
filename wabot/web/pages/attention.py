"""What needs a person, above the day."""

from wabot.web.connection import say_moment
from wabot.web.view import View
from wabot.web.words import Words


class Attention:
    """Parts of a page, each empty while all is well."""

    def __init__(self, view: View, words: Words) -> None:
        self._view = view
        self._words = words

    async def parts(self) -> dict[str, str]:
        """All of them by their ids."""
        return {"reading": self._reading(), "unsettled": await self._unsettled(), "silent": await self._silent()}

    def _reading(self) -> str:
        """A configuration that was read anew and is not in force, or not all of it."""
        return self._words.render("reading.html", it=self._view.reading()).strip()

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
