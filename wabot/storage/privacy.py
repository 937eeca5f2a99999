"""All that is kept of a person, and forgetting it. Both go through the schema: a table that comes later is covered."""

import json
import re
import sqlite3
from base64 import b64encode
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wabot.domain.appointments import BookedVisit
from wabot.domain.book import guest_resource
from wabot.domain.customers import Customer
from wabot.domain.privacy import Traces
from wabot.domain.walltime import from_ms
from wabot.storage.customers import get_customer
from wabot.storage.visits import upcoming_visits
from wabot.types import CustomerId, PhoneNumber

NOBODY = CustomerId(0)
"""Whose the visits and messages of the forgotten are; migrations/0014 sees that nothing is sent there."""
_STAYS = ("appointments", "inbox", "outbox")  # as numbers: their ids are never given to anything else
_ALERT = re.compile(r"alert:(?:visit:)?(\d+):")  # keys of messages to the salon's people, by the customer's message
_OF_VISIT = re.compile(r"alert:(?:unconfirmed|changed):(\d+):")  # and by the visit

Record = dict[str, Any]
"""A row by its columns; instants as aware datetimes, JSON as what it says, files in base64."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A text about the person that belongs to another: where it stands, and what it says."""

    table: str
    column: str
    id: int | str
    text: str


@dataclass(frozen=True, slots=True)
class Kept:
    """All that is kept of a person: their rows by table, and what is said of them elsewhere."""

    records: dict[str, list[Record]]
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class StillToCome:
    """Nobody can be forgotten who has a visit before them: these."""

    visits: tuple[BookedVisit, ...]


@dataclass(frozen=True, slots=True)
class StillUnderWay:
    """Nobody can be forgotten while messages from, to or about them wait; so many."""

    messages: int


def find_kept(db: sqlite3.Connection, customer: CustomerId, people: Collection[PhoneNumber]) -> Kept:
    """All that is kept of a customer who exists. `people` are the numbers of the salon's own people, in whose
    correspondence names count.
    """
    records: dict[str, list[Record]] = {}
    reached: dict[str, set[int]] = {}
    ways = [("customers", "id", {int(customer)})]
    while ways:
        table, column, values = ways.pop(0)
        fresh = [record for record in _records(db, table, column, values) if record not in records.get(table, [])]
        if fresh:
            records.setdefault(table, []).extend(fresh)
        further = {record["id"] for record in fresh if "id" in record} - reached.get(table, set())
        reached.setdefault(table, set()).update(further)
        ways += [(other, referring, further) for other, referring in _referring(db, table) if further]
    mentions = _mentions(db, get_customer(db, customer), people)
    return Kept(records, tuple(mentions))


def forget_customer(
    db: sqlite3.Connection, customer: CustomerId, people: Collection[PhoneNumber], now: datetime
) -> StillToCome | StillUnderWay | None:
    """Forget a customer who exists, or say what stands against it.

    Their visits and messages stay as numbers of nobody's. What else names them is emptied, wherever it stands; an
    order that the owner has half given is dropped.
    """
    visits = upcoming_visits(db, customer, now)
    if visits:
        return StillToCome(visits)
    mentions = list(_mentions(db, get_customer(db, customer), people))
    waiting = _count_waiting(db, customer, mentions)
    if waiting:
        return StillUnderWay(waiting)
    for mention in mentions:
        _empty(db, mention)
    db.execute("DELETE FROM owner_dialogues")
    db.execute("INSERT OR IGNORE INTO customers (id, lid, created_at) VALUES (?, 'forgotten@lid', 0)", (NOBODY,))
    _leave_numbers(db, customer)
    for table, column in _referring(db, "customers"):
        if table not in _STAYS:
            db.execute(f"DELETE FROM {table} WHERE {column} = ?", (customer,))
    db.execute("DELETE FROM customers WHERE id = ?", (customer,))
    return None


def _leave_numbers(db: sqlite3.Connection, customer: CustomerId) -> None:
    """What stays of their visits and messages."""
    theirs = "appointment_id IN (SELECT id FROM appointments WHERE customer_id = ?)"
    db.execute(
        "UPDATE appointment_changes SET before = json_set(before, '$.note', ''), after = json_set(after, '$.note', '')"
        f" WHERE {theirs}",
        (customer,),
    )
    db.execute(f"DELETE FROM invitations WHERE {theirs}", (customer,))
    db.execute("DELETE FROM holds WHERE resource = ?", (guest_resource(customer),))
    db.execute("UPDATE appointments SET note = '', customer_id = ? WHERE customer_id = ?", (NOBODY, customer))
    db.execute(
        "UPDATE inbox SET customer_id = ?, message_id = 'forgotten:' || id, kind = 'deletion', text = '',"
        " reply_to = NULL WHERE customer_id = ?",
        (NOBODY, customer),
    )
    db.execute(
        "UPDATE outbox SET customer_id = ?, text = '', document = NULL, message_id = NULL, reason = NULL,"
        " key = iif(key GLOB 'api:*', 'forgotten:' || id, key),"
        " state = iif(state IN ('failed', 'unknown'), 'dropped', state) WHERE customer_id = ?",
        (NOBODY, customer),
    )


