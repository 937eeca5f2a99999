"""Conversations as the owner sees them, and the owner's part in them."""

import re
import tomllib
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.failing import open_failing
from tests.flows.test_outbox_api import at_first
from tests.house import Person
from tests.owner import Owner, owner_at
from wabot.domain.correspondence import Kind
from wabot.errors import SendRefused
from wabot.types import Lang

pytestmark = pytest.mark.anyio

HOSTILE = "<script>document.title='owned'</script>\u202eыв"


async def chat_of(owner: Owner, person: Person) -> str:
    """The path of a chat, as the list links to it."""
    shown = (await owner.asks(f"chats/parts?q={str(person.contact).removeprefix('+')}"))["chats"]
    [number] = re.findall(r'href="/chats/(\d+)"', shown)
    return f"chats/{number}"


async def test_the_list_begins_with_who_waits_for_a_person(tmp_path: Path) -> None:
    async with owner_at(tmp_path) as owner:
        house = owner.program.house
        await house.customer("+79160000033").writes("позовите человека", profile_name="Лена")
        house.pass_time(minutes=5)
        await house.customer().writes("сколько стоит маникюр?", profile_name=HOSTILE)
        shown = (await owner.asks("chats/parts"))["chats"]
        names = re.findall(r'class="who"><bdi>(.*?)</bdi>', shown)
        assert names[0] == "Лена"
        assert "&lt;script&gt;document.title=&#39;owned&#39;&lt;/script&gt;·ыв" in names
        assert "Владелец" in names
        assert "просит позвать человека" in shown
        assert "wabot: <bdi>" in shown
        assert "Никто не найден." in (await owner.asks("chats/parts?q=nobody"))["chats"]
        for text in ("лена", "89160000033", "+7 916 000-00-33"):
            assert "Лена" in (await owner.asks(f"chats/parts?q={quote(text)}"))["chats"], text
        assert "&lt;script&gt;" in (await owner.asks("chats/parts?q=script"))["chats"], "beside marks, too"
        assert "Никто не найден." in (await owner.asks("chats/parts?q=%D0%91%D0%BE%D1%80%D0%B8%D1%81%203"))["chats"]
        assert "/chats/parts?q=%D0%9B" in await owner.opens("chats?q=%D0%9B")


async def test_a_chat_tells_what_was_understood_and_what_became_of_the_answer(tmp_path: Path) -> None:
    async with owner_at(tmp_path, open_failing(at_first(SendRefused("this number has no WhatsApp")))) as owner:
        olya = owner.program.house.customer()
        await olya.writes("запишите на маникюр завтра в 17:00 <b>")
        await olya.writes(kind=Kind.VOICE)
        await olya.writes("фывап олдж")
        await olya.writes("👍🏻")
        parts = await owner.asks(f"{await chat_of(owner, olya)}/parts")
        told = parts["lines"]
        assert "запишите на маникюр завтра в 17:00 &lt;b&gt;" in told
        assert "Понято: <bdi>запись · Маникюр · завтра, 21 ноября · 17:00</bdi>" in told
        assert '<p class="kind">голосовое сообщение</p>' in told
        assert told.count("Не понято") == 1
        assert "На этом номере нет WhatsApp." in told
        assert '<span class="unseen">доставлено</span>' in told
        assert 'aria-current="true"' in parts["chats"]
        assert "Завтра, 21 ноября, 17:00, Маникюр" in parts["talk"]


async def test_the_owner_takes_a_chat_over_writes_and_hands_it_back(tmp_path: Path) -> None:
    async with owner_at(tmp_path) as owner:
        olya = owner.program.house.customer()
        await olya.writes("позовите человека")
        chat = await chat_of(owner, olya)
        assert "Ждёт человека:" in (await owner.asks(f"{chat}/parts"))["talk"]
        assert await owner.sends(f"{chat}/hold") == (303, f"/{chat}?said=held")
        head = (await owner.asks(f"{chat}/parts"))["talk"]
        assert "wabot молчит до 22:00" in head
        assert "Ждёт человека:" not in head
        assert await olya.writes("маникюр завтра в 15") == ""
        assert "с клиентом говорите вы до 22:00" in (await owner.asks("chats/parts"))["chats"]
        assert await owner.sends(f"{chat}/release") == (303, f"/{chat}?said=released")
        assert await olya.writes("маникюр завтра в 15") != ""
        written = await owner.asks(f"{chat}/send", message="Это Анна.\r\nЖду вас!", key="17")
        assert written["said"].startswith("Сообщение отправляется.")
        assert written["key"] not in {"", "17"}
        await owner.asks(f"{chat}/send", message="Это Анна.\r\nЖду вас!", key="17")
        await owner.program.house.settle()
        assert olya.read.count("Это Анна.\nЖду вас!") == 1
        assert await olya.writes("а можно завтра в 16?") == ""
        assert '<p class="from">салон</p>' in (await owner.asks(f"{chat}/parts"))["lines"]


