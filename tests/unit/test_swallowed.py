"""What the library's log says of messages that it swallowed."""

import pytest

from tests.salon import FRIDAY
from wabot.domain.correspondence import Kind
from wabot.domain.customers import Contact
from wabot.types import Lid, PhoneNumber
from wabot.whatsapp.swallowed import parse_swallowed

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
