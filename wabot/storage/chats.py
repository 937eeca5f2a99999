"""Conversations as they were held: what came in and what went out, in order."""

import sqlite3
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from wabot.domain.correspondence import Kind, SendState
from wabot.domain.customers import Customer
from wabot.domain.walltime import from_ms, to_ms
from wabot.storage.asks import Ask, find_ask
from wabot.storage.customers import get_customer, search_customers
from wabot.storage.outbox import BY_PERSON, BY_PROGRAM
from wabot.types import CustomerId, Lang, PhoneNumber

LATELY = 2000  # messages in and out that are looked at for who wrote last


class By(StrEnum):
    """Who said it."""

    CUSTOMER = "customer"
    WABOT = "wabot"
    SALON = "salon"  # a person, on the phone or on the page
    PROGRAM = "program"


@dataclass(frozen=True, slots=True)
class Line:
    """One message of a chat; `state` None for what came in, `reason` says why one failed or is unknown.

    `id` is that of the inbox for what came in, else of the outbox.
    """

    id: int
    by: By
    text: str
    kind: Kind
    at: datetime
    state: SendState | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Chat:
    """A conversation in the list of them; `latest` None where no message is left. `ask`: it waits for a person."""

    customer: Customer
    latest: Line | None
    ask: Ask | None


def recent_lines(db: sqlite3.Connection, customer: CustomerId, most: int = 200) -> list[Line]:
    """The latest messages of a chat, oldest first."""
    rows = db.execute(
        "SELECT * FROM ("
        " SELECT text, kind, received_at AS at, NULL AS state, NULL AS reason, '' AS key, by_salon, 0 AS ours, id"
        " FROM inbox WHERE customer_id = :id AND kind NOT IN ('deletion')"
        " UNION ALL"
        " SELECT text, iif(document IS NULL, 'text', 'document'), queued_at, state, reason, key, 0, 1, id"
        " FROM outbox WHERE customer_id = :id"
        " ORDER BY at DESC, ours DESC, id DESC LIMIT :most) ORDER BY at, ours, id",
        {"id": customer, "most": most},
    )
    return [_line(row) for row in rows]


def lines_with(db: sqlite3.Connection, phone: PhoneNumber) -> list[Line]:
    """The latest messages with whoever has that number, oldest first; empty when they never wrote."""
    row = db.execute("SELECT id FROM customers WHERE phone = ?", (phone,)).fetchone()
    return recent_lines(db, CustomerId(row["id"])) if row is not None else []


def find_chat(db: sqlite3.Connection, customer: CustomerId) -> Chat | None:
    """One conversation."""
    found = db.execute("SELECT 1 FROM customers WHERE id = ?", (customer,)).fetchone()
    return _chat(db, customer) if found is not None else None


def waiting_chats(db: sqlite3.Connection) -> list[Chat]:
    """Those that wait for a person, longest first."""
    return [_chat(db, customer) for customer in _asked(db)]


def last_words(db: sqlite3.Connection, customer: CustomerId) -> str:
    """What the customer wrote last, as far as it is kept; empty when it had no words."""
    row = db.execute(
        "SELECT text FROM inbox WHERE customer_id = ? AND NOT by_salon AND kind <> 'deletion' ORDER BY id DESC LIMIT 1",
        (customer,),
    ).fetchone()
    return row["text"] if row is not None else ""


@dataclass(frozen=True, slots=True)
class Phrase:
    """What a customer wrote, as it was written, and the language they were answered in."""

    customer: CustomerId
    text: str
    at: datetime
    lang: Lang | None


def recent_phrases(db: sqlite3.Connection, since: datetime, most: int, *, not_of: Collection[str]) -> list[Phrase]:
    """Texts that came in since then, latest first; `not_of` are the numbers of people who are no customers."""
    rows = db.execute(
        "SELECT customer_id, text, received_at, lang FROM inbox JOIN customers ON customers.id = customer_id"
        " WHERE kind IN ('text', 'edit') AND NOT by_salon AND text <> '' AND received_at >= ?"
        f" AND coalesce(phone, '') NOT IN ({', '.join('?' * len(not_of))}) ORDER BY inbox.id DESC LIMIT ?",
        (to_ms(since), *not_of, most),
    )
    return [
        Phrase(
            CustomerId(row["customer_id"]),
            row["text"],
            from_ms(row["received_at"]),
            Lang(row["lang"]) if row["lang"] else None,
        )
        for row in rows
    ]


def list_chats(db: sqlite3.Connection, most: int = 100) -> list[Chat]:
    """Those that wait for a person, longest first; then the ones with the latest messages."""
    latest = db.execute(
        "SELECT customer_id, max(at) AS at FROM ("
        " SELECT customer_id, at FROM (SELECT customer_id, received_at AS at FROM inbox ORDER BY id DESC LIMIT :lately)"
        " UNION ALL"
        " SELECT customer_id, at FROM (SELECT customer_id, queued_at AS at FROM outbox ORDER BY id DESC LIMIT :lately))"
        " WHERE customer_id <> 0 GROUP BY customer_id ORDER BY at DESC LIMIT :most",
        {"lately": LATELY, "most": most},
    )
    others = (CustomerId(row["customer_id"]) for row in latest)
    return [_chat(db, customer) for customer in dict.fromkeys((*_asked(db), *others))]


def search_chats(db: sqlite3.Connection, text: str, most: int = 50) -> list[Chat]:
    """Those with the customers that `search_customers` finds."""
    return [_chat(db, customer.id) for customer in search_customers(db, text, most)]


def _asked(db: sqlite3.Connection) -> list[CustomerId]:
    rows = db.execute("SELECT customer_id FROM asks WHERE asked_at >= 0 ORDER BY asked_at")
    return [CustomerId(row["customer_id"]) for row in rows]


def _chat(db: sqlite3.Connection, customer: CustomerId) -> Chat:
    latest = recent_lines(db, customer, 1)
    return Chat(get_customer(db, customer), latest[0] if latest else None, find_ask(db, customer))


def _line(row: sqlite3.Row) -> Line:
    return Line(
        id=row["id"],
        by=_by(row),
        text=row["text"],
        kind=Kind(row["kind"]),
        at=from_ms(row["at"]),
        state=SendState(row["state"]) if row["state"] else None,
        reason=row["reason"],
    )


def _by(row: sqlite3.Row) -> By:
    if not row["ours"]:
        return By.SALON if row["by_salon"] else By.CUSTOMER
    if row["key"].startswith(BY_PERSON):
        return By.SALON
    return By.PROGRAM if row["key"].startswith(BY_PROGRAM) else By.WABOT
