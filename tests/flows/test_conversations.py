"""Simulated customers hold conversations with the program: what stands in the book is what they wanted."""

import pytest

from tests.bench.conversations import figures, hold_conversations

FLOOR = 0.95  # of the goals that could be reached, without a person


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_people_get_what_they_want_and_nothing_else(lang: str) -> None:
    results = hold_conversations(20, seed=5, lang=lang)
    found = figures(results)
    failed = ["\n".join(result.person.transcript) for result in results if result.verdict.reason]
    assert len({result.person.number for result in results}) == 20
    assert found["wrong"] == 0, "\n\n".join(failed)
    assert found["reached"] >= FLOOR, "\n\n".join(failed)
