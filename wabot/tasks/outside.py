"""Addresses of the owner's choosing, and what a log may show of them."""

from contextlib import suppress
from urllib.parse import urlsplit

import aiohttp


def host_of(url: str) -> str:
    """Its host, "?" where there is none; the rest is often a secret, as are aiohttp's words, which repeat it."""
    with suppress(ValueError):
        return urlsplit(url).hostname or "?"
    return "?"


def fault_of(error: BaseException) -> str:
    """What went wrong, without the URL."""
    if isinstance(error, aiohttp.ClientResponseError):
        return f"HTTP {error.status}"
    if isinstance(error, TimeoutError):
        return "no answer in time"
    return str(error) if isinstance(error, OSError) else type(error).__name__
