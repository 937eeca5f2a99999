"""What a stranger, a hostile page or a broken program may try at every route: nothing breaks, leaks or changes."""

import gzip
import io
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import anyio
import pytest

from tests.house import House, salon_open
from wabot.logs import set_up_logs
from wabot.web.access import OPEN_BELOW, OPEN_TO_ALL, STRIKES
from wabot.web.limits import LARGEST_BODY
from wabot.web.server import ServedPage

pytestmark = pytest.mark.anyio

CHANGING = {"POST", "PATCH", "DELETE", "PUT"}
SHOWN: tuple[dict[str, Any], ...] = ({}, {"Cookie": "wabot=99999999999.00"}, {"Authorization": "Basic eDp4"})
DEEP = b"[" * 30_000 + b"]" * 30_000
HOSTILE_BODIES = (
    b"",
    b"null",
    b"[]",
    b'"text"',
    b"{",
    b"\xff\xfe{}",
    b"\x00",
    b"NaN",
    DEEP,
    b'{"a":' * 5_000 + b"1" + b"}" * 5_000,
    b'{"phone": "\\ud800", "message": "\\ud800", "name": "\\ud800", "reason": "\\ud800"}',
    b'{"phone": "\\u0000", "message": "a\\u0000b", "text": "\\u0000", "staff": "\\u0000", "from": "\\u0000"}',
    b'{"phone": [[]], "message": {}, "staff": [], "start": {}, "from": [], "to": 1, "services": [[]]}',
    b'{"phone": 1e308, "message": -1, "staff": 1e999, "start": 0, "hours": -1, "notify": "yes", "services": 7}',
    b'{"hours": ' + b"9" * 5_000 + b"}",
    b'{"start": "9999-12-31T23:59:59.999999+23:59", "from": "0001-01-01T00:00-23:59", "to": "2026-13-45"}',
    b"{'password': '<script>\xe2\x80\xae'}",
)
PARTS = b'--x\r\nContent-Disposition: form-data; name="password"\r\n\r\nguess\r\n--x--\r\n'
HOSTILE_TYPES = (
    ("multipart/form-data; boundary=x", PARTS),
    ("multipart/form-data; boundary=x", PARTS[:40]),
    ("multipart/form-data; boundary=x", b"no parts"),
    ("multipart/form-data", PARTS),
    ("application/x-www-form-urlencoded", b"password=%ff&phone=%00&day=%E2%80%AE&services=%D9%A3&start=\xff"),
    ("application/x-www-form-urlencoded", b"a=1&" * 10_000),
    ("application/x-www-form-urlencoded; charset=no-such", b"password=1"),
    ("application/json; charset=utf-16", b"{}"),
    ("text/plain", b"{}"),
    ("x", b"{}"),
)
HOSTILE_QUERIES = (
    "from=%00&days=%ff&service=%ff%fe&staff=%00&notify=%80&state=%00&before=%00&q=%00&code=%ff&phone=%ff",
    "from=9999-12-31&days=366",
    "from=2199-12-31&days=366",
    "days=-1&days=999999999999999999999999",
    "before=999999999999999999999&state=,,,&q=%25_%5C'%22;--",
    "from=2026-11-20T00:00&service=massage&days=%D9%A3",
    "q=" + "x" * 6_000,
)


@dataclass
class Attacker:
    """Talks to the page without being asked in."""

    house: House
    page: ServedPage
    http: aiohttp.ClientSession
    token: str

    @property
    def origin(self) -> str:
        return self.page.address.rstrip("/")

    def routes(self) -> Iterator[tuple[str, str]]:
        """Every method and path there is, about things that there are."""
        for route in self.page.routes:
            assert route.resource is not None
            path = route.resource.canonical.replace("{id}", "1").replace("{secret}", "x" * 43).replace("{phone}", "+7")
            yield route.method, path if path != "/static" else "/static/live.js"

    async def asks(
        self, method: str, path: str, body: bytes | None = None, *, trusted: bool = False, **headers: str
    ) -> tuple[int, bytes]:
        """The status and the first bytes of the answer, which may have no end."""
        if trusted:
            headers["Authorization"] = f"Bearer {self.token}"
        url = self.origin + path
        async with self.http.request(method, url, data=body, headers=headers, allow_redirects=False) as answer:
            return answer.status, await answer.content.read(65536)


@asynccontextmanager
async def attacker_at(state: Path) -> AsyncIterator[Attacker]:
    """A house with a visit, a chat and a block in it, and somebody outside."""
    async with salon_open(state, with_page=True) as house, aiohttp.ClientSession() as http:
        assert house.wabot.page is not None
        await house.customer().writes("запишите на массаж завтра в 12")
        yield Attacker(house, house.wabot.page, http, (state / "token").read_text().strip())