def _referring(db: sqlite3.Connection, table: str) -> list[tuple[str, str]]:
    """The tables whose rows belong to a row of that one, and the column that says so."""
    rows = db.execute(
        'SELECT schema.name, keys."from" FROM sqlite_schema AS schema, pragma_foreign_key_list(schema.name) AS keys'
        " WHERE schema.type = 'table' AND keys.\"table\" = ? ORDER BY schema.name",
        (table,),
    )
    return [(row[0], row[1]) for row in rows]


def _records(db: sqlite3.Connection, table: str, column: str, values: Collection[int]) -> list[Record]:
    condition = f"{column} IN (SELECT value FROM json_each(?))"
    rows = db.execute(f"SELECT * FROM {table} WHERE {condition}", (json.dumps(list(values)),))
    return [{name: _told(name, row[name]) for name in row.keys()} for row in rows]  # noqa: SIM118 - a row is no mapping


def _told(column: str, value: Any) -> Any:
    if isinstance(value, bytes):
        return b64encode(value).decode()
    if isinstance(value, int) and (column == "at" or column.endswith(("_at", "_until"))):
        return from_ms(value)
    return (
        json.loads(value)
        if isinstance(value, str) and column in {"state", "wish", "before", "after"} and value[:1] == "{"
        else value
    )


def _mentions(db: sqlite3.Connection, person: Customer, people: Collection[PhoneNumber]) -> Iterator[Mention]:
    """What is said of the person in rows that are not theirs."""
    traces = Traces(person.contact, person.name)
    ours = _ids(db, "customers", "phone IN (SELECT value FROM json_each(?))", json.dumps(list(people)))
    messages, visits = (_ids(db, table, "customer_id = ?", person.id) for table in ("inbox", "appointments"))

    def is_about(row: sqlite3.Row) -> bool:
        by_message, by_visit = _ALERT.match(row["key"] or ""), _OF_VISIT.match(row["key"] or "")
        if (by_message and int(by_message[1]) in messages) or (by_visit and int(by_visit[1]) in visits):
            return True
        return traces.are_in(row["text"]) if row["customer_id"] in ours else traces.are_numbers_in(row["text"])

    for table, column, identity, key, customer in _PLACES:
        rows = db.execute(
            f"SELECT {identity} AS id, {column} AS text, {key} AS key, {customer} AS customer_id FROM {table}"
            f" WHERE {column} <> '' AND {customer} IS NOT ?",
            (person.id,),
        )
        yield from (Mention(table, column, row["id"], row["text"]) for row in rows if is_about(row))


_BY_VISIT = "(SELECT customer_id FROM appointments WHERE id = appointment_id)"
_PLACES = (
    ("inbox", "text", "id", "NULL", "customer_id"),
    ("outbox", "text", "id", "key", "customer_id"),
    ("notices", "text", "id", "key", "customer_id"),
    ("dialogues", "state", "customer_id", "NULL", "customer_id"),
    ("appointments", "note", "id", "NULL", "customer_id"),
    ("appointment_changes", "before", "id", "NULL", _BY_VISIT),
    ("appointment_changes", "after", "id", "NULL", _BY_VISIT),
    ("blocks", "reason", "id", "NULL", "NULL"),
    ("openings", "reason", "id", "NULL", "NULL"),
    ("sends", "answer", "key", "NULL", "NULL"),
)
"""Where somebody else's rows may say something of a person: table, column, what a row goes by, its key, whose it is."""


def _ids(db: sqlite3.Connection, table: str, condition: str, value: int | str) -> set[int]:
    return {row["id"] for row in db.execute(f"SELECT id FROM {table} WHERE {condition}", (value,))}


def _count_waiting(db: sqlite3.Connection, customer: CustomerId, mentions: Collection[Mention]) -> int:
    """How many messages from, to or about them are not through yet."""
    about = {table: json.dumps([one.id for one in mentions if one.table == table]) for table in ("outbox", "notices")}
    number: int = db.execute(
        "SELECT (SELECT count(*) FROM inbox WHERE customer_id = :customer AND handled_at IS NULL)"
        " + (SELECT count(*) FROM outbox WHERE (state IN ('queued', 'sending') OR doubted_at IS NOT NULL)"
        "    AND (customer_id = :customer OR id IN (SELECT value FROM json_each(:outbox))))"
        " + (SELECT count(*) FROM notices"
        "    WHERE customer_id = :customer OR id IN (SELECT value FROM json_each(:notices)))",
        {"customer": customer, **about},
    ).fetchone()[0]
    return number


def _empty(db: sqlite3.Connection, mention: Mention) -> None:
    match mention.table:
        case "dialogues":
            db.execute("DELETE FROM dialogues WHERE customer_id = ?", (mention.id,))
        case "sends":
            db.execute("DELETE FROM sends WHERE key = ?", (mention.id,))
        case "appointment_changes":
            emptied = f"{mention.column} = json_set({mention.column}, '$.note', '')"
            db.execute(f"UPDATE appointment_changes SET {emptied} WHERE id = ?", (mention.id,))
        case "outbox":
            db.execute("UPDATE outbox SET text = '', document = NULL WHERE id = ?", (mention.id,))
        case table:
            db.execute(f"UPDATE {table} SET {mention.column} = '' WHERE id = ?", (mention.id,))
