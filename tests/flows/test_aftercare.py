"""After a visit: thanks some hours later, and an invitation at the customer's own rhythm, for those who agreed."""

import sqlite3
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.api import program_at
from tests.failing import open_failing
from tests.house import House, Person, offered_times, salon_open
from tests.salon import FRIDAY, demo_config
from wabot.config import Config
from wabot.domain.correspondence import Kind, OutgoingMessage
from wabot.errors import OutcomeUnknown

pytestmark = pytest.mark.anyio

THANKS = "Спасибо, что были у нас!"
INVITATION = "Похоже, снова подходит время"


def inviting(state: Path, *, rebook_after_days: int | None = None) -> Config:
    """The demo salon with aftercare on; without reminders, so that all that comes is aftercare's."""
    config = demo_config(state)
    again = timedelta(days=rebook_after_days) if rebook_after_days else None
    services = tuple(replace(service, rebook_after=again) for service in config.salon.services)
    return replace(
        config,
        salon=replace(config.salon, services=services),
        aftercare=replace(config.aftercare, is_enabled=True),
    )


async def agrees(house: House, words: str = "маникюр завтра в 17:00", phone: str = "+79161234567") -> Person:
    """A customer with a visit who may be invited."""
    olya = house.customer(phone)
    assert "вы записаны" in await olya.writes(words)
    assert "Можно иногда приглашать" in await olya.writes("спасибо")
    assert "приглашать" in await olya.writes("да")
    return olya


async def visits(house: House, olya: Person, words: str, day: str, hour: int = 17) -> None:
    """The customer, who may be invited, books on that day at noon and comes."""
    await house.comes(f"{day} 12:00")
    assert "вы записаны" in await olya.writes(words)
    await house.comes(f"{day} {hour + 1}:00")


def said(olya: Person, what: str) -> list[str]:
    return [words for words in olya.read if what in words]


async def skipped(house: House, which: str) -> list[str]:
    """Why they were not sent, in order."""

    def read(db: sqlite3.Connection) -> list[str]:
        found = "SELECT reason FROM reminders WHERE which = ? AND state = 'skipped' ORDER BY settled_at"
        return [row["reason"] for row in db.execute(found, (which,))]

    return await house.wabot.database.read(read)


async def test_thanks_come_three_hours_after_the_end(tmp_path: Path) -> None:
    async with salon_open(tmp_path, config=inviting(tmp_path)) as house:
        olya = await agrees(house, "маникюр завтра в 15:00")
        await house.comes("2026-11-21 18:59")
        assert said(olya, THANKS) == []
        await house.comes("2026-11-21 19:00")
        [thanks] = said(olya, THANKS)
        assert ["Маникюр, мастер Мария" in thanks, "Здравствуйте! Это салон «Лаванда»" in thanks] == [True, False]
        assert "Пожалуйста!" in await olya.writes("спасибо, всё супер!")
        await house.comes("2027-03-01 12:00")
        assert len(said(olya, THANKS)) == 1


async def test_thanks_wait_for_the_end_of_the_quiet_hours(tmp_path: Path) -> None:
    async with salon_open(tmp_path, config=inviting(tmp_path)) as house:
        olya = await agrees(house, "маникюр завтра в 19:00")
        await house.comes("2026-11-22 08:59")
        assert said(olya, THANKS) == []
        await house.comes("2026-11-22 09:00")
        assert len(said(olya, THANKS)) == 1
        assert "Здравствуйте!" in olya.read[-1]


async def test_in_the_customers_language(tmp_path: Path) -> None:
    async with salon_open(tmp_path, config=inviting(tmp_path, rebook_after_days=21)) as house:
        john = house.customer("+14155550100")
        await john.writes("massage tomorrow at 3 pm please")
        assert "May I invite you again" in await john.writes("thank you")
        assert "I'll invite you" in await john.writes("yes please")
        await house.comes("2026-11-21 19:00")
        assert "Thank you for coming!\nMassage with Ekaterina" in john.read[-1]
        await house.comes("2026-12-12 12:00")
        assert "time again: Massage with Ekaterina. Shall I look for a day" in john.read[-1]
        assert "Ekaterina" in await john.writes("yes")


