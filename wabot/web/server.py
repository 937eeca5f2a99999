"""The server's life, from listening to the last answer."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from datetime import datetime

import anyio
from aiohttp import web, web_app

from wabot.clock import Clock
from wabot.config import Config, Reading, Web
from wabot.errors import WabotError
from wabot.language.listener import Listener
from wabot.storage.database import Database
from wabot.web.access import Access, load_token
from wabot.web.clerk import Wake
from wabot.web.lasting import Lasting
from wabot.web.limits import LINGER_S, SILENT_S, at_most, server_log
from wabot.web.metrics import LoopLag, Metrics
from wabot.web.openapi import serve_openapi
from wabot.web.routes import Routes
from wabot.web.site import Site
from wabot.web.view import View
from wabot.web.words import Words
from wabot.whatsapp.session import Session

HTTP_PORT = 80  # browsers leave it out of the Host header
GRACE_S = 2.0


class ServedPage:
    """The page while it is served. `grace_s`: how long requests under way may take once it closes."""

    def __init__(self, address: str, access: Access, routes: Collection[web.AbstractRoute]) -> None:
        self.address = address
        self.routes = routes
        self.grace_s = GRACE_S
        self._access = access

    def login_link(self) -> str:
        """A one-time link to the page, valid ten minutes."""
        return self.address.rstrip("/") + self._access.new_link()


@asynccontextmanager
async def open_page(
    config: Config,
    door: socket.socket,
    database: Database,
    session: Session,
    clock: Clock,
    *,
    lasting: Lasting,
    listener: Listener,
    wake: Wake,
    reading: Callable[[], Reading],
    started_at: datetime,
) -> AsyncIterator[ServedPage]:
    """Serve the page and the API behind the door until the block is left; who comes then waits at the door.

    `lasting` is what it has in common with pages before and after it; `listener` tells what is understood of customers'
    messages; `wake` is called for each customer for whom a message was put into the outbox; `reading` tells what became
    of the configuration when it was last read anew.
    `started_at`: when wabot started, which may be long before the page was last opened.
    """
    token = load_token(config.state)
    port = door.getsockname()[1]
    password_hash = config.web.password_hash
    access = Access(token, _hosts(config.web, port), clock, lasting.links, lasting.strikes, password_hash)
    view = View(config.salon, database, session, clock, reading, started_at)
    words = Words(config.salon)
    site = Site(view, access, database, words, lasting, password_hash)
    app = site.application()
    Routes(config, listener, view, words, database, wake).add_to(app.router)
    lag = LoopLag()
    Metrics(database, session, clock, lag).add_to(app.router)
    serve_openapi(app.router, config.salon)
    page = ServedPage(f"http://{config.web.url_host}:{port}/", access, app.router.routes())
    runner = web.AppRunner(
        app, access_log=None, logger=server_log(), keepalive_timeout=SILENT_S, lingering_time=LINGER_S
    )
    await runner.setup()
    assert runner.server is not None
    listening = await asyncio.get_running_loop().create_server(at_most(runner.server), sock=door.dup())
    try:
        yield page
    finally:
        lag.close()
        listening.close()
        with anyio.CancelScope(shield=True):
            await _close(runner, page.grace_s)


async def _close(runner: web.AppRunner, grace_s: float) -> None:
    """Answer what is under way, and leave."""
    assert runner.server is not None
    runner.server.pre_shutdown()  # connections without a request are closed at once, not after the grace
    await runner.shutdown()
    await runner.server.shutdown(grace_s)
    await runner.cleanup()
    # aiohttp keeps 1024 handlers of applications that are no more, 2 MB each time the configuration is read anew.
    web_app._cached_build_middleware.cache_clear()  # noqa: SLF001


def open_door(where: Web) -> socket.socket:
    """The listening socket of `[web]`, to be closed by the caller. WabotError when the port is taken."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            where.host, where.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen()
    except OSError as error:
        raise WabotError(
            f"the page cannot be served on {where.host}:{where.port}: {error.strerror}; "
            "stop what uses the port, or set another web.port"
        ) from None
    return listener


def _hosts(where: Web, port: int) -> set[str]:
    """The names a browser may ask for: a page of another name must not reach this server through its visitor."""
    names = {"localhost", "127.0.0.1", "[::1]", where.url_host}
    return {f"{name}:{port}" for name in names} | (names if port == HTTP_PORT else set()) | set(where.allowed_hosts)
