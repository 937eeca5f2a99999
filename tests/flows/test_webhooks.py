"""Programs outside are told what happens: all of it, in order, signed, and whatever their receivers do meanwhile."""

import io
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import anyio
import pytest
from aiohttp import web
from standardwebhooks.webhooks import Webhook as Verifier

from tests.api import Program, program_at
from tests.flows.test_metrics import scraped
from tests.house import salon_open
from tests.owner import Owner, owner_at
from tests.salon import CONFIG_FILE, FRIDAY, demo_config
from tests.staged import open_staged_session
from wabot.app import Wabot, open_wabot
from wabot.clock import ScriptClock
from wabot.config import Config
from wabot.config.loading import parse_config
from wabot.domain.webhooks import TRIED_FOR, Event, Webhook
from wabot.errors import ConfigError
from wabot.logs import set_up_logs
from wabot.tasks.webhooks import run_webhooks
from wabot.types import WebhookId
from wabot.whatsapp import states

pytestmark = pytest.mark.anyio

SECRET = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="
PATH = "/hooks/very-secret-path"
README = Path(__file__).parents[2] / "README.md"
MASSAGE = "запишите на массаж завтра в 12"


@dataclass
class Receiver:
    """A program outside. It answers with the next of `moods`, and 204 once they are used up; "hang" is no answer.
    What contains `spurned` it never takes.
    """

    url: str = ""
    moods: list[int | str] = field(default_factory=list)
    requests: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    refused: int = 0
    elsewhere: int = 0
    spurned: str = ""
    _news: anyio.Event = field(default_factory=anyio.Event)

    async def take(self, request: web.Request) -> web.Response:
        body = await request.read()
        mood = self.moods.pop(0) if self.moods else 204
        if self.spurned and self.spurned in body.decode():
            mood = 500
        if mood != 204:
            self.refused += 1
        else:
            self.requests.append((dict(request.headers), body))
        self._news.set()
        self._news = anyio.Event()
        if mood == "hang":
            await anyio.sleep_forever()
        if mood == 302:
            return web.Response(status=302, headers={"Location": "/elsewhere"})
        assert isinstance(mood, int)
        return web.Response(status=mood)

    async def follow(self, _request: web.Request) -> web.Response:
        self.elsewhere += 1
        return web.Response()

    async def hears(self, number: int) -> list[dict[str, Any]]:
        """What it took, once that is so much."""
        while len(self.requests) < number:
            await self._news.wait()
        return [json.loads(body) for _, body in self.requests]

    async def refuses(self, number: int) -> None:
        """Return once it has turned away so many."""
        while self.refused < number:
            await self._news.wait()

    @property
    def ids(self) -> list[str]:
        return [headers["webhook-id"] for headers, _ in self.requests]


@asynccontextmanager
async def receiver(*moods: int | str, port: int = 0) -> AsyncIterator[Receiver]:
    found = Receiver(moods=list(moods))
    app = web.Application()
    app.router.add_post(PATH, found.take)
    app.router.add_route("*", "/elsewhere", found.follow)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    found.url = f"http://127.0.0.1:{runner.addresses[0][1]}{PATH}"
    try:
        yield found
    finally:
        await runner.cleanup()


def subscribed(url: str, *events: Event, name: str = "crm") -> Webhook:
    return Webhook(WebhookId(name), url, SECRET, frozenset(events or Event))


@asynccontextmanager
async def delivering(wabot: Wabot[Any], *webhooks: Webhook) -> AsyncIterator[None]:
    """Its webhooks, as the daemon runs them."""
    async with anyio.create_task_group() as tasks:
        await tasks.start(run_webhooks, webhooks, wabot.config.salon, wabot.database, anyio.Lock(), wabot.clock)
        yield
        tasks.cancel_scope.cancel()


async def status_of(program: Program) -> dict[str, Any]:
    found: dict[str, Any] = (await program.request("GET", "/api/status")).json["webhooks"]
    return found


async def settled(program: Program) -> dict[str, Any]:
    """How it stands once nothing waits any more."""
    while True:
        change = program.house.wabot.database.change
        standing = await status_of(program)
        if not standing["waiting"]:
            return standing
        await change.wait()


