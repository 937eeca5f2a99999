"""Calendar feeds over HTTP: each at an address of its own, which is its only key and can be revoked."""

import hashlib
import hmac
import secrets
import sqlite3
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from aiohttp import ETag, web

from wabot.clock import Clock
from wabot.domain.salon import Salon
from wabot.storage.blocks import blocks_between
from wabot.storage.calendars import Calendar, add_calendar, all_calendars, calendar_entries, revoke_calendar
from wabot.storage.database import Database
from wabot.storage.openings import openings_between
from wabot.types import StaffId
from wabot.web.access import scheme_of
from wabot.web.bodies import Body, Faults, parse_body
from wabot.web.book import bad_request
from wabot.web.errors import problem
from wabot.web.feed import Feed
from wabot.web.fields import StaffName

PREFIX = "/calendar/"
SHOWN_PAST = timedelta(days=30)
SHOWN_CANCELLED = timedelta(days=14)  # for calendars that do not drop what is no longer there
_UNKNOWN = "there is no calendar at this address; it may have been revoked"


class NewCalendar(Body):
    """The body of POST /api/calendar; without `staff` the whole salon."""

    staff: StaffName | None = None


class CalendarsApi:
    """/calendar/{secret}.ics and /api/calendar."""

    def __init__(self, salon: Salon, database: Database, feed: Feed, clock: Clock) -> None:
        self._salon = salon
        self._database = database
        self._feed = feed
        self._clock = clock

    def add_to(self, router: web.UrlDispatcher) -> None:
        """Its routes."""
        router.add_get(PREFIX + "{secret}.ics", self._read)
        router.add_get("/api/calendar", self._list)
        router.add_post("/api/calendar", self._create)
        router.add_delete("/api/calendar/{secret}", self._revoke)

    async def _read(self, request: web.Request) -> web.Response:
        rendered = await self._database.read(lambda db: self._rendered(db, request.match_info["secret"]))
        if rendered is None:
            return problem(404, "not_found", _UNKNOWN)
        etag = hashlib.sha256(rendered).hexdigest()[:32]
        known = {given.value for given in request.if_none_match or ()}
        fresh = bool(known & {etag, "*"})
        answer = web.Response(status=304) if fresh else web.Response(body=rendered, content_type="text/calendar")
        if not fresh:
            answer.charset = "utf-8"
        answer.etag = ETag(etag)
        answer.headers["Cache-Control"] = "private, no-cache"
        return answer

    async def _list(self, request: web.Request) -> web.Response:
        found = await self._database.read(all_calendars)
        return web.json_response({"calendars": [self._shape(calendar, request) for calendar in found]})

    async def _create(self, request: web.Request) -> web.Response:
        asked = parse_body(NewCalendar, await request.read() or b"{}", self._salon)
        if isinstance(asked, Faults):
            return bad_request(asked)
        staff = StaffId(asked.staff) if asked.staff else None
        calendar = Calendar(secrets.token_urlsafe(32), staff, self._clock.now())
        await self._database.write(lambda db: add_calendar(db, calendar))
        return web.json_response({"success": True, "calendar": self._shape(calendar, request)})

    async def _revoke(self, request: web.Request) -> web.Response:
        def revoke(db: sqlite3.Connection) -> bool:
            calendar = _matching(request.match_info["secret"], all_calendars(db))
            if calendar is not None:
                revoke_calendar(db, calendar)
            return calendar is not None

        if not await self._database.write(revoke):
            return problem(404, "not_found", _UNKNOWN)
        return web.json_response({"success": True})

    def _rendered(self, db: sqlite3.Connection, secret: str) -> bytes | None:
        calendar = _matching(secret, all_calendars(db))
        if calendar is None:
            return None
        now = self._clock.now()
        since = now - SHOWN_PAST
        entries = calendar_entries(db, calendar.staff, since, cancelled_since=now - SHOWN_CANCELLED)
        blocks = blocks_between(db, since, staff=calendar.staff)
        return self._feed.render(calendar.staff, entries, blocks, openings_between(db, since, staff=calendar.staff))

    def _shape(self, calendar: Calendar, request: web.Request) -> dict[str, Any]:
        return {
            "secret": calendar.secret,
            "staff": calendar.staff,
            "url": f"{scheme_of(request)}://{request.host}{PREFIX}{calendar.secret}.ics",
            "created": calendar.created_at.astimezone(self._salon.timezone).isoformat(timespec="seconds"),
        }


def _matching(secret: str, calendars: Iterable[Calendar]) -> Calendar | None:
    """The calendar of that secret. All are compared to the end: the time it takes tells nothing."""
    found = None
    for calendar in calendars:
        if hmac.compare_digest(secret.encode(errors="surrogateescape"), calendar.secret.encode()):
            found = calendar
    return found
