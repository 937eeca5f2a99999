"""What the page and the API show: plain values read from storage, nothing decided here."""

import sqlite3
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

import anyio

from wabot.clock import Clock
from wabot.config import Reading
from wabot.domain.appointments import Appointment
from wabot.domain.customers import Customer
from wabot.domain.salon import Salon
from wabot.domain.walltime import DAY, boundary
from wabot.language.spoken import spoken_day
from wabot.storage.answers import answer_times, delivered_share, quantile
from wabot.storage.appointments import appointments_between
from wabot.storage.asks import count_asks
from wabot.storage.database import Database
from wabot.storage.health import counters, last_heard, queue_lengths
from wabot.storage.loops import Loop, stopped_loops
from wabot.storage.outbox import Unsettled, unsettled_mail
from wabot.storage.reminders import skipped_reminders
from wabot.storage.silence import silent_since
from wabot.storage.webhooks import find_undelivered
from wabot.web.answers import HealthJson, SessionJson, StatusJson, WebhooksJson
from wabot.whatsapp.session import Session, State, Status

DAYS_AHEAD = 14
UNSETTLED_FOR, UNSETTLED_SHOWN = timedelta(days=3), 5  # older messages are past mending
GIVEN_UP_SHOWN = 20
MOST_SERVED = 1000  # messages that are looked at
SERVED_FOR, ARRIVING_FOR = timedelta(days=1), timedelta(minutes=1)  # what was sent just now may yet arrive
DOWN_AFTER = timedelta(minutes=2)  # of reconnecting: by then customers are not being served
_DOWN = frozenset({State.STOPPED, State.REPLACED, State.LOGGED_OUT, State.BANNED, State.OUTDATED, State.DEAF})

_Word = Literal["ok", "degraded", "down"]


@dataclass(frozen=True, slots=True)
class Row:
    """One appointment of the day, in the salon's language and wall time."""

    starts: str
    ends: str
    services: str
    staff: str
    customer: str
    status: str


@dataclass(frozen=True, slots=True)
class Day:
    """The appointments of one day, in order; `label` is the day as the owner says it."""

    day: date
    label: str
    visits: list[Row]


@dataclass(frozen=True, slots=True, eq=False)
class _Signs:
    """What was read of the tables, true until `change` is set."""

    change: anyio.Event
    queue: dict[str, int]
    counts: dict[str, int]
    heard: dict[str, datetime]
    asks: int


_Told = tuple[_Signs, Status, _Word, str | None]
"""All that health is told from."""


Moment = tuple[anyio.Event, anyio.Event, Reading, datetime]
"""Of the tables, the session, the configuration and the clock, which shows minutes."""


@dataclass(frozen=True, slots=True)
class Service:
    """How soon the replies of the last day came, from message to acknowledgement, and which part of what was sent
    reached a phone; None where there was none.
    """

    median: timedelta | None
    p99: timedelta | None
    delivered: float | None


