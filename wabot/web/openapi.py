"""GET /openapi.json: the API for programs and their makers, from what validates it and what answers."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from aiohttp import web
from pydantic import TypeAdapter

from wabot import __version__
from wabot.domain.salon import Salon
from wabot.web.access import COOKIE
from wabot.web.answers import ProblemJson
from wabot.web.fields import SERVICE_ID, STAFF_ID
from wabot.web.operations import HTML, OPERATIONS, Operation, Refuses
from wabot.web.send import KEY_HEADER, LONGEST_KEY

Json = dict[str, Any]
_JSON = "application/json"
_OF_THE_PAGE = ("wabot.web.pages.", "wabot.web.demo")
_REFS = "#/components/schemas/{model}"
_EVERY: Refuses = {403: ("wrong_host",), 500: ("internal",)}
_CLOSED: Refuses = {401: ("unauthorized",), 429: ("too_many_attempts",)}
_WITH_BODY: Refuses = {400: ("bad_request",), 408: ("too_slow",), 413: ("too_large",)}
_MEANS = {
    400: "The request is wrong: `error` names every fault",
    401: "Neither the token nor a cookie",
    403: "Asked for by a name that is not served, or for another site",
    404: "There is none",
    408: "The body did not come in time",
    409: "Not now: `code` says why, and nothing was changed",
    413: "The body is too large",
    429: "Too many of them: again after Retry-After seconds",
    500: "wabot failed; its log says why",
    502: "WhatsApp refused it",
    503: "Not connected, or nothing can be stored: nothing was done",
    504: "No acknowledgement came: it may have gone out",
}


def serve_openapi(router: web.UrlDispatcher, salon: Salon) -> None:
    """Add the route. The document describes what the router has by then; ids of services and staff are the salon's."""

    async def show(_request: web.Request) -> web.Response:
        return web.Response(body=rendered, content_type=_JSON)

    router.add_get("/openapi.json", show)
    rendered = TypeAdapter(Json).dump_json(describe(salon, served_to_programs(router.routes())))


def served_to_programs(routes: Iterable[web.AbstractRoute]) -> set[tuple[str, str]]:
    """Methods and paths, without those that only the page itself asks for."""
    return {
        (route.method, route.resource.canonical)
        for route in routes
        if isinstance(route.resource, web.Resource)
        and route.method != "HEAD"
        and not route.handler.__module__.startswith(_OF_THE_PAGE)
    }


def describe(salon: Salon, served: set[tuple[str, str]]) -> Json:
    """The document (OpenAPI 3.1) of those of the operations that are served."""
    told = {key: operation for key, operation in OPERATIONS.items() if key in served}
    schemas = _Schemas(told)
    paths: dict[str, Json] = {}
    for (method, path), operation in told.items():
        paths.setdefault(path, {})[method.lower()] = _operation(method, path, operation, schemas)
    ids = {SERVICE_ID: [str(it.id) for it in salon.services], STAFF_ID: [str(it.id) for it in salon.staff]}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"wabot of {salon.id}",
            "version": __version__,
            "description": "Programs send the token of the state folder, people's browsers a cookie.",
        },
        "security": [{"token": []}, {"cookie": []}],
        "paths": _tidied(paths, ids),
        "components": {
            "schemas": _tidied(schemas.definitions, ids),
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer"},
                "cookie": {"type": "apiKey", "in": "cookie", "name": COOKIE},
            },
        },
    }


class _Schemas:
    """JSON schemas of all types that the operations name; those with a name of their own stand in `definitions`."""

    def __init__(self, told: Mapping[tuple[str, str], Operation]) -> None:
        named = [kind for it in told.values() for kind in (it.body, it.query, it.answer)]
        kinds: list[Any] = [kind for kind in dict.fromkeys([*named, ProblemJson]) if kind and not isinstance(kind, str)]
        found, rest = TypeAdapter.json_schemas(
            [(kind, "validation", TypeAdapter(kind)) for kind in kinds], ref_template=_REFS
        )
        self._of = {kind: schema for (kind, _), schema in found.items()}
        self.definitions: Json = rest.get("$defs", {})

    def of(self, kind: Any) -> Json:
        """The schema of a type, mostly a reference."""
        return self._of[kind]

    def resolved(self, kind: Any) -> Json:
        """The schema itself."""
        schema = self.of(kind)
        reference: str | None = schema.get("$ref")
        found: Json = self.definitions[reference.rsplit("/", 1)[1]] if reference else schema
        return found