def is_open(path: str) -> bool:
    return path in OPEN_TO_ALL or path.startswith(OPEN_BELOW)


async def contents(house: House) -> list[str]:
    """All that stands in the tables."""
    return await house.wabot.database.read(lambda db: list(db.iterdump()))


async def test_without_the_token_nothing_is_shown_and_nothing_changes(tmp_path: Path) -> None:
    async with attacker_at(tmp_path) as attacker:
        before = await contents(attacker.house)
        tried = 0
        for method, path in attacker.routes():
            if is_open(path):
                continue
            attacker.house.pass_time(minutes=1)
            for shown in SHOWN:
                status, body = await attacker.asks(method, path, b"{}" if method in CHANGING else None, **shown)
                assert status in {401, 403}, (method, path, shown)
                assert b"massage" not in body and attacker.token.encode() not in body
                tried += 1
        assert tried > 100
        assert await contents(attacker.house) == before


async def test_too_many_wrong_tokens_are_told_to_wait_and_the_right_one_is_not(tmp_path: Path) -> None:
    async with attacker_at(tmp_path) as attacker:
        wrong: dict[str, Any] = {"Authorization": "Bearer " + "x" * 43}
        statuses = [(await attacker.asks("GET", "/api/status", **wrong))[0] for _ in range(STRIKES + 5)]
        assert statuses == [401] * STRIKES + [429] * 5
        assert (await attacker.asks("GET", "/login?code=guess"))[0] == 429
        assert (await attacker.asks("GET", "/api/status", trusted=True))[0] == 200
        assert (await attacker.asks("GET", "/live"))[0] == 200
        assert (await attacker.asks("GET", "/", Accept="text/html"))[0] == 401  # a person still gets the form
        attacker.house.pass_time(minutes=1)
        assert (await attacker.asks("GET", "/api/status", **wrong))[0] == 401


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Host": "evil.example"},
        {"Host": "127.0.0.1"},
        {"Host": ""},
    ],
    ids=str,
)
async def test_another_site_or_name_gets_nothing_even_with_the_token(tmp_path: Path, headers: dict[str, Any]) -> None:
    async with attacker_at(tmp_path) as attacker:
        before = await contents(attacker.house)
        for method, path in attacker.routes():
            if method in CHANGING or "Host" in headers:
                body = b"{}" if method in CHANGING else None
                assert (await attacker.asks(method, path, body, trusted=True, **headers))[0] == 403, (method, path)
        assert await contents(attacker.house) == before


async def test_hostile_bodies_are_refused_in_plain_words(tmp_path: Path) -> None:
    async with attacker_at(tmp_path) as attacker:
        for method, path in attacker.routes():
            if method not in CHANGING:
                continue
            for body in HOSTILE_BODIES:
                status, answer = await attacker.asks(method, path, body, trusted=True)
                assert status != 500, (method, path, body[:60], answer)
                if status >= 400 and path != "/login":
                    assert json.loads(answer)["error"]


async def test_bodies_of_types_that_nobody_asked_for_break_nothing(tmp_path: Path) -> None:
    async with attacker_at(tmp_path) as attacker:
        for method, path in attacker.routes():
            if method not in CHANGING:
                continue
            for kind, body in HOSTILE_TYPES:
                status, answer = await attacker.asks(method, path, body, trusted=True, **{"Content-Type": kind})
                assert status < 500 or status == 503, (method, path, kind, answer)


async def test_bodies_that_are_too_large_or_not_what_they_say_are_not_read(tmp_path: Path) -> None:
    bomb = gzip.compress(b"[" * 50_000_000)
    assert len(bomb) < LARGEST_BODY
    async with attacker_at(tmp_path) as attacker:
        for method, path in attacker.routes():
            if method in CHANGING:
                assert (await attacker.asks(method, path, b"x" * (LARGEST_BODY + 1), trusted=True))[0] == 413
        for path in ("/send", "/login", "/api/appointments"):
            packed = await attacker.asks("POST", path, bomb, trusted=True, **{"Content-Encoding": "gzip"})
            assert packed[0] in {400, 413}
            broken = await attacker.asks("POST", path, b"no gzip", trusted=True, **{"Content-Encoding": "gzip"})
            assert broken[0] == 400


async def test_hostile_queries_and_paths_are_refused_in_plain_words(tmp_path: Path) -> None:
    async with attacker_at(tmp_path) as attacker:
        for method, path in attacker.routes():
            if method not in {"GET", "DELETE"} or path == "/events":
                continue
            for query in HOSTILE_QUERIES:
                status, answer = await attacker.asks(method, f"{path}?{query}", trusted=True)
                assert status < 500, (method, path, query[:60], answer[:300])
        for name in ("%00", "%ff", "-1", "0", "%D9%A3", "9" * 18, "9" * 30, "..%2f..%2fetc", "1;drop", "%E2%80%AE"):
            for method, path in attacker.routes():
                if "/1" in path or "x" * 43 in path:
                    there = path.replace("/1", f"/{name}").replace("x" * 43, name)
                    assert (await attacker.asks(method, there, trusted=True))[0] < 500, (method, there)


