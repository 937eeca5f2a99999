"""Conversations, and a person's part in them."""

from aiohttp import web

from wabot.types import CustomerId
from wabot.web.pages.acts import Acts
from wabot.web.switchboard import Switchboard
from wabot.web.words import Words


class ChatPages:
    """/chats."""

    def __init__(self, words: Words, switchboard: Switchboard) -> None:
        self._switchboard = switchboard
        self._acts = Acts(words)

    def add_to(self, router: web.UrlDispatcher) -> None:
        """Its routes."""
        router.add_post(r"/chats/{id:\d{1,18}}/settle", self._settle)

    async def _settle(self, request: web.Request) -> web.Response:
        chat = await self._switchboard.settle(CustomerId(int(request.match_info["id"])))
        return self._acts.done(request, "/", "settled" if chat is not None else "no_chat")
