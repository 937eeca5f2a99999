"""A person's own data: shown whole, forgotten whole; and words that grow old."""

import sqlite3
from datetime import timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import anyio
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.api import Program, program_at
from tests.house import Person, salon_open
from wabot.domain.customers import Contact
from wabot.domain.privacy import Traces
from wabot.storage.customers import get_customer_id
from wabot.storage.outbox import queue_message
from wabot.tasks.retention import run_retention
from wabot.types import Lid, PhoneNumber

pytestmark = pytest.mark.anyio

VERA = "+79161234567"
LID = "777000111222333@lid"
PATH = f"/api/customers/%2B{VERA[1:]}"
SECRETS = ("9161234567", "916 123-45-67", "777000111222333", "Вероник", "вероник", "лавандовый")


def vera_of(program: Program) -> Person:
    return Person(program.house, Contact(phone=PhoneNumber(VERA), lid=Lid(LID)))


async def vera_books(program: Program) -> Person:
    """A visit tomorrow, moved once, with a note."""
    vera = vera_of(program)
    assert "записаны" in await vera.writes("маникюр завтра в 15:00, цвет лавандовый", profile_name="Вероника")
    assert "16:00" in await vera.writes("перенесите на 16:00")
    [visit] = await program.appointments()
    await program.request("PATCH", f"/api/appointments/{visit['id']}", {"note": "Вероника: лавандовый", "notify": True})
    return vera


async def cancel_all(program: Program) -> None:
    for visit in await program.appointments():
        if visit["customer"] == VERA and visit["status"] in {"booked", "confirmed"}:
            assert (await program.request("DELETE", f"/api/appointments/{visit['id']}")).status == 200


def texts_in(state: Path) -> str:
    """Every word in the files of the database, as bytes that can be read."""
    return "".join(path.read_bytes().decode("utf-8", "ignore") for path in state.glob("wabot.db*"))


def counts(db: sqlite3.Connection) -> tuple[int, ...]:
    return tuple(
        db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("appointments", "inbox", "outbox")
    )