async def test_without_consent_nothing_is_said_and_why_is_written_down(tmp_path: Path) -> None:
    async with salon_open(tmp_path, config=inviting(tmp_path, rebook_after_days=21)) as house:
        olya, katya = house.customer(), house.customer("+79161110001")
        await olya.writes("маникюр завтра в 15:00")
        await katya.writes("массаж завтра в 15:00")
        await katya.writes("спасибо")
        await katya.writes("да")
        await katya.writes("стоп")
        await house.comes("2026-12-31 12:00")
        assert said(olya, THANKS) == said(katya, THANKS) == said(olya, INVITATION) == said(katya, INVITATION) == []
        assert sorted(await skipped(house, "thanks")) == ["not_agreed", "stopped"]
        assert sorted(await skipped(house, "invitation")) == ["not_agreed", "stopped"]


async def test_where_the_owner_has_not_switched_it_on_there_is_none_of_it(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = house.customer()
        await olya.writes("маникюр завтра в 15:00")
        await house.comes("2026-12-31 12:00")
        assert said(olya, THANKS) == []
        assert await skipped(house, "thanks") == []


@pytest.mark.parametrize(("status", "thanked"), [("cancelled", 0), ("no_show", 0), ("done", 1)])
async def test_only_who_came_is_thanked(tmp_path: Path, status: str, thanked: int) -> None:
    async with program_at(tmp_path, config=inviting(tmp_path, rebook_after_days=21)) as program:
        house = program.house
        olya = await agrees(house, "маникюр завтра в 15:00")
        [visit] = await house.book()
        moment = "2026-11-21 10:00" if status == "cancelled" else "2026-11-21 16:30"
        await house.comes(moment)
        answer = await program.request("PATCH", f"/api/appointments/{visit.id}", {"status": status})
        assert answer.status == 200
        await house.comes("2026-12-31 12:00")
        assert [len(said(olya, THANKS)), len(said(olya, INVITATION))] == [thanked, thanked]


async def test_who_is_marked_too_late_as_not_come_is_not_invited(tmp_path: Path) -> None:
    async with program_at(tmp_path, config=inviting(tmp_path, rebook_after_days=21)) as program:
        house = program.house
        olya = await agrees(house, "маникюр завтра в 15:00")
        [visit] = await house.book()
        await house.comes("2026-11-21 19:30")
        await program.request("PATCH", f"/api/appointments/{visit.id}", {"status": "no_show"})
        await house.comes("2026-12-31 12:00")
        assert said(olya, INVITATION) == []
        assert await skipped(house, "invitation") == ["did_not_come"]


async def test_a_day_with_two_visits_and_a_visit_with_two_people_are_thanked_for_once(tmp_path: Path) -> None:
    async with salon_open(tmp_path, config=inviting(tmp_path)) as house:
        olya = await agrees(house, "массаж завтра в 11:00")
        await olya.writes("педикюр и брови завтра в 13:00")
        await house.comes("2026-11-23 12:00")
        [thanks] = said(olya, THANKS)
        assert "13:00 Педикюр (Мария)\n14:15 Брови (Ольга)" in thanks
        assert await skipped(house, "thanks") == ["another_visit"]


async def test_an_invitation_comes_at_the_customers_own_rhythm(tmp_path: Path) -> None:
    async with salon_open(tmp_path, config=inviting(tmp_path)) as house:
        olya = await agrees(house, "маникюр к Марии сегодня в 17:00")
        for day in ("2026-12-04", "2026-12-16"):  # after 14 days, after 12
            await visits(house, olya, "маникюр к Марии сегодня в 17:00", day)
        await house.comes("2026-12-29 11:59")
        assert said(olya, INVITATION) == []
        await house.comes("2026-12-29 12:00")
        [invitation] = said(olya, INVITATION)
        for words in ("Здравствуйте!", "Маникюр, мастер Мария", "Подобрать"):
            assert words in invitation
        await house.comes("2027-03-01 12:00")
        assert len(said(olya, INVITATION)) == 1


async def test_yes_leads_into_offers_of_that_service_with_that_person(tmp_path: Path) -> None:
    async with salon_open(tmp_path, config=inviting(tmp_path, rebook_after_days=21)) as house:
        olya = await agrees(house, "маникюр к Ольге завтра в 15:00")
        await house.comes("2026-12-12 12:00")
        assert "Маникюр, мастер Ольга" in olya.read[-1]
        offers = await olya.writes("да")
        assert len(offered_times(offers)) == 3
        assert offers.count("Ольга") == 3
        assert "Здравствуйте" not in offers
        assert "вы записаны" in await olya.writes("2")


@pytest.mark.parametrize(
    ("words", "reply"),
    [
        ("давайте в пятницу в 15:00", "вы записаны"),
        ("а в субботу утром есть?", "Ольга"),
        ("нет, спасибо", "Хорошо"),
        ("лучше на массаж в понедельник в 15:00", "Массаж"),
    ],
)
async def test_an_invitation_is_answered_in_the_customers_own_way(tmp_path: Path, words: str, reply: str) -> None:
    async with salon_open(tmp_path, config=inviting(tmp_path, rebook_after_days=21)) as house:
        olya = await agrees(house, "маникюр к Ольге завтра в 15:00")
        await house.comes("2026-12-12 12:00")
        assert reply in await olya.writes(words)


async def test_an_invitation_may_be_answered_days_later_and_after_a_restart_and_by_a_thumb(tmp_path: Path) -> None:
    config = inviting(tmp_path, rebook_after_days=21)
    async with salon_open(tmp_path, config=config) as house:
        await agrees(house, "маникюр к Ольге завтра в 15:00")
    async with salon_open(tmp_path, config=config, at=FRIDAY.replace(day=27)) as house:
        olya = house.customer()
        await house.comes("2026-12-12 12:00")
        invitation = house.last_reply_to(olya)
        assert INVITATION in olya.read[-1]
    async with salon_open(tmp_path, config=config, at=FRIDAY.replace(month=12, day=15)) as house:
        olya = house.customer()
        offers = await olya.writes("👍", kind=Kind.REACTION, reply_to=invitation, id="thumb")
        assert len(offered_times(offers)) == 3


async def test_a_week_later_the_invitation_is_forgotten(tmp_path: Path) -> None:
    async with salon_open(tmp_path, config=inviting(tmp_path, rebook_after_days=21)) as house:
        olya = await agrees(house, "маникюр к Ольге завтра в 15:00")
        await house.comes("2026-12-20 12:00")
        assert offered_times(await olya.writes("да")) == []


async def test_who_has_booked_again_is_not_invited(tmp_path: Path) -> None:
    async with salon_open(tmp_path, config=inviting(tmp_path, rebook_after_days=21)) as house:
        olya = await agrees(house, "маникюр завтра в 15:00")
        await house.comes("2026-12-11 12:00")
        assert "вы записаны" in await olya.writes("маникюр 15 декабря в 15:00")
        await house.comes("2026-12-31 12:00")
        assert said(olya, INVITATION) == []
        assert await skipped(house, "invitation") == ["booked_again"]


async def test_a_visit_for_something_else_does_not_stand_in_the_way_but_its_own_invitation_does(
    tmp_path: Path,
) -> None:
    async with salon_open(tmp_path, config=inviting(tmp_path, rebook_after_days=21)) as house:
        olya = await agrees(house, "маникюр завтра в 15:00")
        await visits(house, olya, "массаж сегодня в 17:00", "2026-11-27")
        await house.comes("2026-12-31 12:00")
        [invitation] = said(olya, INVITATION)
        assert "Маникюр" in invitation
        assert await skipped(house, "invitation") == ["another_invitation"]


async def test_without_a_rhythm_and_a_word_of_the_owner_nobody_is_invited(tmp_path: Path) -> None:
    async with salon_open(tmp_path, config=inviting(tmp_path)) as house:
        olya = await agrees(house, "маникюр завтра в 15:00")
        await house.comes("2027-06-01 12:00")
        assert said(olya, INVITATION) == []


async def test_an_invitation_waits_while_something_else_is_being_asked_or_a_person_talks(tmp_path: Path) -> None:
    async with salon_open(tmp_path, config=inviting(tmp_path, rebook_after_days=21)) as house:
        olya = await agrees(house, "маникюр завтра в 15:00")
        katya = await agrees(house, "массаж завтра в 15:00", "+79161110001")
        await house.comes("2026-12-12 11:00")
        assert "Записать вас?" in await olya.writes("есть время на педикюр в понедельник в 15:00?")
        await house.salon_writes_to(katya, "Катя, добрый день!")
        await house.comes("2026-12-12 22:59")
        assert said(olya, INVITATION) == said(katya, INVITATION) == []
        assert "вы записаны" in await olya.writes("да")
        await house.comes("2026-12-13 09:00")
        assert [len(said(olya, INVITATION)), len(said(katya, INVITATION))] == [1, 1]


async def test_a_reminder_has_the_next_word_after_an_invitation(tmp_path: Path) -> None:
    async with salon_open(tmp_path, config=inviting(tmp_path, rebook_after_days=21)) as house:
        olya = await agrees(house, "маникюр завтра в 15:00")
        await house.comes("2026-12-11 12:00")
        await olya.writes("массаж в понедельник в 12:00")
        await house.comes("2026-12-13 19:00")
        assert [len(said(olya, INVITATION)), "Придёте?" in olya.read[-1]] == [1, True]
        assert "Спасибо, что подтвердили" in await olya.writes("да")


async def test_a_service_or_a_person_that_is_gone(tmp_path: Path) -> None:
    config = inviting(tmp_path, rebook_after_days=21)
    async with salon_open(tmp_path, config=config) as house:
        await agrees(house, "маникюр к Ольге завтра в 15:00")
        await agrees(house, "массаж завтра в 15:00", "+79161110001")
        await house.comes("2026-11-22 10:00")
    people = tuple(person for person in config.salon.staff if person.id != "olga")
    services = tuple(service for service in config.salon.services if service.id != "massage")
    smaller = replace(config, salon=replace(config.salon, staff=people, services=services))
    async with salon_open(tmp_path, config=smaller, at=FRIDAY.replace(month=11, day=22)) as house:
        olya, katya = house.customer(), house.customer("+79161110001")
        await house.comes("2026-12-12 12:00")
        assert "подходит время: Маникюр. Подобрать" in olya.read[-1]
        assert said(katya, INVITATION) == []
        assert await skipped(house, "invitation") == ["not_offered"]
        assert "Мария" in await olya.writes("да", id="yes")


@pytest.mark.parametrize("hour", [20, 21])
async def test_thanks_come_once_however_often_wabot_starts(tmp_path: Path, hour: int) -> None:
    config = inviting(tmp_path)
    async with salon_open(tmp_path, config=config) as house:
        await agrees(house, "маникюр завтра в 15:00")
    async with salon_open(tmp_path, config=config, at=FRIDAY.replace(day=21, hour=hour)) as house:
        await house.settle()
        assert len(said(house.customer(), THANKS)) == 1
    async with salon_open(tmp_path, config=config, at=FRIDAY.replace(day=22)) as house:
        await house.settle()
        assert house.customer().read == []


async def test_what_was_missed_for_good_is_skipped(tmp_path: Path) -> None:
    config = inviting(tmp_path, rebook_after_days=21)
    async with salon_open(tmp_path, config=config) as house:
        await agrees(house, "маникюр завтра в 15:00")
    async with salon_open(tmp_path, config=config, at=FRIDAY.replace(day=23)) as house:
        await house.settle()
        assert house.customer().read == []
        assert await skipped(house, "thanks") == ["too_late"]
    async with salon_open(tmp_path, config=config, at=FRIDAY.replace(month=12, day=20)) as house:
        await house.settle()
        assert house.customer().read == []
        assert await skipped(house, "invitation") == ["too_late"]


async def test_thanks_of_which_nobody_knows_whether_they_arrived_are_not_repeated(tmp_path: Path) -> None:
    attempts: list[str] = []

    async def unknown(message: OutgoingMessage) -> None:
        if message.key.startswith("thanks:"):
            attempts.append(message.key)
            raise OutcomeUnknown("no acknowledgement")

    config = inviting(tmp_path)
    async with salon_open(tmp_path, config=config, session=open_failing(afterwards=unknown)) as house:
        await agrees(house, "маникюр завтра в 15:00")
        await house.comes("2026-11-22 12:00")
        assert len(attempts) == 1


async def test_trouble_with_one_customers_aftercare_is_written_down_and_leaves_the_rest_alone(tmp_path: Path) -> None:
    async with salon_open(tmp_path, config=inviting(tmp_path)) as house:
        olya = await agrees(house, "маникюр завтра в 15:00")
        await house.comes("2026-11-21 18:00")
        await house.wabot.database.write(lambda db: db.execute("ALTER TABLE dialogues RENAME TO torn"))
        await house.comes("2026-11-21 19:00")
        await house.wabot.database.write(lambda db: db.execute("ALTER TABLE torn RENAME TO dialogues"))
        assert said(olya, THANKS) == []
        assert await skipped(house, "thanks") == ["failed"]
        assert "вы записаны" in await olya.writes("массаж в понедельник в 15:00")