def _operation(method: str, path: str, operation: Operation, schemas: _Schemas) -> Json:
    told: Json = {
        "summary": operation.tells,
        "operationId": re.sub(r"\W+", "_", f"{method.lower()}{path}").strip("_"),
        "parameters": list(_parameters(path, operation, schemas)),
        "responses": dict(_responses(path, operation, schemas)),
    }
    if operation.is_open:
        told["security"] = []
    if operation.body is not None:
        media = "application/x-www-form-urlencoded" if operation.is_form else _JSON
        content = {media: {"schema": schemas.of(operation.body)}}
        told["requestBody"] = {"required": not operation.is_body_optional, "content": content}
    return told


def _parameters(path: str, operation: Operation, schemas: _Schemas) -> Iterator[Json]:
    for name in re.findall(r"{(\w+)}", path):
        number = {"type": "integer", "minimum": 0, "maximum": 10**18 - 1}
        yield {"name": name, "in": "path", "required": True, "schema": number if name == "id" else {"type": "string"}}
    if operation.query is not None:
        query = schemas.resolved(operation.query)
        for name, schema in query["properties"].items():
            yield {"name": name, "in": "query", "required": name in query.get("required", ()), "schema": schema}
    if path == "/send":
        schema = {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY}
        words = "A repeat under the same key gets the first answer, and sends nothing"
        yield {"name": KEY_HEADER, "in": "header", "required": False, "description": words, "schema": schema}


def _responses(path: str, operation: Operation, schemas: _Schemas) -> Iterator[tuple[str, Json]]:
    answer = operation.answer
    content = {answer: {"schema": {"type": "string"}}} if isinstance(answer, str) else _json(schemas.of(answer))
    yield "200", {"description": operation.tells, "content": content}
    if path == "/health":
        yield "503", {"description": "Customers are not being served", "content": content}
    for status, words in operation.also.items():
        is_page = answer == HTML and status >= 400
        yield str(status), {"description": words} | ({"content": content} if is_page else {})
    for status, codes in _refusals(operation).items():
        if status in operation.also:
            continue
        problem = {"allOf": [schemas.of(ProblemJson), {"properties": {"code": {"enum": list(codes)}}}]}
        told: Json = {"description": _MEANS[status], "content": _json(problem)}
        if status == 401:
            told["content"][HTML] = {"schema": {"type": "string"}}
        yield str(status), told


def _refusals(operation: Operation) -> dict[int, tuple[str, ...]]:
    """Its own error codes and those of the guards, by status."""
    codes: dict[int, tuple[str, ...]] = {}
    common = [_EVERY, *([] if operation.is_open else [_CLOSED]), *([_WITH_BODY] if operation.body else [])]
    for refuses in (operation.refuses, *common):
        for status, further in refuses.items():
            codes[status] = codes.get(status, ()) + further
    return dict(sorted(codes.items()))


def _json(schema: Json) -> Json:
    return {_JSON: {"schema": schema}}


def _tidied(value: Any, ids: Mapping[str, list[str]]) -> Any:
    """Without pydantic's titles; formats of ids become the ids there are."""
    if isinstance(value, list):
        return [_tidied(item, ids) for item in value]
    if not isinstance(value, dict):
        return value
    kept = {name: _tidied(item, ids) for name, item in value.items() if name != "title" or not isinstance(item, str)}
    known = ids.get(value["format"]) if isinstance(value.get("format"), str) else None
    return {name: item for name, item in kept.items() if name != "format"} | {"enum": known} if known else kept
