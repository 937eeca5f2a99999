"""The clock is years ahead for a while (a dead battery, a wrong hand), and then put right: nothing is lost by it, and
nobody hears what was meant for then.
"""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.api import program_at
from tests.flows.test_aftercare import THANKS, agrees, inviting, said
from tests.flows.test_clock_jumps import house_at, reminders
from tests.flows.test_waitlist import PHONES, Salon, full_saturday
from tests.house import salon_open
from tests.salon import FRIDAY
from wabot.domain.correspondence import IncomingMessage
from wabot.storage.outbox import has_unsent
from wabot.storage.waitlist import find_line
from wabot.types import MessageId

pytestmark = pytest.mark.anyio

AHEAD = "2028-11-20 12:00"
RIGHT = "2026-11-20 10:30"


async def test_who_waited_for_a_free_time_still_waits(tmp_path: Path) -> None:
    async with full_saturday(tmp_path) as salon:
        await salon.waiting()
    async with salon_open(tmp_path, at=FRIDAY + timedelta(days=731)) as house:
        await house.settle()
        assert await house.wabot.database.read(find_line) == []
    async with program_at(tmp_path, at=FRIDAY + timedelta(minutes=30)) as program:
        await program.house.settle()
        assert await Salon(program).line() == [(PHONES[0], None)]


async def test_a_reminder_written_by_the_wrong_clock_never_leaves_and_the_right_one_does(tmp_path: Path) -> None:
    async with house_at(tmp_path) as (house, clock):
        olya = house.customer()
        assert "вы записаны" in await olya.writes("маникюр в следующую пятницу в 17:00")
        await house.session.cut_line()  # by such a clock no certificate is valid
        clock.set_to("2026-11-26 19:30")
        await house.until(lambda: house.wabot.database.read(has_unsent))
        clock.set_to(RIGHT)
        await house.session.mend_line()
        await house.settle()
        assert reminders(olya) == []
        await house.comes("2026-11-26 19:30")
        assert len(reminders(olya)) == 1


async def test_thanks_for_a_visit_to_come_wait_for_it(tmp_path: Path) -> None:
    async with house_at(tmp_path, config=inviting(tmp_path)) as (house, clock):
        olya = await agrees(house, "маникюр завтра в 15:00")
        clock.set_to("2026-11-24 12:00")
        await house.settle()
        clock.set_to(RIGHT)
        await house.comes("2026-11-21 18:59")
        assert said(olya, THANKS) == []
        await house.comes("2026-11-21 19:00")
        assert len(said(olya, THANKS)) == 1


async def test_a_chat_that_a_person_answered_in_is_answered_again_within_hours(tmp_path: Path) -> None:
    async with house_at(tmp_path) as (house, clock):
        olya = house.customer()
        clock.set_to(AHEAD)
        word = IncomingMessage(id=MessageId("salon"), contact=olya.contact, sent_at=FRIDAY, text="Да?", by_salon=True)
        await house.session.receive(word)
        await house.settle()
        clock.set_to(RIGHT)
        assert await olya.writes("сколько стоит маникюр?") == ""
        clock.set_to("2026-11-21 10:30")
        assert "Маникюр" in await olya.writes("сколько стоит маникюр?")
