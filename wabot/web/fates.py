"""What became of an outgoing message, as the owner reads it."""

from dataclasses import dataclass

from wabot.domain.correspondence import SendState
from wabot.web.words import Words

_WHY = {
    "this number has no WhatsApp": "no_whatsapp",
    "WhatsApp refused the message": "refused",
    "WhatsApp's media servers did not take": "file",
    "WhatsApp did not acknowledge": "no_answer",
    "wabot ended while": "interrupted",
}
"""How the reasons begin that are stored with messages (English, of whatsapp/ and storage/doubts.py), and what they
are called in `why-<it>`; all others are `why-failed` or `why-unknown`.
"""
_WITHOUT_DETAIL = {"no_whatsapp", "interrupted"}


@dataclass(frozen=True, slots=True)
class Fate:
    """`why` says what happened and what to do, None while nothing is wrong; `detail` is the library's, in English."""

    state: SendState
    words: str
    why: str | None = None
    detail: str | None = None


def tell_fate(state: SendState, reason: str | None, words: Words) -> Fate:
    """A state and the stored reason in the salon's language."""
    said = words.say(f"fate-{state}")
    if state not in {SendState.FAILED, SendState.UNKNOWN}:
        return Fate(state, said)
    reason = reason or ""
    known = next((word for begin, word in _WHY.items() if reason.startswith(begin)), None)
    is_explained = known in _WITHOUT_DETAIL or not reason
    detail = None if is_explained else words.say("detail", detail=reason)
    return Fate(state, said, words.say(f"why-{known or state}"), detail)