class View:
    """Reads what is shown."""

    def __init__(
        self,
        salon: Salon,
        database: Database,
        session: Session,
        clock: Clock,
        reading: Callable[[], Reading],
        started_at: datetime,
    ) -> None:
        """`reading`: what became of the configuration when it was last read anew; `started_at`: when wabot started."""
        self.started_at = started_at
        self.salon = salon
        self.session = session
        self.clock = clock
        self.reading = reading
        self._database = database
        self._signs: _Signs | None = None
        self._health: tuple[_Told, HealthJson] | None = None
        self._service: tuple[tuple[anyio.Event, datetime], Service] | None = None

    @property
    def now(self) -> datetime:
        """The salon's wall clock."""
        return self.clock.now().astimezone(self.salon.timezone)

    @property
    def moment(self) -> Moment:
        """Taken before reading: as long as it stays the same, what is shown does too, but for a link's countdown."""
        minute = self.clock.now().replace(second=0, microsecond=0)
        return self._database.change, self.session.change, self.reading(), minute

    async def health(self) -> HealthJson:
        """The answer of GET /health: no personal data. The same object until something changes, not to be altered."""
        signs, status = await self._read_signs(), self.session.status
        told = (signs, status, self._word(status, signs.asks), self._database.trouble)
        if self._health is None or self._health[0] != told:
            self._health = told, self._tell(*told)
        return self._health[1]

    def _tell(self, signs: _Signs, status: Status, word: _Word, trouble: str | None) -> HealthJson:
        return {
            "status": word,
            "trouble": trouble,
            "session": {
                "state": status.state,
                "since": self._local(status.since),
                "reason": str(status.reason) if status.reason else None,
                "until": self._iso(status.until),
            },
            "queue": {"inbox": signs.queue["inbox"], "outbox": signs.queue["outbox"]},
            "last_heard_at": self._iso(signs.heard.get("message")),
            "last_receipt_at": self._iso(signs.heard.get("receipt")),
            "counters": {
                "replaced": signs.counts["replaced"],
                "reconnects": signs.counts["reconnects"],
                "sent": signs.counts["sent"],
                "delivered": signs.counts["delivered"],
                "failed": signs.counts["failed"],
            },
        }

    async def waiting(self) -> int:
        """How many chats wait for a person."""
        return (await self._read_signs()).asks

    async def service(self) -> Service:
        """How customers were served in the last day, read once after each change and each minute."""
        now = self.clock.now()
        moment = self._database.change, now.replace(second=0, microsecond=0)
        if self._service is None or self._service[0] != moment:
            self._service = moment, await self._database.read(lambda db: _served(db, now))
        return self._service[1]

    async def _read_signs(self) -> "_Signs":
        """What health tells of the tables, which are read once after each change."""
        change = self._database.change
        if self._signs is None or self._signs.change is not change:
            self._signs = await self._database.read(
                lambda db: _Signs(change, queue_lengths(db), counters(db), last_heard(db), count_asks(db))
            )
        return self._signs

    def _word(self, status: Status, asks: int) -> _Word:
        """Whether customers are served: ok, degraded (it will pass, or somebody waits for a person), down."""
        away_too_long = status.state is State.RECONNECTING and self.clock.now() - status.since >= DOWN_AFTER
        if away_too_long or status.state in _DOWN or self._database.trouble is not None:
            return "down"
        return "ok" if status.state is State.ONLINE and not asks else "degraded"

    async def days(self) -> list[Day]:
        """Today, and the days of the next two weeks that have appointments; cancelled ones too, earliest first."""
        zone, today = self.salon.timezone, self.now.date()
        begins = boundary(today, timedelta(), zone)
        ends = boundary(today + DAYS_AHEAD * DAY, timedelta(), zone)
        rows: dict[date, list[Row]] = {today: []}
        for visit, customer in await self._database.read(lambda db: appointments_between(db, begins, ends)):
            rows.setdefault(visit.start_at.astimezone(zone).date(), []).append(self._row(visit, customer))
        return [Day(day, spoken_day(day, today, self.salon.language), visits) for day, visits in sorted(rows.items())]

    async def unsettled(self) -> tuple[int, list[Unsettled]]:
        """How many messages of the last days a person should look at, and the latest of them."""
        since = self.clock.now() - UNSETTLED_FOR
        return await self._database.read(lambda db: unsettled_mail(db, since, UNSETTLED_SHOWN))

    async def silence(self) -> tuple[datetime | None, list[Loop]]:
        """Since when the owner wants silence in all chats, if so, and the chats with machines, where it is kept."""
        now = self.clock.now()
        return await self._database.read(lambda db: (silent_since(db), stopped_loops(db, now)))

    async def missed_reminders(self) -> list[dict[str, Any]]:
        """Reminders of the last days that were not sent because something went wrong, latest first."""
        since = self.clock.now() - UNSETTLED_FOR
        return [
            {
                "appointment": it.appointment,
                "which": it.which,
                "start": self._iso(it.start_at),
                "reason": it.reason,
                "at": self._iso(it.at),
            }
            for it in await self._database.read(lambda db: skipped_reminders(db, since))
        ]

    async def status(self) -> StatusJson:
        """The answer of GET /api/status: health, what a person needs to link the phone, the days to come, messages
        to look at, reminders that were missed, where nobody is answered, and whether the configuration is in force.
        """
        health = await self.health()
        pairing = self.session.status.pairing
        if pairing is not None:
            session: SessionJson = {**health["session"], "qr": pairing.qr, "pairing_code": pairing.code}
            health = {**health, "session": session}
        number, latest = await self.unsettled()
        mail = [{"to": str(it.contact), "state": it.state, "queued_at": self._iso(it.queued_at)} for it in latest]
        days = [asdict(day) for day in await self.days()]
        unsettled = {"count": number, "latest": mail}
        missed = await self.missed_reminders()
        service = await self.service()
        since, loops = await self.silence()
        stopped = [
            {"with": str(it.contact), "at": self._iso(it.noticed_at), "until": self._iso(it.until)} for it in loops
        ]
        reading = self.reading()
        silence = {"everywhere_since": self._iso(since), "loops": stopped}
        return {
            **health,
            "salon": self.salon.id,
            "started_at": self._local(self.started_at),
            "waiting_for_person": await self.waiting(),
            "last_day": {
                "answer_median_s": _seconds(service.median),
                "answer_p99_s": _seconds(service.p99),
                "delivered_share": service.delivered,
            },
            "days": days,
            "unsettled": unsettled,
            "missed_reminders": missed,
            "silence": silence,
            "webhooks": await self._webhooks(),
            "configuration": {"faults": list(reading.faults), "needs_restart": list(reading.waiting)},
        }

    async def _webhooks(self) -> WebhooksJson:
        """How deliveries stand; receivers by their ids, as their addresses are often secrets."""
        found = await self._database.read(lambda db: find_undelivered(db, GIVEN_UP_SHOWN))
        return {
            "waiting": found.waiting,
            "since": self._iso(found.oldest_at),
            "reason": found.reason,
            "given_up": [
                {
                    "event": it.event,
                    "webhook": it.webhook,
                    "at": self._local(it.at),
                    "given_up_at": self._local(it.given_up_at),
                    "reason": it.reason,
                }
                for it in found.given_up
            ],
        }

    def _row(self, visit: Appointment, customer: Customer) -> Row:
        lang, zone = self.salon.language, self.salon.timezone
        names = (self.salon.find_service(service) for service in visit.services)
        staff = self.salon.find_staff(visit.staff)
        return Row(
            starts=f"{visit.start_at.astimezone(zone):%H:%M}",
            ends=f"{visit.end_at.astimezone(zone):%H:%M}",
            services=", ".join(
                service.name[lang] if service else service_id
                for service_id, service in zip(visit.services, names, strict=True)
            ),
            staff=staff.name[lang] if staff else visit.staff,
            customer=customer.known_as,
            status=visit.status,
        )

    def _iso(self, at: datetime | None) -> str | None:
        return self._local(at) if at is not None else None

    def _local(self, at: datetime) -> str:
        return at.astimezone(self.salon.timezone).isoformat(timespec="seconds")


def _served(db: sqlite3.Connection, now: datetime) -> Service:
    waited = answer_times(db, now - SERVED_FOR, MOST_SERVED)
    delivered = delivered_share(db, now - SERVED_FOR, now - ARRIVING_FOR, MOST_SERVED)
    if not waited:
        return Service(None, None, delivered)
    return Service(quantile(waited, 0.5), quantile(waited, 0.99), delivered)


def _seconds(length: timedelta | None) -> float | None:
    return length.total_seconds() if length is not None else None
