"""Outcome: what everything said in a message comes to together."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import time as WallTime

from wabot.domain.heard import DayPart, Heard, Intent, Remark
from wabot.language import asides
from wabot.language.corrections import asks_salon
from wabot.language.intents import KEEPS, LATE, QUESTION, RESUMES, is_all_stop, settle
from wabot.language.lateness import find_delay, find_only_length
from wabot.language.patterns import Match
from wabot.language.said import Said
from wabot.language.slots import Slot
from wabot.language.unexplained import is_about_more
from wabot.language.waiting import as_waits, intents_beside
from wabot.types import Lang

_SLOTTED = {
    Intent.BOOK, Intent.AVAILABILITY, Intent.RESCHEDULE, Intent.CANCEL, Intent.MY_BOOKINGS, Intent.HOURS,
}  # fmt: skip
"""Intents that a day or time said belongs to; beside `other` alone a delay or the day of a loss is no slot."""

_FAREWELLS = {Intent.CONFIRM, Intent.THANKS}
_REFUSALS = {Intent.DECLINE, Intent.CANCEL}
_NO_CHOICE = {Intent.OTHER, Intent.AVAILABILITY}
_SAID_ALONE = {"any_staff", "as_before", "same_time"}
"""Senses that say enough by themselves: with nothing else understood, they are no `other`."""


def intents_of(said: Said, fillers: Collection[str]) -> list[Intent]:
    """The intents in order. Services that are not wanted beside others that are go from what was found."""
    slot, found = said.slot, said.found
    intents = settle(
        said.matches,
        times_said=slot.times_said,
        asks_staff=bool(found.staff) or "who" in said.senses,
        proposes="propose" in said.senses,
    )
    if not (slot.spans or said.called.any_said) and is_about_more(said.single, intents, said.matches, fillers):
        intents = [Intent.OTHER]
    elif intents == [Intent.GREETING] and (slot.spans or found.services):
        intents = []
    if not intents and slot.day is not None and slot.time is None and _is_engaged(said, intents):
        intents = [Intent.DECLINE]
    if intents == [Intent.CANCEL] and _is_other_hour(said.outright, slot, said.senses):
        intents = [Intent.DECLINE]
    return intents_beside(said.waits, _without_corrections(intents, said))


def heard_of(said: Said, intents: list[Intent], lang: Lang) -> Heard:
    """The meaning of the message, once its intents are settled."""
    words, found = said.words, said.found
    slot = _slot_beside(intents, said)
    staff, name = found.staff[0] if found.staff else None, said.called.as_name
    is_silent = not (slot.impossible or found.services or staff or name or said.choice is not None or slot.spans)
    if not intents and is_silent:
        intents = [Intent.OTHER]
    if said.choice is not None:
        is_asked = any(match.name == Remark.SOONEST for match in said.remarks)  # "the earliest please"
        intents = [intent for intent in intents if is_asked or intent not in _NO_CHOICE]
    first, is_other = intents[0] if intents else None, intents == [Intent.OTHER]
    patterns = {match.name for match in said.matches}
    heard = Heard(
        lang=lang,
        intents=() if is_other and said.senses & _SAID_ALONE else tuple(intents),
        services=tuple(found.services),
        staff=staff,
        day=slot.day,
        day_to=slot.day_to,
        time=slot.time,
        not_before=slot.not_before,
        not_after=slot.not_after,
        over_by=slot.not_after is not None and bool({"ready", "fetch"} & said.senses),
        part=DayPart(slot.part) if slot.part else None,
        name=name,
        own_name=said.called.own[0] if said.called.own is not None else None,
        bare_name=said.called.bare,
        maybe_name=said.called.unknown if is_other and not said.matches else None,
        choice=said.choice,
        keeps=first is Intent.CONFIRM and KEEPS in patterns,
        attends=Intent.CONFIRM in intents and "attends" in said.senses,
        stops=first is Intent.STOP and is_all_stop(said.matches, said.single),
        resumes=first is Intent.OTHER and RESUMES in patterns,
        asks=is_other and _asks(said, patterns),
        questions=words[-1].form == "?",
        late=find_delay(words) if Intent.OTHER in intents and LATE in patterns else None,
        length=find_only_length(words),
        corrects="mend" in said.senses,
        parts=_is_farewell(said.slot, intents),
        weekday=slot.weekday,
        numbered=slot.numbered,
        stranger=said.called.stranger,
        impossible=slot.impossible,
        any_staff="any_staff" in said.senses,
        as_before="as_before" in said.senses,
        same_time="same_time" in said.senses,
        shift=slot.shift,
        adds=asides.adds_services(words, found),
        only=asides.is_only(words, found),
        in_order=said.in_order,
        guests=asides.count_guests(words, said.company),
        company=said.company,
        owners=asides.owners_in(words),
        own=asides.is_own(words),
        behind=asides.is_behind(words, found),
        after_own=asides.is_after_own(words),
        likewise=bool(found.services) and asides.is_likewise(words),
        alike=not found.services and asides.is_alike(words),
        joins=asides.is_joining(words),
        alone=any("alone" in word.senses for word in words) and said.company is None,
        each=asides.is_each(words),
        suits=tuple(found.suits),
        own_suits=tuple(found.own_suits),
        drops=tuple(found.drops),
        not_staff=found.not_staff,
        unoffered=found.unoffered,
        also_unoffered=found.also_unoffered,
        excluded=slot.excluded,
        remarks=asides.remarks_in(said.remarks, said.outright, said.slot),
        waits=as_waits(said.waits),
        implied=slot.implied | {"services"} if found.implied else slot.implied,
    )
    says_why = heard.says_when or "engaged" in said.senses
    return replace(heard, unable=True) if says_why and _is_unable(said, intents) else heard


def _without_corrections(intents: list[Intent], said: Said) -> list[Intent]:
    """The intents, without a refusal that only corrects: "no brows, only lashes", "no, not at 3 but at 4"."""
    words, slot, found = said.words, said.slot, said.found
    corrects = (slot.time or slot.day) and any(word.get("join") == "not" for word in words[1:])
    if found.drops and set(found.services) - set(found.drops):
        found.services = [service for service in found.services if service not in found.drops]
        corrects = corrects or words[0].get("no") is None or words[1].kind != "mark"
    return [] if corrects and intents == [Intent.DECLINE] else intents


def _is_unable(said: Said, intents: Collection[Intent]) -> bool:
    """Whether the day or time said will not do."""
    is_refused = "unable" in said.senses or _is_engaged(said, intents)
    return is_refused and _REFUSALS.issuperset(intents) and not asks_salon(said.words)


def _is_engaged(said: Said, intents: Collection[Intent]) -> bool:
    """Whether something keeps somebody from coming ("у дочки утренник"); where they come from or go to does not.

    Beside services alone it is the occasion to have them done.
    """
    words = said.words
    engaged = (at for at, word in enumerate(words) if "engaged" in word.senses)
    is_away = any(not at or not (words[at - 1].get("prep") or words[at - 1].form in ("в", "на")) for at in engaged)
    return is_away and (bool(intents) or not said.found.services)


def _is_other_hour(matches: Sequence[Match], slot: Slot, senses: Collection[str]) -> bool:
    """Whether only some hours cannot be: "раньше 10 не получится" gives up no visit."""
    is_bound = (slot.not_before is not None or slot.not_after is not None) and "unable" in senses
    return is_bound and slot.day is None and all(match.name != Intent.CANCEL for match in matches)


def _slot_beside(intents: Sequence[Intent], said: Said) -> Slot:
    """What was said about when, as it is meant beside these intents."""
    slot = said.slot
    is_no_slot = slot.is_moment or "lost" in said.senses
    if Intent.OTHER in intents and _SLOTTED.isdisjoint(intents) and is_no_slot:
        return Slot()
    if _is_farewell(slot, intents):
        return replace(slot, day=slot.day_to, day_to=None)
    if Intent.HOURS in intents:
        return replace(slot, not_after=_closing(slot.not_after))
    return slot


def _is_farewell(slot: Slot, intents: Collection[Intent]) -> bool:
    """Whether the day is only when one meets again: "👍 до субботы"."""
    return slot.is_until and bool(intents) and _FAREWELLS.issuperset(intents)


def _closing(time: WallTime | None) -> WallTime | None:
    """The time that a salon is asked to be open until: "до 8" is the evening's."""
    return time.replace(hour=time.hour + 12) if time is not None and time.hour in (8, 9) else time


def _asks(said: Said, patterns: set[str]) -> bool:
    """Whether a question is put to the salon: by its mark, its form, how it begins, or what it is about."""
    is_asked = any(word.form == "?" for word in said.words) or QUESTION in patterns
    return is_asked or bool(said.senses & {"what_if", "topic", "pay"})
