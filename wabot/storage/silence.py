"""Silence: when wabot leaves all chats to the salon's people, and who wrote meanwhile."""

import sqlite3
from datetime import datetime

from wabot.domain.customers import Customer
from wabot.domain.walltime import from_ms, to_ms
from wabot.storage.customers import get_customer
from wabot.types import CustomerId


def silent_since(db: sqlite3.Connection) -> datetime | None:
    """Since when the owner wants it to be silent everywhere; None when it talks."""
    row = db.execute("SELECT since FROM silence").fetchone()
    return from_ms(row["since"]) if row is not None else None


def fall_silent(db: sqlite3.Connection, now: datetime) -> None:
    """From now on nobody is answered; who is silent already stays so."""
    db.execute(
        "INSERT INTO silence VALUES (1, ?, (SELECT coalesce(max(id), 0) FROM inbox)) ON CONFLICT DO NOTHING",
        (to_ms(now),),
    )


def speak_again(db: sqlite3.Connection) -> None:
    """Customers are answered again."""
    db.execute("DELETE FROM silence")


def held_customers(db: sqlite3.Connection, now: datetime) -> list[Customer]:
    """Who is left to the salon's people, the one for the shortest time first."""
    rows = db.execute("SELECT id FROM customers WHERE held_until > ? ORDER BY held_until", (to_ms(now),)).fetchall()
    return [get_customer(db, CustomerId(row["id"])) for row in rows]


def unanswered_customers(db: sqlite3.Connection) -> list[Customer]:
    """Who wrote since the silence began and got no word after it, of a person or of ours; in the order they wrote."""
    rows = db.execute(
        "SELECT customer_id AS id, max(id) AS latest FROM inbox AS theirs NOT INDEXED"
        " WHERE id > (SELECT inbox_id FROM silence) AND NOT by_salon AND kind NOT IN ('reaction', 'deletion')"
        " AND NOT EXISTS (SELECT 1 FROM inbox WHERE customer_id = theirs.customer_id AND by_salon AND id > theirs.id)"
        " AND NOT EXISTS (SELECT 1 FROM outbox WHERE customer_id = theirs.customer_id AND key GLOB 'reply:*'"
        "                 AND CAST(substr(key, 7) AS INTEGER) >= theirs.id)"
        " GROUP BY customer_id ORDER BY latest",
    ).fetchall()
    return [get_customer(db, CustomerId(row["id"])) for row in rows]
