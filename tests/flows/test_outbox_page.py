"""What waits to be sent, as the owner sees it and decides about it."""

import re
from pathlib import Path

import pytest

from tests.failing import open_failing
from tests.flows.test_outbox_api import at_first
from tests.owner import Owner, owner_at
from wabot.errors import OutcomeUnknown, SendRefused

pytestmark = pytest.mark.anyio

REFUSED = SendRefused("WhatsApp refused the message (error 463); nothing was delivered")


async def mail(owner: Owner) -> str:
    """What the page shows of messages."""
    return str((await owner.asks("outbox/parts"))["mail"])


async def test_what_was_refused_is_told_with_the_reason_and_sent_again(tmp_path: Path) -> None:
    async with owner_at(tmp_path, open_failing(at_first(REFUSED))) as owner:
        olya = owner.program.house.customer()
        assert await olya.writes("привет", profile_name="Оля <b>") == ""
        told = await mail(owner)
        assert "Не отправлено или неизвестно: 1" in told
        assert "WhatsApp не принял сообщение. Попробуйте ещё раз позже" in told
        assert "(error 463)" in told
        assert "<bdi>Оля &lt;b&gt;</bdi>" in told
        assert await owner.sends("outbox/1/retry") == (303, "/outbox?said=again")
        assert "Сообщение снова в очереди." in await owner.opens("outbox?said=again")
        await owner.program.house.settle()
        assert len(olya.read) == 1
        assert "Всё отправлено" in await mail(owner)
        again = await owner.asks("outbox/1/retry", sure="1")
        assert again == {"said": "С этим сообщением уже что-то произошло, ничего не изменено. Ниже — как оно сейчас."}
        assert len(olya.read) == 1


async def test_what_waits_for_the_line_is_seen_and_dropped(tmp_path: Path) -> None:
    async with owner_at(tmp_path) as owner:
        await owner.program.house.session.cut_line()
        ordered = await owner.program.order(notify=True)
        assert ordered.status == 200
        told = await mail(owner)
        assert "Ждёт отправки: 1" in told
        assert "Уйдёт, когда вернётся связь с WhatsApp." in told
        assert "Отправить ещё раз" not in told
        assert await owner.asks("outbox/1/drop", sure="1") == {"said": "Сообщение не будет отправлено."}
        assert "Всё отправлено" in await mail(owner)
        await owner.program.house.session.mend_line()
        await owner.program.house.settle()
        assert owner.program.arrived == []


async def test_what_is_in_doubt_is_left_alone(tmp_path: Path) -> None:
    lost = OutcomeUnknown("WhatsApp did not acknowledge the message within 30 s; it may have gone out")
    async with owner_at(tmp_path, open_failing(at_first(lost))) as owner:
        await owner.program.house.customer().sends("привет")
        while "Выясняется, дошло ли: 1" not in (told := await mail(owner)):
            pass
        assert not re.search("Отправить ещё раз|Не отправлять", told)
        assert "said=too_late" in (await owner.sends("outbox/1/drop"))[1]


async def test_older_ones_stand_on_further_pages(tmp_path: Path) -> None:
    async with owner_at(tmp_path) as owner:
        assert "Более ранних нет." in (await owner.asks("outbox/parts?before=1"))["mail"]
        assert "Всё отправлено" in (await owner.asks("outbox/parts?before=" + "9" * 30))["mail"]
        assert 'data-source="/outbox/parts?before=17"' in await owner.opens("outbox?before=17")


async def test_who_asks_for_a_person_stands_first_until_it_is_settled(tmp_path: Path) -> None:
    async with owner_at(tmp_path) as owner:
        lena = owner.program.house.customer("+79160000033")
        await lena.writes("позовите человека <i>" + "ж" * 10_000, profile_name="Лена")
        asks = (await owner.asks("parts"))["asks"]
        assert "Ждут человека: 1" in asks
        assert "просит позвать человека" in asks
        assert "позовите человека &lt;i&gt;" in asks
        assert len(asks) < 2000
        number = re.findall(r'action="/chats/(\d+)/settle"', asks)[0]
        assert await owner.asks(f"chats/{number}/settle", sure="1") == {"said": "Отмечено: человек больше не нужен."}
        assert (await owner.asks("parts"))["asks"] == ""
        assert (await owner.program.request("GET", "/health")).json["status"] == "ok"
        assert await lena.writes("маникюр завтра в 15") != "", "wabot still answers"
        assert (await owner.sends("chats/99/settle"))[1] == "/chats?said=no_chat"


async def test_another_site_decides_nothing(tmp_path: Path) -> None:
    async with owner_at(tmp_path, open_failing(at_first(REFUSED))) as owner:
        await owner.program.house.customer().writes("привет")
        for path in ("outbox/1/retry", "outbox/1/drop", "chats/1/settle"):
            for headers in ({"Origin": "http://evil.example"}, {}):
                async with owner.http.post(owner.address + path, headers=headers) as answer:
                    assert answer.status == 403
        assert "Отправить ещё раз" in await mail(owner)
