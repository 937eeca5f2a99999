"""The listener: what a customer wrote, understood in the words of one salon."""

from dataclasses import replace
from datetime import datetime
from functools import partial

from wabot.domain.heard import Heard, Intent
from wabot.domain.salon import Salon
from wabot.language.asides import put_in_order
from wabot.language.called import find_called
from wabot.language.choices import find_choice
from wabot.language.company import find_company
from wabot.language.found import Found
from wabot.language.halves import are_apart, halves, may_be_two
from wabot.language.inflection import inflect
from wabot.language.intents import intent_of
from wabot.language.lexicon import Word
from wabot.language.menu import content_of
from wabot.language.outcome import heard_of, intents_of
from wabot.language.patterns import Match
from wabot.language.reading import Reader
from wabot.language.said import Said
from wabot.language.slots import find_slot
from wabot.language.tagging import tagged
from wabot.language.things import Things
from wabot.language.tokens import clean
from wabot.language.vocabulary import load_vocabulary
from wabot.types import Lang

_TELLING = {"word", "number", "emoji", "clock", "dotted", "iso", "mark"}
"""Kinds of words of which a message must have one to be understood at all."""


class Listener:
    """Understands messages for one salon. Holds its vocabulary and nothing else; safe from any thread."""

    def __init__(self, salon: Salon) -> None:
        common = load_vocabulary()
        self._fillers = common.lexicon.fillers
        self._patterns = common.patterns
        self._fallback = common.fallback
        self._remarks = common.remarks
        self._waiting = common.waiting
        self._names = common.names
        self._things = Things(salon, common.lexicon, common.files)
        self._salon_name = {form for name in salon.name.values() for word in content_of(name) for form in inflect(word)}
        self._reader = Reader(
            common.lexicon, common.names.forms(), common.spellings, self._things.forms(), salon.language
        )

    def first_name(self, profile: str) -> str | None:
        """What to call somebody by the name in their profile; None when it is none ("Мастер маникюра", "🌸")."""
        words, _ = self._reader.read(clean(profile), None)
        found = self._names.find_bare([word for word in words if word.kind == "word"], self._things.staff)
        return found.split()[0] if found else None

    def hear(self, text: str, *, now: datetime, lang: Lang | None = None) -> Heard:
        """The meaning of a message. `now` is aware, in the salon's zone; `lang` the customer's language so far."""
        words, spoken = self._reader.read(clean(text), lang)
        if not any(word.kind in _TELLING for word in words):
            return Heard(lang=spoken, intents=(Intent.OTHER,))
        said = self._take_in(words, now)
        heard = heard_of(said, intents_of(said, self._fillers), spoken)
        return self._as_two(heard, clean(text), words, now) if may_be_two(heard, said.senses) else heard

    def _as_two(self, whole: Heard, text: str, words: list[Word], now: datetime) -> Heard:
        """The message as two wishes, where each of its halves is one with a day of its own."""
        for first, second in (map(partial(self.hear, now=now, lang=whole.lang), two) for two in halves(text, words)):
            if are_apart(first, second, whole):
                return replace(first, intents=whole.intents, only=True, then=second)
        return whole

    def _take_in(self, words: list[Word], now: datetime) -> Said:
        found, called = self._things.find(words), find_called(self._names, words, self._things.staff)
        if called.any_said is not None:
            _is_no_staff(words, called.any_said[1], found)
        in_order = put_in_order(words, found)
        if called.guest is not None:
            _is_no_staff(words, called.guest[1], found)
        for word in words:
            if word.form in self._salon_name:
                word.tags.add("salon_name")
        choice, slot = find_choice(words, found.staff_places), find_slot(words, now)
        if choice is not None:
            slot = choice.beside(slot)
        another = self._names.call(called.another) if called.another is not None else None
        single = tagged(words, found.staff_places, slot.spans)
        outright = self._patterns.find(single)
        company = find_company(words, another, services=len(found.mentions))
        if company is not None:
            company = self._things.for_whom.give_each(found, words, company)
        is_courtesy = all(intent_of(match) is Intent.GREETING for match in outright)
        return Said(
            words=words,
            senses=frozenset(tag for word in words for tag in word.senses),
            found=found,
            called=called,
            company=company,
            slot=slot,
            choice=choice.number if choice is not None else None,
            in_order=in_order,
            single=single,
            matches=outright + self._fallback_of(single) if is_courtesy else outright,
            outright=outright,
            remarks=self._remarks.find(single),
            waits=self._waiting.find(single, chooses=choice is not None),
        )

    def _fallback_of(self, words: list[Word]) -> list[Match]:
        """What a single word tells of a message that no pattern is met in; a mere question word gives way."""
        matches = self._fallback.find(words)
        return [match for match in matches if intent_of(match) is not Intent.OTHER] or matches


def _is_no_staff(words: list[Word], places: range, found: Found) -> None:
    """The name there is somebody else's."""
    for place in places:
        words[place].tags.add("name")
        staff = found.staff_places.pop(place, None)
        if staff in found.staff:
            found.staff.remove(staff)
