"""What the owner is told of the session where there is no page."""

from datetime import datetime

from wabot.domain.salon import Salon
from wabot.web.connection import explain, say_moment
from wabot.web.words import Words
from wabot.whatsapp.session import Status


class Notices:
    """Short texts in the salon's language, by the salon's clock."""

    def __init__(self, salon: Salon) -> None:
        self._salon = salon
        self._words = Words(salon)

    def trouble(self, status: Status) -> str:
        """How it stands, what that means for customers, why, and what to do on the page."""
        it = explain(status, status.since.astimezone(self._salon.timezone), self._words)
        parts = (it.meaning, it.reason, it.ban, it.remedy, self._words.say("notice-where"))
        name = self._salon.name[self._salon.language]
        return f"{name}: {it.words}. " + " ".join(part for part in parts if part)

    def recovery(self, lost: Status, now: datetime) -> str:
        """From when to when nobody was answered, and why."""
        local = now.astimezone(self._salon.timezone)
        since = say_moment("notice-lost", lost.since, local, self._words)
        why = self._words.say(f"reason-{lost.reason.why}") if lost.reason else None
        return " ".join(part for part in (self._words.say("notice-back"), since, why) if part)
