"""What waits to be sent, as the owner's programs see it and decide about it."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tests.api import Program, program_at
from tests.failing import open_dying, open_failing
from wabot.domain.correspondence import OutgoingMessage
from wabot.errors import SendRefused
from wabot.ops.chat import settle

pytestmark = pytest.mark.anyio


def at_first(error: Exception) -> Callable[[OutgoingMessage], Awaitable[None]]:
    """A fault that the first message meets, and no other."""
    faults = [error]

    async def meet(_message: OutgoingMessage) -> None:
        if faults:
            raise faults.pop()

    return meet


async def outbox(program: Program, query: str = "") -> list[dict[str, object]]:
    answer = await program.request("GET", f"/api/outbox?{query}")
    assert answer.status == 200
    found: list[dict[str, object]] = answer.json["outbox"]
    return found


async def test_what_was_refused_is_sent_again_at_a_persons_word(tmp_path: Path) -> None:
    async with program_at(tmp_path, open_failing(at_first(SendRefused("error 463")))) as program:
        olya = program.house.customer()
        assert await olya.writes("привет") == ""
        [failed] = await outbox(program, "state=failed,unknown")
        assert (failed["to"], failed["state"], failed["sent_at"]) == ("+79161234567", "failed", None)
        assert "463" in str(failed["reason"])
        answer = await program.request("POST", f"/api/outbox/{failed['id']}/retry")
        assert (answer.status, answer.json["message"]["state"]) == (200, "queued")
        await settle(program.house.wabot.database)
        assert olya.read == [failed["text"]]
        again = await program.request("POST", f"/api/outbox/{failed['id']}/retry")
        assert again.status == 409
        assert again.code in {"message_sent", "message_delivered"}


async def test_what_was_refused_is_dropped_and_stays_so(tmp_path: Path) -> None:
    async with program_at(tmp_path, open_failing(at_first(SendRefused("error 479")))) as program:
        olya = program.house.customer()
        await olya.writes("привет")
        [failed] = await outbox(program, "state=failed")
        dropped = await program.request("POST", f"/api/outbox/{failed['id']}/drop")
        assert (dropped.status, dropped.json["message"]["state"]) == (200, "dropped")
        await olya.writes("маникюр завтра в 15")
        assert len(olya.read) == 1
        [latest, earliest] = await outbox(program)
        assert latest["state"] in {"sent", "delivered"}
        assert earliest["state"] == "dropped"


async def test_a_message_in_doubt_is_left_alone_until_its_fate_is_known(tmp_path: Path) -> None:
    async with program_at(tmp_path, open_dying) as program:
        await program.house.customer().sends("привет")
        while not (found := await outbox(program, "state=unknown")):
            pass
        for decision in ("retry", "drop"):
            answer = await program.request("POST", f"/api/outbox/{found[0]['id']}/{decision}")
            assert (answer.status, answer.code) == (409, "message_in_doubt")


async def test_what_cannot_be_asked_is_said(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        nobody = await program.request("POST", "/api/outbox/17/retry")
        assert (nobody.status, nobody.code) == (404, "not_found")
        wrong = await program.request("GET", "/api/outbox?state=lost")
        assert (wrong.status, wrong.code) == (400, "invalid_request")
        assert 'no state "lost"; there are queued,' in wrong.json["error"]
        await program.house.customer().writes("привет")
        [greeting] = await outbox(program)
        assert await outbox(program, f"before={greeting['id']}") == []