@pytest.mark.parametrize(("message", "key"), [(" ", "1"), ("я" * 4001, "1"), ("а", ""), ("а", "1" * 65)])
async def test_what_cannot_be_sent_is_told_and_nothing_goes_out(tmp_path: Path, message: str, key: str) -> None:
    async with owner_at(tmp_path) as owner:
        olya = owner.program.house.customer()
        await olya.writes("привет")
        chat = await chat_of(owner, olya)
        told = await owner.asks(f"{chat}/send", message=message, key=key)
        assert told["said"].startswith("Сообщение пустое или длиннее 4000 знаков")
        assert "key" not in told
        await owner.program.house.settle()
        assert len(olya.read) == 1
        assert "Клиенту отвечает wabot." in (await owner.asks(f"{chat}/parts"))["talk"]


async def test_what_is_written_while_the_line_is_away_waits_for_it(tmp_path: Path) -> None:
    async with owner_at(tmp_path) as owner:
        olya = owner.program.house.customer()
        await olya.writes("привет")
        await owner.program.house.session.cut_line()
        chat = await chat_of(owner, olya)
        await owner.asks(f"{chat}/send", message="Мы сегодня до 21", key="1")
        parts = await owner.asks(f"{chat}/parts")
        assert "написанное уйдёт, когда она вернётся" in parts["talk"]
        assert '<span class="unseen">ждёт отправки</span>' in parts["lines"]
        await owner.program.house.session.mend_line()
        await owner.program.house.settle()
        assert olya.read[-1] == "Мы сегодня до 21"


async def test_a_chat_that_is_gone_leads_to_the_list(tmp_path: Path) -> None:
    async with owner_at(tmp_path) as owner:
        assert "Такого чата уже нет." in await owner.opens("chats/99")
        assert (await owner.asks("chats/99/parts")).keys() >= {"connection"}
        for act in ("settle", "hold", "release"):
            assert (await owner.sends(f"chats/99/{act}"))[1] == "/chats?said=no_chat"
        assert (await owner.sends("chats/99/send", message="а", key="1"))[1] == "/chats?said=no_chat"


async def test_long_chats_are_cut_until_all_is_asked_for(tmp_path: Path) -> None:
    async with owner_at(tmp_path) as owner:
        olya = owner.program.house.customer()
        for number in range(90):
            await olya.sends(f"вопрос {number}", by_salon=True)
        await owner.program.house.settle()
        chat = await chat_of(owner, olya)
        cut = await owner.opens(chat)
        assert "вопрос 89" in cut
        assert "вопрос 5<" not in cut
        assert f"/{chat}?all=1" in cut
        assert "вопрос 5<" in await owner.opens(f"{chat}?all=1")


async def test_phrases_become_lines_for_the_configuration(tmp_path: Path) -> None:
    async with owner_at(tmp_path) as owner:
        house = owner.program.house
        await house.customer().writes('хочу "шеллачок"\u202e')
        await house.customer("+79160000044").writes('Хочу  "шеллачок"\u202e')
        await house.customer("+79160000044").writes("до какого часа можно прийти с собакой <b> " + "очень " * 30)
        await house.customer("+79160000044").writes("маникюр завтра в 15")
        await house.owner.writes("абракадабра шмабракадабра")
        page = await owner.opens("phrases")
        assert "маникюр завтра" not in page
        assert "абракадабра" not in page
        assert page.count('name="phrase"') == 1, "a long sentence is no alias"
        assert "раз: 2" in page
        [phrase] = re.findall(r'name="phrase" value="([^"]*)"', page)
        chosen = phrase.replace("&#34;", '"')
        status, taught = await owner.sends("phrases", phrase=chosen, meaning="services:gel_manicure")
        assert status == 200
        line = re.findall(r"<textarea[^>]*>(.*?)</textarea>", taught, flags=re.DOTALL)[0]
        aliases = tomllib.loads(line.replace("&#34;", '"'))["aliases"]
        service = next(it for it in house.wabot.config.salon.services if it.id == "gel_manicure")
        assert aliases["ru"][-1].casefold() == 'хочу "шеллачок"'
        assert tuple(aliases["ru"][:-1]) == service.aliases[Lang.RU]
        assert tuple(aliases["en"]) == service.aliases[Lang.EN]
        assert "[[services]] с id = &#34;gel_manicure&#34;" in taught
        assert "<textarea" not in (await owner.sends("phrases", phrase=chosen, meaning="services:no"))[1]
        assert "<textarea" not in (await owner.sends("phrases", meaning="services:gel_manicure"))[1]


async def test_another_site_says_nothing_in_the_salons_name(tmp_path: Path) -> None:
    async with owner_at(tmp_path) as owner:
        olya = owner.program.house.customer()
        await olya.writes("привет")
        chat = await chat_of(owner, olya)
        for act in ("send", "hold", "release", "settle"):
            for headers in ({"Origin": "http://evil.example"}, {}):
                given = {"message": "x", "key": "1"}
                async with owner.http.post(f"{owner.address}{chat}/{act}", data=given, headers=headers) as answer:
                    assert answer.status == 403
        await owner.program.house.settle()
        assert len(olya.read) == 1
