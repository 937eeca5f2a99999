"""The demo: customers' phones on the page, and WhatsApp that can be broken; never anywhere else."""

from pathlib import Path

import aiohttp
import pytest

from tests.owner import owner_at
from tests.salon import FRIDAY, demo_config
from tests.staged import open_staged_session
from wabot.app import open_wabot
from wabot.clock import ScriptClock
from wabot.whatsapp.session import FOR_A_PERSON, State
from wabot.whatsapp.simulated import Mishap
from wabot.whatsapp.states import Event, What

pytestmark = pytest.mark.anyio

OLYA = "+79165550101"
DEMO_ROUTES = [
    ("POST", "demo/messages"),
    ("GET", "demo/chat"),
    ("POST", "demo/lag"),
    *(("POST", f"demo/mishaps/{mishap}") for mishap in Mishap),
]


@pytest.mark.parametrize("mishap", Mishap)
async def test_what_breaks_is_taken_back_by_a_person_and_nothing_is_lost(tmp_path: Path, mishap: Mishap) -> None:
    async with owner_at(tmp_path) as owner:
        program, session = owner.program, owner.program.house.session
        assert (await program.request("POST", f"/demo/mishaps/{mishap}", {})).status == 200
        assert session.status.state == State(mishap.value)
        if session.status.state in FOR_A_PERSON:
            again = Mishap.BANNED if mishap is not Mishap.BANNED else Mishap.REPLACED
            await program.request("POST", f"/demo/mishaps/{again}", {})
            assert session.status.state == State(mishap.value), "only a person ends it"
        body = {"phone": OLYA, "text": "массаж сегодня в 15:00"}
        assert (await program.request("POST", "/demo/messages", body)).status == 200
        await program.house.settle()
        assert program.arrived == []
        shown = await program.request("GET", f"/demo/chat?phone={OLYA.replace('+', '%2B')}")
        assert "массаж сегодня в 15:00" in shown.json["chat"]
        assert "WhatsApp держит сообщение" in shown.json["chat"]
        wish = "pair" if mishap is Mishap.LOGGED_OUT else "connect"
        assert f'action="/api/session/{wish}"' in await owner.opens("")
        assert (await program.request("POST", f"/api/session/{wish}", {})).status == 200
        await program.house.settle()
        assert session.status.state is State.ONLINE
        [visit] = await program.appointments()
        assert (visit["phone"], visit["name"]) == (OLYA, "Оля")
        shown = await program.request("GET", f"/demo/chat?phone={OLYA.replace('+', '%2B')}")
        assert shown.json["arrived"] == {OLYA: 1}
        counters = (await program.request("GET", "/health")).json["counters"]
        assert counters["replaced"] == (mishap is Mishap.REPLACED)
        assert counters["reconnects"] == (mishap is Mishap.RECONNECTING)


async def test_the_page_has_phones_and_buttons_that_break(tmp_path: Path) -> None:
    async with owner_at(tmp_path) as owner:
        page = await owner.opens("")
        for mishap in Mishap:
            assert f'action="/demo/mishaps/{mishap}"' in page
        assert page.count('type="radio" name="who"') == 10
        assert page.count('<label class="chip" hidden>') == 7
        await owner.program.request("POST", "/demo/messages", {"phone": "+79165550110", "text": "здравствуйте"})
        await owner.program.house.settle()
        assert (await owner.opens("")).count('<label class="chip" hidden>') == 6, "whoever wrote is there"
        assert (await owner.program.request("POST", "/demo/lag", {})).status == 200
        assert owner.program.house.session.lag.total_seconds() > 1
        assert 'aria-pressed="true"' in (await owner.asks("parts"))["mishaps"]
        assert (await owner.program.request("POST", "/demo/lag", {})).status == 200
        assert not owner.program.house.session.lag


async def test_nonsense_breaks_nothing(tmp_path: Path) -> None:
    async with owner_at(tmp_path) as owner:
        program = owner.program
        assert (await program.request("POST", "/demo/mishaps/fire", {})).status == 404
        for body in ({}, {"phone": "me", "text": "x"}, {"phone": OLYA, "text": ""}, {"phone": OLYA, "text": 5}):
            assert (await program.request("POST", "/demo/messages", body)).status == 400
        assert (await program.request("GET", "/demo/chat?phone=%3Cscript%3E")).json == {"chat": "", "arrived": {}}
        assert program.house.session.status.state is State.ONLINE


async def test_nobody_else_may_break_it(tmp_path: Path) -> None:
    async with owner_at(tmp_path) as owner, aiohttp.ClientSession() as stranger:
        for method, path in DEMO_ROUTES:
            async with stranger.request(method, owner.address + path, json={}) as answer:
                assert answer.status == 401, path
        headers = {"Origin": "http://evil.example"}
        async with owner.http.post(owner.address + "demo/mishaps/replaced", headers=headers) as answer:
            assert answer.status == 403
        assert owner.program.house.session.status.state is State.ONLINE


async def test_a_session_that_is_not_simulated_has_none_of_it(tmp_path: Path) -> None:
    config = demo_config(tmp_path)
    async with open_wabot(config, open_staged_session, ScriptClock(FRIDAY), with_page=True) as wabot:
        assert wabot.page is not None
        await wabot.session.happens(Event(What.READY))
        assert not [route for route in wabot.page.routes if route.resource and "demo" in route.resource.canonical]
        token = {"Authorization": f"Bearer {(tmp_path / 'token').read_text().strip()}"}
        async with aiohttp.ClientSession(headers=token) as http:
            for method, path in DEMO_ROUTES:
                async with http.request(method, wabot.page.address + path, json={}) as answer:
                    assert answer.status == 404, path
            async with http.get(wabot.page.address) as answer:
                page = await answer.text()
            async with http.get(wabot.page.address + "parts") as answer:
                assert "mishaps" not in await answer.json()
        assert answer.status == 200
        assert "demo" not in page
        assert "phone.js" not in page
        assert wabot.session.status.state is State.ONLINE
