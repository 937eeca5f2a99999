"""Pages, styles and scripts on their way to a phone that is far away."""

import gzip
import zlib
from pathlib import Path

import aiohttp
import pytest

from tests.api import program_at

pytestmark = pytest.mark.anyio


async def test_they_are_compressed_once_and_kept_after_that(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program, aiohttp.ClientSession(auto_decompress=False) as http:
        assert program.house.wabot.page is not None
        address = f"{program.house.wabot.page.address}static/day.css"
        packed = {"Accept-Encoding": "deflate"}
        async with http.get(address, headers={"Accept-Encoding": "identity"}) as answer:
            whole = await answer.read()
        async with http.get(address, headers=packed) as answer:
            body, etag = await answer.read(), answer.headers["ETag"]
            assert zlib.decompress(body) == whole
            assert len(body) < len(whole) / 2
        for name in ("If-None-Match", "if-none-match"):
            async with http.get(address, headers=packed | {name: etag}) as answer:
                assert (answer.status, await answer.read()) == (304, b"")
        async with http.get(address, headers=packed | {"Range": "bytes=0-9"}) as answer:
            assert (answer.status, await answer.read()) == (206, whole[:10])
        async with http.head(address, headers=packed) as answer:
            assert answer.status == 200
        async with http.get(address) as answer:  # the line is still in order
            assert answer.status == 200


async def test_a_page_goes_packed_to_who_can_read_it(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program, aiohttp.ClientSession(auto_decompress=False) as http:
        assert program.house.wabot.page is not None
        headers = {"Authorization": f"Bearer {(tmp_path / 'token').read_text().strip()}"}
        for path in ("", "parts", "chats", "outbox", "numbers"):
            address = f"{program.house.wabot.page.address}{path}"
            async with http.get(address, headers=headers | {"Accept-Encoding": "identity"}) as answer:
                whole = await answer.read()
                assert "Content-Encoding" not in answer.headers
            async with http.get(address, headers=headers | {"Accept-Encoding": "gzip, deflate, br"}) as answer:
                packed = await answer.read()
                assert (answer.headers["Content-Encoding"], answer.headers["Vary"]) == ("gzip", "Accept-Encoding")
            assert gzip.decompress(packed) == whole
            assert len(packed) < len(whole) / 2


async def test_answers_do_not_tell_by_which_versions_they_are_made(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        assert program.house.wabot.page is not None
        for path in ("live", "no-such-page", "static/site.css", "events"):
            async with program.http.get(program.house.wabot.page.address + path) as answer:
                assert answer.headers.getall("Server") == ["wabot"]
