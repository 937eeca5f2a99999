"""The outbox of webhooks: what is still to be told to whom, and what was given up. Triggers write it (0017)."""

import json
import sqlite3
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from wabot.domain.walltime import from_ms, to_ms
from wabot.domain.webhooks import Delivery, Event, Webhook
from wabot.storage.customers import contact_of
from wabot.types import CustomerId, WebhookId

NOT_CONFIGURED = "the receiver is no longer in the configuration"
SHOWN_FOR = timedelta(days=30)  # what was given up


@dataclass(frozen=True, slots=True)
class Lane:
    """What goes to one receiver about one customer, in order; `customer` None: about nobody."""

    webhook: WebhookId
    customer: CustomerId | None


@dataclass(frozen=True, slots=True)
class GivenUp:
    """A delivery that was not made."""

    event: Event
    webhook: WebhookId
    at: datetime
    given_up_at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Undelivered:
    """How many deliveries wait, since when the first of them, why it failed last, and what was given up lately."""

    waiting: int
    oldest_at: datetime | None
    reason: str | None
    given_up: tuple[GivenUp, ...]


@dataclass(frozen=True, slots=True)
class Untold:
    """What one receiver did not take: how many deliveries wait and failed before, how many were given up, why last.

    `may_retry`: something was given up, and the receiver is still in the configuration.
    """

    webhook: WebhookId
    waiting: int
    given_up: int
    reason: str
    may_retry: bool


def subscribe(db: sqlite3.Connection, webhooks: Collection[Webhook], now: datetime) -> None:
    """From now on these are told, and nobody else."""
    db.execute("DELETE FROM webhook_subscriptions")
    db.executemany(
        "INSERT INTO webhook_subscriptions VALUES (?, ?)",
        [(webhook.id, event) for webhook in webhooks for event in webhook.events],
    )
    db.execute(
        "UPDATE webhook_deliveries SET reason = ?, given_up_at = ? WHERE given_up_at IS NULL"
        " AND webhook NOT IN (SELECT webhook FROM webhook_subscriptions)",
        (NOT_CONFIGURED, to_ms(now)),
    )


def forget_given_up(db: sqlite3.Connection, now: datetime) -> None:
    """What was given up long ago is not shown any more."""
    db.execute("DELETE FROM webhook_deliveries WHERE given_up_at < ?", (to_ms(now - SHOWN_FOR),))


def waiting_lanes(db: sqlite3.Connection, webhook: WebhookId, most: int) -> list[Lane]:
    """The lanes to that receiver in which something waits, the longest waiting first."""
    rows = db.execute(
        "SELECT customer_id FROM webhook_deliveries WHERE given_up_at IS NULL AND webhook = ?"
        " GROUP BY customer_id ORDER BY min(id) LIMIT ?",
        (webhook, most),
    )
    return [Lane(webhook, row["customer_id"]) for row in rows]


def find_delivery(db: sqlite3.Connection, lane: Lane) -> Delivery | None:
    """The first that waits in the lane, with what it tells as it stands now."""
    row = db.execute(
        "SELECT id, key, event, inbox_id, change_id, session, at FROM webhook_deliveries"
        " WHERE given_up_at IS NULL AND webhook = ? AND customer_id IS ? ORDER BY id LIMIT 1",
        (lane.webhook, lane.customer),
    ).fetchone()
    if row is None:
        return None
    if row["session"] is not None:
        data = _session(json.loads(row["session"]))
    else:
        data = _message(db, row["inbox_id"]) if row["inbox_id"] is not None else _change(db, row["change_id"])
    return Delivery(row["id"], row["key"], Event(row["event"]), from_ms(row["at"]), data)


def mark_delivered(db: sqlite3.Connection, delivery: Delivery) -> None:
    """The receiver has it."""
    db.execute("DELETE FROM webhook_deliveries WHERE id = ?", (delivery.id,))


def note_attempt(db: sqlite3.Connection, delivery: Delivery, reason: str) -> None:
    """It was tried, for nothing."""
    db.execute("UPDATE webhook_deliveries SET attempts = attempts + 1, reason = ? WHERE id = ?", (reason, delivery.id))


def give_up(db: sqlite3.Connection, delivery: Delivery, reason: str, now: datetime) -> None:
    """It is not tried again."""
    db.execute(
        "UPDATE webhook_deliveries SET reason = ?, given_up_at = ? WHERE id = ?", (reason, to_ms(now), delivery.id)
    )


