"""Conversations, and a person's part in them."""

import secrets
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import anyio
from aiohttp import web

from wabot.domain.appointments import Appointment, Status
from wabot.language.spoken import spoken_day
from wabot.storage.chats import Chat, Line, find_chat, list_chats, recent_lines, search_chats
from wabot.storage.database import Database
from wabot.storage.visits import customer_appointments
from wabot.types import CustomerId
from wabot.web.chats import LONGEST_MESSAGE
from wabot.web.connection import say_moment
from wabot.web.conversation import Conversation
from wabot.web.layout import service_name, staff_name
from wabot.web.pages.acts import Acts, told
from wabot.web.pages.attention import quoted
from wabot.web.pages.forms import posted
from wabot.web.pages.frame import Frame
from wabot.web.switchboard import Switchboard
from wabot.web.view import View
from wabot.web.words import Words
from wabot.whatsapp.session import State

MOST_CHATS = 60
MOST_LINES, ALL_LINES = 80, 1000
LONGEST_KEY = 64
_AHEAD = frozenset({Status.BOOKED, Status.CONFIRMED})


@dataclass(frozen=True, slots=True)
class Talk:
    """What was read of one chat, all of one moment."""

    chat: Chat
    lines: Sequence[Line]
    visits: Sequence[Appointment]


