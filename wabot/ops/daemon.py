"""Asking the running daemon, over its HTTP API."""

from typing import Any

import aiohttp

from wabot.config import Config
from wabot.errors import NoDaemon, WabotError
from wabot.storage.restoring import may_not_read

TIMEOUT_S = 40.0  # longer than the daemon itself waits for WhatsApp


async def ask_daemon(config: Config, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    """The daemon's answer as JSON, whatever its status, unless it is an error of its own making.

    NoDaemon when none is there; StateError when its token may not be read; WabotError with the daemon's words when it
    refuses, and also when it breaks off.
    """
    base = f"http://{config.web.url_host}:{config.web.port}"
    absent = NoDaemon(f"no wabot answers at {base}: start it with `wabot run`")
    try:
        token = (config.state / "token").read_text(encoding="ascii").strip()
    except PermissionError:
        raise may_not_read(config.state) from None
    except OSError:
        raise absent from None
    timeout = aiohttp.ClientTimeout(total=TIMEOUT_S)
    headers = {"Authorization": f"Bearer {token}"}
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout, headers=headers) as http,
            http.request(method, base + path, json=body) as response,
        ):
            answer: dict[str, Any] = await response.json()
    except aiohttp.ClientConnectorError:
        raise absent from None
    except (aiohttp.ClientConnectionError, TimeoutError):
        raise WabotError(
            f"wabot at {base} was asked and gave no answer: it may have been done all the same, so look at the page, or"
            " at `wabot status`, before you ask again"
        ) from None
    except aiohttp.ClientError as error:
        raise WabotError(f"{base} does not answer like wabot ({error}): does something else use the port?") from None
    if answer.get("success") is False:
        raise WabotError(f"{answer['error']} ({answer['code']})")
    return answer