def retry_given_up(db: sqlite3.Connection, webhook: WebhookId) -> int:
    """Each is tried once more, in the old order, and after what was delivered meanwhile; returns how many, none when
    nobody of that name is subscribed.
    """
    return db.execute(
        "UPDATE webhook_deliveries SET given_up_at = NULL WHERE given_up_at IS NOT NULL AND webhook = ?"
        " AND webhook IN (SELECT webhook FROM webhook_subscriptions)",
        (webhook,),
    ).rowcount


def list_untold(db: sqlite3.Connection) -> list[Untold]:
    """The receivers that refuse or cannot be reached, by name."""
    rows = db.execute(
        "SELECT webhook, count(*) AS kept, count(given_up_at) AS given_up,"
        "  (SELECT reason FROM webhook_deliveries AS last WHERE last.webhook = it.webhook AND reason IS NOT NULL"
        "   ORDER BY ifnull(given_up_at, 9e18) DESC, id DESC LIMIT 1) AS reason,"
        "  webhook IN (SELECT webhook FROM webhook_subscriptions) AS is_configured"
        " FROM webhook_deliveries AS it WHERE reason IS NOT NULL GROUP BY webhook ORDER BY webhook"
    )
    return [
        Untold(
            row["webhook"],
            row["kept"] - row["given_up"],
            row["given_up"],
            row["reason"],
            may_retry=bool(row["given_up"] and row["is_configured"]),
        )
        for row in rows
    ]


def count_deliveries(db: sqlite3.Connection) -> dict[str, int]:
    """How many wait (`waiting`), and how many were given up lately (`given_up`)."""
    row = db.execute("SELECT count(*) AS kept, count(given_up_at) AS given_up FROM webhook_deliveries").fetchone()
    return {"waiting": row["kept"] - row["given_up"], "given_up": row["given_up"]}


def find_undelivered(db: sqlite3.Connection, most: int) -> Undelivered:
    """How the deliveries stand, with the latest that were given up."""
    first = db.execute(
        "SELECT at, reason FROM webhook_deliveries WHERE given_up_at IS NULL ORDER BY id LIMIT 1"
    ).fetchone()
    given_up = db.execute(
        "SELECT event, webhook, at, given_up_at, reason FROM webhook_deliveries WHERE given_up_at IS NOT NULL"
        " ORDER BY given_up_at DESC, id DESC LIMIT ?",
        (most,),
    )
    return Undelivered(
        waiting=count_deliveries(db)["waiting"],
        oldest_at=from_ms(first["at"]) if first is not None else None,
        reason=first["reason"] if first is not None else None,
        given_up=tuple(
            GivenUp(Event(row["event"]), row["webhook"], from_ms(row["at"]), from_ms(row["given_up_at"]), row["reason"])
            for row in given_up
        ),
    )


def _message(db: sqlite3.Connection, message: int) -> dict[str, Any]:
    row = db.execute(
        "SELECT message_id, kind, text, received_at, phone, lid, name FROM inbox"
        " JOIN customers ON customers.id = customer_id WHERE inbox.id = ?",
        (message,),
    ).fetchone()
    return _person(row) | {
        "id": row["message_id"],
        "kind": row["kind"],
        "text": row["text"],
        "received": from_ms(row["received_at"]),
    }


def _change(db: sqlite3.Connection, change: int) -> dict[str, Any]:
    row = db.execute(
        "SELECT appointment_id, coalesce(visit_id, appointment_id) AS visit, author, before, after, phone, lid, name"
        " FROM appointment_changes JOIN appointments ON appointments.id = appointment_id"
        " JOIN customers ON customers.id = customer_id WHERE appointment_changes.id = ?",
        (change,),
    ).fetchone()
    before = json.loads(row["before"]) if row["before"] is not None else None
    return (
        _person(row)
        | {"id": row["appointment_id"], "visit": row["visit"], "by": row["author"]}
        | _facts(json.loads(row["after"]))
        | {"before": _facts(before) if before is not None else None}
    )


def _session(stored: dict[str, Any]) -> dict[str, Any]:
    return stored | {name: from_ms(stored[name]) for name in ("since", "until") if stored[name] is not None}


def _person(row: sqlite3.Row) -> dict[str, Any]:
    return {"customer": str(contact_of(row)), "phone": row["phone"], "name": row["name"]}


def _facts(facts: dict[str, Any]) -> dict[str, Any]:
    return facts | {name: datetime.fromisoformat(facts[name]) for name in ("start", "end")}
