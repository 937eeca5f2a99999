"""The forms of the day, as a browser without scripts and as the page's own scripts send them."""

from pathlib import Path

import aiohttp
import pytest

from tests.owner import owner_at

pytestmark = pytest.mark.anyio

NEW = {"phone": "8 916 123-45-67", "services": "massage", "day": "2026-11-21", "start": "15:00"}


async def test_a_form_books_moves_and_cancels_on_the_word_of_the_page(tmp_path: Path) -> None:
    async with owner_at(tmp_path) as owner:
        assert await owner.sends("visits", **NEW, name="Оля", notify="1") == (
            303,
            "/?day=2026-11-21&said=booked+told",
        )
        moved = {"staff": "ekaterina", "day": "2026-11-24", "start": "10:00", "other": "10:07", "moving": "1"}
        assert await owner.sends("visits/1", **moved) == (303, "/?day=2026-11-24&said=moved")
        assert (await owner.sends("visits/1", note="у окна"))[1].endswith("said=noted")
        assert (await owner.sends("visits/1", note=""))[1].endswith("said=noted")
        assert (await owner.sends("visits/1", status="cancelled", notify="1"))[1].endswith("said=cancelled+told")
        shown = (await owner.program.request("GET", "/api/appointments/1")).json
        assert [(it["by"], it["what"]) for it in shown["changes"]] == [
            ("page", "made"),
            ("page", "moved"),
            ("page", "changed"),
            ("page", "changed"),
            ("page", "cancelled"),
        ]
        assert shown["appointment"]["start"] == "2026-11-24T10:07:00+03:00"
        await owner.program.house.settle()
        assert len(owner.program.arrived) == 2


async def test_a_note_may_have_lines(tmp_path: Path) -> None:
    async with owner_at(tmp_path) as owner:
        assert (await owner.sends("visits", **NEW, note="у окна\r\nбез музыки"))[0] == 303
        assert (await owner.program.appointments())[0]["note"] == "у окна\nбез музыки"
        assert (await owner.sends("visits/1", note="у окна\r\n" * 222 + "а" * 446))[1].endswith("said=noted")
        assert len((await owner.program.appointments())[0]["note"]) == 2000


async def test_scripts_get_panels_and_words(tmp_path: Path) -> None:
    async with owner_at(tmp_path) as owner:
        assert await owner.asks("visits", **NEW) == {"said": "Записано."}
        told = await owner.asks("visits", **NEW | {"phone": "+79160000099", "staff": "ekaterina"})
        assert "В 15:00 уже занято" in told["panel"]
        assert 'value="+79160000099"' in told["panel"]
        assert "15:00–16:00 Массаж" in told["panel"]
        assert "Оля" not in (await owner.asks("visits/1"))["panel"]
        starts = (await owner.asks("visits/starts?services=massage&staff=ekaterina&day=2026-11-21"))["starts"]
        assert "14:00" in starts
        assert "14:15" not in starts
        assert "14:15" in (await owner.asks("visits/starts?moving=1&staff=ekaterina&day=2026-11-21"))["starts"]


async def test_every_slip_is_told_with_what_to_do_and_nothing_is_booked(tmp_path: Path) -> None:
    async with owner_at(tmp_path) as owner:
        for slip, words in (
            ({"phone": "12"}, "нужен номер целиком"),
            ({"services": "nails"}, "Выберите хотя бы одну услугу"),
            ({"start": "", "other": ""}, "Выберите время"),
            ({"day": "2026-02-30"}, "Выберите время"),
            ({"name": "ж" * 201}, "Имя слишком длинное"),
            ({"note": "\x00"}, "Заметка слишком длинная"),
            ({"staff": "eve"}, "Выберите мастера"),
            ({"customer": "9" * 27, "phone": ""}, "нужен номер целиком"),
            ({"day": "2026-11-19"}, "Это время уже прошло"),
            ({"staff": "maria"}, "Мария этого не делает"),
            ({"day": "2026-11-22"}, "Салон 22 ноября закрыт"),
            ({"day": "2027-01-01"}, "новогодние праздники"),
            ({"start": "19:45", "staff": "ekaterina"}, "Екатерина, 21 ноября: 10:00–20:00"),
        ):
            status, page = await owner.sends("visits", **NEW | slip)
            assert status == 200
            assert words in page, slip
        assert await owner.program.appointments() == []
        assert await owner.sends("visits", **NEW | {"day": "2026-11-22"}, force="1") == (
            303,
            "/?day=2026-11-22&said=booked",
        )