async def test_a_visit_is_told_from_booking_to_cancelling(tmp_path: Path) -> None:
    async with (
        receiver() as outside,
        program_at(tmp_path) as program,
        delivering(program.house.wabot, subscribed(outside.url)),
    ):
        made = (await program.order()).json["appointment"]
        path = f"/api/appointments/{made['id']}"
        await program.request("PATCH", path, {"start": "2026-11-21T16:00:00+03:00"})
        await program.request("PATCH", path, {"note": "аллергия"})
        await program.request("DELETE", path)
        await program.request("PATCH", path, {"status": "booked"})
        told = await outside.hears(5)
    booked, moved, changed, cancelled, restored = told
    kinds = [it["type"].removeprefix("appointment_") for it in told]
    assert kinds == ["booked", "moved", "changed", "cancelled", "booked"]
    assert booked["salon"] == "lavanda" and booked["timestamp"] == FRIDAY.isoformat()
    fields = ("id", "visit", "customer", "phone", "name", "services", "staff", "start", "end", "status", "note")
    assert {name: booked["data"][name] for name in fields} == {name: made[name] for name in fields}
    assert booked["data"]["by"] == "api" and booked["data"]["before"] is None
    assert moved["data"]["before"]["start"] == made["start"]
    assert moved["data"]["start"] == "2026-11-21T16:00:00+03:00"
    assert changed["data"]["note"] == "аллергия"
    assert (cancelled["data"]["status"], restored["data"]["status"]) == ("cancelled", "booked")


async def test_messages_are_told_and_only_what_was_subscribed(tmp_path: Path) -> None:
    async with receiver() as messages, receiver() as bookings, salon_open(tmp_path) as house:
        wanted = (
            subscribed(messages.url, Event.MESSAGE_RECEIVED),
            subscribed(bookings.url, Event.APPOINTMENT_BOOKED, name="till"),
        )
        async with delivering(house.wabot, *wanted):
            olya = house.customer()
            await olya.writes(MASSAGE)
            await house.salon_writes_to(olya, "до завтра!")
            [told] = await messages.hears(1)
            [booked] = await bookings.hears(1)
    assert (told["type"], told["data"]["text"], told["data"]["kind"]) == ("message_received", MASSAGE, "text")
    assert told["data"]["phone"] == booked["data"]["phone"] == "+79161234567"
    assert booked["data"]["by"] == "customer"


async def test_the_signature_is_what_the_specification_says(tmp_path: Path) -> None:
    """The authors' own library takes it, and what README shows; both know no clock but the machine's."""
    async with (
        receiver() as outside,
        salon_open(tmp_path, at=datetime.now(UTC)) as house,
        delivering(house.wabot, subscribed(outside.url)),
    ):
        await house.customer().writes("здравствуйте")
        await outside.hears(1)
    given, body = outside.requests[0]
    headers = {name.lower(): value for name, value in given.items()}
    assert Verifier(SECRET).verify(body, headers)["data"]["text"] == "здравствуйте"
    shown: dict[str, Any] = {}
    exec(README.read_text(encoding="utf-8").split("```python\n")[1].split("```")[0], shown)
    assert shown["is_from_wabot"](SECRET, headers, body)
    assert not shown["is_from_wabot"](SECRET, headers, body + b" ")
    assert not shown["is_from_wabot"](SECRET, headers | {"webhook-timestamp": "1"}, body)
    with pytest.raises(Exception, match="signature"):
        Verifier(SECRET).verify(body + b" ", headers)


async def test_a_receiver_that_fails_is_asked_again_and_hears_everything_in_order(tmp_path: Path) -> None:
    async with (
        receiver(500, 302, 404, 503) as outside,
        salon_open(tmp_path) as house,
        delivering(house.wabot, subscribed(outside.url, Event.MESSAGE_RECEIVED)),
    ):
        for number in range(5):
            await house.customer().sends(f"сообщение {number}", id=f"m{number}")
        told = await outside.hears(5)
    assert [it["data"]["text"] for it in told] == [f"сообщение {number}" for number in range(5)]
    assert len(set(outside.ids)) == 5
    assert outside.elsewhere == 0


