"""Outcome: what the intents, things and times of a message come to together."""

from collections.abc import Sequence
from datetime import time as WallTime

from wabot.domain.heard import DayPart, Heard, Intent
from wabot.language.lexicon import Word
from wabot.language.patterns import Match
from wabot.language.slots import Slot
from wabot.language.things import Found
from wabot.types import Lang


def without_corrections(intents: list[Intent], found: Found, slot: Slot, words: list[Word]) -> list[Intent]:
    """The intents, without a refusal that only corrects: "no brows, only lashes", "no, not at 3 but at 4".

    Services that are not wanted beside others that are go from `found`.
    """
    corrects = (slot.time or slot.day) and any(word.get("join") == "not" for word in words[1:])
    if found.drops and set(found.services) - set(found.drops):
        found.services = [service for service in found.services if service not in found.drops]
        corrects = corrects or words[0].get("no") is None or words[1].kind != "mark"
    return [] if corrects and intents == [Intent.DECLINE] else intents


def is_engaged(words: list[Word]) -> bool:
    """Whether something keeps somebody from coming ("у дочки утренник"); where they come from or go to does not."""
    engaged = (at for at, word in enumerate(words) if "engaged" in word.senses)
    return any(not at or not (words[at - 1].get("prep") or words[at - 1].form in ("в", "на")) for at in engaged)


def is_other_hour(matches: Sequence[Match], slot: Slot, words: Sequence[Word]) -> bool:
    """Whether only some hours cannot be: "раньше 10 не получится" gives up no visit."""
    is_bound = slot.not_before is not None or slot.not_after is not None
    is_bound = is_bound and any("unable" in word.senses for word in words)
    return is_bound and slot.day is None and all(match.name != Intent.CANCEL for match in matches)


_SLOTTED = {
    Intent.BOOK, Intent.AVAILABILITY, Intent.RESCHEDULE, Intent.CANCEL, Intent.MY_BOOKINGS, Intent.HOURS,
}  # fmt: skip
"""Intents that a day or time said belongs to; beside `other` alone a delay or the day of a loss is no slot."""


_FAREWELLS = {Intent.CONFIRM, Intent.THANKS}


def _closing(time: WallTime | None) -> WallTime | None:
    """The time that a salon is asked to be open until: "до 8" is the evening's."""
    return time.replace(hour=time.hour + 12) if time is not None and time.hour in (8, 9) else time


def heard_of(
    lang: Lang,
    intents: list[Intent],
    found: Found,
    slot: Slot,
    name: str | None,
    choice: int | None,
    *,
    is_no_slot: bool,
) -> Heard:
    """The fields of Heard that intents, things and slot come to. `is_no_slot`: a day is that of a loss."""
    if Intent.OTHER in intents and _SLOTTED.isdisjoint(intents) and (slot.is_moment or is_no_slot):
        slot = Slot()
    if slot.is_until and intents and _FAREWELLS.issuperset(intents):  # "👍 до субботы"
        slot.day, slot.day_to = slot.day_to, None
    if Intent.HOURS in intents:
        slot.not_after = _closing(slot.not_after)
    implied = set(slot.implied)
    if found.implied:
        implied.add("services")
    staff = found.staff[0] if found.staff else None
    silent = not (slot.impossible or found.services or staff or name or choice is not None or slot.spans)
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
        impossible=slot.impossible,
        weekday=slot.weekday,
        shift=slot.shift,
        excluded=slot.excluded,
        implied=frozenset(implied),
    )
