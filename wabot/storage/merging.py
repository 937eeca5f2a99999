"""Two rows of one person become one."""

import sqlite3

from wabot.domain.book import guest_resource
from wabot.types import CustomerId


def merge_customers(db: sqlite3.Connection, stays: CustomerId, goes: CustomerId) -> None:
    """All that belongs to `goes` belongs to `stays` from now on, and the row of `goes` is gone.

    Where both know something (a name, a language), `stays` is right; of two conversations the later one goes on. Of a
    message that came to both one is left: the one that can be read.
    """
    both = (stays, goes)
    db.execute(
        "UPDATE inbox SET message_id = 'lost:' || id WHERE customer_id = ? AND kind = 'lost'"
        " AND message_id IN (SELECT message_id FROM inbox WHERE customer_id = ?)",
        both,
    )
    db.execute("UPDATE OR IGNORE inbox SET customer_id = ? WHERE customer_id = ?", both)
    db.execute("DELETE FROM inbox WHERE customer_id = ?", (goes,))
    db.execute("UPDATE outbox SET customer_id = ? WHERE customer_id = ?", both)
    db.execute("UPDATE webhook_deliveries SET customer_id = ? WHERE customer_id = ?", both)
    db.execute("UPDATE notices SET customer_id = ? WHERE customer_id = ?", both)
    db.execute("UPDATE consents SET customer_id = ? WHERE customer_id = ?", both)
    db.execute("UPDATE early_receipts SET customer_id = ? WHERE customer_id = ?", both)
    db.execute("UPDATE waitlist SET customer_id = ? WHERE customer_id = ?", both)
    db.execute("UPDATE appointments SET customer_id = ? WHERE customer_id = ?", both)
    # Visits of both at the same time were promised already: the later one goes on without holding the guest.
    db.execute(
        "DELETE FROM holds WHERE resource = :goes AND EXISTS (SELECT 1 FROM holds AS other"
        " WHERE other.resource = :stays AND other.end_at > holds.start_at AND other.start_at < holds.end_at)",
        {"goes": guest_resource(goes), "stays": guest_resource(stays)},
    )
    db.execute("UPDATE holds SET resource = ? WHERE resource = ?", (guest_resource(stays), guest_resource(goes)))
    _merge_dialogues(db, stays, goes)
    for table in ("asks", "owner_dialogues", "loops"):
        db.execute(f"UPDATE OR IGNORE {table} SET customer_id = ? WHERE customer_id = ?", both)
    known = db.execute("SELECT phone, lid, name, lang, held_until FROM customers WHERE id = ?", (goes,)).fetchone()
    db.execute("DELETE FROM customers WHERE id = ?", (goes,))
    db.execute(
        "UPDATE customers SET phone = coalesce(phone, :phone), lid = coalesce(lid, :lid), name = coalesce(name, :name),"
        " lang = coalesce(lang, :lang), held_until = max(coalesce(held_until, 0), coalesce(:held_until, 0))"
        " WHERE id = :id",
        {**dict(known), "id": stays},
    )


def _merge_dialogues(db: sqlite3.Connection, stays: CustomerId, goes: CustomerId) -> None:
    """The later of the two conversations goes on."""
    db.execute(
        "DELETE FROM dialogues WHERE customer_id = (SELECT customer_id FROM dialogues WHERE customer_id IN (?, ?)"
        " ORDER BY updated_at LIMIT 1) AND (SELECT count(*) FROM dialogues WHERE customer_id IN (?, ?)) = 2",
        (stays, goes, stays, goes),
    )
    db.execute("UPDATE dialogues SET customer_id = ? WHERE customer_id = ?", (stays, goes))