async def test_who_hangs_delays_no_answer_and_no_other_receiver(tmp_path: Path) -> None:
    async with (
        receiver("hang") as hanging,
        receiver() as other,
        salon_open(tmp_path) as house,
        delivering(house.wabot, subscribed(hanging.url, name="slow"), subscribed(other.url)),
    ):
        assert "Готово" in await house.customer().writes(MASSAGE)
        await hanging.refuses(1)
        assert await house.customer("+79161234568").writes("здравствуйте")
        assert len(await other.hears(3)) == 3


async def test_an_event_that_is_never_taken_holds_up_its_own_customer_only(tmp_path: Path) -> None:
    async with (
        receiver() as outside,
        salon_open(tmp_path) as house,
        delivering(house.wabot, subscribed(outside.url, Event.MESSAGE_RECEIVED)),
    ):
        outside.spurned = "первое"
        await house.customer().sends("первое", id="1")
        await house.customer().sends("второе", id="2")
        await house.customer("+79161234568").sends("третье", id="3")
        await outside.refuses(2)
        assert [it["data"]["text"] for it in await outside.hears(1)] == ["третье"]
        outside.spurned = ""
        assert [it["data"]["text"] for it in await outside.hears(3)] == ["третье", "первое", "второе"]


async def test_a_hundred_customers_are_told_each_in_order_whatever_fails(tmp_path: Path) -> None:
    moods: list[int | str] = [500 if number % 3 else 204 for number in range(150)]
    async with (
        receiver(*moods) as outside,
        salon_open(tmp_path) as house,
        delivering(house.wabot, subscribed(outside.url, Event.MESSAGE_RECEIVED)),
    ):
        for number in range(300):
            phone = f"+7916000{1000 + number % 100}"
            await house.customer(phone).sends(str(number), id=str(number))
        told = await outside.hears(300)
    assert len(set(outside.ids)) == 300
    for phone in {it["data"]["phone"] for it in told}:
        numbers = [int(it["data"]["text"]) for it in told if it["data"]["phone"] == phone]
        assert len(numbers) == 3 and numbers == sorted(numbers)


async def test_how_the_session_stands_is_told_in_the_words_of_health(tmp_path: Path) -> None:
    async with (
        receiver() as outside,
        open_wabot(demo_config(tmp_path), open_staged_session, ScriptClock(FRIDAY)) as wabot,
        delivering(wabot, subscribed(outside.url, Event.SESSION_STATE)),
    ):
        await wabot.session.happens(states.Event(states.What.READY), states.Event(states.What.LOGGED_OUT, "LOGGED_OUT"))
        told = await outside.hears(2)
        reason = str(wabot.session.status.reason)
    assert {it["type"] for it in told} == {"session_state"}
    online, lost = (it["data"] for it in told)
    assert online == {"state": "online", "since": FRIDAY.isoformat(), "reason": None, "until": None}
    assert (lost["state"], lost["reason"]) == ("logged_out", reason)


async def test_what_was_told_in_vain_is_given_up_after_a_day_and_shown(tmp_path: Path) -> None:
    async with (
        receiver(*[500] * 500) as outside,
        program_at(tmp_path) as program,
        delivering(program.house.wabot, subscribed(outside.url, Event.APPOINTMENT_BOOKED)),
    ):
        await program.order()
        await outside.refuses(3)
        standing = await status_of(program)
        assert (standing["waiting"], standing["reason"]) == (1, "HTTP 500")
        assert (await scraped(program))["wabot_webhook_deliveries{waiting}"] == 1
        program.house.pass_time(seconds=TRIED_FOR / timedelta(seconds=1))
        standing = await settled(program)
        assert (await scraped(program))["wabot_webhook_deliveries{given_up}"] == 1
    assert standing["given_up"] == [
        {
            "event": "appointment_booked",
            "webhook": "crm",
            "at": FRIDAY.isoformat(timespec="seconds"),
            "given_up_at": (FRIDAY + TRIED_FOR).isoformat(timespec="seconds"),
            "reason": "HTTP 500",
        }
    ]


