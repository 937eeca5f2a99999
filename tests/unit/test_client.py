"""What the library's words for a failed send mean."""

import pytest

from wabot.errors import NotConnected, OutcomeUnknown, SendRefused, WabotError
from wabot.logs import masked
from wabot.whatsapp.client import send_error


@pytest.mark.parametrize(
    ("words", "meaning"),
    [
        ("websocket not connected", NotConnected),
        ("client is nil", NotConnected),
        ("the store doesn't contain a device JID", NotConnected),
        ("failed to get user info: context deadline exceeded", NotConnected),
        ("server returned error 463", SendRefused),
        ("timed out waiting for message send response", OutcomeUnknown),
    ],
)
def test_nothing_was_sent_or_nobody_knows(words: str, meaning: type[WabotError]) -> None:
    assert type(send_error(words)) is meaning


def test_the_library_names_nobody_in_full() -> None:
    assert masked("no session for 100000000000001:3@lid (79161234567)") == "no session for …0001:3@lid (…4567)"
