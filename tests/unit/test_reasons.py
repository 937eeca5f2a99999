"""Why the session stands as it does, in words and on the disk."""

import pytest

from wabot.whatsapp.reasons import Reason, Why


@pytest.mark.parametrize("why", Why)
def test_every_reason_is_said_in_english_and_survives_storage(why: Why) -> None:
    reason = Reason(why, "no route: 42 {}")
    assert str(reason)
    assert Reason.parse(reason.stored) == reason
    assert Reason.parse(Reason(why).stored) == Reason(why)


def test_what_an_older_wabot_stored_keeps_its_words() -> None:
    words = "WhatsApp banned the number for a time: the same message too many times"
    assert str(Reason.parse(words)) == words


def test_details_of_the_library_are_part_of_the_words() -> None:
    assert str(Reason(Why.UNREACHABLE, "no route to host")) == "WhatsApp cannot be reached: no route to host"
