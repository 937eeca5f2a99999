"""How people come in: by a one-time link, or with the salon's password."""

import math
from typing import NotRequired

from aiohttp import web
from typing_extensions import TypedDict

from wabot.web.access import COOKIE, COOKIE_VALID, Access, scheme_of, too_many
from wabot.web.bodies import parse_form
from wabot.web.passwords import Passwords
from wabot.web.words import Words


class CodeQuery(TypedDict):
    """The query of GET /login; `code` is the one of a link."""

    code: NotRequired[str]


class PasswordForm(TypedDict):
    """The form of POST /login."""

    password: str


class Login:
    """The log-in page, and what it leads to. `password_hash` empty: there is no password, only links."""

    def __init__(self, access: Access, words: Words, passwords: Passwords, password_hash: str) -> None:
        self._access = access
        self._words = words
        self._passwords = passwords
        self._password_hash = password_hash

    def add_to(self, router: web.UrlDispatcher) -> None:
        """Its routes."""
        router.add_get("/login", self._by_link, allow_head=False)  # to look whether a link works would spend it
        router.add_post("/login", self._by_password)
        router.add_post("/logout", self._leave)
        router.add_post("/api/login-link", self._new_link)

    def invite(self) -> web.Response:
        """For a person at a browser who is not known."""
        return self._page(401)

    async def _by_link(self, request: web.Request) -> web.Response:
        cookie = self._access.use_link(request.query.get("code", ""))
        if cookie is not None:
            return self._let_in(request, cookie, self._welcome())
        if self._access.is_known(request):
            return _to_the_page()
        wait = self._access.strike(request)
        return self._page(403, spent="code" in request.query) if wait is None else too_many(wait)

    async def _by_password(self, request: web.Request) -> web.Response:
        given = parse_form(await request.read()).get("password")
        if not self._password_hash or not given:
            return self._page(403)
        if self._passwords.wait is None and await self._passwords.is_right(given, self._password_hash):
            return self._let_in(request, self._access.new_cookie(), _to_the_page())
        wait = self._passwords.wait
        if wait is None:
            return self._page(403, wrong=True)
        seconds = math.ceil(wait.total_seconds())
        answer = self._page(429, wait=seconds)
        answer.headers["Retry-After"] = str(seconds)
        return answer

    async def _leave(self, _request: web.Request) -> web.Response:
        answer = _to_the_page()
        answer.del_cookie(COOKIE, path="/")
        return answer

    async def _new_link(self, request: web.Request) -> web.Response:
        return web.json_response(
            {"success": True, "url": f"{scheme_of(request)}://{request.host}{self._access.new_link()}"}
        )

    def _welcome(self) -> web.Response:
        """Goes on to the page by itself. A redirect would not do: where the link stood on another site, it would be
        that site's doing, and browsers (RFC 6265bis, 5.2) leave out the cookie it has just brought.
        """
        return web.Response(text=self._words.render("welcome.html"), content_type="text/html")

    def _let_in(self, request: web.Request, cookie: str, answer: web.Response) -> web.Response:
        is_tls = scheme_of(request) == "https"
        age = int(COOKIE_VALID.total_seconds())
        answer.set_cookie(COOKIE, cookie, httponly=True, samesite="Strict", secure=is_tls, max_age=age, path="/")
        return answer

    def _page(self, status: int, *, spent: bool = False, wrong: bool = False, wait: int = 0) -> web.Response:
        html = self._words.render(
            "login.html", spent=spent, wrong=wrong, wait=wait, has_password=bool(self._password_hash)
        )
        return web.Response(text=html, status=status, content_type="text/html")


def _to_the_page() -> web.Response:
    return web.Response(status=303, headers={"Location": "/"})
