"""What people send to the salon, and what they see."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.e2e.receptionist import Receptionist, wabot_run
from tests.whatsapp_server import Customer, WhatsAppServer

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(90)]


@pytest.fixture
async def wabot(server: WhatsAppServer, tmp_path: Path) -> AsyncIterator[Receptionist]:
    async with wabot_run(server, tmp_path / "salon") as running:
        await running.pair(server)
        yield running


async def answered(customer: Customer) -> str:
    return (await customer.wait_answer()).text


async def test_one_person_under_all_addresses(server: WhatsAppServer, wabot: Receptionist) -> None:
    olga = server.customer("Ольга", "+7 916 123-45-67")
    await olga.write("массаж завтра в 15:00", under="phone only")
    assert "вы записаны" in await answered(olga)
    await olga.write("мои записи", under="lid")
    assert "Массаж" in await answered(olga)
    await olga.write("мои записи", under="phone")
    assert "Массаж" in await answered(olga)
    hidden = server.customer("Аноним", is_hidden=True)
    await hidden.write("Сколько стоит маникюр?")
    assert "Маникюр" in await answered(hidden)
    lid = f"{olga.lid.user}@lid"
    assert sorted(wabot.rows("SELECT phone, lid FROM customers"), key=str) == sorted(
        [("+79161234567", lid), (None, f"{hidden.lid.user}@lid")], key=str
    )


async def test_everything_that_is_not_text(server: WhatsAppServer, wabot: Receptionist) -> None:
    olga = server.customer("Ольга")
    await olga.write_extended("Есть время на массаж завтра в 15:00?")
    offer = await olga.wait_answer()
    await olga.react(offer.id, "👍")
    assert "вы записаны" in await answered(olga)
    for send in (
        olga.send_voice(b"opus"),
        olga.send_image(b"jpeg"),
        olga.send_sticker(b"webp"),
        olga.send_document(b"data", "name.pdf"),
        olga.send_location(55.75, 37.62, "Дом"),
    ):
        await send
        assert "текст" in (await answered(olga)).lower()
    await olga.press("list", "Мои записи")
    assert "Массаж" in await answered(olga)
    call = await olga.call()
    await olga.until(lambda: olga.rejected_calls == [call], what="a declined call")
    assert await answered(olga)
    kinds = {kind for (kind,) in wabot.rows("SELECT kind FROM inbox")}
    assert kinds == {"text", "reaction", "voice", "image", "sticker", "document", "location", "call"}


async def test_corrections_before_the_answer(server: WhatsAppServer, wabot: Receptionist) -> None:
    olga = server.customer("Ольга")
    first = await olga.write("массаж завтра в 15:00")
    await olga.edit(first, "массаж завтра в 16:00")
    slip = await olga.write("отмените мою запись")
    await olga.delete(slip)
    answer = await answered(olga)
    assert "16:00" in answer
    assert len(wabot.rows("SELECT * FROM appointments WHERE status = 'booked'")) == 1


async def test_groups_lists_and_channels_are_nobodys_chat(server: WhatsAppServer, wabot: Receptionist) -> None:
    olga = server.customer("Ольга")
    group = server.group("Соседи", olga)
    await olga.write_in(group, "Сколько стоит маникюр?")
    await olga.write_in(group, "Ау?")
    await olga.post_status("Сколько стоит маникюр?")
    await olga.broadcast("Сколько стоит маникюр?")
    await server.post_to_newsletter("Сколько стоит маникюр?")
    await olga.write("Сколько стоит педикюр?")
    assert "Педикюр" in await answered(olga)
    assert wabot.rows("SELECT count(*) FROM inbox") == [(1,)]
    assert (len(olga.answers), server.post.published) == (1, [])


async def test_a_person_of_the_salon_takes_over(server: WhatsAppServer, wabot: Receptionist) -> None:
    olga, pavel = server.customer("Ольга"), server.customer("Павел")
    await server.phone.write(olga, "Это Мария, сейчас отвечу")
    await olga.wait_answer()
    await wabot.row("SELECT 1 FROM inbox WHERE by_salon")
    await olga.write("Сколько стоит маникюр?")
    await pavel.write("Сколько стоит маникюр?")
    assert "Маникюр" in await answered(pavel)
    await wabot.row("SELECT 1 FROM inbox WHERE text LIKE 'Сколько%' AND handled_at IS NOT NULL AND customer_id = 1")
    assert [answer.from_owner for answer in olga.answers] == [True]


async def test_customers_get_their_second_tick(server: WhatsAppServer, wabot: Receptionist) -> None:
    device = next(iter(server.devices.values()))
    await server.until(lambda: device.presence == "available", 15, "presence")
    olga = server.customer("Ольга")
    number = await olga.write("Сколько стоит маникюр?")
    await olga.until(lambda: number in olga.ticked, what="second tick")
    assert wabot.process.returncode is None


async def test_a_customer_sees_that_the_answer_is_being_written(server: WhatsAppServer, wabot: Receptionist) -> None:
    olga = server.customer("Ольга")
    number = await olga.write("Сколько стоит маникюр?")
    await answered(olga)
    await olga.until(lambda: number in olga.read_by_salon, what="blue ticks")
    assert olga.typing == ["composing"]
    call = await olga.write("позовите администратора")
    await answered(olga)
    await olga.write("спасибо")
    await wabot.row("SELECT 1 FROM inbox WHERE text = 'спасибо' AND handled_at IS NOT NULL")
    assert call not in olga.read_by_salon, "it stays unread on the salon's phone"


async def test_the_salons_own_people_are_known_under_both_addresses(server: WhatsAppServer, tmp_path: Path) -> None:
    owner = server.customer("Хозяйка", "+7 916 000-00-01")
    async with wabot_run(server, tmp_path / "salon") as wabot:
        await wabot.pair(server)
        lid = f"{owner.lid.user}@lid"
        assert await wabot.row("SELECT lid FROM customers WHERE phone = '+79160000001' AND lid IS NOT NULL") == (lid,)
        olga = server.customer("Ольга")
        await olga.write("позовите администратора")
        assert "Ольга" in await answered(owner)


async def test_repetitions_are_answered_once(server: WhatsAppServer, wabot: Receptionist) -> None:
    olga = server.customer("Ольга")
    number = await olga.write("Сколько стоит маникюр?")
    await answered(olga)
    await olga.redeliver(number)
    await olga.resend(number)
    damaged = await olga.write("А педикюр?", damaged=True)
    assert "Педикюр" in await answered(olga)
    await wabot.line(f"message {number} .*known already")
    assert damaged in olga.retries_asked
    assert len(olga.answers) == 2


async def test_what_was_written_meanwhile_is_one_turn(server: WhatsAppServer, tmp_path: Path) -> None:
    folder = tmp_path / "salon"
    async with wabot_run(server, folder) as wabot:
        await wabot.pair(server)
    customers = [server.customer(f"Клиент {number}") for number in range(10)]
    for customer in customers:
        await customer.write("Здравствуйте!")
        await customer.write("Сколько стоит")
        await customer.write("маникюр?")
    async with wabot_run(server, folder) as wabot:
        for customer in customers:
            assert "Маникюр" in await answered(customer)
        await wabot.row("SELECT 1 WHERE (SELECT count(*) FROM outbox WHERE state = 'delivered') = 10")
    for customer in customers:
        assert len(customer.answers) == 1
        assert customer.doubled == customer.undecryptable == customer.reused_keys == []


async def test_a_program_sends(server: WhatsAppServer, wabot: Receptionist) -> None:
    olga = server.customer("Ольга", "+79161234567")
    code, number, _ = await wabot.command("send", "+79161234567", "Ждём вас завтра")
    assert (code, await answered(olga)) == (0, "Ждём вас завтра")
    assert olga.answers[0].id == number.strip()
    for body, status, word in (
        ({"phone": "+79160009999", "message": "?"}, 404, "not_on_whatsapp"),
        ({"phone": "8916", "message": "?"}, 400, "invalid_phone"),
        ({"phone": "+79161234567"}, 400, "invalid_message"),
        ({"phone": "+79161234567", "message": "?", "companyId": {}}, 400, "invalid_company_id"),
        ({"phone": "+79161234567", "message": "?", "companyId": "other"}, 400, "invalid_company_id"),
    ):
        answer = await wabot.request("POST", "/send", body)
        assert (answer[0], answer[1]["code"]) == (status, word)
    server.faults.refuse_acks(479)
    assert (await wabot.request("POST", "/send", {"phone": "+79161234567", "message": "?"}))[0] == 502
    server.log_in_elsewhere()
    await wabot.until("replaced")
    status, answer = await wabot.request("POST", "/send", {"phone": "+79161234567", "message": "?"})
    assert (status, answer["code"]) == (503, "not_connected")
    assert "WhatsApp is not connected: replaced, `wabot connect`" in answer["error"]
    assert server.counters.logins == 1


async def test_outcomes_of_sending(server: WhatsAppServer, wabot: Receptionist) -> None:
    olga = server.customer("Ольга")
    server.faults.refuse_acks(463)
    await olga.write("Сколько стоит маникюр?")
    state, reason = await wabot.row("SELECT state, reason FROM outbox WHERE state NOT IN ('queued', 'sending')")
    assert (state, "463" in str(reason)) == ("failed", True)
    server.faults.withhold_acks(1)
    await olga.write("А педикюр?")
    assert "Педикюр" in await answered(olga)
    server.faults.drop_link()
    await wabot.row("SELECT 1 FROM outbox WHERE state = 'delivered'")
    assert (len(olga.answers), server.post.repeated) == (1, 1)
    answer = olga.answers[-1]
    await olga.read(answer.id)
    await wabot.row("SELECT 1 FROM outbox WHERE state = 'read'")
    server.faults.receipts_first = True
    await olga.write("А брови?")
    await answered(olga)
    await wabot.row("SELECT 1 FROM outbox WHERE state = 'delivered'")