async def test_all_that_is_kept_is_shown(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        vera = await vera_books(program)
        await program.house.owner.writes("когда ближайшая запись у Вероники")
        shown = (await program.request("GET", PATH)).json
    assert shown["customer"] == VERA
    kept = shown["kept"]
    [profile] = kept["customers"]
    assert (profile["phone"], profile["lid"], profile["name"]) == (VERA, LID, "Вероника")
    assert [message["text"] for message in kept["inbox"]] == [
        "маникюр завтра в 15:00, цвет лавандовый",
        "перенесите на 16:00",
    ]
    assert {message["text"] for message in kept["outbox"]} == set(vera.read)
    [visit] = kept["appointments"]
    assert (visit["start_at"], visit["note"]) == ("2026-11-21T16:00:00+03:00", "Вероника: лавандовый")
    assert [service["service"] for service in kept["appointment_services"]] == ["manicure"]
    assert [change["what"] for change in kept["appointment_changes"]] == ["made", "moved", "changed"]
    assert {"dialogues", "holds"} <= kept.keys()
    elsewhere = [mention["text"] for mention in shown["mentioned"]]
    assert "когда ближайшая запись у Вероники" in elsewhere
    assert any("лавандовый" not in text and VERA in text for text in elsewhere)


async def test_a_visit_to_come_is_cancelled_first(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        await vera_books(program)
        refused = await program.request("DELETE", PATH)
        assert (refused.status, refused.code) == (409, "visit_to_come")
        assert "2026-11-21 16:00" in refused.json["error"]
        assert "лавандовый" in texts_in(tmp_path)


async def test_what_still_waits_is_waited_for(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        await vera_of(program).writes("привет", profile_name="Вероника")
        await program.house.owner.writes("кто сегодня")
        await program.house.session.cut_line()
        database, clock = program.house.wabot.database, program.house.clock

        def call(db: sqlite3.Connection) -> None:
            owner = get_customer_id(db, program.house.owner.contact)
            queue_message(db, "alert:test", owner, "Вам звонила Вероника", clock.now())

        await database.write(call)
        refused = await program.request("DELETE", PATH)
        assert (refused.status, refused.code) == (409, "messages_waiting")


async def test_the_salons_own_people_and_strangers_are_not_forgotten(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        await program.house.owner.writes("кто сегодня")
        assert (await program.request("DELETE", "/api/customers/%2B79160000001")).code == "works_here"
        for method in ("GET", "DELETE"):
            assert (await program.request(method, PATH)).code == "not_found"
            assert (await program.request(method, "/api/customers/vera")).code == "invalid_phone"


async def test_the_forgotten_one_comes_back_as_a_stranger_and_visits_stay_as_numbers(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        vera = await vera_books(program)
        await cancel_all(program)
        await program.house.settle()
        before = await program.house.wabot.database.read(counts)
        forgotten = await program.request("DELETE", "/api/customers/lid:777000111222333")
        assert forgotten.json == {"success": True, "customer": "lid:777000111222333", "erased": True}
        assert await program.house.wabot.database.read(counts) == before
        [visit] = await program.appointments()
        assert (visit["customer"], visit["name"], visit["note"]) == ("lid:forgotten", None, "")
        assert (visit["services"], visit["status"]) == (["manicure"], "cancelled")
        assert (await program.request("GET", "/api/chats")).json["chats"] == []
        assert (await program.request("GET", PATH)).code == "not_found"
        reached = len(program.arrived)
        await program.request("PATCH", f"/api/appointments/{visit['id']}", {"status": "booked", "notify": True})
        await program.house.settle()
        assert len(program.arrived) == reached, "nobody is written to any more about a forgotten visit"
        assert "Здравствуйте" in await vera.writes("добрый день", id="again")


async def test_a_pass_of_numbers_does_not_let_old_messages_pass_for_new(tmp_path: Path) -> None:
    """Ids of what was forgotten are not given out again: keys made of them would be taken."""
    async with program_at(tmp_path) as program:
        vera, olya = vera_of(program), program.house.customer("+79165550101")
        await vera.writes("позовите человека", profile_name="Вероника")
        assert (await program.request("DELETE", PATH)).status == 200
        called = len(program.house.owner.read)
        await olya.writes("позовите человека")
        assert len(program.house.owner.read) == called + 1


acts = st.sampled_from(
    [
        ("writes", "маникюр завтра в 15:00, лавандовый"),
        ("writes", "массаж в понедельник в 12:00"),
        ("writes", "позовите человека, это Вероника"),
        ("writes", "отмените запись"),
        ("writes", "сообщите, если завтра освободится время на массаж"),
        ("writes", "да"),
        ("writes", "не пишите мне больше"),
        ("writes", "мой номер 8 (916) 123-45-67, лавандовый"),
        ("salon", "Вероника, ждём вас, лавандовый есть"),
        ("owner", "когда ближайшая запись у Вероники"),
        ("owner", "запиши 8 916 123-45-67 Веронику на педикюр завтра в 17:00"),
        ("owner", "отмени Веронику"),
        ("owner", "да"),
        ("staff", "кто завтра"),
        ("friend", "запишите мою сестру, её номер +7 916 123-45-67"),
        ("send", "Вероника, лавандовый приехал"),
        ("order", "2026-11-21T12:00:00+03:00"),
        ("block", "Вероника не придёт, +79161234567"),
        ("evening", "2026-11-20 20:00"),
        ("night", "2026-11-20 23:00"),
    ]
)


async def act(program: Program, kind: str, words: str) -> None:
    house = program.house
    match kind:
        case "writes":
            await vera_of(program).writes(words, profile_name="Вероника")
        case "salon":
            await house.salon_writes_to(vera_of(program), words)
        case "owner":
            await house.owner.writes(words)
        case "staff":
            await house.customer("+79160000002").writes(words)
        case "friend":
            await house.customer("+79165550101").writes(words)
        case "send":
            await program.send(words, key=f"{words}-{house.clock.now()}")
        case "order":
            await program.order("brows", words, phone=VERA, name="Вероника", note="лавандовый", notify=True)
        case "block":
            begins, ends = "2026-12-01T10:00", "2026-12-01T11:00"
            await program.request("POST", "/api/blocks", {"staff": "anna", "from": begins, "to": ends, "reason": words})
        case _:
            await house.comes(max(words, f"{house.clock.now().astimezone(house.wabot.config.salon.timezone):%F %H:%M}"))


async def forgets_whatever_was_done(story: list[tuple[str, str]]) -> None:
    with TemporaryDirectory() as folder:
        async with program_at(Path(folder)) as program:
            await act(program, "writes", "здравствуйте, лавандовый")
            for kind, words in story:
                await act(program, kind, words)
            await cancel_all(program)
            await program.house.comes("2026-11-21 10:30")
            numbers = await program.house.wabot.database.read(counts)
            forgotten = await program.request("DELETE", PATH)
            assert forgotten.json.get("erased") is True, forgotten.json
            left = texts_in(Path(folder))
            assert [secret for secret in SECRETS if secret in left] == []
            assert await program.house.wabot.database.read(counts) == numbers


@settings(max_examples=12, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(st.lists(acts, min_size=2, max_size=9, unique=True))
def test_whatever_was_said_and_done_nothing_of_the_person_is_left(story: list[tuple[str, str]]) -> None:
    anyio.run(forgets_whatever_was_done, story)


@pytest.mark.parametrize("text", ["+7 (916) 123-45-67", "89161234567", "wa.me/79161234567", "id 777000111222333"])
def test_a_number_is_recognised_however_it_is_written(text: str) -> None:
    assert Traces(Contact(phone=PhoneNumber(VERA), lid=Lid(LID)), None).are_numbers_in(text)
    assert not Traces(Contact(phone=PhoneNumber("+79161234568")), None).are_numbers_in(text)


@pytest.mark.parametrize(("text", "found"), [("запиши Олю", True), ("у Оли", True), ("Ольга", False), ("олово", False)])
def test_a_name_is_recognised_in_any_case(text: str, *, found: bool) -> None:
    assert Traces(Contact(phone=PhoneNumber(VERA)), "Оля").are_in(text) is found


async def test_words_that_are_older_than_wanted_go_at_night_and_the_numbers_stay(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house, anyio.create_task_group() as tasks:
        olya, database = house.customer(), house.wabot.database
        await olya.writes("привет, это было давно")
        nights = house.wabot.config.backups
        await tasks.start(partial(run_retention, database, timedelta(days=180), nights, house.clock))
        before = await database.read(counts)
        await house.comes("2027-05-18 12:00")
        await olya.writes("а это недавно")
        assert "давно" in texts_in(tmp_path)
        await house.comes("2027-05-20 12:00")
        with anyio.fail_after(10):
            while "это было давно" in texts_in(tmp_path):
                await anyio.lowlevel.checkpoint()
        heard = await database.read(
            lambda db: [row["text"] for row in db.execute("SELECT text FROM inbox ORDER BY id")]
        )
        assert heard == ["", "а это недавно"]
        assert (await database.read(counts))[1:] == (before[1] + 1, before[2] + 1)
        tasks.cancel_scope.cancel()
