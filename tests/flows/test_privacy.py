"""What the log may hold of a customer, and what the page may show without a log-in."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from loguru import logger

from tests.api import program_at
from tests.house import salon_open
from wabot.logs import set_up_logs, shown

pytestmark = pytest.mark.anyio


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """The log as `wabot run` writes it."""
    written = io.StringIO()
    set_up_logs("INFO", written)
    yield written
    logger.remove()


async def test_the_log_follows_a_message_without_words_or_whole_numbers(tmp_path: Path, log: io.StringIO) -> None:
    async with salon_open(tmp_path) as house:
        await house.customer().writes("массаж завтра в 15:00, я Оля", id="3EB0XYZ", profile_name="Оленька")
    text = log.getvalue()
    for stage in ("3EB0XYZ", "kept", "turn committed", "sent"):
        assert stage in text
    for secret in ("массаж", "Оля", "Оленька", "79161234567", "Массаж"):
        assert secret not in text


async def test_a_failing_turn_says_so_apologises_and_calls_a_person(tmp_path: Path, log: io.StringIO) -> None:
    async with salon_open(tmp_path) as house:
        olya = house.customer()
        await olya.writes("привет")
        # The book breaks: whoever wants an appointment cannot be served, whoever wants the address can.
        await house.wabot.database.write(lambda db: db.execute("ALTER TABLE holds RENAME TO torn"))
        answer = await olya.writes("массаж завтра в 15:00")
        assert "не получилось" in answer
        assert "+79161234567" in house.owner.read[-1]
        assert "Садовая" in await olya.writes("какой у вас адрес?")
    assert "take_turn failed" in log.getvalue()
    assert "массаж" not in log.getvalue()


async def test_a_calendars_address_stays_out_of_the_log_when_it_fails(tmp_path: Path, log: io.StringIO) -> None:
    async with program_at(tmp_path) as program:
        calendar = (await program.request("POST", "/api/calendar", {})).json["calendar"]
        await program.house.wabot.database.write(lambda db: db.execute("ALTER TABLE blocks RENAME TO torn"))
        assert (await program.request("GET", f"/calendar/{calendar['secret']}.ics")).status == 500
    assert "GET /calendar/{secret}.ics failed" in log.getvalue()
    assert calendar["secret"] not in log.getvalue()


def test_text_from_strangers_cannot_forge_log_lines() -> None:
    assert shown("a\nERROR forged\x1b[31m\u202e") == "a·ERROR forged·[31m·"
    assert len(shown("x" * 10_000)) < 400
