"""The listener: what a customer wrote, understood in the words of one salon."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import pairwise

from wabot.domain.heard import Company, Heard, Intent, Remark
from wabot.domain.salon import Salon
from wabot.language.choices import find_choice, is_day_too
from wabot.language.company import find_company
from wabot.language.corrections import asks_salon
from wabot.language.intents import KEEPS, LATE, QUESTION, RESUMES, intent_of, is_all_stop, settle
from wabot.language.lateness import find_delay
from wabot.language.lexicon import Word
from wabot.language.names import Named
from wabot.language.outcome import heard_of, is_engaged, without_corrections
from wabot.language.patterns import NOTHING, Match
from wabot.language.reading import Reader
from wabot.language.slots import Slot, find_slot
from wabot.language.tagging import tagged
from wabot.language.things import Found, Things
from wabot.language.tokens import clean
from wabot.language.unexplained import is_about_more
from wabot.language.vocabulary import load_vocabulary
from wabot.language.waiting import as_waits, intents_beside
from wabot.types import Lang


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
        self.companions = frozenset(who for file in common.files for who in file["senses"].get("companion", ()))
        self._things = Things(salon, common.lexicon, common.files)
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
        if not any(word.kind in ("word", "number", "emoji", "clock", "dotted", "iso", "mark") for word in words):
            return Heard(lang=spoken, intents=(Intent.OTHER,))
        found = self._things.find(words)
        own_name, theirs, booked = self._called(words)
        name = own_name or theirs or booked
        if name is not None:
            for place in name[1]:
                _is_no_staff(words, place, found)
        in_order = _put_in_order(words, found)
        guest = self._names.find_guest(words, self._things.staff)
        if guest is not None:
            _is_no_staff(words, guest, found)
        other = theirs or booked
        other_name = words[guest].raw if guest is not None else other[0] if other else None
        company = find_company(words, other_name, services=len(found.mentions))
        choice = find_choice(words)
        slot = find_slot(words, now)
        if choice is not None and not (any("do" in word.senses for word in words) or is_day_too(words)):
            slot = Slot()  # "let's do 2" may be an hour too
        single = tagged(words, found.staff_places, slot.spans)
        asks_staff = bool(found.staff) or any("who" in word.senses for word in words)
        matches = self._patterns.find(single)
        said_outright = tuple(matches)
        if all(intent_of(match) is Intent.GREETING for match in matches):
            matches += self._fallback_of(single)
        proposes = any("propose" in word.senses for word in words)
        choice = find_choice(words)
        waits = self._waiting.find(single, chooses=choice is not None)
        intents = settle(matches, times_said=slot.times_said, asks_staff=asks_staff, proposes=proposes)
        if not (slot.spans or name) and is_about_more(single, intents, matches, self._fillers):
            intents = [Intent.OTHER]
        elif intents == [Intent.GREETING] and (slot.spans or found.services):
            intents = []
        engaged = is_engaged(words) and (bool(intents) or not found.services)  # else the occasion to have it done
        if not intents and engaged and slot.day is not None and slot.time is None:
            intents = [Intent.DECLINE]
        intents = without_corrections(intents, found, slot, words)
        intents = intents_beside(waits, intents)
        said = {tag for word in words for tag in word.senses}
        patterns = {match.name for match in matches}
        is_refused = ("unable" in said or engaged) and not asks_salon(words)
        heard = heard_of(
            spoken,
            intents,
            found,
            slot,
            own_name[0] if own_name else None if guest is not None or theirs else other_name,
            choice,
            is_no_slot="lost" in said,
        )
        return replace(
            heard,
            keeps=heard.intent is Intent.CONFIRM and KEEPS in patterns,
            attends=Intent.CONFIRM in heard.intents and "attends" in said,
            intents=() if heard.intents == (Intent.OTHER,) and said & _SAID_ALONE else heard.intents,
            bare_name=self._names.find_bare(words, self._things.staff),
            maybe_name=self._names.find_unknown(words) if heard.intents == (Intent.OTHER,) and not matches else None,
            stops=heard.intent is Intent.STOP and is_all_stop(matches, single),
            resumes=heard.intent is Intent.OTHER and RESUMES in patterns,
            asks=heard.intents == (Intent.OTHER,) and _asks(words, said, patterns),
            late=find_delay(words) if Intent.OTHER in heard.intents and LATE in patterns else None,
            stranger=self._names.find_stranger(words, self._things.staff),
            corrects="mend" in said,
            unable=is_refused and heard.says_when and _REFUSALS.issuperset(heard.intents),
            any_staff="any_staff" in said,
            as_before="as_before" in said,
            same_time="same_time" in said,
            adds=_adds(words, found),
            only=_only(words, found),
            in_order=in_order,
            waits=as_waits(waits),
            guests=_guests(words, company),
            company=company,
            owners=_owners(words),
            own=_is_own(words),
            behind=_behind(words, found),
            after_own=any("behind" in before.senses and "me" in word.senses for before, word in pairwise(words)),
            suits=tuple(found.suits),
            drops=tuple(found.drops),
            not_staff=found.not_staff,
            unoffered=found.unoffered,
            remarks=_remarks(self._remarks.find(single), said_outright, slot),
        )

    def _called(self, words: list[Word]) -> tuple[Named | None, Named | None, Named | None]:
        """The customer's own name, that of somebody spoken of, and that of somebody whom a visit is for."""
        own = self._names.find(words, self._things.staff)
        booked = self._names.find_booked(words, self._things.staff)
        if own is None and booked is None:
            own = self._names.find_signed(words, self._things.staff)
        if own is not None and _is_not_own(words, own[1]):
            return self._names.find(words, self._things.staff, since=own[1].stop), own, booked
        return own, self._names.find_aged(words, self._things.staff), booked

    def _fallback_of(self, words: list[Word]) -> list[Match]:
        """What a single word tells of a message that no pattern is met in; a mere question word gives way."""
        matches = self._fallback.find(words)
        return [match for match in matches if intent_of(match) is not Intent.OTHER] or matches


