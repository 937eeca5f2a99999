"""Who may look: programs by the token, people by a one-time link that becomes a cookie."""

import hashlib
import hmac
import math
import secrets
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from pathlib import Path

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from wabot.clock import Clock
from wabot.disk import put_in_place
from wabot.errors import StateError
from wabot.web.allowance import Allowance
from wabot.web.errors import problem

COOKIE = "wabot"
SHORTEST_TOKEN = 32
LINK_VALID = timedelta(minutes=10)
COOKIE_VALID = timedelta(days=30)
OPEN_TO_ALL = frozenset({"/live", "/health", "/login", "/favicon.ico"})
OPEN_BELOW = ("/static/", "/calendar/")  # a calendar's address is its key
STRIKES = 30  # a minute, of all strangers together
_SAFE = frozenset({"GET", "HEAD"})


def load_token(folder: Path) -> str:
    """The token in <state>/token, made at first start (0600). StateError."""
    path = folder / "token"
    try:
        if not path.exists():
            fresh = folder / "token.new"
            fresh.touch(mode=0o600)
            fresh.write_text(secrets.token_urlsafe(32) + "\n", encoding="ascii")
            put_in_place(fresh, path)  # no crash and no power cut leaves half a token
        token = path.read_text(encoding="utf-8", errors="replace").strip()
        path.chmod(0o600)
    except OSError as error:
        raise StateError(f"{path} cannot be used: {error}; see `wabot doctor`, as root") from None
    if len(token) < SHORTEST_TOKEN or not token.isascii():
        raise StateError(f"{path} holds no token: delete it, a new one is made at the next start")
    return token


def _are_equal(given: str, wanted: str) -> bool:
    """Compare secrets without telling how much of them was right."""
    return hmac.compare_digest(given.encode(errors="surrogateescape"), wanted.encode())


class Links:
    """The one-time links that were made and not opened, each by a mark of its own."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._until: dict[str, datetime] = {}

    def add(self, mark: str) -> None:
        """One more, for ten minutes."""
        now = self._clock.now()
        for gone in [mark for mark, until in self._until.items() if until <= now]:
            del self._until[gone]
        self._until[mark] = now + LINK_VALID

    def take(self, mark: str) -> bool:
        """Whether it is one of them, which it is not from now on."""
        until = self._until.pop(mark, None)
        return until is not None and self._clock.now() < until


class Access:
    """Decides whether a request may pass."""

    def __init__(
        self,
        token: str,
        hosts: Collection[str],
        clock: Clock,
        links: Links,
        strikes: Allowance,
        password_hash: str = "",
    ) -> None:
        """`hosts` are the names the page is served under, as browsers write them (with the port). `strikes`: how many
        strangers may show what is none of ours. A new token or password ends every log-in and every link.
        """
        self._token = token
        self._key = f"{token}{password_hash}".encode()
        self._hosts = frozenset(hosts)
        self._clock = clock
        self._links = links
        self._strikes = strikes

    def new_link(self) -> str:
        """The path of a link that logs a person in, once, within ten minutes."""
        code = secrets.token_urlsafe(16)
        self._links.add(self._sign(code))
        return f"/login?code={code}"

    def use_link(self, code: str) -> str | None:
        """A cookie for a valid code, which is spent by this; else None."""
        return self.new_cookie() if self._links.take(self._sign(code)) else None

    def new_cookie(self) -> str:
        """What a person's browser shows from now on, for thirty days."""
        return self._cookie(self._clock.now() + COOKIE_VALID)

    def strike(self, request: web.Request) -> timedelta | None:
        """Note that a request showed a token, a cookie or a code that is none of ours, if it showed any. How long
        there is to wait when that happens too often; who shows the right one never waits.
        """
        shown = "Authorization" in request.headers or COOKIE in request.cookies or "code" in request.query
        return self._strikes.take() if shown else None

    def is_known(self, request: web.Request) -> bool:
        """Whether the request carries the token or a person's cookie."""
        scheme, _, given = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            return _are_equal(given.strip(), self._token)
        return self._is_cookie(request.cookies.get(COOKIE, ""))

    def is_from_here(self, request: web.Request) -> bool:
        """Whether the browser means this server: no name pointed at it from outside, nothing done for another site.

        Every browser says in Origin or Sec-Fetch-Site where a POST comes from; a cookie without either is refused.
        """
        host = request.headers.get("Host", "")  # `request.host` asks the name server where there is none
        if host.lower() not in self._hosts:
            return False
        if request.method in _SAFE:
            return True
        origin, site = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site")
        if origin is None and site is None:
            return COOKIE not in request.cookies
        is_ours = origin is None or origin.partition("://")[2].lower() in self._hosts
        return is_ours and site in {None, "same-origin"}

    def _cookie(self, until: datetime) -> str:
        expires = str(int(until.timestamp()))
        return f"{expires}.{self._sign(expires)}"

    def _is_cookie(self, cookie: str) -> bool:
        expires, _, signature = cookie.partition(".")
        genuine = _are_equal(signature, self._sign(expires))
        return genuine and int(expires) > self._clock.now().timestamp()

    def _sign(self, text: str) -> str:
        return hmac.new(self._key, text.encode(errors="surrogateescape"), hashlib.sha256).hexdigest()


def too_many(wait: timedelta) -> web.Response:
    """429 for who shows wrong tokens or codes too often."""
    seconds = math.ceil(wait / timedelta(seconds=1))
    words = f"too many wrong tokens; take the one from the state folder, and try again in {seconds} s"
    answer = problem(429, "too_many_attempts", words)
    answer.headers["Retry-After"] = str(seconds)
    return answer


def guard(access: Access, invite: Callable[[], web.Response]) -> Middleware:
    """Turn away who may not pass; `invite` tells a person at a browser how to log in."""

    @web.middleware
    async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
        if not access.is_from_here(request):
            return problem(403, "wrong_host", "this address is not served here; open the page by its own address")
        if request.path in OPEN_TO_ALL or request.path.startswith(OPEN_BELOW) or access.is_known(request):
            return await handler(request)
        wait = access.strike(request)
        if "text/html" in request.headers.get("Accept", ""):
            return invite()
        if wait is not None:
            return too_many(wait)
        return problem(
            401, "unauthorized", "log in with a link from `wabot login-link`, or send the token from the state folder"
        )

    return check


def scheme_of(request: web.Request) -> str:
    """How the visitor reaches us, also through a proxy that does the TLS."""
    return "https" if request.secure or request.headers.get("X-Forwarded-Proto") == "https" else "http"
