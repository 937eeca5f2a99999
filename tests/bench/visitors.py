"""Visitors of the page in a process of their own: python -m tests.bench.visitors PORT TOKEN PATH CONNECTIONS SECONDS

Each asks again as soon as it is answered, or, with a RATE as last argument, so many times a second in all. Prints one
JSON line: requests a second, and the 99th percentile of what an answer took in milliseconds.
"""

import asyncio
import json
import re
import sys
import time


class Visitor(asyncio.Protocol):
    """One connection that is kept; no more of HTTP than these answers need."""

    def __init__(self, request: bytes, took: list[float], pause_s: float) -> None:
        self._request = request
        self._took = took
        self._pause_s = pause_s
        self._missing = 0
        self._head = b""
        self._begun = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._ask()

    def data_received(self, data: bytes) -> None:
        if self._missing:
            self._missing -= len(data)
        else:
            self._head += data
            head, end, body = self._head.partition(b"\r\n\r\n")
            if not end:
                return
            assert head.startswith(b"HTTP/1.1 200"), head
            length = re.search(rb"(?i)content-length: (\d+)", head)
            assert length, head
            self._missing = int(length[1]) - len(body)
        if self._missing == 0:
            self._answered()

    def _answered(self) -> None:
        now = time.perf_counter()
        self._took.append(now - self._begun)
        self._head = b""
        rest = self._begun + self._pause_s - now
        if rest > 0:
            asyncio.get_running_loop().call_later(rest, self._ask)
        else:
            self._ask()

    def _ask(self) -> None:
        self._begun = time.perf_counter()
        self._transport.write(self._request)


async def visit(
    port: int, token: str, path: str, connections: int, seconds: float, rate: float | None
) -> dict[str, float]:
    """Ask for so long."""
    took: list[float] = []
    head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer {token}\r\n"
    request = f"{head}Accept-Encoding: gzip\r\n\r\n".encode()
    pause_s = connections / rate if rate else 0.0
    loop = asyncio.get_running_loop()
    for _ in range(connections):
        await loop.create_connection(lambda: Visitor(request, took, pause_s), "127.0.0.1", port)
    await asyncio.sleep(seconds)
    done = sorted(took)
    return {"rps": round(len(done) / seconds, 1), "p99_ms": round(done[int(len(done) * 0.99)] * 1000, 1)}


if __name__ == "__main__":
    port, token, path, connections, seconds, *rate = sys.argv[1:]
    asked = visit(int(port), token, path, int(connections), float(seconds), float(rate[0]) if rate else None)
    print(json.dumps(asyncio.run(asked)))
