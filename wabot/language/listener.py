"""The listener: what a customer wrote, understood in the words of one salon."""

from dataclasses import replace
from datetime import datetime

from wabot.domain.heard import DayPart, Heard, Intent
from wabot.domain.salon import Salon
from wabot.language.intents import Patterns, settle
from wabot.language.lexicon import Lexicon, Word, load_words
from wabot.language.names import Names
from wabot.language.reading import Reader
from wabot.language.slots import Slot, find_slot
from wabot.language.things import Found, Things
from wabot.language.tokens import clean
from wabot.types import Lang


class Listener:
    """Understands messages for one salon. Holds its vocabulary and nothing else; safe from any thread."""

    def __init__(self, salon: Salon) -> None:
        files = [load_words(lang) for lang in Lang]
        lexicon = Lexicon()
        for file in files:
            lexicon.add_senses(file["senses"])
        self._patterns = Patterns()
        for file in files:
            self._patterns.add(file["intents"], lexicon)
        self._things = Things(salon, lexicon, files)
        self._names = Names(files)
        self._reader = Reader(lexicon, self._things.forms(), self._names.first, salon.language)

    def hear(self, text: str, *, now: datetime, lang: Lang | None = None) -> Heard:
        """The meaning of a message. `now` is aware, in the salon's zone; `lang` the customer's language so far."""
        words, spoken = self._reader.read(clean(text), lang)
        if not any(word.kind in ("word", "number", "emoji", "clock", "dotted", "iso", "mark") for word in words):
            return Heard(lang=spoken, intents=(Intent.OTHER,))
        found = self._things.find(words)
        name = self._names.find(words, self._things.staff)
        if name is not None:
            for place in name[1]:
                staff = found.staff_places.pop(place, None)
                if staff is not None:
                    found.staff.remove(staff)
        slot = find_slot(words, now)
        _tag(words, found, slot)
        matches = self._patterns.find(words)
        intents = settle(matches, slots_said=slot.days_said)
        heard = _heard(spoken, intents, found, slot, name[0] if name else None, _find_choice(words))
        keeps = heard.intent is Intent.CONFIRM and any(match.keeps for match in matches)
        return replace(heard, keeps=True) if keeps else heard


def _tag(words: list[Word], found: Found, slot: Slot) -> None:
    """Mark the words that were understood, for patterns to name."""
    for place in found.service_places:
        words[place].tags.add("service")
    for place in found.staff_places:
        words[place].tags.add("staff")
    for start, end in slot.spans:
        for place in range(start, end):
            words[place].tags.add("when")


def _heard(lang: Lang, intents: list[Intent], found: Found, slot: Slot, name: str | None, choice: int | None) -> Heard:
    if Intent.OTHER in intents and not (set(intents) & {Intent.BOOK, Intent.RESCHEDULE, Intent.CANCEL}):
        slot = Slot()
    implied = set(slot.implied)
    if found.implied:
        implied.add("services")
    staff = found.staff[-1] if found.staff else None
    silent = not (found.services or staff or name or choice is not None or slot.spans)
    if not intents and silent:
        intents = [Intent.OTHER]
    return Heard(
        lang=lang,
        intents=tuple(intents),
        services=tuple(found.services),
        staff=staff,
        day=slot.day,
        day_to=slot.day_to,
        time=slot.time,
        not_before=slot.not_before,
        not_after=slot.not_after,
        part=DayPart(slot.part) if slot.part else None,
        name=name,
        choice=choice,
        implied=frozenset(implied),
    )


def _find_choice(words: list[Word]) -> int | None:
    """Which of the things offered, when the message says nothing else: "2", "второе", "the last one"."""
    choice: int | None = None
    for word in words:
        value = word.get("choice") or word.get("ordinal")
        if word.kind == "number" and len(word.form) <= 2 and choice is None:
            choice = int(word.form)
        elif isinstance(value, int) and choice is None:
            choice = value
        elif word.get("last") and choice is None:
            choice = -1
        elif word.get("number") == 1 and word.form == "one":
            choice = 1 if choice is None else choice
        elif not (word.kind in ("mark", "emoji") or word.get("option") or word.get("polite") or word.get("yes")):
            return None
    return choice if choice is None or choice == -1 or 1 <= choice <= 20 else None
