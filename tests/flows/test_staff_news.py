"""What staff hear of their day when a program, or somebody at the page, changes it."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.api import Program, program_at
from tests.house import Person
from tests.owner import owner_at
from tests.salon import demo_config
from wabot.types import PhoneNumber

pytestmark = pytest.mark.anyio

CUT = ("haircut_women", "2026-11-21T12:00:00+03:00")
CUT_TOLD = "Женская стрижка, Анна, завтра, 21 ноября"


def anna_of(program: Program) -> Person:
    """She has a number in the configuration."""
    return program.house.customer("+79160000002")


async def test_staff_hear_of_what_is_done_over_the_api(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        anna = anna_of(program)
        made = (await program.order(*CUT, staff="anna", note="седина")).json["appointment"]
        path = f"/api/appointments/{made['id']}"
        await program.house.settle()
        assert anna.read == [f"Новая запись: {CUT_TOLD}, 12:00\nКлиент: Оля (+79161234567)"]
        await program.request("PATCH", path, {"note": "без седины"})
        await program.request("PATCH", path, {"status": "confirmed"})
        await program.request("PATCH", path, {"start": "2026-11-21T14:00:00+03:00"})
        await program.house.settle()
        assert anna.read[1:] == [
            f"Запись перенесли.\nБыло: {CUT_TOLD}, 12:00\nСтало: {CUT_TOLD}, 14:00\nКлиент: Оля (+79161234567)"
        ]
        await program.request("DELETE", path)
        await program.request("PATCH", path, {"status": "booked"})
        await program.house.settle()
        assert [words.partition(":")[0] for words in anna.read[2:]] == ["Запись отменена", "Новая запись"]
        assert program.house.customer().read == []


async def test_who_gives_a_visit_away_and_who_takes_it_both_hear_of_it(tmp_path: Path) -> None:
    config = demo_config(tmp_path)
    phones = {"ekaterina": PhoneNumber("+79160000003")}
    staff = tuple(replace(one, phone=phones.get(one.id, one.phone)) for one in config.salon.staff)
    async with program_at(tmp_path, config=replace(config, salon=replace(config.salon, staff=staff))) as program:
        made = (await program.order("blowdry", staff="anna")).json["appointment"]
        await program.request("PATCH", f"/api/appointments/{made['id']}", {"staff": "ekaterina"})
        await program.house.settle()
        both = [anna_of(program).read[-1], program.house.customer("+79160000003").read[-1]]
        assert all("Было: Укладка, Анна" in words and "Стало: Укладка, Екатерина" in words for words in both)


async def test_an_owner_who_works_as_staff_is_not_told_of_what_is_done_on_the_page(tmp_path: Path) -> None:
    theirs = replace(demo_config(tmp_path), owner_phones=(PhoneNumber("+79160000002"),))
    new = {"phone": "8 916 123-45-67", "services": "haircut_women", "staff": "anna", "day": "2026-11-21"}
    async with owner_at(tmp_path, config=theirs) as owner:
        assert (await owner.sends("visits", **new, start="12:00"))[1].endswith("said=booked")
        await owner.program.order("haircut_women", "2026-11-21T14:00:00+03:00", staff="anna")
        await owner.program.house.settle()
        assert [words.partition(", Анна")[2] for words in anna_of(owner.program).read] == [
            ", завтра, 21 ноября, 14:00\nКлиент: Оля (+79161234567)"
        ]


async def test_at_night_they_hear_of_a_later_day_in_the_morning(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        await program.house.comes("2026-11-20T23:30:00+03:00")
        await program.order("haircut_women", "2026-11-24T12:00:00+03:00", staff="anna")
        await program.house.settle()
        assert anna_of(program).read == []
        await program.house.comes("2026-11-21T09:00:00+03:00")
        await program.house.settle()
        assert "Новая запись" in anna_of(program).read[0]


async def test_what_was_is_no_news_and_neither_is_ones_own_visit(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        made = (await program.order(*CUT, staff="anna")).json["appointment"]
        await program.order("blowdry", "2026-11-21T15:00:00+03:00", staff="anna", phone="+79160000002")
        program.house.pass_time(days=3)
        await program.request("DELETE", f"/api/appointments/{made['id']}")
        await program.house.settle()
        assert [words.partition(":")[0] for words in anna_of(program).read] == ["Новая запись"]


async def test_it_is_forgotten_with_the_customer_though_the_salons_own_words_name_nobody(tmp_path: Path) -> None:
    (tmp_path / "texts.ru.ftl").write_text("visit-booked = Новая запись: { $visit }", encoding="utf-8")
    config = replace(demo_config(tmp_path), source=tmp_path / "config.toml")
    async with program_at(tmp_path, config=config) as program:
        made = (await program.order(*CUT, staff="anna")).json["appointment"]
        await program.request("DELETE", f"/api/appointments/{made['id']}")
        await program.house.settle()
        assert anna_of(program).read[0] == f"Новая запись: {CUT_TOLD}, 12:00"
        assert (await program.request("DELETE", "/api/customers/%2B79161234567")).status == 200
        told = (await program.request("GET", "/api/outbox")).json["outbox"]
        assert not any("21 ноября" in message["text"] for message in told)
