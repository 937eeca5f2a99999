"""`wabot check`: what the configuration makes of the salon, in words."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from wabot.config import Config
from wabot.domain.aftercare import AftercareRules
from wabot.domain.reminders import ReminderRules
from wabot.domain.salon import Service, no_holidays
from wabot.language.replies import Texts
from wabot.language.spoken import spoken_money, spoken_openings, spoken_week


def describe(config: Config) -> Iterator[str]:
    """Lines for the owner. ConfigError when the texts beside the configuration are faulty."""
    salon = config.salon
    lang = salon.language
    Texts(salon, config.source.parent)
    yield f"{config.source}: no faults"
    yield f"{salon.name[lang]} ({salon.id}), {salon.timezone}, {salon.address[lang]}"
    yield ""
    yield "Hours"
    yield from (f"  {line}" for line in spoken_week(salon.hours, "-", lang))
    yield from (f"  {closed.first} to {closed.last}: closed ({closed.reason[lang]})" for closed in salon.closures)
    if salon.holidays is not no_holidays:
        yield f"  public holidays of {salon.country}: closed"
    yield "Services"
    for service in salon.services:
        price = spoken_money(service.price, salon.currency, lang) if service.price else "price told in the salon"
        who = ", ".join(person.name[lang] for person in salon.who_offers(service.id))
        start = "from " if service.price and service.price.is_from else ""
        yield f"  {service.id}: {service.name[lang]}, {_length(service)}, {start}{price}; {who}"
    yield "Staff"
    for person in salon.staff:
        week = _week(config, person.id)
        yield f"  {person.id}: {person.name[lang]}; {week}"
    yield f"Reminders: {_reminders(config.reminders)}"
    yield f"After a visit: {_aftercare(config.aftercare, salon.services)}"
    yield f"State folder: {config.state}"
    if not config.owner_phones:
        yield "No owner.phones: nobody is told when a customer needs a person"


def _reminders(rules: ReminderRules) -> str:
    """The moments, as the owner wrote them."""
    parts = [f"{rules.day_before_at:%H:%M} the day before"]
    if rules.before:
        parts.append(f"{rules.before // timedelta(minutes=1)} min before")
    if rules.quiet:
        parts.append(f"never {rules.quiet[0]:%H:%M}–{rules.quiet[1]:%H:%M}")
    if rules.ask_staff:
        parts.append(f"no answer {rules.ask_staff / timedelta(hours=1):g} h before: staff is told")
    return ", ".join(parts)


def _aftercare(rules: AftercareRules, services: Sequence[Service]) -> str:
    """What customers who agreed to it get."""
    if not rules.is_enabled:
        return "nothing is sent"
    again = [f"{it.id} after {it.rebook_after.days} days" for it in services if it.rebook_after]
    thanks = f"thanks {rules.thanks_after / timedelta(hours=1):g} h later"
    return f"{thanks}, an invitation at the usual interval{''.join(f', else {it}' for it in again)}"


def _length(service: Service) -> str:
    buffer = service.buffer_after // timedelta(minutes=1)
    return f"{service.length // timedelta(minutes=1)} min" + (f" + {buffer} min buffer" if buffer else "")


def _week(config: Config, staff_id: str) -> str:
    person = config.salon.find_staff(staff_id)
    assert person is not None
    if not person.hours:
        return "the salon's hours"
    monday = date(2024, 1, 1)
    days = (person.hours.get(day, config.salon.hours[day]) for day in range(7))
    names = (f"{monday + timedelta(days=day):%a}" for day in range(7))
    return ", ".join(f"{name} {spoken_openings(hours) or '-'}" for name, hours in zip(names, days, strict=True))
