"""Imports go one way, and each folder touches only what its name says."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import wabot

ROOT = Path(wabot.__file__).parent

BASE = {"children", "clock", "disk", "errors", "logs", "notify", "types"}
MAY_IMPORT = {
    "__main__": {"cli"},
    "cli": BASE | {"app", "config", "domain", "ops", "web", "whatsapp"},
    "app": BASE | {"bus", "config", "reloading", "roles", "shifts", "storage", "tasks", "web", "whatsapp"},
    "shifts": BASE | {"bus", "config", "messages", "roles", "storage", "tasks", "web", "whatsapp"},
    "reloading": BASE | {"config"},
    "roles": BASE | {"config", "language", "tasks", "web"},
    "tasks": BASE | {"bus", "domain", "language", "messages", "storage", "whatsapp"},
    "web": BASE - {"children", "notify"} | {"config", "domain", "language", "storage", "whatsapp"},
    "ops": BASE - {"notify"} | {"config", "domain", "language", "storage", "whatsapp"},
    "storage": {"disk", "domain", "errors", "types"},
    "whatsapp": {"children", "clock", "disk", "domain", "errors", "logs", "types"},
    "language": {"domain", "errors", "types"},
    "config": {"domain", "errors", "types"},
    "domain": {"errors", "types"},
    "bus": {"messages"},
    "messages": {"domain", "types"},
    "children": set(),
    "clock": set(),
    "disk": set(),
    "logs": set(),
    "notify": set(),
    "errors": set(),
    "types": set(),
}  # fmt: skip

ONLY_IN = {
    "neonize": {"whatsapp"},
    "sqlite3": {"storage", "tasks", "ops", "web"},  # outside storage only for the type of a connection and its errors
    "aiosqlite": {"storage"},
    "aiohttp": {"web", "ops", "tasks"},
    "fluent": {"language", "web"},
    "babel": {"language", "config"},
    "holidays": {"config"},
    "pydantic": {"config", "storage", "web", "ops"},
    "click": {"cli"},
    "argon2": {"web", "config"},
    "icalendar": {"web", "language", "ops"},
    "prometheus_client": {"web"},
}
PURE = ("asyncio", "anyio", "random", "loguru", "sqlite3", "os", "pathlib", "fluent", "babel")


def modules() -> Iterator[tuple[Path, str]]:
    for path in sorted(ROOT.rglob("*.py")):
        parts = path.relative_to(ROOT).parts
        yield path, parts[0].removesuffix(".py")


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


@pytest.mark.parametrize(
    ("path", "room"), [pytest.param(*found, id=str(found[0].relative_to(ROOT))) for found in modules()]
)
def test_imports_go_one_way(path: Path, room: str) -> None:
    for name in imported(path):
        package, _, rest = name.partition(".")
        if package == "wabot" and rest and room != "__init__":
            other = rest.split(".")[0]
            assert other == room or other in MAY_IMPORT[room], f"{room} imports {name}"
        if package in ONLY_IN:
            assert room in ONLY_IN[package], f"{name} has no place in {room}"
        if room == "domain":
            assert package not in PURE, f"domain is pure and imports {name}"


@pytest.mark.parametrize("path", sorted((ROOT / "tasks").glob("*.py")), ids=lambda path: path.stem)
def test_no_task_imports_another(path: Path) -> None:
    runners = {
        other.stem for other in (ROOT / "tasks").glob("*.py") if "async def run_" in other.read_text(encoding="utf-8")
    }
    assert {"booking", "gateway", "sender"} <= runners
    assert not {name.split(".")[-1] for name in imported(path) if name.startswith("wabot.tasks.")} & runners


def test_simulated_customers_know_the_program_only_from_outside() -> None:
    people = sorted((ROOT.parent / "tests" / "bench" / "people").glob("*.py"))
    assert people
    assert not {name for path in people for name in imported(path) if name.split(".")[0] == "wabot"}


def test_sql_stands_in_storage_only() -> None:
    for path, room in modules():
        if room != "storage":
            source = path.read_text(encoding="utf-8")
            assert not any(word in source for word in ("SELECT ", "INSERT INTO", "DELETE FROM")), path
