"""What became of a message is told in words, whatever the library said."""

import pytest

from tests.unit.test_page_words import WORDS
from wabot.domain.correspondence import SendState
from wabot.domain.replies.staff import AlertReason
from wabot.types import Lang
from wabot.web.fates import tell_fate
from wabot.whatsapp.client import send_error, upload_error


@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize("state", SendState)
def test_every_state_has_words(lang: Lang, state: SendState) -> None:
    fate = tell_fate(state, None, WORDS[lang])
    assert fate.words
    assert (fate.why is not None) is (state in {SendState.FAILED, SendState.UNKNOWN})
    assert fate.detail is None


@pytest.mark.parametrize(
    ("error", "state", "why"),
    [
        (send_error("no LID found for 7916@s.whatsapp.net"), SendState.FAILED, "На этом номере нет WhatsApp"),
        (send_error("server returned error 463"), SendState.FAILED, "WhatsApp не принял сообщение"),
        (upload_error("failed to upload media: 507"), SendState.FAILED, "WhatsApp не принял файл"),
        (send_error("timed out"), SendState.UNKNOWN, "Неизвестно, дошло ли"),
    ],
)
def test_what_the_library_says_is_told_in_words(error: Exception, state: SendState, why: str) -> None:
    fate = tell_fate(state, str(error), WORDS[Lang.RU])
    assert fate.why is not None
    assert fate.why.startswith(why)
    assert "error" not in fate.why


@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize("reason", AlertReason)
def test_every_reason_to_call_a_person_has_words(lang: Lang, reason: AlertReason) -> None:
    assert WORDS[lang].say(f"ask-{reason}")
