"""What is wrong with a config.toml, in words its owner can act on."""

import difflib
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from wabot.config.shape import Shape
from wabot.errors import Fault


def unknown_key(path: str, key: str, known: Sequence[str]) -> Fault:
    """A key that wabot does not know; a near one is proposed."""
    near = difflib.get_close_matches(key, known, n=1)
    return Fault(f"{path}{key}", "unknown key", f"did you mean {near[0]}?" if near else f"known: {', '.join(known)}")


def shape_faults(path: str, shape: type[Shape], error: ValidationError) -> list[Fault]:
    """Every fault of one section; `path` ends with a dot ("services.manicure.")."""
    return [_fault(path, shape, detail) for detail in error.errors(include_url=False)]


def _fault(path: str, shape: type[Shape], detail: Mapping[str, Any]) -> Fault:
    loc = [str(part) for part in detail["loc"]]
    key = path + ".".join(loc) if loc else path.rstrip(".")
    kind, context = detail["type"], detail.get("ctx", {})
    keys = {field.alias or name: field for name, field in shape.model_fields.items()}
    if kind == "extra_forbidden":
        nested = shape.model_fields[loc[0]].annotation if len(loc) > 1 and loc[0] in shape.model_fields else shape
        known = list(getattr(nested, "model_fields", keys)) if nested is not shape else list(keys)
        return unknown_key(path + "".join(f"{part}." for part in loc[:-1]), loc[-1], known)
    if kind == "wabot":
        return Fault(key, context["problem"], context["instead"])
    field = keys.get(loc[0]) if loc else None
    example = field.examples[0] if field is not None and field.examples else None
    instead = f"write for example {loc[0]} = {_toml(example)}" if example is not None else ""
    if kind == "missing":
        return Fault(key, "is missing", instead or "add it")
    if kind == "string_pattern_mismatch" and example is not None:
        return Fault(key, f'"{detail["input"]}" does not fit', instead)
    problem = detail["msg"].removeprefix("Input ")
    return Fault(key, f"{problem} (found {_toml(detail['input'])})", instead)


def _toml(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            text = value if len(value) <= 60 else value[:57] + "…"
            return f'"{text}"'
        case list():
            return "[" + ", ".join(_toml(item) for item in value) + "]"
        case dict():
            return "a table"
        case _:
            return str(value)
