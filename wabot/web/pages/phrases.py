"""Phrases that were not understood, and the lines that teach wabot what they mean."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import anyio
from aiohttp import web

from wabot.language.listener import Listener
from wabot.storage.chats import Phrase, recent_phrases
from wabot.storage.database import Database
from wabot.types import CustomerId, Lang, PhoneNumber
from wabot.web.aliases import Meaning, as_alias, meanings, render_aliases
from wabot.web.connection import say_moment
from wabot.web.pages.attention import quoted
from wabot.web.pages.frame import Frame
from wabot.web.understood import is_understood
from wabot.web.view import View
from wabot.web.words import Words

LOOKED_BACK = timedelta(days=30)
MOST = 400  # of the latest messages


@dataclass(frozen=True, slots=True)
class Strange:
    """A phrase that was not understood: `times` as often, by whom and when it was written last; `alias` None where it
    is too long to be one.
    """

    words: str
    alias: str | None
    lang: Lang
    customer: CustomerId
    at: str
    times: int


class PhrasePages:
    """/phrases. What is understood is found out anew with every look: what was taught since is not among them."""

    def __init__(
        self,
        frame: Frame,
        view: View,
        words: Words,
        database: Database,
        listener: Listener,
        owner_phones: Collection[PhoneNumber],
    ) -> None:
        self._frame = frame
        self._view = view
        self._words = words
        self._database = database
        self._listener = listener
        staff = (person.phone for person in view.salon.staff)
        self._ours = {*owner_phones, *(phone for phone in staff if phone is not None)}
        self._meanings = {meaning.key: meaning for meaning in meanings(view.salon)}

    def add_to(self, router: web.UrlDispatcher) -> None:
        """Its routes."""
        router.add_get("/phrases", self._page)
        router.add_post("/phrases", self._lines)

    async def _page(self, _request: web.Request) -> web.Response:
        return await self._show()

    async def _lines(self, request: web.Request) -> web.Response:
        """The phrases that were ticked, as lines for the configuration."""
        form = await request.post()
        meaning = self._meanings.get(str(form.get("meaning", "")))
        chosen = [alias for text in form.getall("phrase", ()) if isinstance(text, str) and (alias := as_alias(text))]
        return await self._show(meaning, chosen)

    async def _show(self, meaning: Meaning | None = None, chosen: Sequence[str] = ()) -> web.Response:
        since = self._view.now - LOOKED_BACK
        phrases = await self._database.read(lambda db: recent_phrases(db, since, MOST, not_of=self._ours))
        strange = await anyio.to_thread.run_sync(self._not_understood, phrases)
        langs = {it.alias: it.lang for it in strange}
        values: dict[str, Any] = {"strange": strange, "meanings": self._meanings, "meaning": meaning, "chosen": chosen}
        values["line"] = (
            render_aliases(meaning, [(langs.get(alias, self._words.lang), alias) for alias in chosen])
            if meaning is not None and chosen
            else None
        )
        return await self._frame.page("phrases.html", {}, here="chats", source="/outbox/parts", **values)

    def _not_understood(self, phrases: Iterable[Phrase]) -> list[Strange]:
        """Each once, the latest first; for any thread."""
        times: dict[str, int] = {}
        found: dict[str, tuple[Phrase, Lang]] = {}
        for phrase in phrases:
            key = " ".join(phrase.text.casefold().split())
            times[key] = times.get(key, 0) + 1
            if times[key] > 1 or not any(letter.isalpha() for letter in key):
                continue
            at = phrase.at.astimezone(self._view.salon.timezone)
            heard = self._listener.hear(phrase.text, now=at, lang=phrase.lang)
            if not is_understood(heard):
                found[key] = phrase, heard.lang
        return [self._strange(phrase, lang, times[key]) for key, (phrase, lang) in found.items()]

    def _strange(self, phrase: Phrase, lang: Lang, times: int) -> Strange:
        at = say_moment("moment", phrase.at, self._view.now, self._words)
        return Strange(quoted(phrase.text), as_alias(phrase.text), lang, phrase.customer, at, times)
