"""GET /metrics: for Prometheus."""

import asyncio
from collections.abc import Iterable, Sequence
from datetime import timedelta

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from wabot.clock import Clock
from wabot.storage.answers import answer_times, quantile
from wabot.storage.database import Database
from wabot.storage.health import counters, last_heard, queue_lengths
from wabot.storage.webhooks import count_deliveries
from wabot.whatsapp.session import Session, State

TICK_S = 0.5
LATELY = timedelta(hours=1)
_QUANTILES = (0.5, 0.9, 0.99)
_MESSAGES = {"received": "in", "sent": "out"}
_BOOK = ("booked", "moved", "cancelled")


class LoopLag:
    """How late the event loop is: the worst since it was last asked."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._worst = 0.0
        self._timer = self._set()

    def take(self) -> float:
        """Seconds; the next answer begins anew."""
        worst, self._worst = self._worst, 0.0
        return worst

    def close(self) -> None:
        """No more looking."""
        self._timer.cancel()

    def _set(self) -> asyncio.TimerHandle:
        due = self._loop.time() + TICK_S
        return self._loop.call_at(due, self._look, due)

    def _look(self, due: float) -> None:
        self._worst = max(self._worst, self._loop.time() - due)
        self._timer = self._set()


class _Told(Collector):
    """What was read for one answer."""

    def __init__(self, metrics: Sequence[Metric]) -> None:
        self._metrics = metrics

    def collect(self) -> Iterable[Metric]:
        return self._metrics


class Metrics:
    """Reads the figures; counters go on after a restart."""

    def __init__(self, database: Database, session: Session, clock: Clock, lag: LoopLag) -> None:
        self._database = database
        self._session = session
        self._clock = clock
        self._lag = lag

    def add_to(self, router: web.UrlDispatcher) -> None:
        """Its route."""
        router.add_get("/metrics", self._show)

    async def _show(self, _request: web.Request) -> web.Response:
        since = self._clock.now() - LATELY
        counts, queues, heard, waited, deliveries = await self._database.read(
            lambda db: (counters(db), queue_lengths(db), last_heard(db), answer_times(db, since), count_deliveries(db))
        )
        registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        registry.register(
            _Told(
                [
                    *self._counted(counts),
                    _gauge("wabot_queue_length", "Messages that wait", "queue", queues),
                    _gauge(
                        "wabot_webhook_deliveries",
                        "Deliveries of webhooks that wait, and that were given up in the last 30 days",
                        "state",
                        deliveries,
                    ),
                    _gauge("wabot_session_state", "1 for the state the session is in", "state", self._states()),
                    _gauge(
                        "wabot_last_heard_timestamp_seconds",
                        "When a message and a receipt last came in",
                        "what",
                        {what: at.timestamp() for what, at in heard.items()},
                    ),
                    _gauge(
                        "wabot_answer_seconds",
                        "From a message to its acknowledged reply, in the last hour",
                        "quantile",
                        {str(part): quantile(waited, part).total_seconds() for part in _QUANTILES if waited},
                    ),
                    GaugeMetricFamily(
                        "wabot_storage_trouble",
                        "1 while nothing can be written",
                        value=float(self._database.trouble is not None),
                    ),
                    GaugeMetricFamily(
                        "wabot_loop_lag_seconds",
                        "The worst delay of the event loop since the last scrape",
                        value=self._lag.take(),
                    ),
                ]
            )
        )
        return web.Response(body=generate_latest(registry), headers={"Content-Type": CONTENT_TYPE_LATEST})

    def _counted(self, counts: dict[str, int]) -> Iterable[Metric]:
        messages = CounterMetricFamily("wabot_messages", "Messages, in from customers and out", labels=["direction"])
        for name, direction in _MESSAGES.items():
            messages.add_metric([direction], counts[name])
        yield messages
        book = CounterMetricFamily("wabot_book_changes", "What became of the book", labels=["what"])
        for name in _BOOK:
            book.add_metric([name], counts[name])
        yield book
        for name, words in (
            ("delivered", "Messages that reached a phone"),
            ("failed", "Messages that WhatsApp refused"),
            ("replaced", "Times another device took the session"),
            ("reconnects", "Times the session dialled anew"),
            ("not_understood", "Turns that were not understood"),
            ("person_called", "Turns that needed a person"),
        ):
            yield CounterMetricFamily(f"wabot_{name}", words, value=counts[name])

    def _states(self) -> dict[str, float]:
        now = self._session.status.state
        return {state.value: float(state is now) for state in State}


def _gauge(name: str, words: str, label: str, values: "dict[str, float] | dict[str, int]") -> Metric:
    family = GaugeMetricFamily(name, words, labels=[label])
    for value, number in values.items():
        family.add_metric([value], number)
    return family
