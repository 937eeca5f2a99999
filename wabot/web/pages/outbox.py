"""What waits to be sent, what did not go out and why, and what a person decides about it.

Beside customers' messages: the programs outside that did not take what they were to be told.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web

from wabot.domain.correspondence import SendState
from wabot.storage.database import Database
from wabot.storage.mail import Mail, list_mail
from wabot.storage.webhooks import list_untold
from wabot.types import OutboxId, WebhookId
from wabot.web.connection import say_moment
from wabot.web.fates import Fate, tell_fate
from wabot.web.mailroom import Mailroom
from wabot.web.pages.acts import Acts, told
from wabot.web.pages.forms import parse_number
from wabot.web.pages.frame import Frame
from wabot.web.view import View
from wabot.web.words import Words
from wabot.whatsapp.session import State

MOST = 100  # of a page; a link leads to older ones
OPEN = (SendState.QUEUED, SendState.SENDING, SendState.UNKNOWN, SendState.FAILED)
GROUPS = ("trouble", "doubt", "sending", "queued")
"""In their order on the page; their words are `mail-<it>`."""


@dataclass(frozen=True, slots=True)
class Row:
    """A message as it is shown; `stays` says why one waits."""

    mail: Mail
    at: str
    fate: Fate
    stays: str | None


class OutboxPage:
    """/outbox."""

    def __init__(self, frame: Frame, view: View, words: Words, database: Database, mailroom: Mailroom) -> None:
        self._frame = frame
        self._view = view
        self._words = words
        self._database = database
        self._mailroom = mailroom
        self._acts = Acts(words)

    def add_to(self, router: web.UrlDispatcher) -> None:
        """Its routes."""
        router.add_get("/outbox", self._frame.shared(self._page))
        router.add_get("/outbox/parts", self._frame.shared(self._changes))
        router.add_post(r"/outbox/{id:\d{1,18}}/retry", self._retry)
        router.add_post(r"/outbox/{id:\d{1,18}}/drop", self._drop)
        router.add_post(r"/outbox/webhooks/{webhook:[a-z0-9_-]{1,64}}/retry", self._tell_again)

    async def _page(self, request: web.Request) -> web.Response:
        before = _before(request)
        source = f"/outbox/parts?before={before}" if before else "/outbox/parts"
        return await self._frame.page(
            "outbox.html", await self._parts(before), here="outbox", source=source, said=told(request)
        )

    async def _changes(self, request: web.Request) -> web.Response:
        return await self._frame.changes(await self._parts(_before(request)))

    async def _parts(self, before: OutboxId | None) -> dict[str, str]:
        found = await self._database.read(lambda db: list_mail(db, OPEN, before, MOST))
        doubted = {mail.customer for mail in found if mail.is_in_doubt}
        groups: dict[str, list[Row]] = {group: [] for group in GROUPS}
        for mail in found:
            groups[_group(mail)].append(self._row(mail, is_behind=mail.customer in doubted))
        groups["queued"].reverse()  # the next one first
        older = found[-1].id if len(found) == MOST else None
        return {
            "mail": self._frame.render("mail.html", groups=groups, older=older, is_latest=before is None),
            "untold": self._frame.render("untold.html", receivers=await self._database.read(list_untold)),
        }

    def _row(self, mail: Mail, *, is_behind: bool) -> Row:
        at = say_moment("moment", mail.queued_at, self._view.now, self._words)
        stays = None
        if mail.state is SendState.QUEUED:
            is_online = self._view.session.status.state is State.ONLINE
            stays = self._words.say("waits-doubt" if is_behind else "waits-turn" if is_online else "waits-line")
        return Row(mail, at, tell_fate(mail.state, mail.reason, self._words), stays)

    async def _retry(self, request: web.Request) -> web.Response:
        return await self._decide(request, self._mailroom.retry, "again")

    async def _drop(self, request: web.Request) -> web.Response:
        return await self._decide(request, self._mailroom.drop, "dropped")

    async def _tell_again(self, request: web.Request) -> web.Response:
        count = await self._mailroom.tell_again(WebhookId(request.match_info["webhook"]))
        return self._acts.done(request, "/outbox", "told_again" if count else "too_late")

    async def _decide(
        self, request: web.Request, decide: Callable[[OutboxId], Awaitable[Mail | None]], said: str
    ) -> web.Response:
        mail = await decide(OutboxId(int(request.match_info["id"])))
        return self._acts.done(request, "/outbox", said if mail is not None else "too_late")


def _group(mail: Mail) -> str:
    if mail.is_in_doubt:
        return "doubt"
    return "trouble" if mail.state in {SendState.FAILED, SendState.UNKNOWN} else mail.state.value


def _before(request: web.Request) -> OutboxId | None:
    number = parse_number(request.query.get("before", ""))
    return OutboxId(number) if number is not None else None