async def test_a_receiver_with_a_name_that_no_host_can_have_is_given_up_too(tmp_path: Path) -> None:
    async with (
        program_at(tmp_path) as program,
        delivering(program.house.wabot, subscribed("https://a..b/hook", Event.APPOINTMENT_BOOKED)),
    ):
        await program.order()
        while (standing := await status_of(program))["reason"] is None:
            await program.house.wabot.database.change.wait()
        assert standing["waiting"] == 1
        program.house.pass_time(seconds=TRIED_FOR / timedelta(seconds=1))
        assert (await settled(program))["given_up"]


async def test_the_owner_has_a_program_told_again(tmp_path: Path) -> None:
    async with (
        receiver(410, 410) as outside,
        owner_at(tmp_path) as owner,
        delivering(owner.program.house.wabot, subscribed(outside.url, Event.APPOINTMENT_BOOKED)),
    ):
        assert await untold(owner) == ""
        await owner.program.order()
        await settled(owner.program)
        assert "Больше не повторяются: 1." in await untold(owner)
        assert "HTTP 410: the receiver wants no more" in await untold(owner)
        again = await owner.asks("outbox/webhooks/crm/retry", sure="1")
        assert again["said"].startswith("Программе расскажут ещё раз.")
        await outside.refuses(2)
        await settled(owner.program)
        assert "Больше не повторяются: 1." in await untold(owner)
        assert await owner.sends("outbox/webhooks/crm/retry") == (303, "/outbox?said=told_again")
        [told] = await outside.hears(1)
        await settled(owner.program)
        assert told["type"] == "appointment_booked"
        assert await untold(owner) == ""
        assert await owner.sends("outbox/webhooks/nobody/retry") == (303, "/outbox?said=too_late")


async def untold(owner: Owner) -> str:
    """What the page shows of programs that were not told."""
    return str((await owner.asks("outbox/parts"))["untold"])


async def test_who_wants_no_more_is_not_asked_again(tmp_path: Path) -> None:
    async with (
        receiver(410) as outside,
        program_at(tmp_path) as program,
        delivering(program.house.wabot, subscribed(outside.url, Event.APPOINTMENT_BOOKED)),
    ):
        await program.order()
        await outside.refuses(1)
        standing = await settled(program)
    assert standing["given_up"][0]["reason"] == "HTTP 410: the receiver wants no more"
    assert (outside.refused, outside.requests) == (1, [])


async def test_what_waits_survives_a_restart_and_comes_under_the_same_id(tmp_path: Path) -> None:
    async with receiver("hang") as outside:
        hook = subscribed(outside.url, Event.APPOINTMENT_BOOKED)
        async with program_at(tmp_path) as program, delivering(program.house.wabot, hook):
            await program.order()
            await outside.refuses(1)
        keys = await delivery_keys(tmp_path)
        async with program_at(tmp_path) as program, delivering(program.house.wabot, hook):
            await outside.hears(1)
            await settled(program)
    assert outside.ids == keys


async def delivery_keys(state: Path) -> list[str]:
    async with salon_open(state) as house:
        return await house.wabot.database.read(
            lambda db: [row["key"] for row in db.execute("SELECT key FROM webhook_deliveries")]
        )


async def test_a_receiver_is_told_from_the_moment_the_configuration_is_read_anew(tmp_path: Path) -> None:
    config, clock = demo_config(tmp_path), ScriptClock(FRIDAY)
    async with (
        receiver() as first,
        receiver() as second,
        open_wabot(config, open_staged_session, clock, with_nights=True) as wabot,
    ):
        for told in (first, second):
            webhook = subscribed(told.url, Event.SESSION_STATE)
            await wabot.reload(lambda webhook=webhook: replace(config, webhooks=(webhook,)))  # type: ignore[misc]
            await wabot.session.happens(states.Event(states.What.READY), states.Event(states.What.DROPPED))
            assert [it["data"]["state"] for it in await told.hears(2)] == ["online", "reconnecting"]
        assert len(first.requests) == 2


