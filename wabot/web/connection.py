"""How the session stands, as the owner reads it: what it means for the customers, why, and what to do."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from wabot.domain.walltime import DAY
from wabot.language.spoken import spoken_date, spoken_day
from wabot.web.words import Words
from wabot.whatsapp.session import State, Status


class Wish(StrEnum):
    """What a button asks for: the end of a path under /api/session/."""

    CONNECT = "connect"
    PAIR = "pair"


WISHES = {
    State.RECONNECTING: Wish.CONNECT,
    State.DEAF: Wish.CONNECT,
    State.REPLACED: Wish.CONNECT,
    State.BANNED: Wish.CONNECT,
    State.OUTDATED: Wish.CONNECT,
    State.LOGGED_OUT: Wish.PAIR,
}
"""The states that a button ends; its words are `press-<state>`."""

REFUSALS = (
    "already_linked",
    "not_connected",
    "refused",
    "invalid_phone",
    "unauthorized",
    "unreachable",  # the browser's: no answer came
    "other",
)
"""The codes of errors that the page has words for, `refusal-<code>`."""


@dataclass(frozen=True, slots=True)
class Explained:
    """Sentences about a state; None where there is nothing to say. `detail` is the library's, in English."""

    state: State
    words: str
    since: str
    reason: str | None = None
    meaning: str | None = None
    remedy: str | None = None
    ban: str | None = None
    detail: str | None = None


def explain(status: Status, now: datetime, words: Words) -> Explained:
    """The status in the salon's language; `now` is the salon's wall clock."""
    state, reason = status.state, status.reason
    is_well = state is State.ONLINE
    return Explained(
        state=state,
        words=words.say(f"state-{state}"),
        since=say_moment("since", status.since, now, words),
        reason=words.say(f"reason-{reason.why}") if reason else None,
        meaning=None if is_well else words.say(f"meaning-{state}"),
        remedy=None if is_well else words.say(f"remedy-{state}"),
        ban=_ban(status.until, now, words),
        detail=words.say("detail", detail=reason.detail) if reason and reason.detail else None,
    )


def say_moment(message: str, at: datetime, now: datetime, words: Words) -> str:
    """The sentence `message` about a moment that is past, by the salon's wall clock."""
    local = at.astimezone(now.tzinfo)
    when = {now.date(): "today", now.date() - DAY: "yesterday"}.get(local.date(), "other")
    date = spoken_date(local.date(), now.date(), words.lang)
    return words.say(message, when=when, date=date, time=f"{local:%H:%M}")


def _ban(until: datetime | None, now: datetime, words: Words) -> str | None:
    if until is None:
        return None
    if until <= now:
        return words.say("ban-over")
    local = until.astimezone(now.tzinfo)
    return words.say("ban-until", day=spoken_day(local.date(), now.date(), words.lang), time=f"{local:%H:%M}")
