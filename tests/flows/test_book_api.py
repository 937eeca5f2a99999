"""The appointment book as the owner's programs use it: orders, refusals, and what is written down of each."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.api import Program, program_at
from tests.salon import CONFIG_FILE, SALON, demo_config
from wabot.config import Config
from wabot.ops.chat import settle

pytestmark = pytest.mark.anyio

SATURDAY = "2026-11-21"


def on_saturday(clock: str) -> str:
    return f"{SATURDAY}T{clock}:00+03:00"


async def told(program: Program, phone: str = "+79161234567") -> list[str]:
    await settle(program.house.wabot.database)
    return program.house.customer(phone).read


async def test_an_order_stands_in_the_book_as_it_was_given(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        answer = await program.order(note="аллергия на масло")
        assert (answer.status, answer.json["success"]) == (200, True)
        expected = {
            "id": answer.json["appointment"]["id"],
            "visit": answer.json["appointment"]["id"],
            "customer": "+79161234567",
            "services": ["massage"],
            "staff": "ekaterina",
            "start": on_saturday("15:00"),
            "end": on_saturday("16:00"),
            "status": "booked",
            "phone": "+79161234567",
            "name": "Оля",
            "note": "аллергия на масло",
        }
        assert answer.json["appointment"] == expected
        assert await program.appointments() == [expected]
        assert await program.appointments("from=2026-11-22") == []
        assert await told(program) == []


async def test_the_salon_skips_notice_horizon_and_the_customers_limit_of_visits(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        starts = ["2026-11-20T10:00:00+03:00", *(f"2027-03-{day:02}T15:00:00+03:00" for day in (1, 2, 3, 4))]
        assert [(await program.order(start=start)).status for start in starts] == [200] * 5


async def test_a_time_without_an_offset_is_the_salons(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        answer = await program.order(start=f"{SATURDAY}T15:00")
        assert answer.json["appointment"]["start"] == on_saturday("15:00")


@pytest.mark.parametrize(
    ("fields", "code", "words"),
    [
        ({"start": "2026-11-20T09:45:00+03:00"}, "in_the_past", "gone by"),
        ({"start": "2026-11-22T15:00:00+03:00"}, "closed_that_day", "2026-11-22"),
        ({"start": "2026-12-31T15:00:00+03:00"}, "closed_that_day", "New Year"),
        ({"services": ["brows"], "start": "2026-11-25T15:00:00+03:00", "staff": "olga"}, "staff_off", "olga"),
        ({"services": ["brows"], "start": "2026-11-25T15:00:00+03:00"}, "nobody_works", "2026-11-25"),
        ({"start": on_saturday("19:30")}, "outside_hours", "10:00–20:00"),
        ({"staff": "anna"}, "cannot_do_service", "anna does not do massage"),
        ({"start": on_saturday("12:30"), "phone": "+79160000009"}, "slot_taken", "taken"),
        (
            {"start": on_saturday("12:30"), "phone": "+79160000009", "staff": "ekaterina"},
            "slot_taken",
            "massage from 2026-11-21 12:00 to 2026-11-21 13:00 (appointment 1)",
        ),
        ({"services": ["brows"], "start": on_saturday("12:30")}, "guest_busy", "another visit"),
    ],
)
async def test_each_refusal_has_its_word_and_changes_nothing(
    tmp_path: Path, fields: dict[str, Any], code: str, words: str
) -> None:
    async with program_at(tmp_path) as program:
        await program.order(start=on_saturday("12:00"))
        before = await program.appointments()
        answer = await program.order(**fields, notify=True)
        assert (answer.status, answer.code, answer.json["success"]) == (409, code, False)
        assert words in answer.json["error"]
        assert answer.json["error"].endswith("nothing was changed")
        assert (await program.appointments(), await told(program)) == (before, [])


async def test_force_opens_the_hours_and_nothing_else(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        sunday = "2026-11-22T22:30:00+03:00"
        assert (await program.order(start=sunday, force=True)).status == 200
        assert (await program.order(start=sunday, phone="+79160000009", force=True)).code == "slot_taken"
        assert (await program.order(start="2026-11-20T09:00:00+03:00", force=True)).code == "in_the_past"
        assert (await program.order(start=on_saturday("12:00"), staff="anna", force=True)).code == "cannot_do_service"


async def test_every_fault_of_a_body_is_named(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        answer = await program.request(
            "POST",
            "/api/appointments",
            {"phone": {"id": 1}, "services": ["nails", 7], "start": "noon", "staff": "eve", "notify": "yes", "more": 1},
        )
        assert (answer.status, answer.code) == (400, "invalid_request")
        for words in (
            "phone: expected a string, got an object",
            'services.0: no such service "nails"; there are haircut_women',
            "services.1: expected a string, got a number",
            'start: "noon" is not a time; write it like 2026-11-20T15:00:00+03:00',
            'staff: nobody is called "eve"; there are anna',
            "notify: expected true or false, got a string",
            'unknown field "more"; there are phone, services, start',
        ):
            assert words in answer.json["error"]
        assert await program.appointments() == []


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "not JSON"),
        (b'{"phone": ', "not JSON"),
        (["massage"], "the body: expected an object, got an array"),
        ({}, "phone is missing; services is missing; start is missing"),
        ({"phone": "8916"}, '"8916" is not a phone number'),
        ({"services": []}, "at least one service"),
        ({"services": "massage"}, "services: expected an array, got a string"),
        ({"services": ["massage", "massage"]}, "twice"),
        ({"start": "2026-11-21T15:00:30+03:00"}, "whole minutes"),
        ({"start": "2026-11-21T15:00:00+03:00:30"}, "whole minutes"),
        ({"start": "9999-12-31T23:59:00"}, "no year of this book"),
        ({"start": 1795262400}, "start: expected a string, got a number"),
        ({"name": "О\nля"}, "name: line breaks and control characters have no place here; leave them out"),
        ({"name": "О\u2028ля"}, "name: line breaks and control characters"),
        ({"name": "х" * 201}, "name: at most 200 characters; shorten it"),
        ({"note": "х" * 2001}, "note: at most 2000 characters; shorten it"),
        ({"note": "у неё\0аллергия"}, "note: control characters have no place here; leave them out"),
    ],
)
async def test_bad_bodies_are_refused_in_plain_words(tmp_path: Path, body: object, words: str) -> None:
    async with program_at(tmp_path) as program:
        answer = await program.request("POST", "/api/appointments", body)
        assert (answer.status, answer.code) == (400, "invalid_request")
        assert words in answer.json["error"]


@pytest.mark.parametrize(
    ("method", "path", "words"),
    [
        ("GET", "/api/appointments?from=tomorrow", 'from: "tomorrow" is not a day'),
        ("GET", "/api/appointments?days=0&form=1", 'days: "0" is not a number of days; write 1 to 366; unknown field'),
        ("GET", "/api/slots?service=nails", 'no such service "nails"'),
        ("DELETE", "/api/appointments/1?notify=perhaps", 'notify: "perhaps" is neither true nor false'),
        ("PATCH", "/api/appointments/1", "not JSON"),
        ("POST", "/api/blocks", "not JSON"),
    ],
)
async def test_bad_queries_too(tmp_path: Path, method: str, path: str, words: str) -> None:
    async with program_at(tmp_path) as program:
        answer = await program.request(method, path, b"")
        assert (answer.status, answer.code) == (400, "invalid_request")
        assert words in answer.json["error"]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("slots", "service is missing: name what the time is for"),
        ("slots?moving=x", 'moving: "x" is no id; write the number of it, like 17'),
        ("outbox?before=x", 'before: "x" is no id; write the number of it, like 17'),
        ("chats?q=" + "x" * 101, "q: at most 100 characters; shorten it"),
        ("blocks?days=0", 'days: "0" is not a number of days; write 1 to 366'),
    ],
)
async def test_a_question_that_is_none_is_told_why_and_no_more(tmp_path: Path, path: str, words: str) -> None:
    async with program_at(tmp_path) as program:
        answer = await program.request("GET", f"/api/{path}")
        assert (answer.status, answer.json["error"]) == (400, words)


@pytest.mark.parametrize("name", ["Анна\u00a0Мария", "Семья 👨\u200d👩\u200d👧"])
async def test_names_are_taken_as_people_write_them(tmp_path: Path, name: str) -> None:
    async with program_at(tmp_path) as program:
        made = await program.order(name=name, note=name)
        assert made.status == 200
        assert (made.json["appointment"]["name"], made.json["appointment"]["note"]) == (name, name)


async def test_what_is_not_there_is_404_and_strangers_get_401(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        for method, path in (
            ("PATCH", "/api/appointments/77"),
            ("DELETE", "/api/appointments/77"),
            ("GET", "/api/appointments/77"),
            ("GET", "/api/appointments/seven"),
            ("DELETE", "/api/blocks/77"),
        ):
            answer = await program.request(method, path, {})
            assert (answer.status, answer.code) == (404, "not_found")
        for path in ("/api/appointments", "/api/slots?service=massage", "/api/blocks", "/api/calendar"):
            assert (await program.request("GET", path, Authorization="Bearer wrong")).status == 401


async def test_several_services_are_one_visit_in_a_row(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        answer = await program.order(services=["haircut_women", "coloring"], start=on_saturday("12:00"))
        visit = answer.json["appointment"]
        assert (visit["services"], visit["staff"]) == (["haircut_women", "coloring"], "anna")
        assert (visit["start"], visit["end"]) == (on_saturday("12:00"), on_saturday("15:00"))
        other = {"phone": "+79160000009", "staff": "anna"}
        assert (await program.order("blowdry", on_saturday("15:00"), **other)).code == "slot_taken"  # the buffer
        assert (await program.order("blowdry", on_saturday("15:15"), **other)).status == 200
        pair = await program.order(services=["massage", "brows"], start=on_saturday("12:00"), phone="+79160000010")
        assert pair.code == "nobody_does_all"
        alone: dict[str, Any] = {
            "services": ["haircut_women", "coloring"],
            "staff": "dmitry",
            "start": on_saturday("16:00"),
        }
        assert "dmitry does not do haircut_women + coloring" in (await program.order(**alone)).json["error"]


async def test_a_visit_is_moved_in_one_step_over_its_own_old_time(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        number = (await program.order()).json["appointment"]["id"]
        path = f"/api/appointments/{number}"
        moved = await program.request("PATCH", path, {"start": on_saturday("15:15")})
        assert moved.json["appointment"]["start"] == on_saturday("15:15")
        await program.order(phone="+79160000009", start=on_saturday("17:00"))
        before = await program.appointments()
        refused = await program.request("PATCH", path, {"start": on_saturday("16:30"), "note": "?", "notify": True})
        assert (refused.code, await program.appointments(), await told(program)) == ("slot_taken", before, [])
        assert (await program.order(phone="+79160000010", start=on_saturday("13:30"))).status == 200
        late = await program.request("PATCH", path, {"start": on_saturday("21:00"), "force": True})
        assert late.json["appointment"]["end"] == on_saturday("22:00")


async def test_staff_and_services_of_a_visit_change(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        number = (await program.order("manicure", staff="maria")).json["appointment"]["id"]
        path = f"/api/appointments/{number}"
        changed = (await program.request("PATCH", path, {"staff": "olga"})).json["appointment"]
        assert (changed["staff"], changed["services"]) == ("olga", ["manicure"])
        assert (await program.request("PATCH", path, {"services": ["pedicure"]})).code == "cannot_do_service"
        longer = (await program.request("PATCH", path, {"services": ["manicure", "brows"]})).json["appointment"]
        assert (longer["services"], longer["end"]) == (["manicure", "brows"], on_saturday("16:30"))
        program.house.pass_time(days=1, hours=5, minutes=10)
        shorter = (await program.request("PATCH", path, {"services": ["manicure"]})).json["appointment"]
        assert shorter["end"] == on_saturday("16:00")


async def test_what_became_of_a_visit(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        number = (await program.order()).json["appointment"]["id"]

        async def becomes(status: str) -> str | None:
            answer = await program.request("PATCH", f"/api/appointments/{number}", {"status": status})
            return answer.code or answer.json["appointment"]["status"]

        assert await becomes("gone") == "invalid_request"
        assert await becomes("done") == "not_begun"
        assert await becomes("confirmed") == "confirmed"
        moved = await program.request("PATCH", f"/api/appointments/{number}", {"start": on_saturday("16:00")})
        assert moved.json["appointment"]["status"] == "booked"
        program.house.pass_time(days=1, hours=6)
        assert [await becomes(status) for status in ("done", "no_show")] == ["done", "no_show"]
        assert await becomes("cancelled") == "already_over"
        again = {"start": "2026-11-23T16:00:00+03:00"}
        assert (await program.request("PATCH", f"/api/appointments/{number}", again)).code == "already_over"
        assert await becomes("booked") == "booked"
        assert [await becomes(status) for status in ("cancelled", "done")] == ["cancelled", "is_cancelled"]
        assert (await program.request("PATCH", f"/api/appointments/{number}", again)).code == "is_cancelled"


@pytest.mark.parametrize(
    ("status", "code", "words"),
    [
        ("cancelled", "is_cancelled", "what is cancelled is not moved, nor does it take place"),
        ("done", "already_over", "what is done is not moved or cancelled"),
    ],
)
async def test_an_order_that_ends_a_visit_and_moves_it_is_told_why_not(
    tmp_path: Path, status: str, code: str, words: str
) -> None:
    async with program_at(tmp_path) as program:
        made = (await program.order()).json["appointment"]
        program.house.pass_time(days=1, hours=6)
        both = {"status": status, "start": "2026-11-23T16:00:00+03:00"}
        answer = await program.request("PATCH", f"/api/appointments/{made['id']}", both)
        assert (answer.status, answer.code) == (409, code)
        assert words in answer.json["error"]


async def test_a_cancelled_visit_comes_back_only_onto_free_time(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        number = (await program.order()).json["appointment"]["id"]
        path = f"/api/appointments/{number}"
        assert (await program.request("DELETE", path)).json["appointment"]["status"] == "cancelled"
        assert (await program.request("DELETE", path)).status == 200
        rival = (await program.order(phone="+79160000009")).json["appointment"]["id"]
        assert (await program.request("PATCH", path, {"status": "booked"})).code == "slot_taken"
        await program.request("DELETE", f"/api/appointments/{rival}")
        assert (await program.request("PATCH", path, {"status": "booked"})).status == 200
        assert (await program.order(phone="+79160000009")).code == "slot_taken"
        await program.request("DELETE", path)
        elsewhere = {"status": "confirmed", "start": on_saturday("11:00")}
        back = (await program.request("PATCH", path, elsewhere)).json["appointment"]
        assert (back["status"], back["start"]) == ("confirmed", on_saturday("11:00"))


async def test_the_customer_is_told_when_asked_for_in_a_whole_sentence_of_their_language(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        john = program.house.customer("+14155550100")
        await john.writes("hello, what are your opening hours?")
        before = len(john.read)
        number = (await program.order(phone="+14155550100", notify=True)).json["appointment"]["id"]
        path = f"/api/appointments/{number}"
        await program.request("PATCH", path, {"note": "regular", "notify": True})
        await program.request("PATCH", path, {"start": on_saturday("17:00"), "notify": True})
        await program.request("PATCH", path, {"start": on_saturday("17:00"), "notify": True})
        await program.request("DELETE", f"{path}?notify=true")
        await program.request("DELETE", f"{path}?notify=true")
        booked, moved, cancelled = (await told(program, "+14155550100"))[before:]
        assert booked.startswith("Hello! We have booked you in:\nMassage with Ekaterina\ntomorrow, November 21, 15:00")
        assert "changed your visit (tomorrow, November 21, 15:00)" in moved
        assert "tomorrow, November 21, 17:00" in moved
        assert "had to cancel your visit:\nMassage with Ekaterina\ntomorrow, November 21, 17:00" in cancelled


async def test_somebody_new_is_told_in_the_salons_language_and_talks_about_that_visit(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        await program.order(notify=True)
        [notice] = await told(program)
        assert notice.startswith("Здравствуйте! Записали вас:\nМассаж, мастер Екатерина\nзавтра, 21 ноября, 15:00")
        assert "Массаж" in await program.house.customer().writes("мои записи")


async def test_who_changed_what_and_when_is_kept(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        olya = program.house.customer()
        await olya.writes("массаж завтра в 15:00")
        [visit] = await program.appointments()
        path = f"/api/appointments/{visit['id']}"
        program.house.pass_time(minutes=1)
        await program.request("PATCH", path, {"start": on_saturday("16:00")})
        await program.request("PATCH", path, {"start": on_saturday("16:00")})
        await program.request("PATCH", path, {"start": on_saturday("10:00"), "staff": "maria"})
        await olya.writes("отмените запись")
        await olya.writes("да")
        await program.request("PATCH", path, {"status": "booked"})
        await program.request("PATCH", path, {"note": "ждёт у входа"})
        changes = (await program.request("GET", path)).json["changes"]
        assert [(change["by"], change["what"]) for change in changes] == [
            ("customer", "made"),
            ("api", "moved"),
            ("customer", "cancelled"),
            ("api", "restored"),
            ("api", "changed"),
        ]
        assert changes[0]["before"] is None
        assert changes[1]["at"] == "2026-11-20T10:01:00+03:00"
        assert changes[1]["before"] == changes[0]["after"]
        assert changes[1]["after"] == changes[1]["before"] | {
            "start": "2026-11-21T13:00:00+00:00",
            "end": "2026-11-21T14:00:00+00:00",
        }
        assert changes[4]["after"]["note"] == "ждёт у входа"


async def test_what_is_done_on_the_page_is_known_from_what_a_program_does(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        number = (await program.order()).json["appointment"]["id"]
        page = program.house.wabot.page
        assert page is not None
        async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as browser:
            await browser.get(page.login_link())
            there = f"{page.address}api/appointments/{number}"
            assert (await browser.delete(there)).status == 403  # no browser: it does not say where it comes from
            ours = {"Origin": page.address.rstrip("/")}
            assert (await browser.delete(there, headers=ours)).status == 200
        changes = (await program.request("GET", f"/api/appointments/{number}")).json["changes"]
        assert [(change["by"], change["what"]) for change in changes] == [("api", "made"), ("page", "cancelled")]


async def test_one_of_many_orders_for_a_time_gets_it(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        answers = await asyncio.gather(*(program.order(phone=f"+7916000001{number}") for number in range(10)))
        assert sorted(answer.status for answer in answers) == [200] + [409] * 9
        assert len(await program.appointments()) == 1


def without(*names: str) -> Config:
    """The salon once it has let go of these services and staff."""
    services = tuple(service for service in SALON.services if service.id not in names)
    staff = tuple(
        replace(person, services=tuple(name for name in person.services if name not in names))
        for person in SALON.staff
        if person.id not in names
    )
    config = demo_config(CONFIG_FILE.parent)
    return replace(config, salon=replace(SALON, services=services, staff=staff))


@pytest.mark.parametrize("gone", [["coloring"], ["anna"], ["coloring", "anna"]])
async def test_what_is_no_longer_offered_stays_in_the_book_and_can_be_moved_and_cancelled(
    tmp_path: Path, gone: list[str]
) -> None:
    async with program_at(tmp_path) as program:
        visit = (await program.order("coloring", on_saturday("12:00"), staff="anna")).json["appointment"]
    path = f"/api/appointments/{visit['id']}"
    async with program_at(tmp_path, config=without(*gone)) as program:
        assert await program.appointments() == [visit]
        if "anna" not in gone:
            clash = await program.order("haircut_women", on_saturday("14:00"), phone="+79160000009", staff="anna")
            assert clash.code == "slot_taken"  # its buffer still holds
        moved = (await program.request("PATCH", path, {"start": on_saturday("13:00"), "notify": True})).json
        assert (moved["appointment"]["start"], moved["appointment"]["end"]) == (
            on_saturday("13:00"),
            on_saturday("15:00"),
        )
        assert (moved["appointment"]["services"], moved["appointment"]["staff"]) == (["coloring"], "anna")
        assert (await program.request("DELETE", f"{path}?notify=1")).status == 200
        assert (await program.request("PATCH", path, {"status": "booked"})).status == 200
        assert len(await told(program)) == 2
        handed_over = (await program.request("PATCH", path, {"staff": "ekaterina"})).json["appointment"]
        assert (handed_over["staff"], handed_over["services"]) == ("ekaterina", ["coloring"])