class ChatPages:
    """/chats: the list, and one of them beside it."""

    def __init__(
        self,
        frame: Frame,
        view: View,
        words: Words,
        database: Database,
        conversation: Conversation,
        switchboard: Switchboard,
    ) -> None:
        self._frame = frame
        self._view = view
        self._words = words
        self._database = database
        self._conversation = conversation
        self._switchboard = switchboard
        self._acts = Acts(words)

    def add_to(self, router: web.UrlDispatcher) -> None:
        """Its routes."""
        router.add_get("/chats", self._frame.shared(self._list))
        router.add_get("/chats/parts", self._frame.shared(self._list_changes))
        router.add_get(r"/chats/{id:\d{1,18}}", self._page)
        router.add_get(r"/chats/{id:\d{1,18}}/parts", self._frame.shared(self._changes))
        router.add_post(r"/chats/{id:\d{1,18}}/settle", self._settle)
        router.add_post(r"/chats/{id:\d{1,18}}/hold", self._hold)
        router.add_post(r"/chats/{id:\d{1,18}}/release", self._release)
        router.add_post(r"/chats/{id:\d{1,18}}/send", self._send)

    async def _list(self, request: web.Request) -> web.Response:
        text = _looked_for(request)
        source = f"/chats/parts?{request.rel_url.raw_query_string}"
        parts = {"chats": await self._chats(text, None)}
        return await self._frame.page("chats.html", parts, here="chats", source=source, text=text, said=told(request))

    async def _list_changes(self, request: web.Request) -> web.Response:
        return await self._frame.changes({"chats": await self._chats(_looked_for(request), None)})

    async def _page(self, request: web.Request) -> web.Response:
        talk = await self._talk(request)
        if talk is None:
            raise web.HTTPSeeOther("/chats?said=no_chat")
        customer = talk.chat.customer
        tail = "?all=1" if "all" in request.query else ""
        return await self._frame.page(
            "talk.html",
            await self._parts(talk),
            here="chats",
            source=f"/chats/{customer.id}/parts{tail}",
            said=told(request),
            customer=customer,
            who=self._conversation.who(customer),
            key=secrets.token_hex(8),
            longest=LONGEST_MESSAGE,
            hours=self._switchboard.handoff.total_seconds() / 3600,
            is_cut=len(talk.lines) == MOST_LINES,
        )

    async def _changes(self, request: web.Request) -> web.Response:
        talk = await self._talk(request)
        return await self._frame.changes(await self._parts(talk) if talk is not None else {})

    async def _talk(self, request: web.Request) -> Talk | None:
        customer, now = _customer(request), self._view.now
        most = ALL_LINES if "all" in request.query else MOST_LINES

        def read(db: sqlite3.Connection) -> Talk | None:
            chat = find_chat(db, customer)
            if chat is None:
                return None
            visits = [it for it in customer_appointments(db, customer, since=now) if it.status in _AHEAD]
            return Talk(chat, recent_lines(db, customer, most), visits)

        return await self._database.read(read)

    async def _parts(self, talk: Talk) -> dict[str, str]:
        told_lines = await anyio.to_thread.run_sync(self._conversation.tell, talk.chat, talk.lines, self._view.now)
        return {
            "chats": await self._chats("", talk.chat.customer.id),
            "talk": await self._head(talk),
            "lines": self._frame.render("lines.html", lines=told_lines),
        }

    async def _chats(self, text: str, here: CustomerId | None) -> str:
        find = partial(search_chats, text=text) if text else partial(list_chats, most=MOST_CHATS)
        rows = [self._row(chat) for chat in await self._database.read(find)]
        return self._frame.render("chat_list.html", rows=rows, here=here, text=text)

    def _row(self, chat: Chat) -> dict[str, Any]:
        now, latest = self._view.now, chat.latest
        return {
            "chat": chat,
            "who": self._conversation.who(chat.customer),
            "at": self._conversation.glance(latest.at, now) if latest else "",
            "words": quoted(latest.text) if latest else "",
            "kind": self._conversation.kind(latest) if latest else None,
            "held": self._held(chat),
        }

    def _held(self, chat: Chat) -> str | None:
        """Until when a person talks to the customer; None when wabot does."""
        until, now = chat.customer.held_until, self._view.now
        return self._conversation.until(until, now) if until is not None and until > now else None

    async def _head(self, talk: Talk) -> str:
        chat, now = talk.chat, self._view.now
        silent, _ = await self._view.silence()
        return self._frame.render(
            "talk_head.html",
            chat=chat,
            who=self._conversation.who(chat.customer),
            asked=say_moment("since", chat.ask.asked_at, now, self._words) if chat.ask else None,
            held=self._held(chat),
            is_silent=silent is not None,
            is_online=self._view.session.status.state is State.ONLINE,
            visits=[(visit.id, self._visit(visit)) for visit in talk.visits],
        )

    def _visit(self, visit: Appointment) -> str:
        salon, now = self._view.salon, self._view.now
        at = visit.start_at.astimezone(salon.timezone)
        services = ", ".join(service_name(salon, service) for service in visit.services)
        day = spoken_day(at.date(), now.date(), self._words.lang)
        return f"{day}, {at:%H:%M}, {services}, {staff_name(salon, visit.staff)}"

    async def _settle(self, request: web.Request) -> web.Response:
        return self._done(request, await self._switchboard.settle(_customer(request)), "settled")

    async def _hold(self, request: web.Request) -> web.Response:
        return self._done(request, await self._switchboard.hold(_customer(request)), "held")

    async def _release(self, request: web.Request) -> web.Response:
        return self._done(request, await self._switchboard.release(_customer(request)), "released")

    async def _send(self, request: web.Request) -> web.Response:
        """What is sent twice, as by two presses, goes out once: the form has a `key`."""
        form = await posted(request)
        message = form["message"].replace("\r\n", "\n")
        if not message or len(message) > LONGEST_MESSAGE or not 0 < len(form["key"]) <= LONGEST_KEY:
            return self._acts.done(request, f"/chats/{_customer(request)}", "unwritten")
        chat = await self._switchboard.send(_customer(request), message, form["key"])
        return self._done(request, chat, "written", key=secrets.token_hex(8))

    def _done(self, request: web.Request, chat: Chat | None, said: str, **more: object) -> web.Response:
        if chat is None:
            return self._acts.done(request, "/chats", "no_chat")
        return self._acts.done(request, f"/chats/{chat.customer.id}", said, **more)


def _customer(request: web.Request) -> CustomerId:
    return CustomerId(int(request.match_info["id"]))


def _looked_for(request: web.Request) -> str:
    return request.query.get("q", "")[:100].strip()
