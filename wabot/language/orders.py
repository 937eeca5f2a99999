"""Orders: what the owner or a staff member wrote, understood in the words of one salon."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import phonenumbers

from wabot.domain.owner.heard import Command, Ordered, Said
from wabot.domain.salon import Salon
from wabot.language.choices import find_choice
from wabot.language.found import Found
from wabot.language.lexicon import Word
from wabot.language.orderwords import load_order_words
from wabot.language.people import People
from wabot.language.reading import Reader
from wabot.language.slots import Slot, find_slot
from wabot.language.tagging import tagged
from wabot.language.things import Things
from wabot.language.tokens import clean
from wabot.types import Lang, PhoneNumber, StaffId

_QUESTIONS = {Command.OPEN, Command.CLOSE, Command.MOVE, Command.CANCEL, Command.NO_SHOW}
"""What is not done when it is asked ("is Olga off on Thursday?")."""
_OF_A_VISIT = {Command.BOOK, Command.MOVE, Command.CANCEL, Command.NO_SHOW}
"""Where a bare name is a customer's."""
_OF_STAFF = {Command.AGENDA, Command.COUNT, Command.FREE, Command.CLOSE, Command.OPEN}
"""Where it is a staff member's."""


class OrderListener:
    """Understands orders for one salon, apart from what customers say: neither disturbs the other."""

    def __init__(self, salon: Salon) -> None:
        common = load_order_words()
        self._orders, self._answers = common.orders, common.answers
        self._country = salon.country
        self._things = Things(salon, common.lexicon, common.files)
        self._people = People(common.files, common.names.first, self._things.staff)
        self._reader = Reader(
            common.lexicon, common.names.forms(), common.spellings, self._things.forms(), salon.language
        )

    def hear(self, text: str, *, now: datetime, lang: Lang | None = None) -> Ordered:
        """The meaning of a message. `now` is aware, in the salon's zone; `lang` the sender's language so far."""
        words, spoken = self._reader.read(clean(text), lang)
        found, slot = self._things.find(words), find_slot(words, now)
        single = tagged(words, found.staff_places, slot.spans)
        met = {match.name for match in self._orders.find(single)}
        said = {match.name for match in self._answers.find(single)}
        phone = self._phone(words)
        person = self._people.find(words, found, after_book="book" in met)
        if phone is None and person.named is None:
            met -= {"book"}  # who asks to be booked is a customer; an order says whom
        command = _command(met, is_asked=any(word.form == "?" for word in words))
        if command in _OF_A_VISIT:
            _leave_out(found, person.places)
        before, after = self._parts(words, now) if command is Command.MOVE else (Said(), _said(found, slot))
        after = _with_days(after, words, now.date())
        if command is Command.MOVE:  # "на час позже" is where it goes, wherever it is said
            before, after = replace(before, shift=None), replace(after, shift=slot.shift)
        choice = find_choice(words)
        return Ordered(
            lang=spoken,
            command=command,
            is_faint=command is Command.AGENDA and not met & {"agenda"},
            said=after,
            now=before,
            closing=_until(after, words, now.date(), takes_last="inclusive" in met),
            several=_is_several(met, words),
            phone=phone,
            person=None if command in _OF_STAFF else person.named,
            agrees=_agrees(met, said),
            choice=choice.number if choice is not None else None,
            mine="mine" in met,
            forced="anyway" in met,
            without_number="numberless" in met,
        )

    def _parts(self, words: list[Word], now: datetime) -> tuple[Said, Said]:
        """Of a move: the visit as it stands, and where it goes."""
        at = _parting(words, find_slot(words, now), self._things.find(words))
        return self._of(words[:at], now), self._of(words[at:], now)

    def _of(self, words: list[Word], now: datetime) -> Said:
        found = self._things.find(words)
        _leave_out(found, self._people.find(words, found, after_book=False).places)
        said = _said(found, find_slot(words, now))
        if said.time is None and said.not_before is not None:  # "с 15 на 17"
            return Said(services=said.services, staff=said.staff, day=said.day, time=said.not_before)
        return said

    def _phone(self, words: list[Word]) -> PhoneNumber | None:
        for word in words:
            if word.kind != "phone":
                continue
            try:
                number = phonenumbers.parse(word.raw, self._country)
            except phonenumbers.NumberParseException:
                continue
            if phonenumbers.is_possible_number(number):
                return PhoneNumber(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
        return None


def _command(met: set[str], *, is_asked: bool) -> Command | None:
    """The strongest of what was met, in the order of the commands."""
    names = met | ({"close"} if "off" in met else set())
    if "faint" in met and not (is_asked and "close" in names):
        names.add("agenda")
    if "works" in met:  # "who works tomorrow?" is about hours
        names.discard("agenda")
    for command in Command:
        if command.value in names and not (is_asked and command in _QUESTIONS):
            return command
    return None


def _is_several(met: set[str], words: list[Word]) -> bool:
    """Whether two different things are to be done ("close Friday and open Sunday")."""
    if not any(word.get("join") == "and" or word.form in (",", ";", ".") for word in words):
        return False
    kinds = ({"close", "off"}, {"open"}, {"book"}, {"cancel"}, {"move"}, {"no_show"}, {"hush"}, {"speak"})
    return sum(not kind.isdisjoint(met) for kind in kinds) > 1


def _with_days(said: Said, words: list[Word], today: date) -> Said:
    """Days that are said for the salon's people only: a week from today, and yesterday."""
    days = {word.get("day") for word in words}
    if said.day is None and "week" in days:
        return replace(said, day=today, day_to=today + timedelta(days=6))
    if said.day is None and "yesterday" in days:
        return replace(said, day=today - timedelta(days=1))
    return said


def _agrees(met: set[str], said: set[str]) -> bool | None:
    if "quiet" in met:
        return False
    if "tell" in met or "anyway" in met:
        return True
    if "decline" in said:
        return False
    return True if "confirm" in said else None


def _leave_out(found: Found, places: set[int]) -> None:
    """A name that is a customer's is no staff member's."""
    for place in places & found.staff_places.keys():
        del found.staff_places[place]
    found.staff = [StaffId(staff) for staff in dict.fromkeys(found.staff_places.values())]


def _said(found: Found, slot: Slot) -> Said:
    return Said(
        services=tuple(found.services),
        staff=found.staff[0] if found.staff else None,
        day=slot.day,
        day_to=slot.day_to,
        time=slot.time,
        not_before=slot.not_before,
        not_after=slot.not_after,
        vague=slot.part is not None,
        shift=slot.shift,
        impossible=slot.impossible,
    )


def _parting(words: list[Word], slot: Slot, found: Found) -> int:
    """Where the new time begins: at the "на", "to" before it; at the last of them if times stand on both sides."""
    timed = {at for start, end in slot.spans for at in range(start, end)}
    places = [
        at
        for at, word in enumerate(words)
        if (word.form in ("на", "to") and (at + 1 in timed or at + 1 in found.staff_places))
        or (word.form in ("к", "ко") and at + 1 in found.staff_places)
    ]
    if not places:
        return len(words)
    clocks = [at for at, word in enumerate(words) if word.kind in ("number", "clock", "dotted")]
    if len(places) > 1 and any(at < places[-1] for at in clocks) and any(at > places[-1] for at in clocks):
        return places[-1]
    return places[0]


def _until(said: Said, words: list[Word], today: date, *, takes_last: bool) -> Said:
    """ "Sick until Wednesday" leaves Wednesday open; "from Monday until Wednesday" and "по среду" take it in."""
    preps = {word.get("prep") for word in words}
    if said.day is None or said.not_before or said.not_after or "from" in preps:
        return said
    first, last = said.day, said.day_to or said.day
    is_glued = any(word.parts and word.parts[0].get("prep") == "to" for word in words)  # "до завтра": one word
    if said.day_to is None and (is_glued or "по" in {word.form for word in words}):
        first = today
    ends_with_it = any("bit" in word.senses for word in words)  # "until the end of the week"
    if (is_glued or "to" in preps) and not (takes_last or ends_with_it):
        last = max(first, last - timedelta(days=1))
    return replace(said, day=first, day_to=last if last > first else None)
