"""The icon under the address that browsers ask for by themselves, beside a refusal or a bare JSON answer too."""

from importlib.resources import files

from aiohttp import web


def serve_icon(router: web.UrlDispatcher) -> None:
    """Add the route; the picture is the one that the pages name."""
    picture = files("wabot.web").joinpath("static", "icon.svg").read_bytes()

    async def show(_request: web.Request) -> web.Response:
        return web.Response(body=picture, content_type="image/svg+xml")

    router.add_get("/favicon.ico", show)
