"""A chat as the owner reads it: who said what, what was understood, what became of the answers."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from wabot.domain.correspondence import Kind, SendState
from wabot.domain.customers import Customer
from wabot.domain.salon import Salon
from wabot.domain.walltime import DAY
from wabot.language.spoken import spoken_date
from wabot.storage.chats import By, Chat, Line
from wabot.types import Lang, PhoneNumber
from wabot.web.fates import Fate, tell_fate
from wabot.web.rehearing import Rehearing
from wabot.web.understood import tell_heard
from wabot.web.words import Words

TICKS = {
    SendState.QUEUED: "🕓",
    SendState.SENDING: "🕓",
    SendState.SENT: "✓",
    SendState.DELIVERED: "✓✓",
    SendState.READ: "✓✓",
}


@dataclass(frozen=True, slots=True)
class Said:
    """A line of the chat. `kind` in words for what is no text; `day` where a day begins with it. Of a customer's words
    `understood` tells what is, empty when nothing is, None where there was nothing to understand.
    """

    id: str
    by: By
    text: str
    at: str
    day: str | None
    kind: str | None
    fate: Fate | None
    tick: str
    understood: str | None


class Conversation:
    """Tells chats."""

    def __init__(self, salon: Salon, rehearing: Rehearing, words: Words, owner_phones: Collection[PhoneNumber]) -> None:
        self._salon = salon
        self._people = {person.phone: person.name[salon.language] for person in salon.staff if person.phone}
        self._people |= dict.fromkeys(owner_phones, words.say("owner"))
        self._rehearing = rehearing
        self._words = words

    def tell(self, chat: Chat, lines: Iterable[Line], now: datetime) -> list[Said]:
        """Those lines, for any thread but the event loop's; `now` is the salon's wall clock."""
        told = []
        before = None
        for line in lines:
            at = line.at.astimezone(self._salon.timezone)
            day = self._day(at, now) if at.date() != before else None
            before = at.date()
            told.append(self._said(line, at, day, chat.customer.lang))
        return told

    def who(self, customer: Customer) -> str:
        """Whose chat it is: the salon's own people go by what they are there."""
        phone = customer.contact.phone
        known = self._people.get(phone) if phone is not None else None
        return known or customer.known_as

    def glance(self, at: datetime, now: datetime) -> str:
        """When the latest message came: its time if that was today, else its day."""
        local = at.astimezone(self._salon.timezone)
        return f"{local:%H:%M}" if local.date() == now.date() else self._day(local, now)

    def until(self, at: datetime, now: datetime) -> str:
        """When a person's part in a chat ends."""
        local = at.astimezone(self._salon.timezone)
        when = {now.date(): "today", now.date() + DAY: "tomorrow"}.get(local.date(), "other")
        date = spoken_date(local.date(), now.date(), self._words.lang)
        return self._words.say("until", when=when, date=date, time=f"{local:%H:%M}")

    def kind(self, line: Line) -> str | None:
        """What it is if it is no text."""
        return None if line.kind is Kind.TEXT else self._words.say(f"kind-{line.kind}")

    def _said(self, line: Line, at: datetime, day: str | None, lang: Lang | None) -> Said:
        ours = line.state is not None
        return Said(
            id=f"{'out' if ours else 'in'}-{line.id}",
            by=line.by,
            text=line.text,
            at=f"{at:%H:%M}",
            day=day,
            kind=self.kind(line),
            fate=tell_fate(line.state, line.reason, self._words) if line.state is not None else None,
            tick=TICKS.get(line.state, "⚠") if line.state is not None else "",
            understood=self._understand(line, at, lang),
        )

    def _understand(self, line: Line, at: datetime, lang: Lang | None) -> str | None:
        has_words = line.kind in {Kind.TEXT, Kind.EDIT} and any(letter.isalnum() for letter in line.text)
        if line.by is not By.CUSTOMER or not has_words:
            return None
        return tell_heard(self._rehearing.hear(line, lang), at.date(), self._salon, self._words) or ""

    def _day(self, at: datetime, now: datetime) -> str:
        ago = (now.date() - at.date()).days
        near = {0: "today", 1: "yesterday"}.get(ago)
        return self._words.say(f"day-{near}") if near else spoken_date(at.date(), now.date(), self._words.lang)
