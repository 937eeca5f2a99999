"""The configuration read anew while customers write: who works changes, what is under way does not."""

import gc
import io
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import anyio
import pytest
from aiohttp import web
from loguru import logger

from tests.api import Answered, Program, left, program_at
from tests.failing import open_failing
from tests.house import House, salon_open
from tests.salon import CONFIG_FILE, demo_config
from wabot.config import Config, Reading, load_config, parse_config
from wabot.domain.correspondence import OutgoingMessage
from wabot.logs import set_up_logs
from wabot.storage.customers import get_customer_id
from wabot.storage.outbox import queue_message
from wabot.web.send import MOST

pytestmark = pytest.mark.anyio


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    written = io.StringIO()
    set_up_logs("INFO", written)
    yield written
    logger.remove()


def changed(folder: Path, *changes: tuple[str, str], texts: str = "") -> Config:
    """The demo salon with other lines, as it is read from a folder of its own."""
    text = CONFIG_FILE.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    salon = folder / "anew"
    salon.mkdir(exist_ok=True)
    if texts:
        (salon / "texts.ru.ftl").write_text(texts, encoding="utf-8")
    return demo_config(folder, parse_config(text, salon / "config.toml"))


async def reload(house: House, config: Config) -> Reading:
    """As at SIGHUP."""
    return await house.wabot.reload(lambda: config)


async def day_page(program: Program) -> str:
    page = program.house.wabot.page
    assert page is not None
    async with program.http.get(page.address) as answer:
        return await answer.text()


PRICE = ("price = 1600", "price = 1750")


