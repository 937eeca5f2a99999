"""What the library's log says of messages that it swallowed."""

import pytest

from tests.salon import FRIDAY
from wabot.domain.correspondence import Kind
from wabot.domain.customers import Contact
from wabot.types import Lid, PhoneNumber
from wabot.whatsapp.swallowed import parse_swallowed, parse_unwritten

OLD = "failed to decrypt normal message: failed to get or create message keys: received message with old counter (1, 0)"


@pytest.mark.parametrize(
    ("source", "contact"),
    [
        ("100000000000004@lid", Contact(lid=Lid("100000000000004@lid"))),
        ("100000000000004:17@lid in 100000000000004@lid", Contact(lid=Lid("100000000000004@lid"))),
        ("79161234567@s.whatsapp.net", Contact(phone=PhoneNumber("+79161234567"))),
    ],
)
def test_a_message_that_was_known_too_early_is_lost(source: str, contact: Contact) -> None:
    message = parse_swallowed(f"Ignoring message 3A13CD9B from {source}: {OLD}", FRIDAY)
    assert message is not None
    assert (message.id, message.contact, message.kind, message.text) == ("3A13CD9B", contact, Kind.LOST, "")


@pytest.mark.parametrize(
    "line",
    [
        f"Ignoring message 3A13CD9B from 100000000000004@lid in 120363000000000000@g.us: {OLD}",
        f"Ignoring message 3A13CD9B from 100000000000004:17@lid in 100000000000005@lid: {OLD}",
        "Ignoring message 3A13CD9B from 100000000000004@lid: event was already processed",
        "Error decrypting message 3A13CD9B from 100000000000004@lid: no valid sessions",
        "Node handling took 5 s",
    ],
)
def test_other_lines_say_nothing(line: str) -> None:
    assert parse_swallowed(line, FRIDAY) is None


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (
            "Error decrypting message 3A from 4@lid: failed to store session: disk I/O error: input/output error",
            "disk I/O error: input/output error",
        ),
        ("Failed to get prekey for retry receipt: database or disk is full", "database or disk is full"),
        (
            "Failed to save push name in device store: attempt to write a readonly database",
            "attempt to write a readonly database",
        ),
        ("Error decrypting message 3A13CD9B from 100000000000004@lid: no valid sessions", None),
    ],
)
def test_a_library_that_cannot_write_says_why(line: str, why: str | None) -> None:
    assert parse_unwritten(line) == why