def _asks(words: list[Word], said: set[str], patterns: set[str]) -> bool:
    """Whether a question is put to the salon: by its mark, its form, how it begins, or what it is about."""
    is_asked = any(word.form == "?" for word in words) or QUESTION in patterns
    return is_asked or bool(said & {"what_if", "topic", "pay"})


def _remarks(found: list[Match], matches: Sequence[Match], slot: Slot) -> frozenset[Remark]:
    """The remarks; "буду позже", "запишусь позже" are none on a time, and "на час позже" says more than one."""
    excused = [set(match.words) for match in matches if match.name == NOTHING]
    said = frozenset(Remark(match.name) for match in found if not any(set(match.words) <= words for words in excused))
    if slot.shift is not None:
        said -= {Remark.EARLIER, Remark.LATER}
    is_news = any(intent_of(match) in (Intent.OTHER, Intent.HUMAN) for match in matches if match.name != NOTHING)
    return said & _BESIDE_NEWS if is_news else said


_BESIDE_NEWS = {Remark.LENGTH, Remark.RUDE, Remark.BOT, Remark.LANGUAGE, Remark.REMIND}


def _is_no_staff(words: list[Word], place: int, found: Found) -> None:
    """The name there is somebody else's."""
    words[place].tags.add("name")
    staff = found.staff_places.pop(place, None)
    if staff in found.staff:
        found.staff.remove(staff)


def _guests(words: list[Word], company: Company | None) -> int:
    """How many come: as was said, or as many as were named."""
    said = max((int(word.senses.get("guests", 1)) for word in words), default=1)
    return max(said, len(company.others) + company.with_customer) if company is not None else said


def _adds(words: list[Word], found: Found) -> bool:
    """Whether the services come to others: "и брови", "ещё на брови", "педикюр тоже"."""
    if not found.service_places:
        return False
    first = min(found.service_places)
    before = words[max(0, first - 3) : first]
    return (
        any(word.get("adds") == "anywhere" for word in words)
        or any(word.get("adds") == "before" for word in before)
        or bool(before and before[-1].get("join") == "and")
    )


def _is_not_own(words: list[Word], places: range) -> bool:
    """Whether the name there is somebody else's: "ее зовут Соня", "это Миша, ему 5", "his name is Leo"."""
    before = words[max(0, places.start - 1) : places.start]
    is_told = any("not_own" in word.senses for word in (*before, *(words[at] for at in places)))
    is_aged = any("aged" in word.senses or "years" in word.senses for word in words)
    return is_told or (is_aged and not any("me" in words[at].senses for at in places))


def _owners(words: list[Word]) -> tuple[str, ...]:
    return tuple(who for word in words for who in str(word.get("owner") or "").split())


def _is_own(words: list[Word]) -> bool:
    """Whether it is the customer's own visit: "перенесите меня", "move mine", "cancel me"."""
    is_object = any(
        "me" in word.senses and {"move", "cancel"} & before.senses.keys() for before, word in pairwise(words)
    )
    return is_object or any("own" in word.senses for word in words)


def _behind(words: list[Word], found: Found) -> bool:
    """Whether the one service that is named is what the visit shall come after: "после массажа"."""
    first = min(found.service_places, default=0)
    before = [word for word in words[:first] if "article" not in word.senses]
    return len(found.services) == 1 and bool(before) and "behind" in before[-1].senses


def _only(words: list[Word], found: Found) -> bool:
    """Whether nothing but the services is wanted: "только маникюр"."""
    first = min(found.service_places, default=0)
    return any("only" in word.senses for word in words[max(0, first - 2) : first])


def _put_in_order(words: list[Word], found: Found) -> bool:
    """Whether the services are wanted one after another as they are named; what is said to be first is put first."""
    if len(found.services) < 2 or not found.mentions:
        return False
    begins, ends = found.mentions[0][0], found.mentions[-1][0]
    for place, word in enumerate(words):
        following = next((target for at, target, _ in found.mentions if at > place), None)
        if word.get("order") == "first" and following in found.services:
            found.services.sort(key=lambda service: service != following)
            return True
        if word.get("order") == "then" and begins < place < ends:
            return True
    return False


_REFUSALS = {Intent.DECLINE, Intent.CANCEL}
_SAID_ALONE = {"any_staff", "as_before", "same_time"}
