"""Customers: one row each, whether they came by phone number, by hidden id, or both."""

import re
import sqlite3
from datetime import datetime

from wabot.domain.customers import Contact, Customer
from wabot.domain.walltime import from_ms, to_ms
from wabot.storage.consents import get_consent
from wabot.storage.merging import merge_customers
from wabot.types import CustomerId, Lang, Lid, PhoneNumber

FEWEST_DIGITS = 3  # by which a number is looked for
_WORD = re.compile(r"\w+")


def meet_customer(db: sqlite3.Connection, contact: Contact, name: str | None, now: datetime) -> CustomerId:
    """The customer's row, made on first sight. What is new (the other address, a first name) is remembered.

    Two rows that turn out to be one person become one. A hidden id is the person; a phone number may pass on to
    another, and then leaves the row of the one who had it.
    """
    by_lid = _find(db, "lid", contact.lid)
    by_phone = _find(db, "phone", contact.phone)
    if contact.lid is not None and by_phone is not None and by_phone["lid"] not in {None, contact.lid}:
        db.execute("UPDATE customers SET phone = NULL WHERE id = ?", (by_phone["id"],))
        by_phone = None
    if by_lid is not None and by_phone is not None and by_lid["id"] != by_phone["id"]:
        merge_customers(db, min(by_lid["id"], by_phone["id"]), max(by_lid["id"], by_phone["id"]))
        by_lid = _find(db, "lid", contact.lid)
    row = by_lid or by_phone
    if row is None:
        return _insert(db, contact, name, now)
    known = (contact.phone or row["phone"], contact.lid or row["lid"], row["name"] or name)
    if known != (row["phone"], row["lid"], row["name"]):
        db.execute("UPDATE customers SET phone = ?, lid = ?, name = ? WHERE id = ?", (*known, row["id"]))
    return CustomerId(row["id"])


def _find(db: sqlite3.Connection, column: str, address: str | None) -> sqlite3.Row | None:
    if address is None:
        return None
    row: sqlite3.Row | None = db.execute(
        f"SELECT id, phone, lid, name FROM customers WHERE {column} = ?", (address,)
    ).fetchone()
    return row


def _insert(db: sqlite3.Connection, contact: Contact, name: str | None, now: datetime) -> CustomerId:
    cursor = db.execute(
        "INSERT INTO customers (phone, lid, name, created_at) VALUES (?, ?, ?, ?)",
        (contact.phone, contact.lid, name, to_ms(now)),
    )
    assert cursor.lastrowid is not None
    return CustomerId(cursor.lastrowid)


def find_customer_id(db: sqlite3.Connection, contact: Contact) -> CustomerId | None:
    """The row of a contact; None if it has not been met."""
    row = db.execute(
        "SELECT id FROM customers WHERE phone = ? OR lid = ? ORDER BY id", (contact.phone, contact.lid)
    ).fetchone()
    return CustomerId(row["id"]) if row is not None else None


def get_customer_id(db: sqlite3.Connection, contact: Contact) -> CustomerId:
    """The row of a contact that has been met."""
    found = find_customer_id(db, contact)
    assert found is not None
    return found


def find_contact(db: sqlite3.Connection, customer: CustomerId) -> Contact | None:
    """How that customer is reached; None when there is no such row."""
    row = db.execute("SELECT phone, lid FROM customers WHERE id = ?", (customer,)).fetchone()
    return contact_of(row) if row is not None else None


def search_customers(db: sqlite3.Connection, text: str, most: int) -> list[Customer]:
    """Whose name has words that begin with each of those in the text, or whose number has its digits; the latest met
    first, at most so many of them.
    """
    digits = "".join(letter for letter in text if letter.isdecimal())
    words = _words(text)
    found: list[Customer] = []
    for row in db.execute("SELECT id, name, phone FROM customers ORDER BY id DESC"):
        known = _words(row["name"] or "")
        is_named = all(any(one.startswith(word) for one in known) for word in words)
        if (words and is_named) or (len(digits) >= FEWEST_DIGITS and _has_digits(row["phone"] or "", digits)):
            found.append(get_customer(db, row["id"]))
            if len(found) == most:
                break
    return found


def _words(text: str) -> list[str]:
    """Its letters and digits, word by word, whatever stands between."""
    return _WORD.findall(text.casefold().replace("ё", "е"))


def _has_digits(phone: str, digits: str) -> bool:
    """Also of one that is written with the 8 of Russia's own calls."""
    return digits in phone or (digits.startswith("8") and len(digits) > 4 and f"7{digits[1:]}" in phone)


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
        consent=get_consent(db, customer),
    )


def find_served(db: sqlite3.Connection, customer: CustomerId, now: datetime) -> Contact | None:
    """The contact of a customer whom wabot will answer; None while a person of the salon talks to them, or to all."""
    row = db.execute(
        "SELECT phone, lid FROM customers WHERE id = :id AND coalesce(held_until, 0) <= :now"
        " AND NOT EXISTS (SELECT 1 FROM silence) AND NOT EXISTS"
        " (SELECT 1 FROM inbox WHERE customer_id = :id AND handled_at IS NULL AND by_salon)",
        {"id": customer, "now": to_ms(now)},
    ).fetchone()
    return contact_of(row) if row is not None else None


def contact_of(row: sqlite3.Row) -> Contact:
    """The contact in a row that has `phone` and `lid`."""
    phone, lid = row["phone"], row["lid"]
    return Contact(phone=PhoneNumber(phone) if phone else None, lid=Lid(lid) if lid else None)


def name_customer(db: sqlite3.Connection, customer: CustomerId, name: str) -> None:
    """The salon knows better than WhatsApp's profile what somebody is called."""
    db.execute("UPDATE customers SET name = ? WHERE id = ?", (name, customer))


def remember_language(db: sqlite3.Connection, customer: CustomerId, lang: Lang) -> None:
    """The language they are answered in from now on."""
    db.execute("UPDATE customers SET lang = ? WHERE id = ?", (lang, customer))


def hold_chat(db: sqlite3.Connection, customer: CustomerId, until: datetime | None) -> None:
    """A person of the salon talks to them: wabot keeps silent in the chat until then; None ends it at once."""
    db.execute(
        "UPDATE customers SET held_until = ? WHERE id = ?", (to_ms(until) if until is not None else None, customer)
    )
