"""What Prometheus scrapes after a morning at the salon."""

import re
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.api import Program, program_at

pytestmark = pytest.mark.anyio

RULES = Path(__file__).parents[2] / "systemd" / "alerts.rules.yml"


async def scraped(program: Program) -> dict[str, float]:
    """Every sample as it stands on a dashboard: `name{label}`."""
    page = program.house.wabot.page
    assert page is not None
    async with program.http.get(f"{page.address}metrics") as answer:
        assert answer.status == 200
        families = list(text_string_to_metric_families(await answer.text()))
    return {
        sample.name + "".join(f"{{{value}}}" for value in sample.labels.values()): sample.value
        for family in families
        for sample in family.samples
    }


async def test_a_booking_a_move_and_a_riddle_are_counted(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        customer = program.house.customer()
        await customer.writes("маникюр завтра в 15:00")
        await customer.writes("перенесите на 16:00")
        await customer.writes("бу бу бу")
        told = await scraped(program)
    assert told["wabot_messages_total{in}"] == 3
    assert told["wabot_messages_total{out}"] == 3
    assert told["wabot_book_changes_total{booked}"] == 1
    assert told["wabot_book_changes_total{moved}"] == 1
    assert told["wabot_not_understood_total"] == 1
    assert told["wabot_session_state{online}"] == 1
    assert told["wabot_session_state{replaced}"] == 0
    assert told["wabot_queue_length{inbox}"] == told["wabot_queue_length{outbox}"] == 0
    assert told["wabot_answer_seconds{0.99}"] == 0  # the script's clock stood still
    assert told["process_resident_memory_bytes"] > 10_000_000


async def test_every_figure_of_the_alert_rules_exists(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        await program.house.customer().writes("привет")
        told = {name.partition("{")[0] for name in await scraped(program)}
    wanted = set(re.findall(r"\bwabot_[a-z_]+", RULES.read_text(encoding="utf-8")))
    assert wanted
    assert wanted <= told


async def test_metrics_need_the_token(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        answer = await program.request("GET", "/metrics", Authorization="Bearer wrong")
        assert (answer.status, answer.code) == (401, "unauthorized")