async def test_who_left_the_configuration_is_told_nothing_more(tmp_path: Path) -> None:
    async with receiver(*[500] * 5000) as old, receiver() as new, program_at(tmp_path) as program:
        wabot, wanted = program.house.wabot, Event.APPOINTMENT_BOOKED
        async with delivering(wabot, subscribed(old.url, wanted)):
            await program.order()
            await old.refuses(1)
        async with delivering(wabot, subscribed(new.url, wanted, name="new")):
            await program.order(start="2026-11-21T18:00:00+03:00", phone="+79161234568")
            assert len(await new.hears(1)) == 1
            standing = await settled(program)
        async with delivering(wabot):
            await program.order(start="2026-11-22T18:00:00+03:00", phone="+79161234569", force=True)
            assert (await status_of(program))["waiting"] == 0
    [given_up] = standing["given_up"]
    assert (given_up["webhook"], given_up["reason"]) == ("crm", "the receiver is no longer in the configuration")
    assert (len(new.requests), old.requests) == (1, [])


async def test_a_forgotten_customer_is_told_of_no_more(tmp_path: Path) -> None:
    async with (
        receiver(*[500] * 500) as outside,
        program_at(tmp_path) as program,
        delivering(program.house.wabot, subscribed(outside.url, Event.MESSAGE_RECEIVED)),
    ):
        await program.house.customer().writes("здравствуйте")
        await outside.refuses(1)
        forgotten = await program.request("DELETE", "/api/customers/+79161234567")
        assert forgotten.status == 200
        outside.moods.clear()
        await program.house.customer("+79161234568").writes("добрый день")
        told = await outside.hears(1)
    assert [it["data"]["text"] for it in told] == ["добрый день"]


async def test_secrets_stay_out_of_the_log_and_the_status(tmp_path: Path) -> None:
    log = io.StringIO()
    async with receiver(500, 410) as outside, program_at(tmp_path) as program:
        set_up_logs("INFO", log)
        async with delivering(program.house.wabot, subscribed(outside.url, Event.APPOINTMENT_BOOKED)):
            await program.order()
            await outside.refuses(2)
            standing = await settled(program)
    for secret in (SECRET, SECRET[6:], "very-secret-path", "Оля"):
        assert secret not in log.getvalue() and secret not in json.dumps(standing)
    assert "webhook crm: appointment_booked: HTTP 500" in log.getvalue()


def test_the_configuration_names_receivers(tmp_path: Path) -> None:
    config = configured(tmp_path, block())
    events = frozenset({Event.MESSAGE_RECEIVED})
    assert config.webhooks == (Webhook(WebhookId("crm"), "https://a.example/x", SECRET, events),)
    assert configured(tmp_path, block(url="http://localhost:9000/x")).webhooks[0].url == "http://localhost:9000/x"
    assert demo_config(tmp_path).webhooks == ()


def test_all_that_is_wrong_with_receivers_is_said_at_once(tmp_path: Path) -> None:
    blocks = [
        block(url="ftp://a"),
        block(url="https://a:port/"),
        block(url="http://a.example/"),
        block(secret="hush"),
        block(events='["visit_booked"]'),
        block(events="[]"),
        block(more="retries = 3"),
    ]
    with pytest.raises(ConfigError) as raised:
        configured(tmp_path, *blocks)
    faults = [str(fault) for fault in raised.value.faults]
    for word in ("no address", "write https", "no secret", "appointment_booked", "events", "retries", "twice"):
        assert [fault for fault in faults if word in fault and "webhooks" in fault], (word, faults)
    assert len([fault for fault in faults if "no address" in fault]) == 2
    assert SECRET not in str(raised.value)


def block(
    url: str = "https://a.example/x", secret: str = SECRET, events: str = '["message_received"]', more: str = ""
) -> str:
    return f'id = "crm"\nurl = "{url}"\nsecret = "{secret}"\nevents = {events}\n{more}'


def configured(folder: Path, *blocks: str) -> Config:
    text = CONFIG_FILE.read_text(encoding="utf-8") + "".join(f"\n[[webhooks]]\n{block}\n" for block in blocks)
    return parse_config(text, folder / "config.toml")
