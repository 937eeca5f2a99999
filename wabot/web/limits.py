"""How much of the server one client may have, and for how long."""

import asyncio
import logging
from collections.abc import Callable

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.typedefs import Handler

from wabot.web.errors import problem

LARGEST_BODY = 64 * 1024
SILENT_S = 15.0  # for the head of a request: the first one, and each after an answer
BODY_S = 10.0
LINGER_S = 2.0  # for the rest of a body that nobody reads
MOST_CONNECTIONS = 400  # of the 1024 files a process may usually open; the others are for databases and WhatsApp

_STRANGERS_FAULT = (HttpProcessingError, web.RequestPayloadError)


@web.middleware
async def read_in_time(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Have the whole body before anything is done. 408 when it does not come, 400 when it is not what it says."""
    if request.body_exists:
        try:
            async with asyncio.timeout(BODY_S):
                await request.read()
        except TimeoutError:
            return _hang_up(408, "too_slow", f"the body did not arrive within {BODY_S:.0f} s; nothing was done")
        except web.RequestPayloadError:
            return _hang_up(400, "bad_request", "the body cannot be read: it is cut off, or not compressed as it says")
    return await handler(request)


def _hang_up(status: int, code: str, error: str) -> web.Response:
    answer = problem(status, code, error)
    answer.force_close()
    return answer


def at_most(server: web.Server) -> Callable[[], asyncio.BaseProtocol]:
    """What serves new connections, as long as there are not too many."""

    def serve() -> asyncio.BaseProtocol:
        return server() if len(server.connections) < MOST_CONNECTIONS else _Full()

    return serve


def server_log() -> logging.Logger:
    """Aiohttp's own log without requests that are no HTTP: anybody can send them, and they are answered."""
    log = logging.getLogger("aiohttp.server")
    log.addFilter(_is_our_fault)
    return log


def _is_our_fault(record: logging.LogRecord) -> bool:
    return record.exc_info is None or not isinstance(record.exc_info[1], _STRANGERS_FAULT)


class _Full(asyncio.Protocol):
    """Hangs up."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        transport.abort()
