"""How well customers are served, as the page and /api/status tell it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.failing import open_failing
from tests.flows.test_outbox_api import at_first
from tests.owner import owner_at
from wabot.clock import Clock
from wabot.errors import SendRefused
from wabot.whatsapp.session import Memory
from wabot.whatsapp.simulated import SimulatedSession

pytestmark = pytest.mark.anyio


async def test_a_day_of_service_is_told_in_figures(tmp_path: Path) -> None:
    async with owner_at(tmp_path, open_failing(at_first(SendRefused("WhatsApp refused the message")))) as owner:
        house = owner.program.house
        before = (await owner.asks("parts"))["figures"]
        assert "с 10:00" in before
        assert "Отвечает за сутки" not in before
        assert "<dd>–</dd>" in before
        await house.customer().writes("привет")
        await house.customer("+79160000033").writes("привет")
        await house.customer("+79160000044").writes("привет")
        house.pass_time(minutes=2)
        figures = (await owner.asks("parts"))["figures"]
        assert "меньше чем за секунду" in figures
        assert "100 %" in figures
        assert "сегодня в 10:00" in figures
        assert "отправлено 2, не отправлено 1" in figures
        assert "ждут ответа 0, отправки 0" in figures
        status = (await owner.program.request("GET", "/api/status")).json
        assert status["last_day"] == {"answer_median_s": 0, "answer_p99_s": 0, "delivered_share": 1}
        assert (status["waiting_for_person"], status["started_at"]) == (0, "2026-11-20T10:00:00+03:00")


@asynccontextmanager
async def open_silent(memory: Memory, clock: Clock) -> AsyncIterator[SimulatedSession]:
    """Customers' phones are switched off."""
    session = SimulatedSession(memory, clock, receipts=False)
    yield session
    session.events.close()


async def test_what_did_not_arrive_counts_once_it_could_have(tmp_path: Path) -> None:
    async with owner_at(tmp_path, open_silent) as owner:
        house = owner.program.house
        await house.customer().writes("привет")
        await house.customer("+79160000033").writes("привет")
        house.pass_time(seconds=59)
        assert "Доставлено за сутки" not in (await owner.asks("parts"))["figures"]
        house.pass_time(seconds=2)
        assert "<dd>0 %</dd>" in (await owner.asks("parts"))["figures"]