@pytest.mark.parametrize(
    "path",
    [
        "/static/../server.py",
        "/static/%2e%2e/server.py",
        "/static/..%2fserver.py",
        "/static/..%5cserver.py",
        "/static//etc/passwd",
        "/static/%2fetc%2fpasswd",
        "/static/live.js%00.png",
        "/static/",
        "/static/" + "a" * 5_000,
    ],
)
async def test_no_file_but_the_pages_own_is_served(tmp_path: Path, path: str) -> None:
    async with attacker_at(tmp_path) as attacker:
        answer = await raw(attacker, f"GET {path} HTTP/1.1\r\nHost: {attacker.origin[7:]}\r\n\r\n".encode())
        assert answer.split()[1] in {b"404", b"403", b"401", b"400"}
        assert b"import" not in answer and b"root:" not in answer


async def test_methods_that_nobody_knows_change_nothing(tmp_path: Path) -> None:
    async with attacker_at(tmp_path) as attacker:
        before = await contents(attacker.house)
        paths = {path for _, path in attacker.routes()} - {"/events"}
        for path in sorted(paths):
            for method in ("HEAD", "OPTIONS", "TRACE", "PUT", "PROPFIND", "FOO"):
                status, _ = await attacker.asks(method, path, trusted=True)
                assert status < 500 if method == "HEAD" else status in {400, 405}, (method, path)
        assert await contents(attacker.house) == before


async def test_what_is_no_http_is_answered_or_hung_up_on(tmp_path: Path) -> None:
    host = b"Host: x\r\n"
    nonsense = (
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
        b"GET / HTTP/9.9\r\n" + host + b"\r\n",
        b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n" + host + b"\r\n",
        b"GET / HTTP/1.1\r\n" + host + b"X: " + b"a" * 100_000 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + host + b"X: a\r\n" * 20_000 + b"\r\n",
        b"GET /\x00 HTTP/1.1\r\n" + host + b"\r\n",
        b"GET / HTTP/1.1\r\n" + host + b"X: \x00\r\n\r\n",
        b"GET / HTTP/1.0\r\n\r\n",
        b"POST /send HTTP/1.1\r\n" + host + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"POST /send HTTP/1.1\r\n" + host + b"Content-Length: -1\r\n\r\n",
        b"POST /send HTTP/1.1\r\n" + host + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n",
    )
    async with attacker_at(tmp_path) as attacker:
        for words in nonsense:
            answer = await raw(attacker, words)
            assert answer == b"" or answer.split()[1] in {b"400", b"403"}, words[:60]
        assert (await attacker.asks("GET", "/live"))[0] == 200


async def test_nothing_of_a_stranger_reaches_the_log_raw_and_no_secret_ever(tmp_path: Path) -> None:
    log = io.StringIO()
    async with attacker_at(tmp_path) as attacker:
        set_up_logs("INFO", log)
        evil = "\x1b[31mINJECTED\u202e"
        link = attacker.page.login_link().rpartition("=")[2]
        for path in ("/%0aINJECTED", f"/login?code={link}", f"/login?code={link}", "/calendar/INJECTED.ics"):
            await attacker.asks("GET", path, trusted=True)
        await attacker.asks("POST", "/send", json.dumps({"phone": evil, "message": evil}).encode(), trusted=True)
        await attacker.asks("POST", "/login", b"password=INJECTED")
        await attacker.asks("GET", "/", Authorization="Bearer INJECTED", Cookie="wabot=INJECTED")
        await raw(attacker, b"GET / HTTP/1.1\r\nINJECTED\x1b[31m\r\n\r\n")
        await attacker.asks("POST", "/demo/messages", b'{"phone": "+79161234567", "text": "INJECTED"}', trusted=True)
    written = log.getvalue()
    assert attacker.token not in written and link not in written
    assert "INJECTED" not in written and "\x1b" not in written


async def raw(attacker: Attacker, words: bytes) -> bytes:
    """Say these bytes, and hear the beginning of the answer; nothing where the other side hangs up."""
    host, _, port = attacker.origin.removeprefix("http://").rpartition(":")
    async with await anyio.connect_tcp(host, int(port)) as stream:
        try:
            await stream.send(words)
            return await stream.receive()
        except (anyio.BrokenResourceError, anyio.EndOfStream):
            return b""