async def test_what_is_done_already_is_said(tmp_path: Path) -> None:
    async with owner_at(tmp_path) as owner:
        await owner.sends("visits", **NEW)
        assert "Визит начнётся только в 15:00" in (await owner.sends("visits/1", status="done"))[1]
        assert (await owner.sends("visits/1", status="cancelled"))[0] == 303
        words = "Эта запись отменена"
        assert words in (await owner.sends("visits/1", day="2026-11-21", start="16:00", staff="ekaterina"))[1]
        assert (await owner.sends("visits/99", status="cancelled"))[1].endswith("said=gone")
        assert "Этого уже нет" in await owner.opens("visits/99")
        assert "Этого уже нет" in await owner.opens("blocks/99")
        assert (await owner.sends("openings/99/remove", day="2026-11-20"))[1].endswith("said=gone")


async def test_a_customer_without_a_number_is_booked_by_name(tmp_path: Path) -> None:
    async with owner_at(tmp_path) as owner:
        await owner.program.house.customer(lid="123456789012345@lid").writes("здравствуйте", profile_name="Зоя")
        found = (await owner.asks("customers?q=зо"))["found"]
        assert 'data-phone="lid:123456789012345"' in found
        fields = NEW | {"customer": "1", "phone": "lid:123456789012345"}
        assert (await owner.sends("visits", **fields))[0] == 303
        [visit] = await owner.program.appointments()
        assert (visit["customer"], visit["name"], visit["phone"]) == ("lid:123456789012345", "Зоя", None)
        wrong = NEW | {"customer": "1", "phone": "+79169999999", "start": "17:00"}
        assert (await owner.sends("visits", **wrong))[0] == 303
        assert (await owner.program.appointments())[-1]["phone"] == "+79169999999", "the number that was typed counts"


async def test_customers_are_found_by_any_part_of_what_is_known(tmp_path: Path) -> None:
    async with owner_at(tmp_path) as owner:
        for number, name in enumerate(("Алёна Ёлкина", "Анна", "Лена")):
            await owner.program.order(
                "massage", f"2026-11-21T1{number}:00:00+03:00", phone=f"+7916123456{number}", name=name
            )
        for words, names in (
            ("елк", ["Алёна Ёлкина"]),
            ("ан", ["Анна"]),
            ("8 916 123", ["Лена", "Анна", "Алёна Ёлкина"]),
            ("4561", ["Анна"]),
            ("<script>", []),
            ("", []),
        ):
            found = (await owner.asks(f"customers?q={words}"))["found"]
            assert [name for name in ("Лена", "Анна", "Алёна Ёлкина") if name in found] == names, words


async def test_nobody_else_may(tmp_path: Path) -> None:
    async with owner_at(tmp_path) as owner, aiohttp.ClientSession() as stranger:
        for path in ("", "?view=week", "visits/new", "visits/1", "visits/starts", "customers?q=a", "blocks/new"):
            async with stranger.get(owner.address + path) as answer:
                assert answer.status == 401, path
        for path in ("visits", "visits/1", "blocks", "openings", "blocks/1/remove"):
            async with stranger.post(owner.address + path, data=NEW) as answer:
                assert answer.status == 401, path
            headers = {"Origin": "http://evil.example"}
            async with owner.http.post(owner.address + path, data=NEW, headers=headers) as answer:
                assert answer.status == 403, path
        assert await owner.program.appointments() == []


async def test_any_day_can_be_looked_at(tmp_path: Path) -> None:
    async with owner_at(tmp_path) as owner:
        assert "Суббота, 1 января 2000" in await owner.opens("?day=2000-01-01")
        assert "Вторник, 31 декабря 2199" in await owner.opens("?day=2199-12-31")
        assert "неделя" in (await owner.opens("?day=2199-12-31&view=week")).lower()
        for nonsense in ("?day=0001-01-01", "?day=x", "?day=9999-99-99&view=y", "?said=<script>"):
            page = await owner.opens(nonsense)
            assert "Сегодня, 20 ноября" in page
            assert "<script>" not in page


async def test_many_open_pages_show_each_change_at_once(tmp_path: Path) -> None:
    async with owner_at(tmp_path) as owner:
        pages = [await owner.asks("parts") for _ in range(3)]
        assert "11:30" not in pages[0]["days"]
        booked = {"services": "massage", "staff": "ekaterina", "day": "2026-11-20", "start": "11:30"}
        await owner.asks("visits", **NEW | booked)
        for _ in range(2):
            assert "11:30–12:30" in (await owner.asks("parts"))["days"]
        assert "11:30–12:30" not in (await owner.asks("parts?day=2026-11-21"))["days"]
        await owner.program.house.customer("+79160000077").writes("позовите человека")
        assert "позовите человека" in (await owner.asks("parts"))["asks"]


async def test_the_line_of_now_moves_though_nothing_happens(tmp_path: Path) -> None:
    async with owner_at(tmp_path) as owner:
        before = (await owner.asks("parts"))["days"]
        owner.program.house.pass_time(minutes=1)
        assert (await owner.asks("parts"))["days"] != before
