"""Answers that are made once for all who ask for them at the same moment."""

import gzip
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass

import anyio
from aiohttp import hdrs, web

MOST = 32  # answers kept, of one moment
_LIGHT = 6  # levels above it take twice as long to save a hundredth


@dataclass(frozen=True, slots=True)
class Copy:
    """An answer as it can be given again: its text, also packed to a fifth for a phone that is far away."""

    body: bytes
    packed: bytes
    content_type: str

    @classmethod
    def of(cls, answer: web.Response) -> "Copy":
        """Of an answer that was not given yet."""
        body = answer.body
        assert isinstance(body, bytes)
        return cls(body, gzip.compress(body, _LIGHT, mtime=0), answer.content_type)

    def answer(self, request: web.Request) -> web.Response:
        """To somebody who asks for it."""
        is_packed = "gzip" in request.headers.get(hdrs.ACCEPT_ENCODING, "").lower()
        headers = {hdrs.VARY: hdrs.ACCEPT_ENCODING} | ({hdrs.CONTENT_ENCODING: "gzip"} if is_packed else {})
        body = self.packed if is_packed else self.body
        return web.Response(body=body, headers=headers, content_type=self.content_type, charset="utf-8")


class Shared:
    """Makes one answer at a time.

    Every open page asks for its parts right after each change. Made beside each other, they would keep customers'
    answers waiting for as long as all of them take.
    """

    def __init__(self, moment: Callable[[], object]) -> None:
        """`moment`: as long as it gives the same, what is made anew is the same too."""
        self._moment = moment
        self._turn = anyio.Lock()
        self._made: tuple[object, dict[Hashable, Copy]] = (None, {})

    async def get(self, wanted: Hashable, make: Callable[[], Awaitable[web.Response]]) -> Copy:
        """What is named by `wanted`, as it is now or later: as it was made last, where nothing has changed, else what
        `make` gives. What `make` raises goes to who asked, and the next one makes it.
        """
        async with self._turn:
            moment, (made_at, copies) = self._moment(), self._made
            if made_at != moment or len(copies) >= MOST:
                copies = {}
                self._made = moment, copies
            if wanted not in copies:
                copies[wanted] = Copy.of(await make())
            return copies[wanted]
