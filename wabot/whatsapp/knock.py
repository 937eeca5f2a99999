"""Whether WhatsApp can be reached at all: every dial of neonize 0.5.2 leaves two open files and some memory behind."""

import asyncio
import ssl
from urllib.parse import urlsplit
from urllib.request import getproxies

from loguru import logger

HOST, PORT = "web.whatsapp.com", 443
_DEFAULT_PORTS = {"http": 80, "https": 443, "socks5": 1080}
TIMEOUT_S = 5.0

Address = tuple[str | None, int]


async def answers(proxy: str) -> bool:
    """Whether a connection to WhatsApp, or to the proxy on the way there, can be opened at all. Nothing is sent."""
    try:
        await _reach(way_to(proxy), None)
    except (OSError, TimeoutError):
        return False
    except ValueError as error:  # the address may hold a password
        logger.warning("the address of the proxy is none: {}", type(error).__name__)
        return False
    return True


async def find_obstacle(proxy: str, whatsapp: Address = (HOST, PORT)) -> str | None:
    """What is in the way to WhatsApp, whose certificate is looked at, or to the proxy; None when nothing is."""
    try:
        way = way_to(proxy, whatsapp)
        await _reach(way, ssl.create_default_context() if way == whatsapp else None)
    except ssl.SSLError as error:
        return f"it answers, but not as WhatsApp does ({error.reason or error})"
    except TimeoutError:
        return f"no answer within {TIMEOUT_S:.0f} s"
    except OSError as error:
        return error.strerror or str(error)
    except ValueError:
        return "the address is none"
    return None


def way_to(proxy: str, whatsapp: Address = (HOST, PORT)) -> Address:
    """Where a connection begins: at the proxy, at the environment's, or at WhatsApp. ValueError for no address."""
    way = proxy or getproxies().get("https", "")
    where = urlsplit(way)
    return (where.hostname, where.port or _DEFAULT_PORTS.get(where.scheme, 80)) if way else whatsapp


async def _reach(way: Address, tls: ssl.SSLContext | None) -> None:
    async with asyncio.timeout(TIMEOUT_S):
        _, writer = await asyncio.open_connection(*way, ssl=tls, server_hostname=way[0] if tls else None)
    writer.close()
