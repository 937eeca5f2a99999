"""Customers: one row each, whether they came by phone number, by hidden id, or both."""

import sqlite3
from datetime import datetime

from wabot.domain.customers import Contact, Customer
from wabot.domain.walltime import from_ms, to_ms
from wabot.types import CustomerId, Lang, Lid, PhoneNumber


def meet_customer(db: sqlite3.Connection, contact: Contact, name: str | None, now: datetime) -> CustomerId:
    """The customer's row, made on first sight. What is new (the other address, a first name) is remembered."""
    rows = db.execute(
        "SELECT id, phone, lid, name FROM customers WHERE phone = ? OR lid = ? ORDER BY id",
        (contact.phone, contact.lid),
    ).fetchall()
    if not rows:
        return _insert(db, contact, name, now)
    row = rows[0]
    if len(rows) == 1:
        phone, lid = row["phone"] or contact.phone, row["lid"] or contact.lid
        if (phone, lid, row["name"] or name) != (row["phone"], row["lid"], row["name"]):
            db.execute(
                "UPDATE customers SET phone = ?, lid = ?, name = ? WHERE id = ?",
                (phone, lid, row["name"] or name, row["id"]),
            )
    return CustomerId(row["id"])


def _insert(db: sqlite3.Connection, contact: Contact, name: str | None, now: datetime) -> CustomerId:
    cursor = db.execute(
        "INSERT INTO customers (phone, lid, name, created_at) VALUES (?, ?, ?, ?)",
        (contact.phone, contact.lid, name, to_ms(now)),
    )
    assert cursor.lastrowid is not None
    return CustomerId(cursor.lastrowid)


def get_customer_id(db: sqlite3.Connection, contact: Contact) -> CustomerId:
    """The row of a contact that has been met."""
    row = db.execute(
        "SELECT id FROM customers WHERE phone = ? OR lid = ? ORDER BY id", (contact.phone, contact.lid)
    ).fetchone()
    return CustomerId(row["id"])


def get_customer(db: sqlite3.Connection, customer: CustomerId) -> Customer:
    """A customer that exists."""
    row = db.execute(
        "SELECT id, phone, lid, name, lang, held_until FROM customers WHERE id = ?", (customer,)
    ).fetchone()
    return Customer(
        id=CustomerId(row["id"]),
        contact=contact_of(row),
        name=row["name"],
        lang=Lang(row["lang"]) if row["lang"] else None,
        held_until=from_ms(row["held_until"]) if row["held_until"] is not None else None,
    )


def contact_of(row: sqlite3.Row) -> Contact:
    """The contact in a row that has `phone` and `lid`."""
    phone, lid = row["phone"], row["lid"]
    return Contact(phone=PhoneNumber(phone) if phone else None, lid=Lid(lid) if lid else None)


def remember_language(db: sqlite3.Connection, customer: CustomerId, lang: Lang) -> None:
    """The language they are answered in from now on."""
    db.execute("UPDATE customers SET lang = ? WHERE id = ?", (lang, customer))


def hold_chat(db: sqlite3.Connection, customer: CustomerId, until: datetime) -> None:
    """A person of the salon talks to them: wabot keeps silent in the chat until then."""
    db.execute("UPDATE customers SET held_until = ? WHERE id = ?", (to_ms(until), customer))
