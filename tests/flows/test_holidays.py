"""A salon that is closed on public holidays says so."""

from pathlib import Path

import pytest

from tests.house import offered_times, salon_open
from tests.salon import CONFIG_FILE, demo_config
from wabot.config import Config, parse_config

pytestmark = pytest.mark.anyio


def closed_on_holidays(state: Path) -> Config:
    text = CONFIG_FILE.read_text(encoding="utf-8").replace('holidays = "open"', 'holidays = "closed"')
    return demo_config(state, parse_config(text, CONFIG_FILE))


async def test_nothing_is_booked_on_a_holiday_and_its_name_is_said(tmp_path: Path) -> None:
    async with salon_open(tmp_path, config=closed_on_holidays(tmp_path)) as house:
        olya = house.customer()
        answer = await olya.writes("маникюр 7 января в 12")
        assert "праздник: Рождество Христово" in answer
        assert len(offered_times(answer)) == 3
        assert "7 января" not in "\n".join(answer.splitlines()[2:])
        assert "праздник" in await olya.writes("вы работаете 8 января?")
        assert "новогодние праздники" in await olya.writes("а 1 января?")
        english = await house.customer("+14155550100").writes("manicure and pedicure on January 7 at noon please")
        assert "a public holiday: Christmas Day" in english


async def test_the_next_holidays_belong_to_the_hours(tmp_path: Path) -> None:
    async with salon_open(tmp_path, config=closed_on_holidays(tmp_path)) as house:
        house.pass_time(days=41)
        assert "Рождество Христово" in await house.customer().writes("когда вы открыты?")
