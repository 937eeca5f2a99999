"""Rules of config.toml that cross its sections. They read the raw file, so one bad value hides no other fault."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from wabot.errors import Fault

Raw = Mapping[str, Any]


def crossing_faults(raw: Raw) -> Iterator[Fault]:
    """Every fault between sections of the file as TOML gave it."""
    services, staff, rooms = _tables(raw, "services"), _tables(raw, "staff"), _tables(raw, "rooms")
    for kind in ("services", "staff", "rooms", "webhooks"):
        yield from _repeated_ids(kind, _tables(raw, kind))
    yield from _unknown_references("staff", staff, "services", _ids(services))
    yield from _unknown_references("services", services, "rooms", _ids(rooms))
    yield from _not_offered(services, staff)
    yield from _families(services)
    yield from _clashes("services", services)
    yield from _clashes("staff", staff)


def _tables(raw: Raw, key: str) -> list[Raw]:
    value = raw.get(key)
    return [table for table in value if isinstance(table, Mapping)] if isinstance(value, list) else []


def _ids(tables: Iterable[Raw]) -> list[str]:
    return [table["id"] for table in tables if isinstance(table.get("id"), str)]


def _strings(value: object) -> list[str]:
    return [text for text in value if isinstance(text, str)] if isinstance(value, list) else []


def _repeated_ids(kind: str, tables: Iterable[Raw]) -> Iterator[Fault]:
    seen: set[str] = set()
    for name in _ids(tables):
        if name in seen:
            yield Fault(f"{kind}.{name}.id", f'"{name}" is used twice', "give each its own id")
        seen.add(name)


def _unknown_references(kind: str, tables: Iterable[Raw], key: str, known: list[str]) -> Iterator[Fault]:
    for table in tables:
        for name in _strings(table.get(key)):
            if name not in known:
                where = f"{kind}.{table.get('id', '?')}.{key}"
                yield Fault(where, f'"{name}" is not in [[{key}]]', f"use one of: {', '.join(known) or 'none yet'}")


def _not_offered(services: list[Raw], staff: list[Raw]) -> Iterator[Fault]:
    offered = {name for person in staff for name in _strings(person.get("services"))}
    for name in _ids(services):
        if name not in offered:
            yield Fault(
                f"services.{name}", "nobody offers it", f'add "{name}" to services of a [[staff]], or remove it'
            )


def _families(services: list[Raw]) -> Iterator[Fault]:
    ids = set(_ids(services))
    for service in services:
        family = service.get("family")
        if isinstance(family, str) and family in ids:
            yield Fault(
                f"services.{service.get('id', '?')}.family",
                f'"{family}" is also the id of a service',
                "give the family a name of its own",
            )


def _clashes(kind: str, tables: list[Raw]) -> Iterator[Fault]:
    """Words that customers use must mean one thing."""
    owner: dict[str, str] = {}
    for table in tables:
        name = str(table.get("id", "?"))
        words = [("name", word) for word in _words(table.get("name"))]
        words += [("aliases", word) for word in _words(table.get("aliases"))]
        for key, word in words:
            spoken = word.casefold().replace("ё", "е").strip()
            other = owner.setdefault(spoken, name)
            if other != name:
                yield Fault(f"{kind}.{name}.{key}", f'"{word}" already means {other}', "keep it in one place")


def _words(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        found = []
        for words in value.values():
            found += [words] if isinstance(words, str) else _strings(words)
        return found
    return _strings(value)
