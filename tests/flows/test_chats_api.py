"""Conversations as the owner's programs see them, and a person's word in them."""

from datetime import datetime
from pathlib import Path
from typing import Any

import anyio
import pytest

from tests.api import Program, program_at
from wabot.config import Reading
from wabot.domain.correspondence import Kind
from wabot.domain.heard import Heard
from wabot.domain.salon import Salon
from wabot.language.listener import Listener
from wabot.ops.chat import settle
from wabot.types import CustomerId, Lang
from wabot.web.lasting import Lasting
from wabot.web.server import open_door, open_page

pytestmark = pytest.mark.anyio


async def chats(program: Program, query: str = "") -> list[dict[str, Any]]:
    answer = await program.request("GET", f"/api/chats?{query}")
    assert answer.status == 200
    found: list[dict[str, Any]] = answer.json["chats"]
    return found


async def chat(program: Program, number: int) -> dict[str, Any]:
    answer = await program.request("GET", f"/api/chats/{number}")
    assert answer.status == 200
    return answer.json


async def test_who_waits_for_a_person_stands_first_until_somebody_writes(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        house = program.house
        lena = house.customer("+79160000033")
        await lena.writes("позовите человека", profile_name="Лена")
        house.pass_time(minutes=5)
        await house.customer().writes("сколько стоит маникюр?")
        [first, *_] = found = await chats(program)
        assert (first["name"], first["waits_for_person"]["reason"]) == ("Лена", "asked")
        assert first["waits_for_person"]["since"] == "2026-11-20T10:00:00+03:00"
        assert {one["customer"] for one in found if one["waits_for_person"] is None} >= {"+79161234567"}
        assert (await program.request("GET", "/health")).json["status"] == "degraded"
        await house.salon_writes_to(lena, "Здравствуйте, чем помочь?")
        assert all(one["waits_for_person"] is None for one in await chats(program))
        assert (await program.request("GET", "/health")).json["status"] == "ok"


async def test_a_chat_shows_who_said_what_and_what_was_understood(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        olya = program.house.customer()
        await olya.writes("маникюр завтра в 15:00")
        program.house.pass_time(minutes=1)
        await olya.writes(kind=Kind.VOICE)
        program.house.pass_time(minutes=1)
        await program.send("Ждём вас завтра!")
        program.house.pass_time(minutes=1)
        await program.house.salon_writes_to(olya, "И я жду")
        [found] = await chats(program, "q=4567")
        told = (await chat(program, found["id"]))["messages"]
        assert [(line["by"], line["kind"]) for line in told[:5]] == [
            ("customer", "text"),
            ("wabot", "text"),
            ("customer", "voice"),
            ("wabot", "text"),
            ("program", "text"),
        ]
        assert (told[-1]["by"], told[-1]["text"], told[-1]["state"]) == ("salon", "И я жду", None)
        heard = told[0]["heard"]
        assert (heard["intent"], heard["service"], heard["date"], heard["time"]) == (
            None,
            "manicure",
            "2026-11-21",
            "15:00",
        )
        assert "heard" not in told[1]
        assert told[1]["state"] in {"sent", "delivered"}


async def test_the_salon_writes_from_the_page_and_wabot_keeps_out_of_it(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        olya = program.house.customer()
        await olya.writes("привет")
        [found] = await chats(program, "q=4567")
        said = await program.request("POST", f"/api/chats/{found['id']}/send", {"message": " Это Анна из салона "})
        assert said.status == 200
        assert said.json["chat"]["held_until"] == "2026-11-20T22:00:00+03:00"
        await settle(program.house.wabot.database)
        assert olya.read[-1] == "Это Анна из салона"
        assert await olya.writes("а можно завтра в 15?") == ""
        back = await program.request("POST", f"/api/chats/{found['id']}/release")
        assert (back.status, back.json["chat"]["held_until"]) == (200, None)
        assert "Маникюр" in await olya.writes("маникюр завтра в 15")


async def test_a_chat_is_held_for_as_long_as_wanted(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        olya = program.house.customer()
        await olya.writes("привет")
        [found] = await chats(program, "q=4567")
        held = await program.request("POST", f"/api/chats/{found['id']}/hold", {"hours": 2})
        assert held.json["chat"]["held_until"] == "2026-11-20T12:00:00+03:00"
        assert await olya.writes("маникюр завтра в 15") == ""
        program.house.pass_time(hours=2)
        assert await olya.writes("маникюр завтра в 15") != ""


async def test_chats_are_found_by_name_and_number(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        await program.house.customer().writes("привет", profile_name="Ольга Ёлкина")
        await program.house.customer("+79160000033").writes("привет", profile_name="<script>alert(1)</script>")
        assert [one["name"] for one in await chats(program, "q=ёлк")] == ["Ольга Ёлкина"]
        assert [one["phone"] for one in await chats(program, "q=0000033")] == ["+79160000033"]
        assert await chats(program, "q=nobody") == []


async def test_what_cannot_be_done_is_said(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        await program.house.customer().writes("привет")
        for route in ("hold", "release", "send"):
            answer = await program.request(
                "POST", f"/api/chats/99/{route}", {"message": "x"} if route == "send" else {}
            )
            assert (answer.status, answer.code) == (404, "not_found")
        for route, wrong, words in (
            ("send", {"message": "  "}, "message: it is empty; write what the customer shall read"),
            ("send", {"message": ""}, "message: it is empty; write what the customer shall read"),
            ("send", {"message": 5}, "message: expected a string, got a number"),
            ("send", {"message": "x" * 4001}, "message: at most 4000 characters; shorten it"),
            ("send", {}, "message is missing"),
            ("send", {"text": "x"}, 'unknown field "text"; there are message'),
            ("hold", {"hours": 0}, "hours: 1 is the least"),
            ("hold", {"hours": 10**30}, "hours: 720 is the most"),
        ):
            answer = await program.request("POST", f"/api/chats/1/{route}", wrong)
            assert (answer.status, answer.code) == (400, "invalid_request")
            assert words in answer.json["error"]
            assert answer.json["error"].endswith("; nothing was changed")


class Ear(Listener):
    """Has the event loop write down what it hears, from another thread, which waits until the loop has turned."""

    def __init__(self, salon: Salon) -> None:
        super().__init__(salon)
        self.heard: list[str] = []

    def hear(self, text: str, *, now: datetime, lang: Lang | None = None) -> Heard:
        anyio.from_thread.run_sync(self.heard.append, text)
        return super().hear(text, now=now, lang=lang)


async def wake_nobody(_customer: CustomerId) -> None:
    """Nothing is sent."""


async def test_a_chat_is_heard_beside_the_event_loop_and_once_for_program_and_page(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        house = program.house
        await house.customer().writes("маникюр завтра в 15:00")
        [found] = await chats(program, "q=4567")
        config, ear = house.wabot.config, Ear(house.wabot.config.salon)
        with open_door(config.web) as door:
            async with open_page(
                config,
                door,
                house.wabot.database,
                house.session,
                house.clock,
                lasting=Lasting(house.clock),
                listener=ear,
                wake=wake_nobody,
                reading=Reading,
                started_at=house.clock.now(),
            ) as page:
                for path in ("api/chats", "chats", "api/chats"):
                    async with program.http.get(f"{page.address}{path}/{found['id']}") as answer:
                        assert answer.status == 200
                        assert "15:00" in await answer.text()
        assert ear.heard == ["маникюр завтра в 15:00"]
