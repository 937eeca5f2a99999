"""Whatever happens to the book and whoever waits: what is offered is free, held once, and goes to the first in line."""

import sqlite3
from datetime import datetime
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.api import Program, program_at
from wabot.domain.arrangements import Arrangement, check_arrangement
from wabot.domain.places import search_around
from wabot.domain.waitlist import HeldOffer, OfferState, Waiting
from wabot.storage.book import StoredBook
from wabot.storage.visits import upcoming_visits
from wabot.storage.waitlist import find_line

pytestmark = pytest.mark.anyio

PHONES = [f"+7916123000{number}" for number in range(4)]
JOINS = [
    "поставьте в лист ожидания на массаж на завтра",
    "если освободится массаж завтра, напишите",
    "если освободится массаж завтра после 15, напишите",
    "сообщите, если завтра освободится окрашивание у Кати",
    "лист ожидания на окрашивание и массаж завтра",
]
ANSWERS = ["да", "нет", "беру", "уберите из листа ожидания", "давайте в 14:00", "мои записи"]
STAFF = ["ekaterina", "anna"]
hours = st.integers(10, 18)
people = st.sampled_from(PHONES)
commands = st.one_of(
    st.tuples(st.just("say"), people, st.sampled_from(JOINS)),
    st.tuples(st.just("say"), people, st.sampled_from(ANSWERS)),
    st.tuples(st.just("say"), people, st.sampled_from(ANSWERS)),
    st.tuples(st.just("order"), st.sampled_from(["massage", "coloring"]), hours),
    st.tuples(st.just("cancel"), st.integers(0, 9)),
    st.tuples(st.just("close"), st.sampled_from(STAFF), hours, st.integers(1, 3)),
    st.tuples(st.just("reopen"), st.integers(0, 9)),
    st.tuples(st.just("reopen"), st.integers(0, 9)),
    st.tuples(st.just("wait"), st.sampled_from([5, 31, 240])),
)


async def do(program: Program, command: tuple[Any, ...]) -> None:
    house = program.house
    match command:
        case ("say", phone, words):
            await house.customer(phone).writes(words)
        case ("order", service, hour):
            await program.order(service, f"2026-11-21T{hour}:00:00+03:00", phone="+79169990000", name="Вера")
        case ("cancel", number):
            visits = [visit["id"] for visit in await program.appointments("from=2026-11-21&days=1")]
            if visits:
                await program.request("DELETE", f"/api/appointments/{visits[number % len(visits)]}")
        case ("close", staff, hour, length):
            body = {"staff": staff, "from": f"2026-11-21T{hour}:00", "to": f"2026-11-21T{hour + length}:00"}
            await program.request("POST", "/api/blocks", body)
        case ("reopen", number):
            blocks = (await program.request("GET", "/api/blocks?from=2026-11-21&days=1")).json["blocks"]
            if blocks:
                await program.request("DELETE", f"/api/blocks/{blocks[number % len(blocks)]['id']}")
        case ("wait", minutes):
            house.pass_time(minutes=minutes)
    await house.settle()


def overlapping(db: sqlite3.Connection) -> list[tuple[sqlite3.Row, sqlite3.Row]]:
    """Holds of one resource at one time."""
    rows = db.execute("SELECT resource, start_at, end_at FROM holds ORDER BY resource, start_at").fetchall()
    return [
        (one, other)
        for one, other in combinations(rows, 2)
        if one["resource"] == other["resource"]
        and one["start_at"] < other["end_at"]
        and other["start_at"] < one["end_at"]
    ]


def check(db: sqlite3.Connection, program: Program) -> list[HeldOffer]:
    """What is promised to those in line; returns the open offers."""
    salon, now = program.house.wabot.config.salon, program.house.clock.now()
    assert overlapping(db) == []
    line = find_line(db)
    offers = [(waiting, waiting.offer) for waiting in line if waiting.offer is not None]
    assert len({waiting.customer for waiting, _ in offers}) == len(offers)
    for waiting, offer in offers:
        assert offer.state is OfferState.OPEN
        assert now < offer.until <= offer.start_at - salon.rules.min_notice
        assert fits(db, program, waiting, offer)
        assert not waiting.has_passed(offer.start_at)
    held = {row["offer_id"] for row in db.execute("SELECT offer_id FROM holds WHERE offer_id IS NOT NULL")}
    assert held == {offer.id for _, offer in offers}
    return [offer for _, offer in offers]


def fits(db: sqlite3.Connection, program: Program, waiting: Waiting, offer: HeldOffer) -> bool:
    """Whether the time is free for the customer but for what is held for them."""
    salon, now = program.house.wabot.config.salon, program.house.clock.now()
    search = search_around(waiting.wish, salon, now, waiting.customer)
    assert search is not None
    book = StoredBook(db, salon, offered_to=waiting.customer)
    return isinstance(check_arrangement(salon, book, search, offer.start_at, now), Arrangement)


def check_order(db: sqlite3.Connection, before: list[HeldOffer], after: list[HeldOffer], program: Program) -> None:
    """Nobody before in line, to whom nothing is offered, could have had what was offered just now."""
    salon, now = program.house.wabot.config.salon, program.house.clock.now()
    known = {offer.id for offer in before}
    line = find_line(db)
    for offer in after:
        if offer.id in known:
            continue
        ahead = [waiting for waiting in line if waiting.id < offer.wait and waiting.offer is None]
        have_offers = {waiting.customer for waiting in line if waiting.offer is not None}
        for waiting in ahead:
            search = search_around(waiting.wish, salon, now, waiting.customer)
            visits = upcoming_visits(db, waiting.customer, now)
            is_full = len(visits) >= salon.rules.max_open
            if search is None or is_full or waiting.customer in have_offers or waiting.has_passed(offer.start_at):
                continue
            book = StoredBook(db, salon, over_offers=True)
            found = check_arrangement(salon, book, search, offer.start_at, now)
            in_bounds = is_within(waiting, offer.start_at.astimezone(salon.timezone))
            same = isinstance(found, Arrangement) and {part.staff.id for part in found.parts} & set(offer.staff)
            assert not (same and in_bounds), (waiting, offer)


def is_within(waiting: Waiting, local: datetime) -> bool:
    clock, wish = local.time(), waiting.wish
    return (wish.not_before is None or wish.not_before <= clock) and (wish.not_after is None or clock <= wish.not_after)


@settings(max_examples=25, deadline=None)
@given(story=st.lists(commands, min_size=12, max_size=30))
async def test_no_story_breaks_what_the_line_is_promised(story: list[tuple[Any, ...]]) -> None:
    with TemporaryDirectory() as folder:
        async with program_at(Path(folder)) as program:
            read = program.house.wabot.database.read
            for staff in STAFF:
                for first, last in ((10, 13), (13, 16), (16, 20)):
                    body = {"staff": staff, "from": f"2026-11-21T{first}:00", "to": f"2026-11-21T{last}:00"}
                    await program.request("POST", "/api/blocks", body)
            offers: list[HeldOffer] = []
            for command in story:
                await do(program, command)
                now_open = await read(lambda db: check(db, program))
                await read(lambda db, was=offers, are=now_open: check_order(db, was, are, program))  # type: ignore[misc]
                offers = now_open
                moment = await read(lambda db: program.house.wabot.next_moment(db, program.house.clock.now()))
                assert moment is None or moment > program.house.clock.now()
            made = await read(lambda db: db.execute("SELECT count(*) FROM waitlist_offers").fetchone()[0])
            asked = sum("Освободилось время" in text for text in program.arrived)
            assert asked <= made
