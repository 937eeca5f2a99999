"""The visit as a file: the real neonize uploads it to the media host of the loopback server."""

from pathlib import Path

import pytest
from icalendar import Calendar

from tests.e2e.receptionist import wabot_run
from tests.whatsapp_server import WhatsAppServer

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(90)]


async def test_a_confirmation_brings_the_visit_as_a_file(server: WhatsAppServer, tmp_path: Path) -> None:
    async with wabot_run(server, tmp_path / "salon", confirmation_ics="true") as wabot:
        await wabot.pair(server)
        olga = server.customer("Ольга", "+7 916 123-45-67")
        await olga.write("массаж завтра в 15:00")
        assert "вы записаны" in (await olga.wait_answer()).text
        file = await olga.wait_answer()
        assert (file.kind, file.text.endswith("15-00.ics")) == ("document", True)
        [event] = Calendar.from_ical(olga.fetch_file(file)).walk("VEVENT")
        assert str(event["SUMMARY"]) == "Массаж – Лаванда"
        copy = await server.phone.wait_copy(file.id)
        assert copy.content.kind == "document"

        server.faults.media_status = 503
        await olga.write("перенесите на 16:00")
        assert "16:00" in (await olga.wait_answer()).text
        await olga.write("мои записи")
        assert "16:00" in (await olga.wait_answer()).text
        states = wabot.rows("SELECT state, reason FROM outbox WHERE document IS NOT NULL ORDER BY id")
        assert [state for state, _ in states] in (["delivered", "failed"], ["read", "failed"])
        assert "upload failed with status code 503" in states[-1][1]
