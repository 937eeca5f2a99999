"""Whether it is worth dialling: every dial of neonize 0.5.2 leaves two open files and some memory behind for ever."""

import asyncio
from urllib.parse import urlsplit
from urllib.request import getproxies

from loguru import logger

HOST, PORT = "web.whatsapp.com", 443
_DEFAULT_PORTS = {"http": 80, "https": 443, "socks5": 1080}
TIMEOUT_S = 5.0


async def answers(proxy: str) -> bool:
    """Whether a connection to WhatsApp, or to the proxy on the way there, can be opened at all. Nothing is sent."""
    way = proxy or getproxies().get("https", "")
    try:
        where = urlsplit(way)
        host, port = (where.hostname, where.port or _DEFAULT_PORTS.get(where.scheme, 80)) if way else (HOST, PORT)
        async with asyncio.timeout(TIMEOUT_S):
            _, writer = await asyncio.open_connection(host, port)
    except (OSError, TimeoutError):
        return False
    except ValueError as error:  # the address may hold a password
        logger.warning("the address of the proxy is none: {}", type(error).__name__)
        return False
    writer.close()
    return True
