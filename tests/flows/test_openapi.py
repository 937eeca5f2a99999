"""openapi.json is true: it names what is served and nothing else, and whatever it allows is answered as it says."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import anyio
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import checks
from schemathesis.specs.openapi import checks as openapi

from tests.api import Program, program_at
from wabot.web.openapi import served_to_programs
from wabot.web.operations import OPERATIONS

pytestmark = pytest.mark.anyio

EXAMPLES = 12  # of each route
ENDLESS = "/events"


async def test_what_is_served_is_described_and_nothing_else(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        page = program.house.wabot.page
        assert page is not None
        assert served_to_programs(page.routes) == set(OPERATIONS), "wabot/web/operations.py lists what programs may ask"
        told = (await program.request("GET", "/openapi.json")).json
    assert {(method.upper(), path) for path, methods in told["paths"].items() for method in methods} == set(OPERATIONS)
    assert "massage" in str(told["components"]["schemas"]["NewVisit"])
    assert "/" not in told["paths"]


async def test_the_document_is_for_who_may_look(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        assert (await program.request("GET", "/openapi.json", Authorization="Bearer no")).code == "unauthorized"


@pytest.mark.timeout(120)
async def test_every_answer_is_as_it_is_described(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        await fill(program)
        assert program.house.wabot.page is not None
        address = program.house.wabot.page.address
        token = (tmp_path / "token").read_text().strip()
        found = await anyio.to_thread.run_sync(faults, address, token, partial(program.house.pass_time, minutes=1))
    assert not found, "\n\n".join(found)


async def fill(program: Program) -> None:
    """Something of everything, so that there is something to ask for."""
    for number in range(1, 4):
        customer = program.house.customer(f"+7916000010{number}")
        await customer.writes("можно на массаж завтра в 12?")
    await program.order()
    await program.request(
        "POST", "/api/blocks", {"staff": "anna", "from": "2026-11-23T10:00", "to": "2026-11-23T12:00"}
    )
    await program.request("POST", "/api/openings", {"from": "2026-11-24T20:00", "to": "2026-11-24T21:00"})
    await program.request("POST", "/api/calendar", {})


def fails(_context: checks.CheckContext, response: schemathesis.Response, _case: schemathesis.Case[Any]) -> None:
    """500 is described, and must not be."""
    assert response.status_code != 500


CHECKS = (
    fails,
    openapi.status_code_conformance,
    openapi.content_type_conformance,
    openapi.response_schema_conformance,
    openapi.response_headers_conformance,
    openapi.ignored_auth,
    openapi.negative_data_rejection,
    openapi.unsupported_method,
)


def faults(address: str, token: str, pass_time: Callable[[], None]) -> list[str]:
    """What is wrong with each route, as schemathesis words it. Wrong tokens have their limit, so time passes."""
    authorized = {"Authorization": f"Bearer {token}"}
    schema = schemathesis.openapi.from_url(f"{address}openapi.json", headers=authorized)
    operations = [schema[path][method] for path in schema for method in schema[path]]
    return [
        fault
        for operation in operations
        if operation.path != ENDLESS
        for fault in _faults(operation, authorized, pass_time)
    ]


def cases(operation: Any) -> st.SearchStrategy[Any]:
    """What the document allows, half of it about things that there are, and what it does not."""
    allowed = operation.as_strategy(generation_mode=schemathesis.GenerationMode.POSITIVE)
    refused = operation.as_strategy(generation_mode=schemathesis.GenerationMode.NEGATIVE)
    return st.one_of(allowed, allowed.flatmap(_about_something), refused)


def _about_something(case: Any) -> st.SearchStrategy[Any]:
    def ask(number: int) -> Any:
        if "id" in case.path_parameters:
            case.path_parameters["id"] = number
        return case

    return st.integers(1, 4).map(ask)


def _faults(operation: Any, authorized: dict[str, str], pass_time: Callable[[], None]) -> Iterator[str]:
    @given(case=cases(operation))
    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def ask(case: Any) -> None:
        anyio.from_thread.run_sync(pass_time)
        case.call_and_validate(headers=authorized, checks=CHECKS)

    try:
        ask()
    except BaseExceptionGroup as error:
        yield f"{operation.label}: {error.message}"
