"""What customers see besides words: that they are read, and that an answer is being written.

Signs come after the words, so that all of them are there only once the house is closed.
"""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.house import OWNER, salon_open
from tests.salon import demo_config
from wabot.config import Config
from wabot.domain.correspondence import Kind

pytestmark = pytest.mark.anyio


def with_quiet(folder: Path) -> Config:
    """The demo salon, which waits for the end of what a customer writes."""
    config = demo_config(folder)
    return replace(config, conversation=replace(config.conversation, quiet=timedelta(seconds=2)))


async def test_who_is_answered_sees_it_coming_and_is_marked_as_read(tmp_path: Path) -> None:
    async with salon_open(tmp_path, config=with_quiet(tmp_path)) as house:
        olya = house.customer()
        await olya.writes("сколько стоит маникюр?", id="A")
    assert house.session.typing == [(olya.contact, True)]
    assert house.session.marked_read == ["A"]


async def test_who_gets_no_answer_is_not_kept_waiting_for_one(tmp_path: Path) -> None:
    async with salon_open(tmp_path, config=with_quiet(tmp_path)) as house:
        olya = house.customer()
        assert await olya.writes("❤️", kind=Kind.REACTION, reply_to="X") == ""
    assert house.session.typing == [(olya.contact, True), (olya.contact, False)]
    assert house.session.marked_read == []


async def test_a_chat_that_needs_a_person_stays_unread(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = house.customer()
        await olya.writes("позовите администратора", id="A")
        assert house.customer(OWNER).read, "the owner is told"
    assert house.session.marked_read == []


async def test_a_person_of_the_salon_talks_without_signs_of_ours(tmp_path: Path) -> None:
    async with salon_open(tmp_path, config=with_quiet(tmp_path)) as house:
        olya = house.customer()
        await olya.writes("Это Мария, сейчас отвечу", by_salon=True)
        await olya.writes("спасибо, жду", id="A")
        assert True not in [shown for _, shown in house.session.typing]
        house.pass_time(hours=24)
        await olya.writes("сколько стоит маникюр?", id="B")
    assert house.session.marked_read == ["B"]


async def test_a_burst_is_read_as_one(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = house.customer()
        for number, text in enumerate(("здравствуйте", "массаж")):
            await olya.sends(text, id=f"A{number}", more_follows=True)
        await olya.writes("завтра в 15:00", id="A2")
    assert house.session.marked_read == ["A0", "A1", "A2"]
