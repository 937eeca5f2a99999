"""The judge of the chaos run finds what is wrong."""

import random
from pathlib import Path
from typing import Any

import pytest

from tests.bench.tables import Reply, Tables
from tests.bench.townsfolk import Character, Written
from tests.bench.verdict import Verdict, judge, judge_last_words
from tests.whatsapp_server import Answer, WhatsAppServer
from tests.whatsapp_server.messages import Content

pytestmark = pytest.mark.anyio

BAD = (
    "lost",
    "lost_in_kill_window",
    "refused",
    "unseen",
    "unreadable",
    "doubled",
    "doubled_in_kill_window",
    "reordered",
)


@pytest.fixture
async def olga(tmp_path: Path) -> Character:
    """She writes at second 10 and 20, and both are confirmed a tenth of a second later."""
    customer = WhatsAppServer(tmp_path, "+79160000000", "Salon").customer("Ольга")
    customer.confirmed = {"in-1": 10.1, "in-2": 20.1}
    written = [Written("in-1", "массаж завтра в 15:00", 10.0), Written("in-2", "мои записи", 20.0)]
    return Character(customer, random.Random(1), lambda _customer, _since: False, written)


def reply(number: int, **fields: Any) -> Reply:
    settled: dict[str, Any] = {
        "text": f"reply {number}",
        "state": "sent",
        "attempts": 1,
        "message_id": f"out-{number}",
        "reason": None,
    }
    return Reply(id=number, turn=number, **(settled | fields))


def judged(olga: Character, *replies: Reply, stored: int = 2, kills: tuple[float, ...] = ()) -> dict[str, int]:
    """What is not well, with so many of her messages stored."""
    tables = Tables(inbox={written.id: place for place, written in enumerate(olga.written[:stored], start=1)})
    tables.replies[f"{olga.customer.lid.user}@lid"] += replies
    figures = judge([olga], tables, kills).figures
    assert figures["sent"] == figures["answered"] + sum(figures[name] for name in BAD[:5])
    return {name: figures[name] for name in BAD if figures[name]}


def sees(olga: Character, *ids: str, texts: tuple[str, ...] = ()) -> None:
    """These messages reach her phone, a second apart."""
    shown = texts or tuple(number.replace("out-", "reply ") for number in ids)
    olga.customer.answers = [
        Answer(id=number, at=30.0 + place, content=Content(kind="text", text=text, body=b""))
        for place, (number, text) in enumerate(zip(ids, shown, strict=True))
    ]


async def test_all_is_well(olga: Character) -> None:
    sees(olga, "out-1", "out-2")
    assert judged(olga, reply(1), reply(2)) == {}


async def test_a_burst_has_one_reply(olga: Character) -> None:
    sees(olga, "out-2")
    assert judged(olga, reply(2)) == {}


async def test_never_stored(olga: Character) -> None:
    sees(olga, "out-1")
    assert judged(olga, reply(1), stored=1) == {"lost": 1}
    assert judged(olga, reply(1), stored=1, kills=(20.1,)) == {"lost_in_kill_window": 1}
    assert judged(olga, reply(1), stored=1, kills=(20.05,)) == {"lost_in_kill_window": 1}
    assert judged(olga, reply(1), stored=1, kills=(19.0, 22.0)) == {"lost": 1}


async def test_never_seen(olga: Character) -> None:
    sees(olga, "out-1")
    assert judged(olga, reply(1)) == {"lost": 1}
    assert judged(olga, reply(1), reply(2)) == {"lost": 1}
    assert judged(olga, reply(1), reply(2, state="failed")) == {"refused": 1}
    assert judged(olga, reply(1), reply(2, state="unknown", message_id=None)) == {"unseen": 1}
    olga.customer.undecryptable = ["out-2"]
    assert judged(olga, reply(1), reply(2)) == {"unreadable": 1}


async def test_seen_twice(olga: Character) -> None:
    sees(olga, "out-1", "copy", "out-2", texts=("reply 1", "reply 1", "reply 2"))
    assert judged(olga, reply(1), reply(2)) == {"doubled": 1}
    assert judged(olga, reply(1), reply(2), kills=(29.9,)) == {"doubled": 1}
    assert judged(olga, reply(1), reply(2), kills=(30.0,)) == {"doubled_in_kill_window": 1}
    sees(olga, "out-1", "stray", "out-2", texts=("reply 1", "never queued", "reply 2"))
    assert judged(olga, reply(1), reply(2)) == {"doubled": 1}


async def test_seen_before_its_acknowledgement(olga: Character) -> None:
    sees(olga, "first", "out-2", texts=("reply 1", "reply 2"))
    assert judged(olga, reply(1, state="unknown", message_id=None), reply(2)) == {}


async def test_in_another_order(olga: Character) -> None:
    sees(olga, "out-2", "out-1")
    assert judged(olga, reply(1), reply(2)) == {"reordered": 1}


async def test_told_another_thing_than_the_book_says(olga: Character) -> None:
    sees(olga, "out-1", texts=("Вы записаны:\n• Массаж, Екатерина, завтра, 23 ноября, 15:00",))
    tables, verdict = Tables(), Verdict()
    tables.visits[f"{olga.customer.lid.user}@lid"] = {(23, "15:00")}
    judge_last_words([olga], tables, verdict)
    assert verdict.findings == []
    tables.visits[f"{olga.customer.lid.user}@lid"] = {(23, "15:00"), (24, "15:00")}
    judge_last_words([olga], tables, verdict)
    assert verdict.figures["misinformed"] == 1
