"""What is understood of a customer's words, in a few words for the owner."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from wabot.domain.heard import Heard, Intent
from wabot.domain.salon import Salon
from wabot.language.spoken import spoken_day
from wabot.web.words import Words


def is_understood(heard: Heard) -> bool:
    """Whether anything is, but that something else is wanted."""
    intents = tuple(intent for intent in heard.intents if intent is not Intent.OTHER)
    return replace(heard, intents=intents, asks=False, questions=False) != Heard(lang=heard.lang)


def tell_heard(heard: Heard, today: date, salon: Salon, words: Words) -> str | None:
    """Like "запись · Маникюр · завтра, 21 ноября · 17:00"; None when nothing is. `today` is the day it was written."""
    if not is_understood(heard):
        return None
    told = [*_wants(heard, words), *_things(heard, salon, words), *_times(heard, today, words)]
    return " · ".join(dict.fromkeys(told)) or words.say("heard-something")


def _wants(heard: Heard, words: Words) -> Iterator[str]:
    for intent in heard.intents:
        if intent is not Intent.OTHER:
            yield words.say(f"heard-{intent}")
    for remark in sorted(heard.remarks):
        yield words.say(f"heard-remark-{remark}")
    if heard.waits is not None:
        yield words.say(f"heard-waits-{heard.waits}")
    if heard.late is not None:
        yield words.say("heard-late")
    if heard.choice is not None:
        yield words.say("heard-choice", number=heard.choice) if heard.choice > 0 else words.say("heard-last")


def _things(heard: Heard, salon: Salon, words: Words) -> Iterator[str]:
    for service in heard.services:
        yield _service(service, salon)
    for service in heard.drops:
        yield words.say("heard-without", what=_service(service, salon))
    if heard.staff is not None:
        staff = salon.find_staff(heard.staff)
        yield staff.name[salon.language] if staff else heard.staff
    if heard.guests > 1:
        yield words.say("heard-guests", count=heard.guests)
    if heard.company is not None:
        yield heard.company.note
    name = heard.name or heard.bare_name
    if name:
        yield name


def _times(heard: Heard, today: date, words: Words) -> Iterator[str]:
    days = [spoken_day(day, today, words.lang) for day in (heard.day, heard.day_to) if day is not None]
    if days:
        yield " – ".join(days)
    if heard.part is not None:
        yield words.say(f"heard-{heard.part}")
    if heard.time is not None:
        yield f"{heard.time:%H:%M}"
    if heard.not_before is not None:
        yield words.say("heard-from", time=f"{heard.not_before:%H:%M}")
    if heard.not_after is not None:
        yield words.say("heard-to", time=f"{heard.not_after:%H:%M}")


def _service(service: str, salon: Salon) -> str:
    """Its name; a family is called by the names of all that belong to it."""
    found = [it for it in salon.services if service in {it.id, it.family}]
    return " / ".join(it.name[salon.language] for it in found) or service
