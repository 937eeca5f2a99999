"""Errors as the outside sees them: JSON with a stable code, never a traceback."""

from errno import ENAMETOOLONG

from aiohttp import web
from aiohttp.typedefs import Handler
from loguru import logger

_CODES = {404: "not_found", 405: "method_not_allowed", 413: "too_large", 400: "bad_request"}


def problem(status: int, code: str, error: str) -> web.Response:
    """An error answer: `error` says what happened and what to do."""
    return web.json_response({"success": False, "code": code, "error": error}, status=status)


@web.middleware
async def as_problems(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Make JSON of everything that goes wrong."""
    try:
        return await handler(request)
    except web.HTTPException as error:
        if error.status < 400:
            raise
        words = f"{error.text} Send less." if error.status == 413 else error.reason
        answer = problem(error.status, _CODES.get(error.status, "bad_request"), words)
        if "Allow" in error.headers:
            answer.headers["Allow"] = error.headers["Allow"]
        if error.status == 413:
            answer.force_close()  # the rest of the body is still on its way
        return answer
    except Exception as error:  # noqa: BLE001 - the page must outlive any one request
        if isinstance(error, OSError) and error.errno == ENAMETOOLONG:  # aiohttp 3.14 looks for whatever file is named
            return problem(404, "not_found", "Not Found")
        resource = request.match_info.route.resource
        where = resource.canonical if resource is not None else "?"  # a path may hold a secret or a phone number
        logger.exception("{} {} failed", request.method, where)
        return problem(500, "internal", "wabot failed on this request; the log says why")