async def test_a_new_price_is_told_in_the_middle_of_a_conversation(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya, session = house.customer(), house.session
        assert "1600" in await olya.writes("сколько стоит маникюр?")
        offered = await olya.writes("хочу на маникюр завтра")
        assert await reload(house, changed(tmp_path, PRICE)) == Reading()
        assert "записаны" in await olya.writes("1"), offered
        assert "1750" in await olya.writes("а сколько стоит маникюр?")
        assert house.session is session
        assert len(await house.book()) == 1


async def test_errands_go_by_the_new_hours(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = house.customer()
        await olya.writes("маникюр завтра в 15:00")
        await reload(house, changed(tmp_path, ('day_before_at = "19:00"', 'day_before_at = "17:30"')))
        await house.comes("2026-11-20 17:29")
        before = len(olya.read)
        await house.comes("2026-11-20 17:31")
        assert "завтра" in olya.read[before]
        await house.comes("2026-11-20 20:00")
        assert len(olya.read) == before + 1


async def test_page_and_api_show_the_new_salon_at_the_old_address(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        page = program.house.wabot.page
        assert page is not None
        config = changed(
            tmp_path,
            ('id = "brows"', 'id = "eyebrows"'),
            ('services = ["brows", "lashes", "manicure"]', 'services = ["eyebrows", "lashes", "manicure"]'),
        )
        assert await reload(program.house, config) == Reading()
        assert program.house.wabot.page is not page
        assert program.house.wabot.page is not None
        assert program.house.wabot.page.address == page.address
        assert (await program.order("brows")).status == 400
        assert (await program.order("eyebrows", "2026-11-21T12:00:00+03:00")).status == 200
        assert program.arrived == []
        assert (await program.send("и отправлять можно")).status == 200


async def test_a_faulty_configuration_is_refused_whole_with_every_fault_in_the_log(
    tmp_path: Path, log: io.StringIO
) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text("[salon]\nid = 7\n[hours]\n", encoding="utf-8")
    async with program_at(tmp_path) as program:
        olya = program.house.customer()
        faults = (await program.house.wabot.reload(partial(load_config, broken))).faults
        assert {fault.split(":")[0] for fault in faults} >= {"salon.id", "services", "staff"}
        for fault in faults:
            assert f"{broken}, refused: {fault}" in log.getvalue()
        assert f"refused ({len(faults)} faults, see the log): the older one is in force" in log.getvalue()
        assert (await program.request("GET", "/api/status")).json["configuration"] == {
            "faults": list(faults),
            "needs_restart": [],
        }
        assert "Новые настройки не приняты" in await day_page(program)
        assert "1600" in await olya.writes("сколько стоит маникюр?")
        await reload(program.house, changed(tmp_path, PRICE))
        assert (await program.request("GET", "/api/status")).json["configuration"]["faults"] == []
        assert "настройки" not in await day_page(program)
        assert "1750" in await olya.writes("сколько стоит маникюр?")


async def test_faulty_texts_are_a_faulty_configuration(tmp_path: Path, log: io.StringIO) -> None:
    async with salon_open(tmp_path) as house:
        config = changed(tmp_path, PRICE, texts="no-such-sentence = Привет\n")
        assert "no-such-sentence" in (await reload(house, config)).faults[0]
        assert "no-such-sentence" in log.getvalue()
        assert "1600" in await house.customer().writes("сколько стоит маникюр?")


async def test_what_needs_a_restart_is_named_and_the_rest_is_in_force(tmp_path: Path, log: io.StringIO) -> None:
    async with program_at(tmp_path) as program:
        config = changed(
            tmp_path,
            PRICE,
            ('proxy = ""', 'proxy = "http://127.0.0.1:3128"'),
            ("reject_calls = true", "reject_calls = false"),
            ('phones = ["+79160000001"]', 'phones = ["+79160000001", "+79160000009"]'),
        )
        *keys, phones = (await reload(program.house, config)).waiting
        assert keys == ["whatsapp.proxy", "conversation.reject_calls"]
        assert phones.startswith("new phones of the owner or staff")
        assert "restart for whatsapp.proxy, conversation.reject_calls, new phones" in log.getvalue()
        assert "whatsapp.proxy" in await day_page(program)
        assert program.house.wabot.config.proxy == ""
        assert "1750" in await program.house.customer().writes("сколько стоит маникюр?")
        assert await program.house.customer("+79160000009").writes("кто сегодня") != ""
        assert await reload(program.house, changed(tmp_path)) == Reading()


async def test_shift_after_shift_leaves_nothing_behind(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        pages = applications()
        for number in range(5):
            await reload(program.house, changed(tmp_path, ("price = 1600", f"price = {1600 + number}")))
            assert (await program.request("GET", "/live")).status == 200
        assert applications() == pages
        olya = program.house.customer()
        await olya.writes("маникюр завтра в 15:00")
        await program.house.comes("2026-11-20 20:00")
        assert len([text for text in olya.read if "завтра" in text and "15:00" in text]) == 2, (
            "told once, reminded once"
        )


def applications() -> int:
    """How many pages are in memory."""
    gc.collect()
    return sum(type(it) is web.Application for it in gc.get_objects())


async def test_where_others_cannot_take_over_the_old_ones_go_on(tmp_path: Path, log: io.StringIO) -> None:
    async with program_at(tmp_path) as program:
        token = tmp_path / "token"
        token.write_text("torn", encoding="ascii")
        reading = await reload(program.house, changed(tmp_path, PRICE))
        assert "holds no token" in reading.faults[0]
        assert "holds no token" in log.getvalue()
        assert "1600" in await program.house.customer().writes("сколько стоит маникюр?")
        assert (await program.request("GET", "/api/status")).json["configuration"]["faults"] == list(reading.faults)


async def test_a_request_under_way_is_answered_by_whom_it_was_put_to(tmp_path: Path) -> None:
    begun, released = anyio.Event(), anyio.Event()
    answers: list[Answered] = []

    async def take_long(_message: OutgoingMessage) -> None:
        begun.set()
        await released.wait()

    async with program_at(tmp_path, open_failing(take_long)) as program:

        async def ask() -> None:
            answers.append(await program.send("Ждём вас!"))

        async with anyio.create_task_group() as requests:
            requests.start_soon(ask)
            await begun.wait()
            await reload(program.house, changed(tmp_path, PRICE))
            assert (await program.request("GET", "/live")).status == 200
            released.set()
        assert [answer.status for answer in answers] == [200]
        assert program.arrived == ["Ждём вас!"]


async def test_a_repeat_waits_for_the_answer_of_the_shift_that_sends(tmp_path: Path) -> None:
    begun, released = anyio.Event(), anyio.Event()
    answers: list[Answered] = []

    async def take_long(_message: OutgoingMessage) -> None:
        begun.set()
        await released.wait()

    async with program_at(tmp_path, open_failing(take_long)) as program:

        async def ask() -> None:
            answers.append(await program.send("Ждём вас!", key="K"))

        async with anyio.create_task_group() as requests:
            requests.start_soon(ask)
            await begun.wait()
            await reload(program.house, changed(tmp_path, PRICE))
            requests.start_soon(ask)
            for _ in range(10):  # the repeat is there by then
                assert (await program.request("GET", "/live")).status == 200
            assert answers == []
            released.set()
        assert [answer.status for answer in answers] == [200, 200]
        assert answers[0].json == answers[1].json
        assert program.arrived == ["Ждём вас!"]


async def test_who_sent_as_much_as_may_be_waits_in_the_next_shift_too(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        for _ in range(MOST):
            assert (await program.send()).status == 200
        async with left(program.house):
            await reload(program.house, changed(tmp_path, PRICE))
        assert (await program.send()).code == "rate_limited"
        program.house.pass_time(minutes=1)
        assert (await program.send()).status == 200


async def test_a_connection_on_which_nothing_is_asked_is_closed_at_once(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program, left(program.house):
        await reload(program.house, changed(tmp_path, PRICE))


async def test_what_was_queued_at_the_last_moment_of_a_shift_goes_out(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        house = program.house
        olya = house.customer()
        await olya.writes("привет")
        before = len(olya.read)
        now = house.clock.now()
        await house.wabot.database.write(
            lambda db: queue_message(db, "unannounced", get_customer_id(db, olya.contact), "Ждём вас!", now)
        )
        await reload(house, changed(tmp_path, PRICE))
        await house.settle()
        assert olya.read[before:] == ["Ждём вас!"]
